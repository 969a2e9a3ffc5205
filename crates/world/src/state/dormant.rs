//! Triggers that make facts depend on beliefs, and the steps that cannot set them off.
//!
//! Where some trigger makes a fact depend on what somebody believes, the facts after a step are
//! known only when everyone's mind has been brought up to date. Most steps touch nothing that most
//! of these triggers wait for, though: a trigger *sleeps* where its precondition is a conjunction
//! of which a part is false and nothing that may come of the step, in any mind, writes a fluent
//! that this part reads. Where all of them sleep, facts stand alone for this one step.

use super::registry::{StateId, StateRegistry};
use crate::ground::{Assignment, GroundTrigger, GroundWorld, StepId, Term, Test};
use crate::id::{ActionSchemaId, CharacterId};
use crate::program::Perceived;
use crate::program::nesting::{read_by, written_by};

/// A set of families of fluents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Families(Vec<u64>);

impl Families {
    fn insert(&mut self, family: usize) {
        let word = family / 64;
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (family % 64);
    }

    fn add(&mut self, other: &Families) {
        self.0.resize(self.0.len().max(other.0.len()), 0);
        self.0.iter_mut().zip(&other.0).for_each(|(word, more)| *word |= more);
    }

    fn meets(&self, other: &Families) -> bool {
        self.0.iter().zip(&other.0).any(|(one, other)| one & other != 0)
    }
}

impl FromIterator<usize> for Families {
    fn from_iter<I: IntoIterator<Item = usize>>(families: I) -> Self {
        let mut set = Families::default();
        families.into_iter().for_each(|family| set.insert(family));
        set
    }
}

/// A trigger that makes a fact depend on a belief.
#[derive(Clone, Debug)]
struct Mixed {
    /// In whose minds it does; if nobody is named, everywhere.
    only: Option<CharacterId>,
    /// The parts of its precondition, and what each reads.
    parts: Vec<(Test, Families)>,
}

/// What is known of all triggers that make facts depend on beliefs.
#[derive(Clone, Debug)]
pub(super) struct Dormancy {
    mixed: Vec<Mixed>,
    /// By action schema: what may be written when such an action happens, in any mind, directly
    /// or through triggers. Empty where there are no such triggers.
    touched: Vec<Families>,
}

impl Dormancy {
    pub(super) fn of(world: &GroundWorld) -> Self {
        let mut mixed = vec![];
        for trigger in &world.triggers {
            let parts = || parts_of(world, &trigger.precondition);
            if mixes(trigger, |effect| effect.believers.is_empty()) {
                mixed.push(Mixed { only: None, parts: parts() });
            } else if world.program.settings.learning {
                // What somebody learns is a fact in that one's own mind.
                for who in (0..world.characters()).map(CharacterId::at) {
                    if mixes(trigger, |effect| effect.believers.iter().all(|&other| other == who)) {
                        mixed.push(Mixed { only: Some(who), parts: parts() });
                    }
                }
            }
        }
        let schemas = if mixed.is_empty() { 0 } else { world.program.actions.len() };
        let touched = (0..schemas).map(|at| touched_by(world, ActionSchemaId::at(at))).collect();
        Dormancy { mixed, touched }
    }

    /// Whether there are no such triggers.
    pub(super) fn is_empty(&self) -> bool {
        self.mixed.is_empty()
    }
}

/// Whether a trigger makes facts, which are what these of its effects change, depend on beliefs.
/// To learn what is so anyway changes no fact.
fn mixes(trigger: &GroundTrigger, is_fact: impl Fn(&Assignment) -> bool) -> bool {
    let facts = || trigger.effects.iter().filter(|effect| is_fact(effect));
    let is_so = |effect: &Assignment| effect.value == Term::Fluent(effect.fluent);
    !facts().all(is_so) && (!trigger.plain || facts().any(reads_beliefs))
}

/// Whether an assignment depends on what anybody believes.
fn reads_beliefs(assignment: &Assignment) -> bool {
    let mut found = false;
    let mut visit = |believers: &[CharacterId], _| found |= !believers.is_empty();
    assignment.condition.reads(&mut vec![], &mut visit);
    assignment.value.reads(&mut vec![], &mut visit);
    found
}

fn parts_of(world: &GroundWorld, precondition: &Test) -> Vec<(Test, Families)> {
    let mut parts = vec![];
    gather_parts(precondition, &mut parts);
    let read = |test: &Test| {
        let mut families = Families::default();
        test.reads(&mut vec![], &mut |_, fluent| {
            let schema = world.fluents[fluent.index()].schema;
            families.insert(world.program.fluents[schema.index()].family as usize);
        });
        families
    };
    parts.into_iter().map(|test| (test.clone(), read(test))).collect()
}

fn gather_parts<'t>(test: &'t Test, parts: &mut Vec<&'t Test>) {
    match test {
        Test::And(all) => all.iter().for_each(|part| gather_parts(part, parts)),
        part => parts.push(part),
    }
}

/// All that may be written when an action happens: by its effects, by a surprise (which repairs
/// what it demands), by what others take it for, and by triggers that read any of this.
fn touched_by(world: &GroundWorld, action: ActionSchemaId) -> Families {
    let program = &world.program;
    let mut events = vec![action];
    let mut touched = Families::default();
    let mut next = 0;
    while let Some(&event) = events.get(next) {
        next += 1;
        let schema = &program.actions[event.index()];
        let guards = schema.outcomes.iter().map(|outcome| &outcome.guard);
        for demanded in guards.chain([&schema.precondition]) {
            read_by(program, demanded).into_iter().for_each(|family| touched.insert(family));
        }
        for outcome in &schema.outcomes {
            written_by(program, &outcome.effect).into_iter().for_each(|f| touched.insert(f));
        }
        for row in &schema.perceptions {
            if let Perceived::Appearance(other, _) = &row.perceived
                && !events.contains(other)
            {
                events.push(*other);
            }
        }
    }
    let mut asleep: Vec<(Families, Families)> = vec![];
    for trigger in &program.triggers {
        let read = read_by(program, &trigger.precondition).into_iter().collect();
        asleep.push((read, written_by(program, &trigger.effect).into_iter().collect()));
    }
    loop {
        let before = asleep.len();
        asleep.retain(|(read, written)| {
            let wakes = read.meets(&touched);
            if wakes {
                touched.add(written);
            }
            !wakes
        });
        if asleep.len() == before {
            return touched;
        }
    }
}

impl StateRegistry<'_> {
    /// Whether the facts after this step in a state at rest, which is the mind of `owner`, depend
    /// on nobody's beliefs through a trigger, as far as that is plain to see.
    #[must_use]
    #[inline]
    pub fn sleeps(&self, owner: Option<CharacterId>, state: StateId, step: StepId) -> bool {
        let dormancy = &self.watch.dormancy;
        if dormancy.is_empty() || self.minds(state).is_empty() {
            return true;
        }
        let touched = &dormancy.touched[self.world().action(step).schema.index()];
        let view = self.view(state);
        let here = |mixed: &&Mixed| mixed.only.is_none() || mixed.only == owner;
        dormancy.mixed.iter().filter(here).all(|mixed| {
            let is_false = |test: &Test| test.holds(&view) == Ok(false);
            mixed.parts.iter().any(|(test, read)| !read.meets(touched) && is_false(test))
        })
    }
}
