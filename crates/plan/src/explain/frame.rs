//! One query under way: the search for a plan that explains a step.
//!
//! # Three passes
//! The **first pass** is best-first search over the states of the character's imagination. It
//! keeps one path to each state. If it reaches no improvement at all, there is no reason: what can
//! follow depends on the state and on what is left of the limit. If the first improvement stands up
//! to R3 and R4, after shortening, that is the reason.
//!
//! Otherwise the explained step is likely to be padding: something better was in reach anyway. The
//! **second pass** pairs every state with its *shadow*, where the same steps lead without the
//! explained one, whatever then fails or loses its reasons left out. A plan that ends as well as its
//! shadow is padding (R4). Where state and shadow meet, or where no difference between them can
//! matter to the utility any more ([`crate::influence`]), all that follows is padding. One path to
//! each pair is enough, since a plan's shadow goes on from the pair alone.
//!
//! A plan that ends with a utility that it has had before, on the way, is padding too: the rest of it
//! can be left out (the empty run of R4). So the utilities above the first that a path has passed
//! belong to its pair.
//!
//! A plan may also be padding because some other shortened run, not its shadow, ends as well, or may
//! fail because the character has no reason for a later own step. These verdicts do depend on the
//! path. If there was such a verdict and a path was forgotten, the **third pass** keeps all paths
//! that do not run in circles, and only its failure is a proof. The arguments are spelled out in
//! docs/semantics.md.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use hashbrown::HashTable;
use motive_world::fault::Fault;
use motive_world::ground::StepId;
use motive_world::state::{Stance, StateId};
use motive_world::value::Number;
use std::hash::Hasher;

use super::bound::Aim;
use super::{Answer, Explanations, Floor, Found, Measure, Query, Sight};
use crate::influence::{ANY, NEVER, Range, SituationId};
use crate::near::needed::Debts;
use crate::padding::Run;
use crate::tree::{ROOT, Tree};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pass {
    /// One path to each state.
    States,
    /// One path to each pair of a state and its shadow.
    Pairs,
    /// All paths.
    Paths,
}

/// A pair that has been visited, with what else the fate of a path depends on.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Visit {
    state: u32,
    shadow: u32,
    passed: u32,
    /// Whether the utility here is one of those passed before.
    repeated: bool,
    /// How many steps the shadow run has kept, where that makes a difference.
    kept: u32,
    /// The number of its list of debts; see [`crate::near::needed`].
    debts: u32,
    acted: bool,
    length: u32,
    peak: Option<Number>,
    must: Option<Number>,
}

/// The shadow of a node.
#[derive(Clone, Copy, Debug)]
struct Shadow {
    state: StateId,
    /// The greatest utility above the first where the shadow run takes a step of its owner's: a
    /// shadow that ends no better would need another reason for that step.
    peak: Option<Number>,
    /// The utilities above the first that the real run has passed: an index into
    /// [`Frame::passed`].
    passed: u32,
    /// How many steps the shadow run has kept; its reasons have as many steps fewer left.
    kept: u32,
    /// In a plan to avert something: whether the shadow run has taken a step of its owner's.
    acted: bool,
    /// What the plan must come to exceed, since the owner has taken a step here that only the rest
    /// of the plan can be a reason for.
    must: Option<Number>,
}

impl Shadow {
    /// Before anything has been left out.
    fn beginning(state: StateId) -> Self {
        Shadow { state, peak: None, passed: 0, kept: 0, acted: false, must: None }
    }
}

