//! The search for reasons, by definition (planning-semantics §6.1, R0 to R5; §6.3).
//!
//! The plans of a character are searched by length, shortest first. `layers[i]` holds the worlds
//! that i + 1 steps lead to, each with every (world before, step) that leads there, so that the
//! layers hold every plan. Worlds within a layer are kept once: what may follow depends only on
//! the world and on the number of steps so far. A layer that holds an improvement is then read
//! backwards, from the end of the plan to its start. Whether a tail of a plan is irreducible, and
//! whether the character's own step at its head has a reason, depends on that tail alone; so a
//! plan is given up as soon as one of its tails fails.

use std::collections::BTreeMap;
use std::rc::Rc;

use motive_world::id::CharacterId;
use motive_world::story::{ExplainedStep, Limits, Reason};
use motive_world::value::{Number, Value};

use crate::event::{Happening, Owner};
use crate::fault::Fault;
use crate::ground::Rules;
use crate::outlook::{Measure, Plan};
use crate::possible::Possible;
use crate::verdict::Why;
use crate::world::World;

/// The longest plan, and the most questions asked within questions, before the judge gives up
/// (an unlimited character limit would let both grow until the stack is exhausted).
const LONGEST: usize = 200;

/// "What reason has `character` for `action`, in `mind`?", as far as the limits bear on it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Question {
    pub(crate) action: usize,
    pub(crate) character: CharacterId,
    /// The number of the explained step in the running count of the character limit, from 1.
    pub(crate) count: u32,
    /// How many minds deep: 1 in the mind of a character in reality.
    pub(crate) depth: u32,
    /// The most steps that this reason may have, whatever the limits.
    pub(crate) cap: u32,
    /// Whether to avert what is feared is a reason; not inside an outlook.
    pub(crate) foresees: bool,
    pub(crate) mind: World,
}

impl Question {
    /// The same question about `character`'s own later step, without a cap.
    pub(crate) fn later(&self, mind: &World, action: usize, count: u32) -> Question {
        Question { mind: mind.clone(), action, count, cap: u32::MAX, ..*self }
    }
}

/// The plan that is the reason, or why there is none.
pub(crate) type Answer = Result<Rc<Plan>, Why>;

/// A step of a plan and the world that it is taken in.
#[derive(Clone)]
pub(crate) struct Move {
    pub(crate) before: World,
    pub(crate) action: usize,
}

/// Worlds that so many steps lead to, each with the last steps that lead there.
type Layer = BTreeMap<World, Vec<Move>>;

/// What is remembered. It is looked up in and never gone through, so that nothing depends on its
/// order.
type Table<K, V> = hashbrown::HashMap<K, V, rustc_hash::FxBuildHasher>;

/// Where a plan ends, and how good that is for the one whose plan it is, by what the plan makes
/// better.
struct End {
    world: World,
    worth: Value,
    measure: Measure,
}

/// What may come of a mind, with everybody acting who may avert something, or only those who may
/// gain.
#[derive(Clone)]
struct Hope {
    foresees: bool,
    possible: Rc<Possible>,
}

/// One search, with what it has found out so far.
pub(crate) struct Search<'r, 'p> {
    pub(crate) rules: &'r Rules<'p>,
    pub(crate) limits: Limits,
    /// The epistemic limit in force.
    epistemic: u32,
    /// How many more times a step may be applied or a plan be looked at.
    effort: u64,
    nested: usize,
    after: Table<(usize, Owner, World), World>,
    executable: Table<(Owner, World), Rc<Vec<usize>>>,
    /// Questions without their caps, with a plan that is a reason.
    found: Table<Question, Rc<Plan>>,
    /// Questions without their caps, with the greatest cap that no reason was found under.
    failed: Table<Question, (u32, Why)>,
    /// What may come of the minds that were asked about first.
    possible: Table<(bool, World), Rc<Possible>>,
    /// By character, depth, steps ahead and world.
    pub(crate) outlooks: Table<(CharacterId, u32, u32, World), Value>,
    /// What may come of the mind that the present question began with; all that is asked on the
    /// way is asked in what may become of it.
    hope: Option<Hope>,
    bounded: bool,
    /// Set while a story is verified: how much may go into proofs that a shortened run has no
    /// reasons.
    pub(crate) patience: Option<Patience>,
}

/// How much effort proofs that nothing can be left out may take. A shortened run that could not be
/// ruled out within it does not count against a story, and is reported.
pub(crate) struct Patience {
    /// For one question.
    pub(crate) each: u64,
    /// For all of them.
    pub(crate) left: u64,
    /// Whether it ever ran out.
    pub(crate) spent: bool,
}

