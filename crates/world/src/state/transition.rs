//! One step: facts, then minds, then triggers (planning-semantics §4.1, §4.2, §4.5).

use super::recorder::{Cause, NoRecorder, Recorder, Write};
use super::registry::{StateId, StateRegistry, StateView, ValuationId, hash_words};
use crate::fault::{Fault, Place};
use crate::ground::{
    AppearanceId, ArithmeticFault, Assignment, FluentId, GroundAction, GroundPerceived,
    GroundPerception, StepId, as_number,
};
use crate::id::CharacterId;
use crate::program::When;
use crate::value::Value;

/// What happens in a world: a step, or in somebody's mind what one seems to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// A step.
    Step(StepId),
    /// An appearance.
    Seeming(AppearanceId),
}

impl Event {
    /// A number of its own.
    pub(super) fn code(self) -> u32 {
        match self {
            Event::Step(step) => step.0,
            Event::Seeming(appearance) => !appearance.0,
        }
    }

    /// Why a fact changes with it; whether in a mind.
    fn cause(self, in_mind: bool) -> Cause {
        match self {
            Event::Step(step) if in_mind => Cause::Perceived(step),
            Event::Step(step) => Cause::Effect(step),
            Event::Seeming(appearance) => Cause::Seemed(appearance),
        }
    }

