//! What is worth a remark about wants and refusals.

use std::collections::BTreeMap;

use motive_lang::diagnostic::{Code, Diagnostic, Span, codes};
use motive_plan::policy::Policy;
use motive_world::ground::{StepId, Term};
use motive_world::id::CharacterId;
use motive_world::program::nesting::Nesting;
use motive_world::state::{Asked, NoRecorder, Stance, StateId, StateRegistry};
use motive_world::value::{Number, Value};

use crate::World;
use crate::names::step_name;
use crate::search::Options;

/// How many urgent steps one after the other are looked at, and the effort for that.
const URGENT: usize = 24;
const TICKS: u64 = 20_000;

/// Refusals without effect or with too much, wants that are worth nothing, and wants that never
/// cease to press.
pub(crate) fn findings(world: &World) -> Vec<Diagnostic> {
    let mut found = vec![];
    refusals(world, &mut found);
    worthless(world, &mut found);
    restless(world, &mut found);
    found
}

fn warning(
    (code, span): (Code, Option<Span>),
    message: String,
    label: &str,
    help: &str,
) -> Diagnostic {
    let diagnostic = Diagnostic::without_place(code, message).label(label).help(help);
    Diagnostic { span, ..diagnostic }
}

fn refusals(world: &World, found: &mut Vec<Diagnostic>) {
    let (program, ground, map) = (world.program(), world.ground(), world.source_map());
    if program.refusals.is_empty() {
        return;
    }
    let name = |who: CharacterId| &program.entities[who.index()].name;
    // A declaration for everybody is as good as what it does for anybody.
    let mut effective: BTreeMap<Span, bool> = BTreeMap::new();
    for (index, refusal) in program.refusals.iter().enumerate() {
        let can_change =
            ground.refusals[refusal.character.index()].iter().any(|ground| ground.index == index);
        if let Some(place) = map.refusal(index) {
            *effective.entry(place).or_default() |= can_change;
        }
    }
    for (&place, _) in effective.iter().filter(|(_, effective)| !**effective) {
        found.push(warning(
            (codes::REFUSED_NEVER, Some(place)),
            "what is refused here never changes, so nothing ever brings it about".to_owned(),
            "the same in every mind for good",
            "let an event change it, or remove the refusal",
        ));
    }
    let levels = Nesting::of(program, &Options::default().limits).levels;
    let mut states = StateRegistry::new(ground, levels);
    let Ok(start) = states.initial(&mut NoRecorder) else { return };
    for who in program.characters() {
        let mind = states.mind(start, who);
        let mut begun = false;
        for refusal in &ground.refusals[who.index()] {
            if refusal.test.holds(&states.view(mind)) == Ok(true) {
                begun = true;
                found.push(warning(
                    (codes::REFUSED_ALREADY, map.refusal(refusal.index)),
                    format!("what {} refuses is so at the start", name(who)),
                    "so already, and not brought about by anything",
                    "perhaps the contrary is meant: `refuses not …`",
                ));
            }
        }
        let steps = states.successors(start, Asked::By(who), Stance::Fact).unwrap_or_default();
        if begun || steps.is_empty() || ground.refusals[who.index()].is_empty() {
            continue;
        }
        let mut first = None;
        let all = steps.iter().all(|&step| {
            // Whoever acts has to reckon with all that may come of it.
            let plain = ground.plain_step(step);
            let ways = steps.iter().filter(|&&way| ground.plain_step(way).is_same_action(&plain));
            let refused =
                ways.copied().find_map(|way| brought_about(&mut states, (who, mind), way));
            first = first.or(refused);
            refused.is_some()
        });
        if let Some(index) = first.filter(|_| all) {
            found.push(warning(
                (codes::REFUSES_EVERYTHING, map.refusal(index)),
                format!("everything that {0} could do at the start is what {0} refuses", name(who)),
                "each would bring about something refused",
                "give the refusal another condition, or the character something else to do",
            ));
        }
    }
}

/// What a character refuses that a step brings about in that character's mind.
fn brought_about(
    states: &mut StateRegistry<'_>,
    (who, mind): (CharacterId, StateId),
    step: StepId,
) -> Option<usize> {
    if states.executable(mind, step, Stance::Supposed) != Ok(true) {
        return None;
    }
    let after = states.after(Some(who), mind, step).ok()?;
    let refusals = &states.world().refusals[who.index()];
    let holds = |refusal: &motive_world::ground::GroundRefusal, state| {
        refusal.test.holds(&states.view(state)) == Ok(true)
    };
    let entered = refusals.iter().find(|r| holds(r, after) && !holds(r, mind));
    entered.map(|refusal| refusal.index)
}

/// Wants whose worth is 0 for good, for everybody whom one declaration gives them to.
fn worthless(world: &World, found: &mut Vec<Diagnostic>) {
    let (program, ground, map) = (world.program(), world.ground(), world.source_map());
    let mut all: BTreeMap<(Option<Span>, usize), (bool, Option<String>)> = BTreeMap::new();
    for who in program.characters() {
        let wants = program.utility(Some(who)).wants.iter();
        let grounded = &ground.utilities[who.index()].wants;
        for (index, (want, ground)) in wants.zip(grounded).enumerate() {
            let zero = ground.weight == Term::Value(Value::Number(Number::ZERO));
            let key = (map.utility(Some(who)), index);
            let entry = all.entry(key).or_insert_with(|| (true, want.name.clone()));
            entry.0 &= zero;
        }
    }
    for ((place, index), (zero, name)) in all {
        if !zero {
            continue;
        }
        let which = match name {
            Some(name) => format!("`{name}`"),
            None => format!("want {} here", index + 1),
        };
        found.push(warning(
            (codes::WORTH_NOTHING, place),
            format!("{which} is worth nothing, whatever happens"),
            "its worth is 0 in every mind for good",
            "give it another worth; a fact that says the worth needs a value at the start",
        ));
    }
}

/// Urgent steps that follow each other from the start on, without end as far as one looks.
fn restless(world: &World, found: &mut Vec<Diagnostic>) {
    let program = world.program();
    let pressing =
        |who: &CharacterId| program.utility(Some(*who)).wants.iter().any(|want| want.pressing);
    let Some(first) = program.characters().find(pressing) else { return };
    let limits = Options::default().limits;
    let Ok(mut policy) = Policy::begin(world.ground(), &limits) else { return };
    let mut steps: Vec<String> = vec![];
    let mut whose = first;
    while steps.len() < URGENT {
        let Ok(Some(urgent)) = policy.pressing_steps(TICKS) else { return };
        let Some(step) = urgent.first() else { return };
        if let Some(who) = world.ground().step(step).and_then(|step| {
            world.ground().action(step).consenting.iter().copied().find(|who| pressing(who))
        }) {
            whose = who;
        }
        let name = step_name(program, step);
        if policy.happen(step) != Ok(true) {
            return;
        }
        steps.push(name);
    }
    steps.truncate(3);
    found.push(warning(
        (codes::NEVER_QUIET, world.source_map().utility(Some(whose))),
        format!(
            "what presses never comes to rest: after {}, … there is always one more",
            steps.join(", ")
        ),
        "a pressing want that is served again and again",
        "bound what is wanted, or let it be no `pressing` want",
    ));
}
