//! Triggers to a fixpoint (planning-semantics §4.5).
//!
//! The first enabled trigger happens, in order of declaration and of parameters; one that would
//! change nothing gives way to the next. (Somebody may see again and again what, in that mind, is
//! concluded away at once, until something else happens.) Only if nothing that is enabled changes
//! anything do the triggers never come to rest.
//!
//! In a state at rest no trigger is enabled, and a trigger can only become enabled by a change to
//! something that it reads. So after a change only the triggers that read what changed are looked
//! at, in order of declaration.

use std::collections::{BTreeMap, BTreeSet};

use super::dormant::Dormancy;
use super::recorder::{Cause, Recorder};
use super::registry::{StateId, StateRegistry, ValuationId};
use super::transition::{Changes, Draft, Path, located, updates_for};
use crate::fault::{Fault, Place};
use crate::ground::{FluentId, GroundWorld, TriggerId};
use crate::id::CharacterId;

/// After so many firings in one fixpoint, worlds are compared to find a loop.
const PATIENCE: usize = 64;
/// The most firings in one fixpoint.
const FIRINGS: usize = 10_000;

/// Which triggers read what.
#[derive(Clone, Debug)]
pub(super) struct Watch {
    /// By fluent: the triggers that read it as a fact.
    facts: Vec<Vec<TriggerId>>,
    /// By character, then fluent: the triggers that read it in that character's mind.
    minds: Vec<Vec<Vec<TriggerId>>>,
    /// By character: what is read of minds within that character's mind.
    deeper: Vec<Within>,
    /// By fluent: those of `facts` that can happen where minds are cut.
    factual: Vec<Vec<TriggerId>>,
    /// By word of a row: the fluents in it.
    words: Vec<Vec<FluentId>>,
    /// The triggers that make a fact depend on a belief.
    pub(super) dormancy: Dormancy,
    /// By character: the triggers that can happen where minds are cut, in a mind of this character
    /// alone, since what they make this character believe is so there; empty without such effects.
    learning: Vec<Vec<TriggerId>>,
    /// By character: whether any trigger makes this character believe something.
    taught: Vec<bool>,
}

/// What is read of the minds within a mind: by whose they are, from there; by fluent, the triggers.
type Within = BTreeMap<Vec<CharacterId>, BTreeMap<FluentId, Vec<TriggerId>>>;

impl Watch {
    pub(super) fn of(world: &GroundWorld) -> Self {
        let mut watch = Watch {
            facts: vec![vec![]; world.fluents.len()],
            factual: vec![vec![]; world.fluents.len()],
            minds: vec![vec![vec![]; world.fluents.len()]; world.characters()],
            deeper: vec![BTreeMap::new(); world.characters()],
            words: vec![vec![]; world.row_words],
            dormancy: Dormancy::of(world),
            learning: vec![vec![]; world.characters()],
            taught: vec![false; world.characters()],
        };
        if world.program.settings.learning {
            for (index, trigger) in world.triggers.iter().enumerate() {
                for effect in &trigger.effects {
                    let Some(&who) = effect.believers.first() else { continue };
                    watch.taught[who.index()] = true;
                    let own = &mut watch.learning[who.index()];
                    let id = TriggerId::at(index);
                    if trigger.plain
                        && !trigger.factual
                        && effect.believers.iter().all(|&other| other == who)
                        && !own.contains(&id)
                    {
                        own.push(id);
                    }
                }
            }
        }
        for (index, fluent) in world.fluents.iter().enumerate() {
            watch.words[fluent.word as usize].push(FluentId::at(index));
        }
        for (index, trigger) in world.triggers.iter().enumerate() {
            let id = TriggerId::at(index);
            let mut add = |believers: &[CharacterId], fluent: FluentId| {
                let list = match believers {
                    [] => &mut watch.facts[fluent.index()],
                    [one] => &mut watch.minds[one.index()][fluent.index()],
                    [one, within @ ..] => {
                        let minds = watch.deeper[one.index()].entry(within.to_vec()).or_default();
                        minds.entry(fluent).or_default()
                    }
                };
                if list.last() != Some(&id) {
                    list.push(id);
                }
            };
            trigger.precondition.reads(&mut vec![], &mut add);
        }
        for (all, factual) in watch.facts.iter().zip(&mut watch.factual) {
            factual.extend(all.iter().filter(|id| world.triggers[id.index()].factual));
        }
        watch
    }

    /// Whether any trigger makes a character believe something that is then so in that
    /// character's own imagination.
    pub(super) fn teaches(&self, who: CharacterId) -> bool {
        self.taught[who.index()]
    }

