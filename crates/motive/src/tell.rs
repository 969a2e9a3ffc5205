//! Stories in prose: what a story needs told, worked out by running it once more.
//!
//! The judge's interpreter runs the story, and each plan in the mind where it is held. From the run
//! comes which sentence of an event fits, where everybody is, who notices what, which rules happen,
//! what a reason is to bring about and what it rests on that is not so. Words are the business of
//! `motive_narrate`.

use std::collections::{BTreeMap, BTreeSet};

use motive_judge::{Fault as JudgeFault, Firing, Judge, Perceives, World as JudgeWorld};
use motive_narrate::{Deed, Event, Gain, Happening, Held, Motive, Seeming, Tale, Template};
use motive_world::fault::Place;
use motive_world::id::{CharacterId, EntityId, FluentSchemaId};
use motive_world::program::nesting::Nesting;
use motive_world::program::{Condition, Effect, Expr, Program, Scope, Utility};
use motive_world::story::{ExplainedStep, Limits, Purpose, Reason, Step, Story};
use motive_world::value::Value;

pub use motive_narrate::{Manner, Passage, Tense};

use crate::account::risen;
use crate::concluded;
use crate::names::consenting;
use crate::reads::{Read, condition_reads, effect_reads, reads};
use crate::{Error, World};

impl World {
    /// Tells a story in prose: a paragraph for each scene. Its reasons are told as they are given, so
    /// it should be one that has been judged.
    ///
    /// # Errors
    /// If the world cannot be run.
    pub fn tell(
        &self,
        story: &Story,
        limits: &Limits,
        manner: Manner,
    ) -> Result<Vec<Passage>, Error> {
        let tale = tale(self, story, limits).map_err(|fault| self.judges_fault(&fault))?;
        Ok(motive_narrate::tell(self.program(), self.lexicon(), &tale, manner))
    }
}

fn tale(world: &World, story: &Story, limits: &Limits) -> Result<Tale, JudgeFault> {
    let program = world.program();
    let lexicon = world.lexicon();
    // Minds as deep as any sentence asks about.
    let texts = lexicon.actions.iter().chain(&lexicon.triggers).flatten();
    let deepest = texts.map(|text| depth(&text.condition)).max().unwrap_or(0);
    let levels = Nesting::of(program, limits).levels;
    let judge = Judge::with_levels(program, *limits, levels.max(deepest + 1))?;
    let mut runner = Runner {
        world,
        program,
        whereabouts: whereabouts(program),
        states: vec![judge.world().clone()],
        judge,
        plans: BTreeMap::new(),
        acting: story.steps.iter().flat_map(|one| consenting(program, &one.step)).collect(),
    };
    let mut tale = Tale::default();
    for (index, explained) in story.steps.iter().enumerate() {
        runner.step(index, explained, &mut tale.events)?;
    }
    tale.opening = runner.opening(&tale.events);
    Ok(tale)
}

/// A story being run.
struct Runner<'w> {
    world: &'w World,
    program: &'w Program,
    judge: Judge<'w>,
    /// The fact that says where somebody is.
    whereabouts: Option<FluentSchemaId>,
    /// The world before each step so far, and after the last.
    states: Vec<JudgeWorld>,
    /// Those who do something in the story.
    acting: BTreeSet<CharacterId>,
    /// For each character, the last plan that was told.
    plans: BTreeMap<CharacterId, Vec<Step>>,
}

