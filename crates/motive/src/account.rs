//! What a story changes: an account of it, step by step, and of every plan in it.
//!
//! The story is run once more by the judge's interpreter, and each reason within it in the mind
//! where it is held. Printers and file formats take from here who perceives a step, what each
//! comes to believe, and which of the things that somebody cares about a plan would change.

use motive_judge::{Fault, Judge, Perceives, World as JudgeWorld};
use motive_world::id::{CharacterId, FluentSchemaId};
use motive_world::program::Program;
use motive_world::story::{ExplainedStep, Purpose, Reason, Step, Story};
use motive_world::value::Value;

use crate::Language;
use crate::flaw::known;
use crate::reads::{Read, reads};

/// A fluent that got another value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// From the outermost believer to the innermost; empty for a fact of the world in question.
    pub believers: Vec<CharacterId>,
    /// The fluent.
    pub fluent: FluentSchemaId,
    /// Its arguments.
    pub arguments: Vec<Value>,
    /// The value before.
    pub before: Value,
    /// The value after.
    pub after: Value,
}

impl Change {
    /// What is so afterwards, as a world in this language says it: `Bert believes at(Ada) is Hut`, or
    /// `believes(Bert, at(Ada)) = Hut` in Sabre's.
    #[must_use]
    pub fn written(&self, program: &Program, language: Language) -> String {
        if language == Language::Sabre {
            let fluent = crate::format::sabre::fluent_name(program, self);
            return format!("{fluent} = {}", program.value_name(self.after));
        }
        let call = program.fluent_call(self.fluent, &self.arguments);
        let fact = call.strip_suffix("()").unwrap_or(&call);
        let name = |who: &CharacterId| program.entities[who.index()].name.as_str();
        let mut minds = self.believers.iter().map(name).collect::<Vec<_>>();
        let is_so = match (self.after, minds.pop()) {
            (Value::Unknown, Some(who)) => format!("{fact} is unknown to {who}"),
            (value, who) => {
                let is_so = match value {
                    Value::Boolean(true) => fact.to_owned(),
                    Value::Boolean(false) => format!("not {fact}"),
                    Value::Unknown => format!("{fact} is unknown"),
                    value => format!("{fact} is {}", program.value_name(value)),
                };
                who.map_or_else(|| is_so.clone(), |who| format!("{who} believes {is_so}"))
            }
        };
        minds.iter().rev().fold(is_so, |text, who| format!("{who} believes {text}"))
    }
}

/// What one step of a story changes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Event {
    /// Whether it is an accident: somebody does it, and nobody who does counts on its outcome.
    pub is_accident: bool,
    /// Who perceives it.
    pub perceived: Vec<CharacterId>,
    /// Who perceives another event in its place, and which.
    pub seemed: Vec<(CharacterId, Step)>,
    /// What changes in reality.
    pub facts: Vec<Change>,
    /// What each character comes to believe about the facts; those who change no belief are left
    /// out.
    pub beliefs: Vec<(CharacterId, Vec<Change>)>,
    /// For each reason of the step, what it would change.
    pub prospects: Vec<Prospect>,
}

/// What a reason's plan would change, in the mind where it is held.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prospect {
    /// Changes from the start of the plan to its end among the fluents that the owner's utility
    /// reads. Where the plan averts something: from the worst that was to be feared at its start to
    /// the worst that is still to be feared at its end.
    pub changes: Vec<Change>,
    /// Whether a plan that averts something only puts it off: within twice as many steps of others
    /// it is to be feared again.
    pub puts_off: bool,
    /// Which terms of what the owner wants are worth more at the end of the plan.
    pub terms: Vec<usize>,
    /// For each step of the plan, the prospects of the reasons given for it.
    pub steps: Vec<Vec<Prospect>>,
}

/// What a story changes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Account {
    /// Changes from start to end among the fluents that the author's utility reads.
    pub changes: Vec<Change>,
    /// One for each step.
    pub events: Vec<Event>,
}

impl Account {
    /// An account of `story` that knows of no change: where the judge cannot run it.
    #[must_use]
    pub fn blank(story: &Story) -> Self {
        let blank = |step: &ExplainedStep| Event {
            prospects: step.reasons.iter().map(Prospect::blank).collect(),
            ..Event::default()
        };
        Account { changes: Vec::new(), events: story.steps.iter().map(blank).collect() }
    }
}

impl Prospect {
    pub(crate) fn blank(reason: &Reason) -> Self {
        let nested = |step: &ExplainedStep| step.reasons.iter().map(Prospect::blank).collect();
        Prospect { steps: reason.plan.iter().map(nested).collect(), ..Prospect::default() }
    }
}