    /// Whether a trigger can happen where minds are cut.
    fn happens_at_the_cut(
        &self,
        owner: Option<CharacterId>,
        trigger: TriggerId,
        factual: bool,
    ) -> bool {
        factual
            || owner
                .is_some_and(|owner| self.learning[owner.index()].binary_search(&trigger).is_ok())
    }
}

/// Triggers still to be looked at: a set of ids, taken out in order.
#[derive(Debug, Default)]
struct Agenda {
    words: Vec<u64>,
}

impl Agenda {
    fn insert(&mut self, id: TriggerId) {
        let word = id.index() / 64;
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        self.words[word] |= 1 << (id.index() % 64);
    }

    fn extend(&mut self, ids: impl IntoIterator<Item = TriggerId>) {
        ids.into_iter().for_each(|id| self.insert(id));
    }

    fn pop(&mut self, last_first: bool) -> Option<TriggerId> {
        if last_first { self.pop_last() } else { self.pop_first() }
    }

    fn pop_last(&mut self) -> Option<TriggerId> {
        let (index, word) = self.words.iter_mut().enumerate().rfind(|(_, word)| **word != 0)?;
        let bit = 63 - word.leading_zeros() as usize;
        *word &= !(1 << bit);
        Some(TriggerId::at(index * 64 + bit))
    }

    fn pop_first(&mut self) -> Option<TriggerId> {
        let (index, word) = self.words.iter_mut().enumerate().find(|(_, word)| **word != 0)?;
        let bit = word.trailing_zeros() as usize;
        *word &= *word - 1;
        Some(TriggerId::at(index * 64 + bit))
    }
}