impl Runner<'_> {
    fn place(&self, state: &JudgeWorld, who: EntityId) -> Option<EntityId> {
        let value = self.judge.value(state, &[], self.whereabouts?, &[Value::Entity(who)]);
        match value {
            Value::Entity(place) => Some(place),
            _ => None,
        }
    }

    /// Which of several sentences fits in a state.
    fn fitting(
        &self,
        state: &JudgeWorld,
        (scope, arguments): (&Scope, &[Value]),
        (texts, outcome): (&[Template], Option<u32>),
        place: &Place,
    ) -> Result<Option<usize>, JudgeFault> {
        for (index, text) in texts.iter().enumerate() {
            if text.outcome != outcome {
                continue;
            }
            let place = place.clone();
            if self.judge.holds(state, scope, arguments, &text.condition, place)? {
                return Ok(Some(index));
            }
        }
        Ok(None)
    }

    fn happening(&self, state: &JudgeWorld, step: &Step) -> Result<Happening, JudgeFault> {
        let schema = &self.program.actions[step.action.index()];
        let texts = self.world.lexicon().action(step.action);
        let place = Place::Action(step.action, step.arguments.clone());
        let event = (&schema.scope, &step.arguments[..]);
        let mut text = self.fitting(state, event, (texts, None), &place)?;
        let mut sequel = self.fitting(state, event, (texts, Some(step.outcome)), &place)?;
        if text.is_none() {
            text = sequel.take();
        }
        Ok(Happening {
            deed: Deed::Action(step.action),
            arguments: step.arguments.clone(),
            text,
            sequel,
            actors: consenting(self.program, step),
        })
    }

    fn step(
        &mut self,
        index: usize,
        explained: &ExplainedStep,
        events: &mut Vec<Event>,
    ) -> Result<(), JudgeFault> {
        let before = self.states[index].clone();
        let step = &explained.step;
        let after = self.judge.apply(&before, step)?.unwrap_or_else(|| before.clone());
        let happening = self.happening(&before, step)?;
        let first = happening.actors.first().map(|actor| actor.entity());
        let place =
            first.and_then(|who| Some((self.place(&before, who)?, self.place(&after, who)?)));
        let mut perceived = vec![];
        let mut seemed: Vec<Seeming> = vec![];
        for character in self.program.characters() {
            match self.judge.perceives(&before, step, character)? {
                Perceives::Itself => perceived.push(character),
                Perceives::Seeming(what) if self.acting.contains(&character) => {
                    let what = self.happening(&before.mind(character), &what)?;
                    match seemed.iter_mut().find(|seeming| seeming.what == what) {
                        Some(seeming) => seeming.to.push(character),
                        None if what.text.is_some() => {
                            seemed.push(Seeming { to: vec![character], what });
                        }
                        None => {}
                    }
                }
                _ => {}
            }
        }
        let mut possible_since = index;
        while possible_since > 0 {
            let earlier = &self.states[possible_since - 1];
            if !self.judge.can_happen(earlier, step)? || self.happening(earlier, step)? != happening
            {
                break;
            }
            possible_since -= 1;
        }
        let mut motives = vec![];
        for reason in &explained.reasons {
            motives.push(self.motive(&before, step, reason)?);
        }
        let mut firings = self.judge.firings(&before, step)?;
        let is_told = |trigger| !self.world.lexicon().trigger(trigger).is_empty();
        let states = (&before, &after);
        firings.extend(concluded::since(&self.judge, self.program, states, &firings, is_told)?);
        let event =
            Event { step: index, happening, place, perceived, seemed, possible_since, motives };
        let of_itself = self.of_itself(&after, &firings, &event, events)?;
        events.push(event);
        events.extend(of_itself);
        self.states.push(after);
        Ok(())
    }

    /// The rules and inferences that a step sets off and that have sentences: in reality, or in
    /// the minds of those who take part or notice it.
    fn of_itself(
        &self,
        after: &JudgeWorld,
        firings: &[Firing],
        cause: &Event,
        earlier: &[Event],
    ) -> Result<Vec<Event>, JudgeFault> {
        let mut all: Vec<Event> = vec![];
        for firing in firings {
            let Firing { mind, trigger, arguments } = firing;
            let texts = self.world.lexicon().trigger(*trigger);
            let schema = &self.program.triggers[trigger.index()];
            let place = Place::Trigger(*trigger, arguments.clone());
            let state = mind.map_or_else(|| after.clone(), |who| after.mind(who));
            let text = self.fitting(&state, (&schema.scope, arguments), (texts, None), &place)?;
            if text.is_none() {
                continue;
            }
            // Nor is what has happened, and been told, by those who only now think of it.
            let was_told = |event: &Event| {
                event.happening.deed == Deed::Rule(*trigger)
                    && event.happening.arguments == *arguments
            };
            if mind.is_some() && earlier.iter().any(was_told) {
                continue;
            }
            let told = |event: &&mut Event| {
                let Happening { deed, arguments: other, text: same, .. } = &event.happening;
                matches!(deed, Deed::Rule(t) | Deed::Thought(t) if t == trigger)
                    && other == arguments
                    && *same == text
            };
            let known = all.iter_mut().find(told);
            let actors = match (mind, known) {
                // What really happens is not told again as a thought.
                (_, Some(event)) if matches!(event.happening.deed, Deed::Rule(_)) => continue,
                (Some(who), Some(event)) => {
                    let is_said =
                        arguments.contains(&Value::Entity(event.happening.actors[0].entity()));
                    if !is_said && !arguments.contains(&Value::Entity(who.entity())) {
                        event.happening.actors.push(*who);
                    }
                    continue;
                }
                (Some(who), None) => vec![*who],
                (None, _) => vec![],
            };
            let deed = match mind {
                Some(_) => Deed::Thought(*trigger),
                None => Deed::Rule(*trigger),
            };
            all.push(Event {
                happening: Happening {
                    deed,
                    arguments: arguments.clone(),
                    text,
                    sequel: None,
                    actors,
                },
                motives: vec![],
                seemed: vec![],
                ..cause.clone()
            });
        }
        Ok(all)
    }

    fn motive(
        &mut self,
        before: &JudgeWorld,
        step: &Step,
        reason: &Reason,
    ) -> Result<Motive, JudgeFault> {
        let character = reason.character;
        let steps: Vec<Step> = reason.plan.iter().map(|planned| planned.step.clone()).collect();
        let meant = match steps.first() {
            Some(meant) if meant.is_same_action(step) && meant.outcome != step.outcome => {
                Some(self.happening(&before.mind(character), meant)?)
            }
            _ => None,
        };
        let told = self.plans.get(&character);
        let continues = meant.is_none()
            && told.is_some_and(|plan| plan.len() > steps.len() && plan.ends_with(&steps));
        if continues {
            let (gains, plan, mistakes) = (vec![], vec![], vec![]);
            return Ok(Motive { character, continues, gains, meant, plan, mistakes });
        }
        let mind = before.mind(character);
        let mut state = mind.clone();
        let mut plan = vec![];
        for (index, step) in steps.iter().enumerate() {
            if index > 0 {
                plan.push(self.happening(&state, step)?);
            }
            state = self.judge.apply_in(Some(character), &state, step)?.unwrap_or(state);
        }
        // What is averted is worth more where the worst comes afterwards than where it came before.
        let within = self.program.settings.foresight;
        let worst = |mind: &JudgeWorld| self.judge.worst_ahead(mind, character, 1, within);
        let (was, is) = match reason.purpose {
            Purpose::Gain { .. } => (mind, state),
            Purpose::Averting { .. } => (worst(&mind)?, worst(&state)?),
        };
        let better = risen(&self.judge, character, &was, &is)?;
        let gains = self.gains(character, &better, &was, &is);
        let mistakes = self.mistakes(character, &better, before, &steps)?;
        self.plans.insert(character, steps);
        Ok(Motive { character, continues, gains, meant, plan, mistakes })
    }

    /// What one term of what a character wants reads.
    fn reads(&self, who: CharacterId, term: usize) -> Vec<Read> {
        let utility = self.program.utility(Some(who));
        let wants = vec![utility.wants[term].clone()];
        reads(self.program, &Utility { scope: utility.scope.clone(), wants })
    }

    fn held(&self, state: &JudgeWorld, read: &Read) -> Held {
        Held {
            believers: read.believers.clone(),
            fluent: read.fluent,
            arguments: read.arguments.clone(),
            value: self.judge.value(state, &read.believers, read.fluent, &read.arguments),
        }
    }

    fn gains(
        &self,
        who: CharacterId,
        better: &[usize],
        before: &JudgeWorld,
        after: &JudgeWorld,
    ) -> Vec<Gain> {
        let mut gains = vec![];
        for &term in better {
            if self.world.lexicon().want(who.entity(), term).is_some() {
                gains.push(Gain::Term(term));
                continue;
            }
            for read in self.reads(who, term) {
                let held = self.held(after, &read);
                if held != self.held(before, &read) {
                    gains.push(Gain::Fact(held));
                }
            }
        }
        gains
    }

    /// What a plan rests on that is not so: what keeps it from going on in reality, or from being
    /// worth it there.
    fn mistakes(
        &self,
        who: CharacterId,
        better: &[usize],
        before: &JudgeWorld,
        steps: &[Step],
    ) -> Result<Vec<Held>, JudgeFault> {
        let start = before.mind(who);
        let (mut mind, mut real) = (start.clone(), before.clone());
        let mut suspects: Vec<Read> = vec![];
        let mut is_hindered = false;
        // What the steps so far depend on, in case their effects differ.
        let mut bearing: Vec<Read> = vec![];
        for step in steps {
            let schema = &self.program.actions[step.action.index()];
            let needs = &schema.precondition;
            let mut needs = condition_reads(self.program, &schema.scope, &step.arguments, needs);
            if let Some(outcome) = schema.outcomes.get(step.outcome as usize) {
                let guard = &outcome.guard;
                needs.extend(condition_reads(self.program, &schema.scope, &step.arguments, guard));
            }
            if !self.judge.can_happen(&real, step)? {
                suspects = needs;
                is_hindered = true;
                break;
            }
            bearing.extend(needs);
            for outcome in &schema.outcomes {
                let (scope, arguments) = (&schema.scope, &step.arguments);
                bearing.extend(effect_reads(self.program, scope, arguments, &outcome.effect));
            }
            mind = self.judge.apply_in(Some(who), &mind, step)?.unwrap_or(mind);
            real = self.judge.apply(&real, step)?.unwrap_or(real);
        }
        if !is_hindered {
            let imagined = self.judge.terms(&mind, who)?;
            let actual = self.judge.terms(&real, who)?;
            let less = |&&term: &&usize| match (imagined[term], actual[term]) {
                (Value::Number(imagined), Value::Number(actual)) => actual < imagined,
                _ => false,
            };
            for &term in better.iter().filter(less) {
                suspects.extend(self.reads(who, term));
            }
        }
        // What differs because it differed from the start, not because of what was done.
        let differ = |read: &Read| self.held(&mind, read) != self.held(&real, read);
        suspects.retain(differ);
        if suspects.is_empty() {
            return Ok(vec![]);
        }
        let from_start = self.differing(&start, before, &suspects);
        let kept = from_start.into_iter().filter(|held| {
            let read = Read {
                believers: held.believers.clone(),
                fluent: held.fluent,
                arguments: held.arguments.clone(),
            };
            self.held(&mind, &read) == *held
        });
        let kept: Vec<Held> = kept.collect();
        let mut all = if kept.is_empty() { self.differing(&start, before, &bearing) } else { kept };
        let mut seen: Vec<Held> = vec![];
        all.retain(|held| {
            let is_new = !seen.contains(held);
            seen.push(held.clone());
            is_new
        });
        Ok(all)
    }

    /// What is so in a mind and not in reality.
    fn differing(&self, mind: &JudgeWorld, real: &JudgeWorld, reads: &[Read]) -> Vec<Held> {
        let pairs = reads.iter().map(|read| (self.held(mind, read), self.held(real, read)));
        pairs.filter(|(mind, real)| mind != real).map(|(mind, _)| mind).collect()
    }

    /// Where those are at the start who take part in the story.
    fn opening(&self, events: &[Event]) -> Vec<Held> {
        let Some(fluent) = self.whereabouts else { return vec![] };
        let mut people: Vec<EntityId> = vec![];
        for event in events {
            let actors = event.happening.actors.iter().map(|actor| Value::Entity(actor.entity()));
            for value in actors.chain(event.happening.arguments.iter().copied()) {
                if let Value::Entity(one) = value {
                    if self.program.character(one).is_some() && !people.contains(&one) {
                        people.push(one);
                    }
                }
            }
        }
        let held = |one: &EntityId| {
            let arguments = vec![Value::Entity(*one)];
            self.held(&self.states[0], &Read { believers: vec![], fluent, arguments })
        };
        let all: Vec<Held> = people.iter().map(held).collect();
        all.into_iter().filter(|held| matches!(held.value, Value::Entity(_))).collect()
    }
}