/// Runs `story` and accounts for it. Also fills in, from what the run shows, the utilities of the
/// story and of every reason whose plan can be run.
pub(crate) fn account(
    program: &Program,
    judge: &Judge<'_>,
    story: &mut Story,
) -> Result<Account, Fault> {
    Accountant::new(program, judge).story(story)
}

/// Runs one step that happens in `world`, or would, and accounts for it; the world after it. Also
/// fills in the utilities of its reasons.
pub(crate) fn of_step(
    program: &Program,
    judge: &Judge<'_>,
    world: &JudgeWorld,
    explained: &mut ExplainedStep,
) -> Result<(Event, JudgeWorld), Fault> {
    Accountant::new(program, judge).event(world, explained)
}

/// Accounts for an attempt at a step that fails in `world`: who has made it learns what comes of
/// that; the world after it.
pub(crate) fn in_vain(
    program: &Program,
    judge: &Judge<'_>,
    world: &JudgeWorld,
    who: CharacterId,
    explained: &mut ExplainedStep,
) -> Result<(Event, JudgeWorld), Fault> {
    Accountant::new(program, judge).failure(world, who, explained)
}

/// The terms of what a character wants that are worth more in `after` than in `before`, both that
/// character's mind.
pub(crate) fn risen(
    judge: &Judge<'_>,
    who: CharacterId,
    before: &JudgeWorld,
    after: &JudgeWorld,
) -> Result<Vec<usize>, Fault> {
    let was = judge.terms(before, who)?;
    let is = judge.terms(after, who)?;
    let rises = |(was, is): (&Value, &Value)| match (was, is) {
        (Value::Number(was), Value::Number(is)) => is > was,
        (Value::Unknown, Value::Number(_)) => true,
        _ => false,
    };
    Ok((0..was.len()).filter(|&term| rises((&was[term], &is[term]))).collect())
}

struct Accountant<'p> {
    program: &'p Program,
    judge: &'p Judge<'p>,
    author: Vec<Read>,
    characters: Vec<Vec<Read>>,
}

impl<'p> Accountant<'p> {
    fn new(program: &'p Program, judge: &'p Judge<'p>) -> Self {
        Accountant {
            program,
            judge,
            author: reads(program, &program.author),
            characters: program.utilities.iter().map(|u| reads(program, u)).collect(),
        }
    }

    fn story(&self, story: &mut Story) -> Result<Account, Fault> {
        let start = self.judge.world().clone();
        // Going through an outline is worth something of itself where the author wants nothing else.
        let is_given = self.program.author.wants.is_empty() && story.before.is_some();
        if !is_given {
            story.before = known(self.judge.utility(&start, None)?);
        }
        let mut world = start.clone();
        let mut events = Vec::with_capacity(story.steps.len());
        for explained in &mut story.steps {
            let (event, after) = self.event(&world, explained)?;
            events.push(event);
            world = after;
        }
        if !is_given {
            story.after = known(self.judge.utility(&world, None)?);
        }
        Ok(Account { changes: self.among(&self.author, &start, &world), events })
    }

    fn event(
        &self,
        world: &JudgeWorld,
        explained: &mut ExplainedStep,
    ) -> Result<(Event, JudgeWorld), Fault> {
        let after = self.after(None, world, &explained.step)?;
        let mut event = Event {
            is_accident: self.judge.is_accident(world, &explained.step)?,
            perceived: Vec::new(),
            seemed: Vec::new(),
            facts: self.differences(world, &after),
            beliefs: Vec::new(),
            prospects: self.prospects(world, None, 0, explained)?,
        };
        for character in self.program.characters() {
            match self.judge.perceives(world, &explained.step, character)? {
                Perceives::Itself => event.perceived.push(character),
                Perceives::Seeming(step) => event.seemed.push((character, step)),
                Perceives::Nothing => {}
            }
        }
        self.come_to_believe(world, &after, &mut event);
        Ok((event, after))
    }

    fn failure(
        &self,
        world: &JudgeWorld,
        who: CharacterId,
        explained: &mut ExplainedStep,
    ) -> Result<(Event, JudgeWorld), Fault> {
        let after = self.judge.fail(world, who, &explained.step)?;
        let after = after.unwrap_or_else(|| world.clone());
        let mut event = Event {
            facts: self.differences(world, &after),
            prospects: self.prospects(world, None, 0, explained)?,
            ..Event::default()
        };
        self.come_to_believe(world, &after, &mut event);
        Ok((event, after))
    }

    /// Notes what each character comes to believe.
    fn come_to_believe(&self, world: &JudgeWorld, after: &JudgeWorld, event: &mut Event) {
        for character in self.program.characters() {
            let changes = self.differences(&world.mind(character), &after.mind(character));
            if !changes.is_empty() {
                event.beliefs.push((character, changes));
            }
        }
    }

