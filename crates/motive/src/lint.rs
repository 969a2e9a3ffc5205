//! What is worth a remark about a world although nothing is wrong with it.

use std::collections::BTreeSet;

use motive_lang::EventSpans;
use motive_lang::diagnostic::{Code, Diagnostic, FileId, Span, codes};
use motive_world::ground::{FluentId, StepId, TriggerId};
use motive_world::id::{
    ActionSchemaId, CharacterId, EntityId, FluentSchemaId, TriggerSchemaId, TypeId,
};
use motive_world::program::nesting::Nesting;
use motive_world::program::{Condition, Effect, Outcome, Program};
use motive_world::state::{Asked, NoRecorder, Order, Stance, StateRegistry};

use crate::names::signature;
use crate::search::Options;
use crate::uses::Uses;
use crate::{Language, World, faults};

/// How many states from the start on are looked at for what depends on an order.
const STATES: usize = 150;

/// And in how many minds and worlds, all told: a step that many perceive makes many.
const MINDS: usize = 20_000;

/// The findings that need the whole world, grounded. One method each: declarations that nothing
/// uses, actions that can never happen or never have a reason, a start that cannot be brought
/// about, results that depend on an order.
pub(crate) fn findings(world: &World) -> Vec<Diagnostic> {
    let mut linter = Linter { world, program: world.program(), found: Vec::new() };
    linter.start();
    linter.endless_beliefs();
    linter.found.extend(crate::leak::findings(world));
    // A part that others use is not expected to use all that it declares, nor is a world expected
    // to use all of a part.
    if world.language() == Language::Sabre || !world.program().author.wants.is_empty() {
        linter.unused();
        linter.impossible_actions();
        linter.nothing_wanted();
        linter.found.extend(crate::wanting::findings(world));
        linter.found.extend(crate::chances::findings(world));
        let is_about_part = |d: &Diagnostic| d.span.is_some_and(|span| span.file != FileId::MAIN);
        let of_use = [
            codes::UNUSED,
            codes::NEVER_HAPPENS,
            codes::NEVER_COMES,
            codes::REFUSED_NEVER,
            codes::WORTH_NOTHING,
        ];
        let is_of_use = |code| of_use.contains(&code);
        linter.found.retain(|d| !(is_of_use(d.code) && is_about_part(d)));
    }
    linter.arbitrary_orders();
    linter.found
}

struct Linter<'w> {
    world: &'w World,
    program: &'w Program,
    found: Vec<Diagnostic>,
}