/// The fact that says where somebody is: of those that can, the one that most actions change, and
/// of those the first.
fn whereabouts(program: &Program) -> Option<FluentSchemaId> {
    let count = |fluent: FluentSchemaId| {
        let effects = program.actions.iter().flat_map(|action| &action.outcomes);
        effects.filter(|outcome| assigns(&outcome.effect, fluent)).count()
    };
    (0..program.fluents.len())
        .map(FluentSchemaId::at)
        .filter(|&fluent| motive_narrate::is_whereabouts(program, fluent))
        .max_by_key(|&fluent| (count(fluent), std::cmp::Reverse(fluent)))
}

fn assigns(effect: &Effect, fluent: FluentSchemaId) -> bool {
    match effect {
        Effect::And(all) => all.iter().any(|part| assigns(part, fluent)),
        Effect::Assign { believers, fluent: assigned, .. } => {
            believers.is_empty() && *assigned == fluent
        }
        Effect::Forall(_, _, body) => assigns(body, fluent),
        Effect::If(branches, otherwise) => {
            branches.iter().any(|(_, then)| assigns(then, fluent)) || assigns(otherwise, fluent)
        }
    }
}

/// How many minds deep a condition asks.
fn depth(condition: &Condition) -> u32 {
    let deepest = |all: &[Condition]| all.iter().map(depth).max().unwrap_or(0);
    match condition {
        Condition::True | Condition::False => 0,
        Condition::Not(inner) | Condition::Forall(_, _, inner) | Condition::Exists(_, _, inner) => {
            depth(inner)
        }
        Condition::And(all) | Condition::Or(all) => deepest(all),
        Condition::Believes(_, inner) => depth(inner) + 1,
        Condition::Compare(_, left, right) => depth_of(left).max(depth_of(right)),
        Condition::IsA(expr, _) => depth_of(expr),
        Condition::If(branches, otherwise) => {
            let branches = branches.iter().map(|(test, then)| depth(test).max(depth(then)));
            branches.max().unwrap_or(0).max(depth(otherwise))
        }
    }
}

fn depth_of(expr: &Expr) -> u32 {
    match expr {
        Expr::Value(_) | Expr::Variable(_) | Expr::Fluent(..) => 0,
        Expr::Believed(_, inner) => depth_of(inner) + 1,
        Expr::Arithmetic(_, left, right) => depth_of(left).max(depth_of(right)),
        Expr::Sum(_, _, body) | Expr::Product(_, _, body) => depth_of(body),
        Expr::If(branches, otherwise) => {
            let branches = branches.iter().map(|(test, then)| depth(test).max(depth_of(then)));
            branches.max().unwrap_or(0).max(depth_of(otherwise))
        }
        Expr::Truth(condition) => depth(condition),
    }
}