    /// What the reasons given for a step in `world` would change. `owner` is the character in
    /// whose mind the world is, and `depth` how many minds deep it is.
    fn prospects(
        &self,
        world: &JudgeWorld,
        owner: Option<CharacterId>,
        depth: u32,
        explained: &mut ExplainedStep,
    ) -> Result<Vec<Prospect>, Fault> {
        explained
            .reasons
            .iter_mut()
            .map(|reason| {
                if owner == Some(reason.character) {
                    self.prospect(world, depth, reason)
                } else {
                    self.prospect(&world.mind(reason.character), depth + 1, reason)
                }
            })
            .collect()
    }

    fn prospect(
        &self,
        mind: &JudgeWorld,
        depth: u32,
        reason: &mut Reason,
    ) -> Result<Prospect, Fault> {
        let who = Some(reason.character);
        let mut world = mind.clone();
        let mut steps = Vec::with_capacity(reason.plan.len());
        for planned in &mut reason.plan {
            steps.push(self.prospects(&world, who, depth, planned)?);
            world = self.after(who, &world, &planned.step)?;
        }
        let before = known(self.judge.utility(mind, who)?);
        let after = known(self.judge.utility(&world, who)?);
        if let (Purpose::Gain { .. }, Some(before), Some(after)) = (reason.purpose, before, after) {
            reason.purpose = Purpose::Gain { before, after };
        }
        if matches!(reason.purpose, Purpose::Gain { .. }) {
            let cares = &self.characters[reason.character.index()];
            let changes = self.among(cares, mind, &world);
            let terms = risen(self.judge, reason.character, mind, &world)?;
            return Ok(Prospect { changes, puts_off: false, terms, steps });
        }
        match self.averted(mind, &world, depth, reason) {
            Ok(averted) => Ok(Prospect { steps, ..averted }),
            // What is to be feared may take more effort to find than there is.
            Err(Fault::Effort) => Ok(Prospect { steps, ..Prospect::default() }),
            Err(fault) => Err(fault),
        }
    }

    /// What is different between the worst that was to be feared in `mind` and the worst that is
    /// still to be feared in `world`, and whether it is only put off.
    fn averted(
        &self,
        mind: &JudgeWorld,
        world: &JudgeWorld,
        depth: u32,
        reason: &mut Reason,
    ) -> Result<Prospect, Fault> {
        let who = Some(reason.character);
        let within = self.program.settings.foresight;
        let worst = |mind: &JudgeWorld, within| {
            self.judge.worst_ahead(mind, reason.character, depth, within)
        };
        let (feared, left) = (worst(mind, within)?, worst(world, within)?);
        let least =
            |world: &JudgeWorld| -> Result<_, Fault> { Ok(known(self.judge.utility(world, who)?)) };
        let later = within.saturating_mul(2);
        let puts_off = least(&worst(world, later)?)? <= least(&worst(mind, later)?)?;
        let cares = &self.characters[reason.character.index()];
        let changes = self.among(cares, &feared, &left);
        if let (Some(before), Some(after)) = (least(&feared)?, least(&left)?) {
            reason.purpose = Purpose::Averting { before, after };
        }
        let terms = risen(self.judge, reason.character, &feared, &left)?;
        Ok(Prospect { changes, puts_off, terms, steps: Vec::new() })
    }

    /// A step that does not exist changes nothing.
    fn after(
        &self,
        owner: Option<CharacterId>,
        world: &JudgeWorld,
        step: &Step,
    ) -> Result<JudgeWorld, Fault> {
        Ok(self.judge.apply_in(owner, world, step)?.unwrap_or_else(|| world.clone()))
    }

    /// Changes among the given fluents.
    fn among(&self, cares: &[Read], before: &JudgeWorld, after: &JudgeWorld) -> Vec<Change> {
        cares
            .iter()
            .filter_map(|read| {
                let family = self.program.fluents[read.fluent.index()].family;
                let value = |world: &JudgeWorld| {
                    world.mind_of(&read.believers).value(family, &read.arguments)
                };
                let change = Change {
                    believers: read.believers.clone(),
                    fluent: read.fluent,
                    arguments: read.arguments.clone(),
                    before: value(before)?,
                    after: value(after)?,
                };
                (change.before != change.after).then_some(change)
            })
            .collect()
    }

    /// All changes of facts from one world to another.
    fn differences(&self, before: &JudgeWorld, after: &JudgeWorld) -> Vec<Change> {
        before
            .facts()
            .zip(after.facts())
            .filter(|((_, before), (_, after))| before != after)
            .filter_map(|((fluent, before), (_, after))| {
                let schema = self.program.fluents.iter().position(|s| s.family == fluent.family)?;
                Some(Change {
                    believers: Vec::new(),
                    fluent: FluentSchemaId::at(schema),
                    arguments: fluent.arguments,
                    before,
                    after,
                })
            })
            .collect()
    }
}