impl StateRegistry<'_> {
    /// Runs triggers until none is enabled and interns the result. `base` is a state at rest from
    /// which the draft was made; without one every trigger is looked at.
    pub(super) fn close<R: Recorder>(
        &mut self,
        owner: Option<CharacterId>,
        mut draft: Draft,
        base: Option<StateId>,
        path: &mut Path,
        recorder: &mut R,
    ) -> Result<StateId, Fault> {
        let world = self.world();
        if world.triggers.is_empty() {
            return self.intern(&draft.row, &draft.minds);
        }
        let mut candidates = Agenda::default();
        match base {
            Some(base) => {
                let row = self.row(self.valuation(base));
                self.candidates(row, self.minds(base), &draft, &mut candidates);
            }
            None => candidates.extend((0..world.triggers.len()).map(TriggerId::at)),
        }
        let cut = draft.minds.is_empty();
        let mut fired: Vec<TriggerId> = vec![];
        let mut seen: BTreeSet<(Vec<u64>, Vec<StateId>)> = BTreeSet::new();
        let mut idle: Vec<TriggerId> = vec![];
        while let Some(id) = candidates.pop(self.last_first) {
            let trigger = &world.triggers[id.index()];
            if cut && !self.watch.happens_at_the_cut(owner, id, trigger.factual) {
                continue;
            }
            let place = || Place::Trigger(trigger.schema, trigger.arguments.clone());
            let view = self.draft_view(&draft);
            if !trigger.precondition.holds(&view).map_err(|f| located(f, place))? {
                continue;
            }
            let Changes { facts, updates } =
                self.evaluate(view, &trigger.effects, owner, !cut, place)?;
            let before = draft.clone();
            for (fluent, value) in facts {
                self.write(&mut draft.row, fluent, value, Cause::Trigger(id), path, recorder)?;
            }
            for character in 0..draft.minds.len() {
                let who = CharacterId::at(character);
                let told = updates_for(&updates, who);
                if told.is_empty() {
                    continue;
                }
                let mind = draft.minds[character];
                let (told, cause) = ([&told[..], &[]], Cause::Inferred(id));
                path.push(who);
                draft.minds[character] =
                    self.told((who, mind), None, told, cause, path, recorder)?;
                path.pop();
            }
            if draft.row == before.row && draft.minds == before.minds {
                idle.push(id);
                continue;
            }
            fired.push(id);
            let repeats =
                fired.len() > PATIENCE && !seen.insert((draft.row.clone(), draft.minds.clone()));
            if repeats || fired.len() > FIRINGS {
                return Err(self.endless(&fired, path));
            }
            candidates.insert(id);
            candidates.extend(idle.drain(..));
            self.candidates(&before.row, &before.minds, &draft, &mut candidates);
        }
        if idle.is_empty() {
            self.intern(&draft.row, &draft.minds)
        } else {
            Err(self.endless(&idle[..1], path))
        }
    }

    /// Whether facts never depend on beliefs through a trigger, in reality or in any mind, so that the facts after a step can
    /// be found without bringing any mind up to date.
    #[must_use]
    pub fn facts_stand_alone(&self) -> bool {
        self.watch.dormancy.is_empty()
    }

    /// Runs the triggers that change facts on a row alone; `base` is a row at rest.
    pub(super) fn close_facts(
        &mut self,
        owner: Option<CharacterId>,
        base: &[u64],
        row: Vec<u64>,
    ) -> Result<ValuationId, Fault> {
        let world = self.world();
        let mut draft = Draft { row, minds: vec![] };
        let mut candidates = Agenda::default();
        // The triggers that may happen here: few more in somebody's mind.
        let more = owner.map_or(&[][..], |owner| &self.watch.learning[owner.index()]).to_vec();
        let watch = |this: &Self, before: &[u64], after: &[u64], candidates: &mut Agenda| {
            this.changed(before, after, |fluent| {
                candidates.extend(this.watch.factual[fluent.index()].iter().copied());
                let reading = &this.watch.facts[fluent.index()];
                candidates.extend(more.iter().filter(|id| reading.contains(id)).copied());
            });
        };
        watch(self, base, &draft.row, &mut candidates);
        let mut firings = 0;
        let mut idle = vec![];
        while let Some(id) = candidates.pop(self.last_first) {
            let trigger = &world.triggers[id.index()];
            let place = || Place::Trigger(trigger.schema, trigger.arguments.clone());
            let view = self.draft_view(&draft);
            if !trigger.precondition.holds(&view).map_err(|f| located(f, place))? {
                continue;
            }
            let Changes { facts, .. } =
                self.evaluate(view, &trigger.effects, owner, false, place)?;
            let before = draft.row.clone();
            for (fluent, value) in facts {
                self.encode(&mut draft.row, fluent, value)?;
            }
            if draft.row == before {
                // With beliefs to change as well, it may not be idle: the full closure decides.
                if trigger.effects.iter().all(|e| e.believers.is_empty()) {
                    idle.push(id);
                }
                continue;
            }
            firings += 1;
            if firings > FIRINGS {
                return Err(self.endless(&[id], &vec![]));
            }
            candidates.insert(id);
            candidates.extend(idle.drain(..));
            watch(self, &before, &draft.row, &mut candidates);
        }
        if idle.is_empty() {
            self.intern_row(&draft.row)
        } else {
            Err(self.endless(&idle[..1], &vec![]))
        }
    }

    /// Adds the triggers that read anything in which the draft differs.
    fn candidates(&self, row: &[u64], minds: &[StateId], draft: &Draft, candidates: &mut Agenda) {
        self.changed(row, &draft.row, |fluent| {
            candidates.extend(self.watch.facts[fluent.index()].iter().copied());
        });
        for (character, (&before, &after)) in minds.iter().zip(&draft.minds).enumerate() {
            if before == after {
                continue;
            }
            for (within, reading) in &self.watch.deeper[character] {
                let mind = |outer| within.iter().fold(outer, |mind, &who| self.mind(mind, who));
                let (before, after) = (self.valuation(mind(before)), self.valuation(mind(after)));
                if before == after {
                    continue;
                }
                let (before, after) = (self.row(before), self.row(after));
                for (fluent, reading) in reading {
                    let place = &self.world().fluents[fluent.index()];
                    let word = place.word as usize;
                    if (before[word] ^ after[word]) & place.mask != 0 {
                        candidates.extend(reading.iter().copied());
                    }
                }
            }
            let (before, after) = (self.valuation(before), self.valuation(after));
            if before != after {
                self.changed(self.row(before), self.row(after), |fluent| {
                    let watching = &self.watch.minds[character][fluent.index()];
                    candidates.extend(watching.iter().copied());
                });
            }
        }
    }

    pub(super) fn changed(&self, before: &[u64], after: &[u64], mut visit: impl FnMut(FluentId)) {
        for (word, (&before, &after)) in before.iter().zip(after).enumerate() {
            let difference = before ^ after;
            if difference == 0 {
                continue;
            }
            for &fluent in &self.watch.words[word] {
                if self.world().fluents[fluent.index()].mask & difference != 0 {
                    visit(fluent);
                }
            }
        }
    }

    fn endless(&self, fired: &[TriggerId], path: &Path) -> Fault {
        let world = self.world();
        let last = *fired.last().expect("a loop has fired something");
        // The loop: what fired since the last time that this trigger did.
        let earlier = fired[..fired.len() - 1].iter().rposition(|&id| id == last);
        let cycle = match earlier {
            Some(position) => &fired[position..fired.len() - 1],
            None => &fired[fired.len() - 1..],
        };
        let name = |id: &TriggerId| {
            let trigger = &world.triggers[id.index()];
            world.program.trigger_call(trigger.schema, &trigger.arguments)
        };
        let trigger = &world.triggers[last.index()];
        Fault::TriggerLoop {
            trigger: trigger.schema,
            arguments: trigger.arguments.clone(),
            believers: path.clone(),
            cycle: cycle.iter().map(name).collect(),
        }
    }
}