impl<'r, 'p> Search<'r, 'p> {
    pub(crate) fn new(
        rules: &'r Rules<'p>,
        limits: Limits,
        epistemic: u32,
        (effort, bounded): (u64, bool),
    ) -> Search<'r, 'p> {
        Search {
            rules,
            limits,
            epistemic,
            effort,
            nested: 0,
            after: Table::default(),
            executable: Table::default(),
            found: Table::default(),
            failed: Table::default(),
            possible: Table::default(),
            outlooks: Table::default(),
            hope: None,
            bounded,
            patience: None,
        }
    }

    /// [`reason`](Self::reason) for a kept action of a shortened run: whether there is one, as far
    /// as patience lasts.
    pub(crate) fn may_have_reason(&mut self, question: &Question) -> Result<bool, Fault> {
        let Some(patience) = &self.patience else { return Ok(self.reason(question)?.is_ok()) };
        let before = patience.left;
        let allowed = patience.each.min(before).min(self.effort);
        let (effort, nested, hope) = (self.effort, self.nested, self.hope.clone());
        self.effort = allowed;
        let result = self.reason(question);
        let used = allowed - self.effort;
        self.effort = effort - used;
        let spent = matches!(result, Err(Fault::Effort));
        if let Some(patience) = &mut self.patience {
            // What was used includes what questions within this one have used already.
            patience.left = before.saturating_sub(used);
            patience.spent |= spent;
        }
        if spent {
            self.nested = nested;
            self.hope = hope;
            return Ok(false);
        }
        Ok(result?.is_ok())
    }

    pub(crate) fn spend(&mut self) -> Result<(), Fault> {
        self.effort = self.effort.checked_sub(1).ok_or(Fault::Effort)?;
        Ok(())
    }

    /// The world after a step.
    /// The world is the mind of `owner`, or reality.
    pub(crate) fn after(
        &mut self,
        owner: Owner,
        world: &World,
        action: usize,
    ) -> Result<World, Fault> {
        self.spend()?;
        let key = (action, self.rules.owner(owner), world.clone());
        if let Some(after) = self.after.get(&key) {
            return Ok(after.clone());
        }
        let after = Happening::after(self.rules, owner, world, action)?;
        self.after.insert(key, after.clone());
        Ok(after)
    }

    /// All steps that can be taken in a world, the mind of `owner` or reality, in order.
    pub(crate) fn executable(
        &mut self,
        owner: Owner,
        world: &World,
    ) -> Result<Rc<Vec<usize>>, Fault> {
        let key = (owner, world.clone());
        if let Some(actions) = self.executable.get(&key) {
            return Ok(Rc::clone(actions));
        }
        let actions = Rc::new(self.rules.executable(owner, world)?);
        self.executable.insert(key, Rc::clone(&actions));
        Ok(actions)
    }