impl Linter<'_> {
    fn warn(&mut self, code: Code, span: Option<Span>, message: String, label: &str, help: &str) {
        let diagnostic = Diagnostic::without_place(code, message).label(label).help(help);
        self.found.push(Diagnostic { span, ..diagnostic });
    }

    fn start(&mut self) {
        if let Some(fault) = self.world.start_fault() {
            self.found.push(faults::diagnostic(self.program, self.world.source_map(), &fault));
        }
    }

    /// What is true depends on beliefs, which depend on beliefs, without end.
    fn endless_beliefs(&mut self) {
        let limits = Options::default().limits;
        // What is due to a part alone, such as the library's speech, its user cannot mend.
        if Nesting::of(&self.own_part(), &limits).exact {
            return;
        }
        self.warn(
            codes::ENDLESS_BELIEFS,
            None,
            "what is true here depends on beliefs about beliefs without end".to_owned(),
            "",
            "minds are modelled a few levels deep and no deeper, so \"there is no such story\" cannot be \
             proved; see `motive explain W0203`",
        );
    }

    /// The world without the events and rules of the files that it uses.
    fn own_part(&self) -> Program {
        let map = self.world.source_map();
        let is_own =
            |spans: Option<&EventSpans>| spans.is_none_or(|s| s.whole.file == FileId::MAIN);
        let mut own = self.program.clone();
        for (index, action) in own.actions.iter_mut().enumerate() {
            if !is_own(map.action(ActionSchemaId::at(index))) {
                // It stays in its place, as others may seem to be it, and does nothing.
                action.precondition = Condition::False;
                action.outcomes = vec![Outcome::only(Effect::nothing())];
                action.perceptions.clear();
            }
        }
        let mut triggers = (0..).map(|index| is_own(map.trigger(TriggerSchemaId(index))));
        own.triggers.retain(|_| triggers.next().unwrap_or(true));
        own
    }

    /// Results that depend on the order of triggers, or on which of two colliding effects counts,
    /// in the first states that steps lead to. Each pair of triggers and each action is named once.
    fn arbitrary_orders(&mut self) {
        let ground = self.world.ground();
        let levels = Nesting::of(self.program, &Options::default().limits).levels;
        let mut states = StateRegistry::new(ground, levels);
        let Ok(initial) = states.initial(&mut NoRecorder) else { return };
        let mut queue = vec![initial];
        let mut next = 0;
        let mut orders = BTreeSet::new();
        let mut colliding = BTreeSet::new();
        while next < queue.len() && next < STATES && states.len() < MINDS {
            let state = queue[next];
            next += 1;
            let Ok(steps) = states.successors(state, Asked::All, Stance::Fact) else { continue };
            for step in steps {
                if states.len() >= MINDS {
                    break;
                }
                if let Ok(Some((believers, fluent))) = states.collision(state, step) {
                    if colliding.insert(ground.action(step).schema) {
                        self.collision(step, &believers, fluent);
                    }
                }
                if let Ok(Some(order)) = states.order_matters(state, step) {
                    let schema = |id: TriggerId| ground.triggers[id.index()].schema;
                    if orders.insert((schema(order.triggers.0), schema(order.triggers.1))) {
                        self.order(step, &order);
                    }
                }
                if let Ok(after) = states.after(None, state, step) {
                    if queue.len() < STATES && !queue.contains(&after) {
                        queue.push(after);
                    }
                }
            }
        }
    }

    fn collision(&mut self, step: StepId, believers: &[CharacterId], fluent: FluentId) {
        let ground = self.world.ground();
        let name = self.believed(believers, fluent);
        let spans = self.world.source_map().action(ground.action(step).schema);
        self.warn(
            codes::COLLIDING_EFFECTS,
            spans.map(|spans| spans.effect.unwrap_or(spans.name)),
            format!("{} can give {name} two values at once", ground.step_name(step)),
            "two conditional effects whose conditions can both hold",
            "the smaller value counts; make the conditions exclude each other",
        );
    }

    /// A fluent as it is written, in the minds of these believers.
    fn believed(&self, believers: &[CharacterId], fluent: FluentId) -> String {
        let name = self.world.ground().fluent_name(fluent);
        let who = |who: &CharacterId| &self.program.entities[who.index()].name;
        match self.world.language() {
            Language::Sabre => believers
                .iter()
                .rev()
                .fold(name, |name, one| format!("believes({}, {name})", who(one))),
            Language::Motive => {
                let minds: Vec<String> =
                    believers.iter().map(|one| format!("{} believes ", who(one))).collect();
                minds.concat() + &name
            }
        }
    }

    fn order(&mut self, step: StepId, order: &Order) {
        let (one, other) = order.triggers;
        let ground = self.world.ground();
        let name = |id: TriggerId| {
            let trigger = &ground.triggers[id.index()];
            self.program.trigger_call(trigger.schema, &trigger.arguments)
        };
        let result = match &order.fluent {
            Some((believers, fluent)) => format!("what {} is", self.believed(believers, *fluent)),
            None => "the result".to_owned(),
        };
        let schema = ground.triggers[one.index()].schema;
        let spans = self.world.source_map().trigger(schema);
        self.warn(
            codes::TRIGGER_ORDER,
            spans.map(|spans| spans.name),
            format!(
                "after {}, {result} depends on whether {} or {} happens first",
                ground.step_name(step),
                name(one),
                name(other)
            ),
            "one of several triggers that can happen at once",
            "the first declared happens first; give them conditions that exclude each other",
        );
    }

    fn unused(&mut self) {
        // What is asked for beside the program is used as well.
        let mut asking = self.program.clone();
        let entries = self.world.outline().into_iter().flat_map(|all| &all.outline.entries);
        let demands = self.world.demands().iter().map(|demand| &demand.aim);
        let mut scopes = vec![];
        for aim in entries.map(|entry| &entry.aim).chain(demands) {
            let wanted = aim.as_utility();
            scopes.push(wanted.scope);
            asking.author.wants.extend(wanted.wants);
        }
        asking.author.scope.extend(scopes.into_iter().flatten());
        let uses = Uses::of(&asking);
        let map = self.world.source_map();
        // What takes claims or numbers is there once for each, and used if it is for one of them.
        let fluents = (0..self.program.fluents.len()).map(FluentSchemaId::at);
        let read: BTreeSet<Span> = fluents
            .filter(|&id| uses.is_read(self.program, id))
            .filter_map(|id| map.fluent(id))
            .collect();
        let mut reported = BTreeSet::new();
        for (index, fluent) in self.program.fluents.iter().enumerate() {
            let id = FluentSchemaId::at(index);
            if uses.is_read(self.program, id) {
                continue;
            }
            let place = map.fluent(id);
            if place.is_some_and(|place| read.contains(&place) || !reported.insert(place)) {
                continue;
            }
            self.warn(
                codes::UNUSED,
                map.fluent(id),
                format!("nothing ever depends on the property `{}`", fluent.name),
                "no precondition, condition or utility reads it",
                "remove it, or let something depend on it",
            );
        }
        for index in 4..self.program.types.len() {
            let id = TypeId::at(index);
            if uses.types.contains(&id) || !self.program.members(id).is_empty() {
                continue;
            }
            self.warn(
                codes::UNUSED,
                map.type_name(id),
                format!(
                    "nothing is of the type `{}`, and nothing asks for it",
                    self.program.types[index].name
                ),
                "unused",
                "remove it, or declare an entity of it",
            );
        }
        for (index, entity) in self.program.entities.iter().enumerate() {
            let id = EntityId::at(index);
            let ranged_over = uses.types.iter().any(|&kind| self.program.is_a(id, kind));
            if ranged_over || uses.entities.contains(&id) {
                continue;
            }
            self.warn(
                codes::UNUSED,
                map.entity(id),
                format!("nothing has to do with `{}`", entity.name),
                "no parameter, quantifier or property takes it",
                "remove it, or give it a type that something takes",
            );
        }
    }

    /// Actions that grounding left no instance of.
    fn impossible_actions(&mut self) {
        if self.world.ground().is_on_demand() {
            return;
        }
        let possible: BTreeSet<ActionSchemaId> =
            self.world.ground().actions.iter().map(|action| action.schema).collect();
        // What takes claims or numbers is there once for each, and can happen if it can for one of them.
        let map = self.world.source_map();
        let place = |id: ActionSchemaId| map.action(id).map(|spans| spans.name);
        let happening: BTreeSet<Span> = possible.iter().filter_map(|&id| place(id)).collect();
        let mut reported = BTreeSet::new();
        for (index, action) in self.program.actions.iter().enumerate() {
            let id = ActionSchemaId::at(index);
            if possible.contains(&id) || action.is_impression {
                continue;
            }
            let shared = place(id);
            if shared.is_some_and(|place| happening.contains(&place) || !reported.insert(place)) {
                continue;
            }
            self.warn(
                codes::NEVER_HAPPENS,
                place(id),
                format!("the action {} can never happen", signature(self.program, id)),
                "its precondition can never hold, or it changes nothing",
                "look for a part of its precondition that nothing in the world makes true",
            );
        }
    }

    /// Those who can do something at the start, or after something that can happen there: not the dead,
    /// for example, of whom others may think that they could.
    fn able(&self) -> BTreeSet<CharacterId> {
        let ground = self.world.ground();
        let levels = Nesting::of(self.program, &Options::default().limits).levels;
        let mut states = StateRegistry::new(ground, levels);
        let mut able = BTreeSet::new();
        let Ok(initial) = states.initial(&mut NoRecorder) else { return able };
        let mut steps_from = |states: &mut StateRegistry<'_>, state| {
            let steps = states.successors(state, Asked::All, Stance::Fact).unwrap_or_default();
            able.extend(steps.iter().flat_map(|&step| &ground.action(step).consenting).copied());
            steps
        };
        for step in steps_from(&mut states, initial).into_iter().take(STATES) {
            if let Ok(after) = states.after(None, initial, step) {
                steps_from(&mut states, after);
            }
        }
        able
    }

    /// Characters who are asked for consent and want nothing.
    fn nothing_wanted(&mut self) {
        if self.world.ground().is_on_demand() {
            return;
        }
        let mut asked: BTreeSet<CharacterId> = BTreeSet::new();
        for action in &self.world.ground().actions {
            asked.extend(&action.consenting);
        }
        asked.retain(|&who| self.program.utility(Some(who)).wants.is_empty());
        if asked.is_empty() {
            return;
        }
        let able = self.able();
        for who in asked.intersection(&able).copied() {
            self.warn(
                codes::NO_MOTIVE,
                self.world.source_map().entity(who.entity()),
                format!(
                    "`{}` wants nothing, and so never does anything",
                    self.program.entities[who.index()].name
                ),
                "consents to actions, but has no utility",
                "declare what this character wants: `utility(…): …`",
            );
        }
    }
}

/// How much of everything a world has: what `motive check` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Types, the built-in ones left out.
    pub types: usize,
    /// Characters.
    pub characters: usize,
    /// Entities that are no characters.
    pub others: usize,
    /// Properties as declared.
    pub fluents: usize,
    /// Properties with arguments, the ones that never change left out.
    pub ground_fluents: usize,
    /// Actions as declared.
    pub actions: usize,
    /// Actions with arguments, the ones that can never happen left out.
    pub ground_actions: usize,
    /// Triggers as declared.
    pub triggers: usize,
    /// Triggers with arguments, the ones that can never happen left out.
    pub ground_triggers: usize,
    /// Statements about the start.
    pub statements: usize,
}

impl World {
    /// How much of everything there is.
    #[must_use]
    pub fn size(&self) -> Size {
        let (program, ground) = (self.program(), self.ground());
        let characters = program.characters as usize;
        Size {
            types: program.types.len() - 4,
            characters,
            others: program.entities.len() - characters,
            fluents: program.fluents.len(),
            ground_fluents: ground.fluents.len(),
            actions: program.actions.len(),
            ground_actions: ground.action_count(),
            triggers: program.triggers.len(),
            ground_triggers: ground.triggers.len(),
            statements: program.start.len(),
        }
    }
}