/// A query under way.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) query: Query,
    /// What the plan is to make better.
    measure: Measure,
    /// Steps of others that may not follow.
    ruled_out: Vec<StepId>,
    before: Number,
    range: Range,
    /// What can happen; narrowed down once the explained step is likely to be padding.
    situation: SituationId,
    /// The most steps of the plan.
    longest: u32,
    pass: Pass,
    nodes: Tree,
    /// By node, once it has been popped; in the second and third pass.
    shadows: Vec<Option<Shadow>>,
    /// (estimated length, length so far, order of making): the least first.
    open: BinaryHeap<Reverse<(u32, Reverse<u32>, u32)>>,
    visited: HashTable<Visit>,
    /// By node; only where actions are made on demand.
    debts: Debts,
    /// Sets of utilities, the empty one first.
    passed: Vec<Vec<Number>>,
    /// Popped, and waiting for answers.
    pending: Option<u32>,
    /// An improvement that is being checked.
    candidate: Option<(u32, Vec<StepId>)>,
    /// An improvement was rejected for a reason that depends on its path.
    rejected: bool,
    /// No gain was found; next is whether there is anything to avert.
    turning: bool,
    /// A second path to a state or pair was forgotten.
    forgot: bool,
}

fn hash(state: u32, shadow: u32) -> u64 {
    let mut hasher = rustc_hash::FxHasher::default();
    hasher.write_u64(u64::from(state) << 32 | u64::from(shadow));
    hasher.finish()
}

/// What came of a tick of a query.
pub(super) enum Advance {
    Going,
    Answered(Option<Found>),
}

impl Frame {
    pub(super) fn memory(&self) -> usize {
        self.nodes.memory()
            + self.open.capacity() * 12
            + self.visited.capacity() * (size_of::<Visit>() + 1)
            + self.shadows.capacity() * size_of::<Option<Shadow>>()
    }

    /// The set of utilities passed after one more.
    fn pass(&mut self, passed: u32, utility: Number) -> u32 {
        let set = &self.passed[passed as usize];
        let Err(place) = set.binary_search(&utility) else { return passed };
        let mut longer = set.clone();
        longer.insert(place, utility);
        let known = self.passed.iter().position(|set| *set == longer);
        known.unwrap_or_else(|| {
            self.passed.push(longer);
            self.passed.len() - 1
        }) as u32
    }

    /// Which reasons count on the way: whoever looks ahead takes it that others do.
    fn sight(&self) -> Sight {
        match self.query.sight {
            Sight::Present => Sight::Present,
            Sight::Ahead | Sight::Averting => Sight::Ahead,
        }
    }

    fn shadow_of(&self, node: u32) -> Shadow {
        match node {
            ROOT => Shadow::beginning(self.query.mind),
            node => self.shadows[node as usize].expect("parents have been popped"),
        }
    }
}

