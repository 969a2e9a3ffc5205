//! One step: facts, then minds, then triggers (planning-semantics §4.1, §4.2, §4.5).

use super::recorder::{Cause, NoRecorder, Recorder, Write};
use super::registry::{StateId, StateRegistry, StateView, ValuationId, hash_words};
use crate::fault::{Fault, Place};
use crate::ground::{ArithmeticFault, Assignment, FluentId, GroundAction, StepId, as_number};
use crate::id::{ActionSchemaId, CharacterId};
use crate::program::{Argument, Perceived};
use crate::value::Value;

/// What a character perceives of a step.
#[derive(Clone, Debug, PartialEq)]
pub enum Appearance {
    /// The step itself.
    Itself,
    /// Another event.
    Event(ActionSchemaId, Vec<Argument>),
    /// Nothing.
    Nothing,
}

impl Appearance {
    fn of(perceived: Perceived) -> Self {
        match perceived {
            Perceived::Itself => Appearance::Itself,
            Perceived::Appearance(event, arguments) => Appearance::Event(event, arguments),
            Perceived::Nothing => Appearance::Nothing,
        }
    }
}

/// A belief to be set: whose (the rest of the chain, from the outermost), which fluent, what value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct BeliefUpdate {
    pub(super) chain: Vec<CharacterId>,
    pub(super) fluent: FluentId,
    pub(super) value: Value,
}

/// What an event changes in one world.
pub(super) struct Changes {
    /// Facts, each once.
    pub(super) facts: Vec<(FluentId, Value)>,
    /// Beliefs, each once.
    pub(super) updates: Vec<BeliefUpdate>,
}

/// A state under construction.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) row: Vec<u64>,
    pub(super) minds: Vec<StateId>,
}

/// Where in the nesting a write happens; kept only for the recorder.
pub(super) type Path = Vec<CharacterId>;