    pub(crate) fn consenting(&self, action: usize) -> &'r [CharacterId] {
        &self.rules.actions[action].consenting
    }

    /// The most steps that a reason may have (§6.3): those that the running count leaves, and
    /// only one at one more than the epistemic limit.
    pub(crate) fn horizon(&self, count: u32, depth: u32) -> u32 {
        let limit = self.limits.character.map_or(u32::MAX, |limit| limit.max(1));
        let left = limit.saturating_add(1).saturating_sub(count);
        match depth.cmp(&self.epistemic.saturating_add(1)) {
            std::cmp::Ordering::Less => left,
            std::cmp::Ordering::Equal => left.min(1),
            std::cmp::Ordering::Greater => 0,
        }
    }

    /// The shortest plan that is a reason for the action of a step, or one that is known to be: it
    /// may begin with any outcome that the character counts on.
    pub(crate) fn reason(&mut self, question: &Question) -> Result<Answer, Fault> {
        let mut best: Option<Rc<Plan>> = None;
        let mut refused: Option<Why> = None;
        for action in self.rules.outcomes_of(question.action) {
            match self.reason_with_outcome(&Question { action, ..question.clone() })? {
                Ok(plan) => {
                    if best.as_ref().is_none_or(|best| plan.len() < best.len()) {
                        best = Some(plan);
                    }
                }
                // Of an outcome that is counted on, more can be said.
                Err(why) => match &refused {
                    Some(known) if *known != Why::NotCountedOn => {}
                    _ => refused = Some(why),
                },
            }
        }
        Ok(best.ok_or(refused.unwrap_or(Why::NotCountedOn)))
    }

    /// The same for a plan that begins with this very outcome.
    fn reason_with_outcome(&mut self, question: &Question) -> Result<Answer, Fault> {
        self.spend()?;
        let uncapped = Question { cap: u32::MAX, ..question.clone() };
        if let Some(plan) = self.found.get(&uncapped)
            && plan.len() <= question.cap as usize
        {
            return Ok(Ok(Rc::clone(plan)));
        }
        if let Some((cap, why)) = self.failed.get(&uncapped)
            && question.cap <= *cap
        {
            return Ok(Err(why.clone()));
        }
        if self.nested >= LONGEST {
            return Err(Fault::Effort);
        }
        // What a question within this one finds out about its own mind is no concern of this one.
        // Nor is what may come of it while people look ahead the concern of one who asks what they
        // do otherwise.
        let hope =
            self.hope.clone().filter(|hope| self.nested > 0 && hope.foresees == question.foresees);
        self.hope.clone_from(&hope);
        self.nested += 1;
        let answer = self.seek(question);
        self.nested -= 1;
        self.hope = hope;
        let answer = answer?;
        match &answer {
            Ok(plan) => self.found.insert(uncapped, Rc::clone(plan)).is_some(),
            Err(why) => self.failed.insert(uncapped, (question.cap, why.clone())).is_some(),
        };
        Ok(answer)
    }

    /// What may come of the mind that is asked about.
    fn hope_for(&mut self, question: &Question) -> Hope {
        let Question { foresees, mind, .. } = question;
        let key = (*foresees, mind.clone());
        let rules = self.rules;
        let possible = self.possible.entry(key);
        let possible = possible.or_insert_with(|| Rc::new(Possible::of(rules, mind, *foresees)));
        Hope { foresees: *foresees, possible: Rc::clone(possible) }
    }

    /// Remembers that a plan is a reason.
    pub(crate) fn remember(&mut self, question: &Question, plan: Plan) {
        let uncapped = Question { cap: u32::MAX, ..question.clone() };
        self.found.entry(uncapped).or_insert_with(|| Rc::new(plan));
    }

    /// A gain if there is one, else an averting.
    fn seek(&mut self, question: &Question) -> Result<Answer, Fault> {
        let gain = self.seek_by(Measure::Utility, question)?;
        if let Err(Why::NoGain { .. } | Why::OnlyPadding | Why::Refuses { .. }) = &gain
            && question.foresees
            && let Ok(averting) = self.seek_by(Measure::Outlook, question)?
        {
            return Ok(Ok(averting));
        }
        Ok(gain)
    }

    fn seek_by(&mut self, measure: Measure, question: &Question) -> Result<Answer, Fault> {
        let &Question { action, character, count, depth, .. } = question;
        let mind = &question.mind;
        let horizon = self.horizon(count, depth).min(question.cap) as usize;
        if horizon == 0 {
            return Ok(Err(Why::NoStepsLeft));
        }
        if !self.rules.has_what_it_needs(mind, action)? {
            return Ok(Err(Why::Disbelieves { part: self.rules.failing(mind, action)? }));
        }
        if !self.rules.is_counted_on(mind, action)? {
            return Ok(Err(Why::NotCountedOn));
        }
        let present = self.rules.utility(mind, Some(character))?;
        if present == Value::Unknown {
            return Ok(Err(Why::NoGain { limited: false }));
        }
        if self.bounded && self.hope.is_none() && !self.gains_at_once(question, present)? {
            self.hope = Some(self.hope_for(question));
        }
        let in_vain = self.hope.as_ref().is_some_and(|hope| match measure {
            Measure::Utility => !hope.possible.may_exceed(character, present),
            Measure::Outlook => !hope.possible.may_fall_below(character, present),
        });
        if in_vain {
            return Ok(Err(Why::NoGain { limited: false }));
        }
        let before = self.measured(measure, question, mind)?;
        let mut ruled_out = vec![];
        if measure == Measure::Outlook {
            if !better(before, present) {
                return Ok(Err(Why::NoGain { limited: false }));
            }
            ruled_out = self.expected(question)?;
        }

        let mut improved = false;
        let mut refused = None;
        let mut layers: Vec<Layer> = vec![];
        while layers.len() < horizon {
            if layers.len() >= LONGEST {
                return Err(Fault::Effort);
            }
            let position = layers.len();
            if position == 1 && self.bounded && self.hope.is_none() {
                self.hope = Some(self.hope_for(question));
            }
            let moves = match layers.last() {
                None => vec![Move { before: mind.clone(), action }],
                Some(layer) => self.moves(character, layer, &ruled_out)?,
            };
            let mut layer = Layer::new();
            let mut worse = vec![];
            for step in moves {
                let after = self.after(Some(character), &step.before, step.action)?;
                if let Some(refusal) = self.refused(character, &step.before, step.action)? {
                    let at_once = position == 0;
                    refused.get_or_insert(Why::Refuses { refusal, at_once });
                    continue;
                }
                if !better(before, self.measured(measure, question, &after)?) {
                    worse.push((step, after));
                } else if position == 0
                    || self.others_agree(question, &step, later(count, position))?
                {
                    layer.entry(after).or_default().push(step);
                }
            }
            let ends: Vec<World> = layer.keys().cloned().collect();
            layers.push(layer);
            for world in ends {
                improved = true;
                let worth = self.measured(measure, question, &world)?;
                let end = End { world, worth, measure };
                if let Some(plan) = self.complete(question, &layers, &end, &[])? {
                    let actions = plan.iter().map(|step| step.action).collect();
                    return Ok(Ok(Rc::new(Plan { actions, measure })));
                }
            }
            if layers[position].is_empty() && worse.is_empty() {
                return Ok(Err(no_plan(improved, false, refused)));
            }
            if layers.len() < horizon {
                for (step, after) in worse {
                    if position == 0
                        || self.others_agree(question, &step, later(count, position))?
                    {
                        layers[position].entry(after).or_default().push(step);
                    }
                }
                if layers[position].is_empty() {
                    return Ok(Err(no_plan(improved, false, refused)));
                }
            }
        }
        Ok(Err(no_plan(improved, true, refused)))
    }

    /// Whether the explained step alone ends better: then there is hope, whatever the bound says.
    fn gains_at_once(&mut self, question: &Question, before: Value) -> Result<bool, Fault> {
        let after = self.after(Some(question.character), &question.mind, question.action)?;
        Ok(better(before, self.rules.utility(&after, Some(question.character))?))
    }

    /// Every step that somebody consents to, or that is natural, and that can be taken in a world of
    /// the layer, which is a mind of `owner`; but none of those that are ruled out.
    fn moves(
        &mut self,
        owner: CharacterId,
        layer: &Layer,
        ruled_out: &[usize],
    ) -> Result<Vec<Move>, Fault> {
        let mut moves = vec![];
        for world in layer.keys() {
            for &action in self.executable(Some(owner), world)?.iter() {
                if self.rules.actions[action].foreseeable && !ruled_out.contains(&action) {
                    moves.push(Move { before: world.clone(), action });
                }
            }
        }
        Ok(moves)
    }

    /// Whether everybody but the one who plans has a reason for a later step of the plan, as the
    /// planner sees it (R3).
    fn others_agree(
        &mut self,
        question: &Question,
        step: &Move,
        count: u32,
    ) -> Result<bool, Fault> {
        for &other in self.consenting(step.action) {
            if other != question.character {
                let asked = self.of_other(question, step, other, count);
                if self.reason(&asked)?.is_err() {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    /// The first whole plan, read backwards through `layers`, that ends with `tail` and of which
    /// every tail is sound.
    fn complete(
        &mut self,
        question: &Question,
        layers: &[Layer],
        end: &End,
        tail: &[Move],
    ) -> Result<Option<Vec<Move>>, Fault> {
        let Some((layer, earlier)) = layers.split_last() else { return Ok(Some(tail.to_vec())) };
        let reached = tail.first().map_or(&end.world, |step| &step.before);
        for step in &layer[reached] {
            self.spend()?;
            let mut longer = vec![step.clone()];
            longer.extend_from_slice(tail);
            if !self.is_sound(question, earlier.len(), &longer, end)? {
                continue;
            }
            if let Some(plan) = self.complete(question, earlier, end, &longer)? {
                return Ok(Some(plan));
            }
        }
        Ok(None)
    }

    /// Whether a tail of a plan, from `position` on, is irreducible (R4), and the planner's own
    /// step at its head has a reason (R3): the tail itself, if it ends better, else any other.
    fn is_sound(
        &mut self,
        question: &Question,
        position: usize,
        tail: &[Move],
        end: &End,
    ) -> Result<bool, Fault> {
        let head = &tail[0];
        let count = later(question.count, position);
        let before = self.measured(end.measure, question, &head.before)?;
        if before == end.worth {
            return Ok(false);
        }
        let actions: Vec<usize> = tail.iter().map(|step| step.action).collect();
        let at_head = question.later(&head.before, head.action, count);
        if self.shorter(&at_head, &actions, (end.measure, end.worth))?.is_some() {
            return Ok(false);
        }
        let own = position > 0 && self.consenting(head.action).contains(&question.character);
        let is_gain = end.measure == Measure::Utility && better(before, end.worth);
        Ok(!own || is_gain || self.reason(&at_head)?.is_ok())
    }

    /// The plan that is told as the answer to a question, where there is one: of a gain and an
    /// averting the shorter one, and of two of one length the one that makes more better.
    pub(crate) fn shown(&mut self, question: &Question) -> Result<Answer, Fault> {
        let found = match self.reason(question)? {
            Ok(plan) if question.foresees && plan.measure == Measure::Utility => plan,
            other => return Ok(other),
        };
        let cap = u32::try_from(found.len()).unwrap_or(u32::MAX);
        let within = Question { cap: cap.min(question.cap), ..question.clone() };
        self.nested += 1;
        let averting = self.seek_by(Measure::Outlook, &within);
        self.nested -= 1;
        let averting = match averting {
            // To say which is better is not worth a failure.
            Err(Fault::Effort) => return Ok(Ok(found)),
            averting => averting?,
        };
        let Ok(averting) = averting else { return Ok(Ok(found)) };
        let is_better = averting.len() < found.len()
            || better(self.rise(question, &found)?, self.rise(question, &averting)?);
        Ok(Ok(if is_better { averting } else { found }))
    }

    /// How much better a plan makes what it makes better.
    fn rise(&mut self, question: &Question, plan: &Plan) -> Result<Value, Fault> {
        let mut world = question.mind.clone();
        let before = self.measured(plan.measure, question, &world)?;
        for &action in &plan.actions {
            world = self.after(Some(question.character), &world, action)?;
        }
        let after = self.measured(plan.measure, question, &world)?;
        Ok(match (before, after) {
            (Value::Number(before), Value::Number(after)) => {
                Number::new(after.get() - before.get()).map_or(Value::Unknown, Value::Number)
            }
            _ => Value::Unknown,
        })
    }

    /// A plan that was found to be a reason, with the reasons of others in it filled in.
    pub(crate) fn with_reasons(
        &mut self,
        question: &Question,
        plan: &Plan,
    ) -> Result<Reason, Fault> {
        let measure = plan.measure;
        let mut worlds = vec![question.mind.clone()];
        for &action in &plan.actions {
            let after = self.after(Some(question.character), &worlds[worlds.len() - 1], action)?;
            worlds.push(after);
        }
        let end = self.measured(measure, question, &worlds[plan.len()])?;
        let mut steps = vec![];
        for (position, &action) in plan.actions.iter().enumerate() {
            let step = Move { before: worlds[position].clone(), action };
            let count = later(question.count, position);
            let consenting = if position == 0 { &[][..] } else { self.consenting(action) };
            let mut reasons = vec![];
            for &who in consenting {
                let asked = if who == question.character {
                    let before = self.measured(measure, question, &step.before)?;
                    if better(before, end) {
                        continue;
                    }
                    question.later(&step.before, action, count)
                } else {
                    self.of_other(question, &step, who, count)
                };
                if let Ok(plan) = self.shown(&asked)? {
                    reasons.push(self.with_reasons(&asked, &plan)?);
                }
            }
            let step = self.rules.actions[action].step.clone();
            steps.push(ExplainedStep { step, reasons });
        }
        let before = self.measured(measure, question, &question.mind)?;
        let purpose = measure.purpose(before, end);
        Ok(Reason { character: question.character, plan: steps, purpose })
    }

    /// What `other` is asked about a step of a plan that answers `question`.
    pub(crate) fn of_other(
        &self,
        question: &Question,
        step: &Move,
        other: CharacterId,
        count: u32,
    ) -> Question {
        Question {
            mind: step.before.mind(other),
            action: step.action,
            character: other,
            count,
            depth: question.depth.saturating_add(1),
            cap: u32::MAX,
            foresees: question.foresees,
        }
    }
}

/// The running count at a position of a plan that starts at `count`.
pub(crate) fn later(count: u32, position: usize) -> u32 {
    count.saturating_add(u32::try_from(position).unwrap_or(u32::MAX))
}

/// Whether `after` improves on `before`: both known, and strictly greater (§5).
pub(crate) fn better(before: Value, after: Value) -> bool {
    match (before, after) {
        (Value::Number(before), Value::Number(after)) => after > before,
        _ => false,
    }
}

fn no_plan(improved: bool, limited: bool, refused: Option<Why>) -> Why {
    if improved { Why::OnlyPadding } else { refused.unwrap_or(Why::NoGain { limited }) }
}