impl Explanations<'_> {
    /// A frame for a query; `None` where the answer is plainly no.
    pub(super) fn begin(&mut self, query: Query) -> Result<Option<Frame>, Fault> {
        if self.least_exactly(&query)?.is_none() {
            return Ok(None);
        }
        let Some(before) = self.utility(Some(query.character), query.mind)? else {
            return Ok(None);
        };
        let mut frame = Frame {
            query,
            measure: Measure::Utility,
            ruled_out: vec![],
            before,
            range: self.range(query.mind),
            situation: ANY,
            longest: self.longest(&query),
            pass: Pass::States,
            nodes: Tree::default(),
            shadows: vec![],
            open: BinaryHeap::new(),
            visited: HashTable::new(),
            debts: Debts::default(),
            passed: vec![vec![]],
            pending: None,
            candidate: None,
            rejected: false,
            turning: query.sight == Sight::Averting,
            forgot: false,
        };
        self.seed(&mut frame)?;
        Ok(Some(frame))
    }

    fn seed(&mut self, frame: &mut Frame) -> Result<(), Fault> {
        frame.nodes.clear();
        frame.shadows.clear();
        frame.open.clear();
        frame.visited.clear();
        frame.debts.clear();
        frame.rejected = false;
        frame.forgot = false;
        self.generate(frame, ROOT, frame.query.step, 1)
    }

    /// Adds the world after a step, unless no improvement can be near enough.
    fn generate(
        &mut self,
        frame: &mut Frame,
        parent: u32,
        step: StepId,
        length: u32,
    ) -> Result<(), Fault> {
        let from = frame.nodes.state(parent, frame.query.mind);
        let horizon = Self::left_after(frame.longest, length);
        let Query { mind, character, .. } = frame.query;
        let (before, passed) = match frame.pass {
            Pass::States => (frame.before, &[][..]),
            _ => {
                let shadow = frame.shadow_of(parent);
                let before = shadow.must.map_or(frame.before, |must| must.max(frame.before));
                (before, &frame.passed[shadow.passed as usize][..])
            }
        };
        let aim = Aim { before, measure: frame.measure, passed, horizon };
        let who = (character, frame.sight());
        let estimate = self.estimate_after(who, mind, (from, step), aim)?;
        if estimate.least.is_none() {
            return Ok(());
        }
        self.counts.generated += 1;
        let index = frame.nodes.push(parent, step, length);
        let priority = length + 2 * estimate.guess;
        frame.open.push(Reverse((priority, Reverse(length), index)));
        Ok(())
    }

    /// One tick of a query. Where there is no gain, something may be averted.
    pub(super) fn advance(&mut self, frame: &mut Frame) -> Answer<Advance> {
        if frame.turning {
            return self.turn_to_averting(frame);
        }
        match self.search(frame)? {
            Advance::Answered(None) if frame.query.sight == Sight::Ahead => {
                frame.turning = frame.measure == Measure::Utility;
                Ok(if frame.turning { Advance::Going } else { Advance::Answered(None) })
            }
            advance => Ok(advance),
        }
    }

    /// Begins again with the outlook in place of the utility, if there is anything to fear.
    fn turn_to_averting(&mut self, frame: &mut Frame) -> Answer<Advance> {
        let Query { mind, character, .. } = frame.query;
        let Some(outlook) = self.outlook_if_feared(character, mind)? else {
            return Ok(Advance::Answered(None));
        };
        frame.ruled_out = self.expected(character, mind)?;
        frame.turning = false;
        frame.measure = Measure::Outlook;
        frame.before = outlook;
        frame.pass = Pass::States;
        frame.passed.truncate(1);
        self.seed(frame)?;
        Ok(Advance::Going)
    }

    fn search(&mut self, frame: &mut Frame) -> Answer<Advance> {
        if let Some((_, plan)) = &frame.candidate {
            let verdict = self.check(frame, plan)?;
            let (index, _) = frame.candidate.take().expect("just looked at");
            if let Some(found) = verdict {
                return Ok(Advance::Answered(Some(found)));
            }
            if frame.pass == Pass::States && self.components.shadows {
                return self.next_pass(frame, Pass::Pairs);
            }
            frame.rejected = true;
            self.expand(frame, index)?;
            return Ok(Advance::Going);
        }
        let index = match frame.pending {
            Some(index) => index,
            None => match frame.open.pop() {
                Some(Reverse((_, _, index))) => index,
                None if frame.rejected && frame.forgot => {
                    return self.next_pass(frame, Pass::Paths);
                }
                None => return Ok(Advance::Answered(None)),
            },
        };
        frame.pending = Some(index);
        let node = frame.nodes.node(index);
        let from = frame.nodes.state(node.parent, frame.query.mind);
        let left = Self::left_after(frame.query.left, node.length - 1);
        if node.length > 1 && !self.others_consent(frame, from, node.step, left)? {
            frame.pending = None;
            return Ok(Advance::Going);
        }
        let state = self.states.after(Some(frame.query.character), from, node.step)?;
        if self.is_refused(frame.query.character, (from, node.step), state)? {
            frame.pending = None;
            return Ok(Advance::Going);
        }
        let mut shadow = if frame.pass == Pass::States {
            Shadow::beginning(state)
        } else {
            self.shadow(frame, node.parent, from, node.step, (node.length, left))?
        };
        if frame.pass != Pass::States && node.length > 1 {
            let must = self.must_exceed(frame, (from, node.step), left)?;
            shadow.must = shadow.must.max(must);
        }
        let owner = Some(frame.query.character);
        let sight = frame.sight();
        let utility = self.improvement(frame, state)?;
        let beside = match utility {
            Some(_) if frame.pass != Pass::States => {
                // Only whether it is as good.
                let floor = utility.map_or(Floor::None, Floor::AtLeast);
                self.worth_over(frame.measure, frame.query.character, shadow.state, floor)?
            }
            _ => None,
        };
        frame.pending = None;
        frame.nodes.set_state(index, state);
        let mut repeated = false;
        if frame.pass != Pass::States {
            if shadow.state == state
                || self.project(owner, sight, shadow.state) == self.project(owner, sight, state)
            {
                return Ok(Advance::Going);
            }
            if let Some(utility) = utility {
                let passed = frame.pass(shadow.passed, utility);
                repeated = passed == shadow.passed;
                shadow.passed = passed;
            }
            frame.shadows.resize(frame.shadows.len().max(index as usize + 1), None);
            frame.shadows[index as usize] = Some(shadow);
        }
        let Shadow { state: other, peak, passed, kept, acted, must } = shadow;
        let counting = self.counts_debts(frame.query.mind);
        if (frame.pass == Pass::Paths || counting)
            && (state == frame.query.mind || frame.nodes.passes(node.parent, state))
        {
            return Ok(Advance::Going);
        }
        let mut debts = 0;
        if counting {
            let earlier = frame.debts.at(node.parent);
            let owner = frame.query.character;
            let owed = self.debts_after(owner, &earlier, node.step, (from, state));
            debts = frame.debts.set(index, owed);
        }
        if frame.pass != Pass::Paths {
            let visit = Visit {
                state: self.project(owner, sight, state),
                shadow: self.project(owner, sight, other),
                passed,
                repeated,
                kept: if self.components.sharing { 0 } else { kept },
                debts,
                acted,
                length: node.length,
                peak,
                must,
            };
            if !self.is_new(frame, visit) {
                return Ok(Advance::Going);
            }
        }
        if let Some(utility) = utility {
            let as_good =
                frame.pass != Pass::States && beside == Some(utility) && peak < Some(utility);
            if !repeated && !as_good && must < Some(utility) {
                frame.candidate = Some((index, frame.nodes.path(index)));
                return Ok(Advance::Going);
            }
        }
        self.expand(frame, index)?;
        Ok(Advance::Going)
    }

    /// The utility before a step of the owner's, if nothing that comes after is a reason for it but a
    /// rise above that.
    fn must_exceed(
        &mut self,
        frame: &Frame,
        (from, step): (StateId, StepId),
        left: u32,
    ) -> Result<Option<Number>, Fault> {
        let owner = frame.query.character;
        // Whoever looks ahead may have something to avert.
        if frame.query.sight != Sight::Present
            || !self.world.program.settings.learning
            || !self.world.action(step).consenting.contains(&owner)
        {
            return Ok(None);
        }
        let here = self.utility(Some(owner), from)?;
        if here <= Some(frame.before) {
            return Ok(None);
        }
        let query = self.query_seeing(from, owner, step, left, Sight::Present);
        Ok(if self.least(&query)?.is_none() { here } else { None })
    }

    /// What a state is worth to the owner of a plan, if that is better than where it began.
    fn improvement(&mut self, frame: &Frame, state: StateId) -> Answer<Option<Number>> {
        let who = frame.query.character;
        let better = |worth: &Number| *worth > frame.before;
        let utility = self.utility(Some(who), state)?.filter(better);
        match frame.measure {
            // The outlook is never better than the utility.
            Measure::Outlook if utility.is_some() => {
                self.worth_over(Measure::Outlook, who, state, Floor::Above(frame.before))
            }
            _ => Ok(utility),
        }
    }

    fn next_pass(&mut self, frame: &mut Frame, pass: Pass) -> Answer<Advance> {
        frame.pass = pass;
        if frame.situation == ANY {
            let Query { mind, character, step, .. } = frame.query;
            let sight = frame.sight();
            frame.situation = self.situation(mind, sight);
            let distance =
                self.influence(sight).distance(frame.situation, character, frame.range, step);
            if distance >= frame.longest {
                return Ok(Advance::Answered(None));
            }
        }
        self.seed(frame)?;
        Ok(Advance::Going)
    }

    /// Whether a state, or a pair, has not been visited by a path that is as good.
    fn is_new(&self, frame: &mut Frame, visit: Visit) -> bool {
        let key = hash(visit.state, visit.shadow);
        let sharing = self.components.sharing;
        let same = |known: &Visit| {
            *known == Visit { length: known.length, ..visit }
                && (sharing || known.length == visit.length)
        };
        let Some(known) = frame.visited.find_mut(key, same) else {
            frame.visited.insert_unique(key, visit, |known| hash(known.state, known.shadow));
            return true;
        };
        frame.forgot = true;
        if known.length <= visit.length {
            return false;
        }
        known.length = visit.length;
        true
    }

    /// Whether everyone but the owner of the plan who consents to a step has a reason for it.
    fn others_consent(
        &mut self,
        frame: &Frame,
        state: StateId,
        step: StepId,
        left: u32,
    ) -> Answer<bool> {
        let world = self.world;
        for &other in &world.action(step).consenting {
            if other != frame.query.character {
                let query = self.consent_seeing(state, other, step, left, frame.sight());
                if self.ask(query)?.is_none() {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    /// The shadow after a step: without the explained step itself, and without what then cannot be
    /// done or has no reason.
    fn shadow(
        &mut self,
        frame: &Frame,
        parent: u32,
        from: StateId,
        step: StepId,
        (length, left): (u32, u32),
    ) -> Answer<Shadow> {
        let shadow = frame.shadow_of(parent);
        let Shadow { state, mut peak, passed, kept, mut acted, must } = shadow;
        if length == 1 || !self.states.executable(state, step, Stance::Supposed)? {
            return Ok(shadow);
        }
        let world = self.world;
        let consenting = &world.action(step).consenting;
        // Without sharing nothing is taken for granted of a reason with more steps left.
        let sharing = self.components.sharing;
        let left = if sharing { left } else { Self::left_after(frame.query.left, kept) };
        for &other in consenting {
            if other != frame.query.character {
                let sight = frame.sight();
                let real = self.consent_seeing(from, other, step, left, sight);
                let query = self.consent_seeing(state, other, step, left, sight);
                if (query != real || !sharing) && self.ask(query)?.is_none() {
                    return Ok(shadow);
                }
            }
        }
        let after = self.states.after(Some(frame.query.character), state, step)?;
        if self.is_refused(frame.query.character, (state, step), after)? {
            return Ok(shadow);
        }
        if consenting.contains(&frame.query.character) {
            let present = self.utility(Some(frame.query.character), state)?;
            let before = frame.before;
            let floor = match present {
                Some(present) if present > before => Floor::Above(before),
                _ => Floor::None,
            };
            let worth = self.worth_over(frame.measure, frame.query.character, state, floor)?;
            peak = peak.max(worth.filter(|&worth| worth > before));
            if frame.measure == Measure::Outlook {
                // Only where there is something to fear is the rest of the run a reason.
                peak = if worth < present { peak } else { Number::new(f64::MAX) };
                acted = true;
            }
        } else if acted && !consenting.is_empty() {
            // The step may be one to be expected where the owner acted.
            peak = Number::new(f64::MAX);
        }
        let state = after;
        Ok(Shadow { state, peak, passed, kept: kept + 1, acted, must })
    }

    fn expand(&mut self, frame: &mut Frame, index: u32) -> Result<(), Fault> {
        let node = frame.nodes.node(index);
        if node.length >= frame.longest {
            return Ok(());
        }
        let character = frame.query.character;
        let state = node.state.expect("expanded after being popped");
        let further = Self::left_after(frame.longest, node.length);
        if frame.pass != Pass::States {
            let shadow = frame.shadow_of(index).state;
            // What the explained step changes, and what the last step changes, must still come to
            // matter; otherwise they are padding.
            let before = frame.nodes.state(node.parent, frame.query.mind);
            for other in [shadow, before] {
                let soonest = {
                    let scope = (character, frame.range, frame.sight());
                    self.influence_of(frame.situation, scope, state, other)
                };
                if soonest > further || soonest == NEVER {
                    return Ok(());
                }
            }
        }
        self.counts.expanded += 1;
        if self.near.is_some() {
            return self.expand_on_demand(frame, index, state);
        }
        let mut next = 0;
        loop {
            // Only what can be anything but padding, and what others can have a reason for.
            let influence = self.influence(frame.sight());
            let useful = influence.useful(frame.situation, character, frame.range);
            let Some(&(step, distance)) = useful.get(next) else { return Ok(()) };
            next += 1;
            if distance < further
                && self.states.executable(state, step, Stance::Supposed)?
                && !frame.ruled_out.contains(&step)
            {
                self.generate(frame, index, step, node.length + 1)?;
            }
        }
    }

    /// [`expand`](Self::expand) where there is no table of all steps.
    fn expand_on_demand(
        &mut self,
        frame: &mut Frame,
        index: u32,
        state: StateId,
    ) -> Result<(), Fault> {
        let length = frame.nodes.node(index).length + 1;
        let character = frame.query.character;
        let last = length == frame.longest;
        let debts = frame.debts.at(index);
        for step in self.continuations(state, character, last)? {
            let near = self.near.as_ref().filter(|_| last);
            if near.is_some_and(|near| !near.may_pay(step, character, &debts))
                || frame.ruled_out.contains(&step)
            {
                continue;
            }
            self.generate(frame, index, step, length)?;
        }
        Ok(())
    }

    /// Checks an improvement: shortens it as far as it goes, and rejects it where the explained
    /// step itself can be left out, or where the character has no reason for a later own step.
    fn check(&mut self, frame: &Frame, plan: &[StepId]) -> Answer<Option<Found>> {
        let owner = frame.query.character;
        let mut plan = plan.to_vec();
        let states = loop {
            let states = self.run(Some(frame.query.character), frame.query.mind, &plan)?;
            let run = Run {
                owner: Some(owner),
                states: &states,
                steps: &plan,
                left: frame.query.left,
                accidents: 0,
                measure: frame.measure,
                sight: frame.sight(),
            };
            match self.shorter(&run)? {
                None => break states,
                Some(shorter) if shorter.first() != Some(&0) => return Ok(None),
                Some(shorter) => plan = shorter.into_iter().map(|kept| plan[kept]).collect(),
            }
        };
        let last = *states.last().expect("a run has a start");
        let after = self.worth(frame.measure, owner, last)?;
        let Some(after) = after.filter(|&after| after > frame.before) else { return Ok(None) };
        let (before, measure, left) = (frame.before, frame.measure, frame.query.left);
        let found = Found { plan: plan.into_boxed_slice(), left, measure, before, after };
        for (index, &step) in found.plan.iter().enumerate().skip(1) {
            if !self.world.action(step).consenting.contains(&owner)
                || self.is_the_rest(&found, owner, states[index], index)?
            {
                continue;
            }
            let left = Self::left_after(left, index as u32);
            let query = self.query_seeing(states[index], owner, step, left, frame.sight());
            if self.ask(query)?.is_none() {
                return Ok(None);
            }
        }
        Ok(Some(found))
    }
}