impl StateRegistry<'_> {
    /// What a character perceives of a step that is taken in a state.
    ///
    /// # Errors
    /// Arithmetic without a result.
    pub fn appears(
        &self,
        state: StateId,
        step: StepId,
        character: CharacterId,
    ) -> Result<Appearance, Fault> {
        let action = self.world().action(step);
        let view = self.view(state);
        if let Some(demand) = self.world().demand() {
            let perceived = demand.perceived(&self.world().program, action, character, &view);
            return perceived.map(Appearance::of).map_err(|fault| {
                located(fault, || Place::Action(action.schema, action.arguments.clone()))
            });
        }
        for row in &action.perceptions[character.index()] {
            let counts = row.test.holds(&view).map_err(|fault| {
                located(fault, || Place::Action(action.schema, action.arguments.clone()))
            })?;
            if counts {
                return Ok(Appearance::of(row.perceived.clone()));
            }
        }
        Ok(Appearance::Nothing)
    }

    /// The state after a step, whether or not its precondition holds, after all triggers. The
    /// state is the mind of `owner`, or reality.
    ///
    /// # Errors
    /// Triggers that never come to rest, arithmetic without a result, or full tables.
    pub fn apply<R: Recorder>(
        &mut self,
        owner: Option<CharacterId>,
        state: StateId,
        step: StepId,
        recorder: &mut R,
    ) -> Result<StateId, Fault> {
        self.apply_from(owner, (state, state), step, &mut vec![], recorder)
    }

    /// [`apply`](Self::apply) without a recorder.
    ///
    /// # Errors
    /// As `apply`.
    pub fn after(
        &mut self,
        owner: Option<CharacterId>,
        state: StateId,
        step: StepId,
    ) -> Result<StateId, Fault> {
        self.apply(owner, state, step, &mut NoRecorder)
    }

    /// The facts after a step, without anyone's beliefs.
    ///
    /// What [`after`](Self::after) gives, at a fraction of the cost where
    /// [`facts_stand_alone`](Self::facts_stand_alone), or at least after this step.
    ///
    /// # Errors
    /// As `apply`.
    pub fn facts_after(
        &mut self,
        owner: Option<CharacterId>,
        state: StateId,
        step: StepId,
    ) -> Result<ValuationId, Fault> {
        if !self.sleeps(owner, state, step) {
            let after = self.after(owner, state, step)?;
            return Ok(self.valuation(after));
        }
        let world = self.world();
        let action = world.action(step);
        let view = self.view(state);
        let base = view.row.to_vec();
        let mut row = base.clone();
        let Changes { facts, .. } =
            self.evaluate(view, &world.outcome(step).effects, owner, false, || {
                action_place(action)
            })?;
        for (fluent, value) in facts {
            self.encode(&mut row, fluent, value)?;
        }
        self.close_facts(owner, &base, row)
    }

    /// Lets a step happen in `state`, which is `base` or a repaired `base`; `base` is at rest.
    fn apply_from<R: Recorder>(
        &mut self,
        owner: Option<CharacterId>,
        (base, state): (StateId, StateId),
        step: StepId,
        path: &mut Path,
        recorder: &mut R,
    ) -> Result<StateId, Fault> {
        // Mostly it makes no difference whose mind it is, and most minds are shared.
        let learner = owner.filter(|&owner| self.teaches(step, owner));
        let hash = hash_words([u64::from(state.0) << 32 | u64::from(step.0)]);
        if !R::RECORDS {
            let found = match learner {
                Some(learner) => self.learnt.get(&(learner, state, step)).copied(),
                None => {
                    let found = self.applied.find(hash, |&(s, t, _)| s == state && t == step);
                    found.map(|&(_, _, after)| after)
                }
            };
            if let Some(after) = found {
                return Ok(after);
            }
        }
        let draft = self.happen(owner, state, step, path, recorder)?;
        let after = self.close(owner, draft, Some(base), path, recorder)?;
        match learner {
            _ if R::RECORDS => {}
            Some(learner) => {
                self.learnt.insert((learner, state, step), after);
            }
            None => {
                self.applied.insert_unique(hash, (state, step, after), |&(s, t, _)| {
                    hash_words([u64::from(s.0) << 32 | u64::from(t.0)])
                });
            }
        }
        Ok(after)
    }

    /// The facts after a step and all minds brought up to date, with the world itself not yet at
    /// rest.
    pub(super) fn happen<R: Recorder>(
        &mut self,
        owner: Option<CharacterId>,
        state: StateId,
        step: StepId,
        path: &mut Path,
        recorder: &mut R,
    ) -> Result<Draft, Fault> {
        let world = self.world();
        let action = world.action(step);
        let place = || Place::Action(action.schema, action.arguments.clone());
        let mut draft = self.draft(state);
        let Changes { facts, updates } = self.evaluate(
            self.view(state),
            &world.outcome(step).effects,
            owner,
            !draft.minds.is_empty(),
            place,
        )?;
        for (fluent, value) in facts {
            let cause = if path.is_empty() { Cause::Effect(step) } else { Cause::Perceived(step) };
            self.write(&mut draft.row, fluent, value, cause, path, recorder)?;
        }
        for character in 0..draft.minds.len() {
            let who = CharacterId::at(character);
            let base = draft.minds[character];
            let perceives = self.appears(state, step, who)? == Appearance::Itself;
            let told = updates_for(&updates, who);
            if !perceives && told.is_empty() {
                continue;
            }
            path.push(who);
            let repaired =
                if perceives { self.repair(base, state, step, path, recorder)? } else { base };
            draft.minds[character] = if told.is_empty() {
                self.apply_from(Some(who), (base, repaired), step, path, recorder)?
            } else {
                let perceived = perceives.then_some((repaired, step));
                let (told, cause) = ([&told[..], &[]], Cause::Told(step));
                self.told((who, base), perceived, told, cause, path, recorder)?
            };
            path.pop();
        }
        Ok(draft)
    }

    /// Applies belief updates to a mind as an event that only its owner notices (§4.2 step 2).
    pub(super) fn learn<R: Recorder>(
        &mut self,
        mind: &mut Draft,
        owner: CharacterId,
        updates: &[BeliefUpdate],
        cause: Cause,
        path: &mut Path,
        recorder: &mut R,
    ) -> Result<(), Fault> {
        let absorbed;
        let updates = if self.world().program.settings.learning {
            let mut all = updates.to_vec();
            absorb(owner, &mut all);
            absorbed = all;
            &absorbed
        } else {
            updates
        };
        let mut facts: Vec<(FluentId, Value)> = vec![];
        for update in updates.iter().filter(|update| update.chain.is_empty()) {
            merge(&mut facts, update.fluent, update.value);
        }
        for (fluent, value) in facts {
            self.write(&mut mind.row, fluent, value, cause, path, recorder)?;
        }
        for character in 0..mind.minds.len() {
            let who = CharacterId::at(character);
            let told = updates_for(updates, who);
            let notices = who == owner;
            if told.is_empty() && !notices {
                continue;
            }
            let base = mind.minds[character];
            let told = [if notices { updates } else { &[] }, &told[..]];
            path.push(who);
            mind.minds[character] = self.told((who, base), None, told, cause, path, recorder)?;
            path.pop();
        }
        Ok(())
    }

    /// What an event changes: facts, and beliefs unless minds are cut here. Where several
    /// assignments to one variable happen, the smallest value counts (§4.1).
    pub(super) fn evaluate(
        &self,
        view: StateView<'_>,
        effects: &[Assignment],
        owner: Option<CharacterId>,
        minds: bool,
        place: impl Fn() -> Place + Copy,
    ) -> Result<Changes, Fault> {
        let mut facts = vec![];
        let mut updates: Vec<BeliefUpdate> = vec![];
        let owner = owner.filter(|_| self.world().program.settings.learning);
        for effect in effects {
            if !effect.believers.is_empty()
                && !minds
                && !owner.is_some_and(|owner| effect.believers.iter().all(|&who| who == owner))
            {
                continue;
            }
            if !effect.condition.holds(&view).map_err(|f| located(f, place))? {
                continue;
            }
            let value = effect.value.eval(&view).map_err(|f| located(f, place))?;
            let value = match self.world().fluents[effect.fluent.index()].kind {
                crate::ground::Kind::Number => as_number(value),
                _ => value,
            };
            if effect.believers.is_empty() {
                merge(&mut facts, effect.fluent, value);
                continue;
            }
            let same = updates
                .iter_mut()
                .find(|update| update.fluent == effect.fluent && update.chain == effect.believers);
            match same {
                Some(update) => update.value = update.value.min(value),
                None => updates.push(BeliefUpdate {
                    chain: effect.believers.clone(),
                    fluent: effect.fluent,
                    value,
                }),
            }
        }
        if let Some(owner) =
            owner.filter(|owner| updates.iter().any(|update| update.chain.first() == Some(owner)))
        {
            absorb(owner, &mut updates);
            for update in updates.iter().filter(|update| update.chain.is_empty()) {
                facts.retain(|(fluent, _)| *fluent != update.fluent);
                facts.push((update.fluent, update.value));
            }
            updates.retain(|update| minds && !update.chain.is_empty());
        }
        Ok(Changes { facts, updates })
    }

    /// Whether it makes a difference to a step that it happens in the mind of this character.
    fn teaches(&self, step: StepId, owner: CharacterId) -> bool {
        self.world().program.settings.learning
            && (self.watch.teaches(owner)
                || self
                    .world()
                    .outcome(step)
                    .effects
                    .iter()
                    .any(|effect| effect.believers.first() == Some(&owner)))
    }

    pub(super) fn draft(&self, state: StateId) -> Draft {
        Draft { row: self.row(self.valuation(state)).to_vec(), minds: self.minds(state).to_vec() }
    }

    pub(super) fn draft_view<'a>(&'a self, draft: &'a Draft) -> StateView<'a> {
        StateView { registry: self, row: &draft.row, minds: &draft.minds }
    }

    pub(super) fn write<R: Recorder>(
        &mut self,
        row: &mut [u64],
        fluent: FluentId,
        value: Value,
        cause: Cause,
        path: &[CharacterId],
        recorder: &mut R,
    ) -> Result<(), Fault> {
        if R::RECORDS {
            let before = self.decode(row, fluent);
            self.encode(row, fluent, value)?;
            let after = self.decode(row, fluent);
            recorder.record(Write { believers: path, fluent, before, after, cause });
            return Ok(());
        }
        self.encode(row, fluent, value)
    }
}