    /// Why somebody believes what it makes them believe.
    fn telling(self) -> Cause {
        match self {
            Event::Step(step) => Cause::Told(step),
            Event::Seeming(appearance) => Cause::Seemed(appearance),
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

impl<'w> StateRegistry<'w> {
    /// What a character perceives of a step that is taken in a state.
    ///
    /// # Errors
    /// Arithmetic without a result, or full tables.
    pub fn appears(
        &mut self,
        state: StateId,
        step: StepId,
        character: CharacterId,
    ) -> Result<GroundPerceived, Fault> {
        let world = self.world();
        let place = || action_place(world.action(step));
        let mut row = self.row(self.valuation(state)).to_vec();
        let effects = &world.outcome(step).effects;
        let Changes { facts, .. } = self.evaluate(self.view(state), effects, None, false, place)?;
        for (fluent, value) in facts {
            self.encode(&mut row, fluent, value)?;
        }
        self.perceives(None, (state, &row), Event::Step(step), character)
    }

    /// What a character perceives of an event that happens in a state, which is the mind of
    /// `owner`, and leaves these facts behind.
    fn perceives(
        &self,
        owner: Option<CharacterId>,
        (state, after): (StateId, &[u64]),
        event: Event,
        character: CharacterId,
    ) -> Result<GroundPerceived, Fault> {
        let world = self.world();
        let before = self.view(state);
        // The minds are as they were: what comes after is the facts.
        let after = StateView { row: after, ..before };
        let rows: &[GroundPerception] = match event {
            // Whoever takes something for an appearance knows to have perceived it.
            Event::Seeming(appearance) if owner == Some(character) => {
                return Ok(GroundPerceived::Seeming(appearance));
            }
            Event::Seeming(appearance) => {
                &world.appearances[appearance.index()].perceptions[character.index()]
            }
            Event::Step(step) => match world.demand() {
                None => &world.action(step).perceptions[character.index()],
                Some(demand) => {
                    let action = world.action(step);
                    return demand
                        .perceived(world, action, character, (&before, &after))
                        .map_err(|fault| located(fault, || action_place(action)));
                }
            },
        };
        for row in rows {
            let view = if row.when == When::Before { &before } else { &after };
            if row.test.holds(view).map_err(|fault| located(fault, || self.place(event)))? {
                return Ok(row.perceived);
            }
        }
        Ok(GroundPerceived::Nothing)
    }

    /// The place of an event, for faults.
    fn place(&self, event: Event) -> Place {
        match event {
            Event::Step(step) => action_place(self.world().action(step)),
            Event::Seeming(appearance) => {
                let appearance = &self.world().appearances[appearance.index()];
                Place::Action(appearance.schema, appearance.arguments.clone())
            }
        }
    }

    /// What an event changes.
    fn effects(&self, event: Event) -> &'w [Assignment] {
        match event {
            Event::Step(step) => &self.world().outcome(step).effects,
            Event::Seeming(appearance) => &self.world().appearances[appearance.index()].effects,
        }
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
        self.apply_from(owner, (state, state), Event::Step(step), &mut vec![], recorder)
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

    /// Lets an event happen in `state`, which is `base` or a repaired `base`; `base` is at rest.
    fn apply_from<R: Recorder>(
        &mut self,
        owner: Option<CharacterId>,
        (base, state): (StateId, StateId),
        event: Event,
        path: &mut Path,
        recorder: &mut R,
    ) -> Result<StateId, Fault> {
        // Mostly it makes no difference whose mind it is, and most minds are shared.
        let learner = owner.filter(|&owner| self.teaches(event, owner));
        let code = event.code();
        let hash = hash_words([u64::from(state.0) << 32 | u64::from(code)]);
        if !R::RECORDS {
            let found = match learner {
                Some(learner) => self.learnt.get(&(learner, state, code)).copied(),
                None => {
                    let found = self.applied.find(hash, |&(s, t, _)| s == state && t == code);
                    found.map(|&(_, _, after)| after)
                }
            };
            if let Some(after) = found {
                return Ok(after);
            }
        }
        let draft = self.happen(owner, state, event, path, recorder)?;
        let after = self.close(owner, draft, Some(base), path, recorder)?;
        match learner {
            _ if R::RECORDS => {}
            Some(learner) => {
                self.learnt.insert((learner, state, code), after);
            }
            None => {
                self.applied.insert_unique(hash, (state, code, after), |&(s, t, _)| {
                    hash_words([u64::from(s.0) << 32 | u64::from(t)])
                });
            }
        }
        Ok(after)
    }

    /// The facts after an event and all minds brought up to date, with the world itself not yet
    /// at rest.
    pub(super) fn happen<R: Recorder>(
        &mut self,
        owner: Option<CharacterId>,
        state: StateId,
        event: Event,
        path: &mut Path,
        recorder: &mut R,
    ) -> Result<Draft, Fault> {
        let mut draft = self.draft(state);
        let Changes { facts, updates } = self.evaluate(
            self.view(state),
            self.effects(event),
            owner,
            !draft.minds.is_empty(),
            || self.place(event),
        )?;
        for (fluent, value) in facts {
            let cause = event.cause(!path.is_empty());
            self.write(&mut draft.row, fluent, value, cause, path, recorder)?;
        }
        for character in 0..draft.minds.len() {
            let who = CharacterId::at(character);
            let base = draft.minds[character];
            let perceived = match self.perceives(owner, (state, &draft.row), event, who)? {
                GroundPerceived::Itself => Some(event),
                GroundPerceived::Seeming(appearance) => Some(Event::Seeming(appearance)),
                GroundPerceived::Nothing => None,
            };
            let told = updates_for(&updates, who);
            if perceived.is_none() && told.is_empty() {
                continue;
            }
            path.push(who);
            let repaired = match perceived {
                None => base,
                Some(Event::Step(step)) => self.repair(base, state, step, path, recorder)?,
                Some(Event::Seeming(appearance)) => self.admit(base, appearance, path, recorder)?,
            };
            draft.minds[character] = match perceived {
                Some(event) if told.is_empty() => {
                    self.apply_from(Some(who), (base, repaired), event, path, recorder)?
                }
                perceived => {
                    let perceived = perceived.map(|event| (repaired, event));
                    let (told, cause) = ([&told[..], &[]], event.telling());
                    self.told((who, base), perceived, told, cause, path, recorder)?
                }
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

    /// Whether it makes a difference to an event that it happens in the mind of this character.
    fn teaches(&self, event: Event, owner: CharacterId) -> bool {
        if matches!(event, Event::Seeming(_)) {
            return true;
        }
        let tells = |effect: &Assignment| effect.believers.first() == Some(&owner);
        self.world().program.settings.learning
            && (self.watch.teaches(owner) || self.effects(event).iter().any(tells))
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