/// The updates whose outermost believer is `who`, with that believer taken off.
pub(super) fn updates_for(updates: &[BeliefUpdate], who: CharacterId) -> Vec<BeliefUpdate> {
    updates
        .iter()
        .filter(|update| update.chain.first() == Some(&who))
        .map(|update| BeliefUpdate { chain: update.chain[1..].to_vec(), ..update.clone() })
        .collect()
}

/// In a mind of `owner`, what `owner` comes to believe is so: a write to a list of believers that
/// begins with `owner` is also one to the shorter lists without. Where several of these meet, that
/// of the longest list counts.
pub(super) fn absorb(owner: CharacterId, updates: &mut Vec<BeliefUpdate>) {
    let own = |update: &BeliefUpdate| update.chain.iter().take_while(|&&w| w == owner).count();
    let mut learnt: Vec<(usize, BeliefUpdate)> =
        updates.iter().map(|update| (own(update), update.clone())).collect();
    learnt.retain(|(count, _)| *count > 0);
    learnt.sort_by_key(|(count, _)| *count);
    for (count, update) in learnt {
        for shorter in 1..=count {
            let chain = &update.chain[shorter..];
            let same = updates.iter_mut().find(|u| u.fluent == update.fluent && u.chain == chain);
            match same {
                Some(same) => same.value = update.value,
                None => updates.push(BeliefUpdate { chain: chain.to_vec(), ..update.clone() }),
            }
        }
    }
}

fn merge(facts: &mut Vec<(FluentId, Value)>, fluent: FluentId, value: Value) {
    match facts.iter_mut().find(|(known, _)| *known == fluent) {
        Some((_, smallest)) => *smallest = value.min(*smallest),
        None => facts.push((fluent, value)),
    }
}

/// A fault of arithmetic with its place.
pub(crate) fn located(fault: ArithmeticFault, place: impl Fn() -> Place) -> Fault {
    match fault {
        ArithmeticFault::DivisionByZero => Fault::DivisionByZero(place()),
        ArithmeticFault::Overflow => Fault::Overflow(place()),
    }
}

/// The place of a ground action, for faults.
pub(super) fn action_place(action: &GroundAction) -> Place {
    Place::Action(action.schema, action.arguments.clone())
}
