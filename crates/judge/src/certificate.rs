//! Checking a reason that somebody gives, step by step, instead of searching for one.

use motive_world::story::{ExplainedStep, Purpose, Reason};

use crate::fault::Fault;
use crate::outlook::{Measure, Plan};
use crate::search::{Move, Question, Search, better, later};
use crate::verdict::{Breach, Broken};

impl Search<'_, '_> {
    /// The given reason, with what it leaves out filled in, if it answers the question (R0 to
    /// R5). A reason within it that is missing or wrong is searched for. Texts do not say what a
    /// reason achieves: what is no gain may still avert something.
    pub(crate) fn checked(
        &mut self,
        question: &Question,
        given: &Reason,
    ) -> Result<Result<Reason, Breach>, Fault> {
        let is_averting = matches!(given.purpose, Purpose::Averting { .. });
        if question.foresees && is_averting {
            return self.checked_by(Measure::Outlook, question, given);
        }
        let gain = self.checked_by(Measure::Utility, question, given)?;
        match gain {
            Err(breach) if question.foresees => {
                let averting = self.checked_by(Measure::Outlook, question, given)?;
                Ok(averting.map_err(|_| breach))
            }
            gain => Ok(gain),
        }
    }

    fn checked_by(
        &mut self,
        measure: Measure,
        question: &Question,
        given: &Reason,
    ) -> Result<Result<Reason, Breach>, Fault> {
        let broken = |at, how| Ok(Err(Breach { at, how }));
        let who = question.character;
        let Some(first) = given.plan.first() else { return broken(0, Broken::OtherStep) };
        let alternatives = self.rules.outcomes_of(question.action);
        let begins = self.rules.find(&first.step).filter(|action| alternatives.contains(action));
        let Some(action) = begins.filter(|_| given.character == who) else {
            return broken(0, Broken::OtherStep);
        };
        let question = &Question { action, ..question.clone() };
        let horizon = self.horizon(question.count, question.depth).min(question.cap) as usize;
        if given.plan.len() > horizon {
            return broken(horizon, Broken::TooLong);
        }

        let mut moves: Vec<Move> = vec![];
        let mut world = question.mind.clone();
        for (at, explained) in given.plan.iter().enumerate() {
            let Some(action) = self.rules.find(&explained.step) else {
                return broken(at, Broken::NoSuchStep);
            };
            if !self.rules.has_what_it_needs(&world, action)? {
                let part = self.rules.failing(&world, action)?;
                return broken(at, Broken::NotExecutable { part });
            }
            if !self.rules.is_counted_on(&world, action)? {
                return broken(at, Broken::NotCountedOn);
            }
            let after = self.after(Some(who), &world, action)?;
            if let Some(refusal) = self.refused(who, &world, action)? {
                return broken(at, Broken::Refused { refusal });
            }
            moves.push(Move { before: world, action });
            world = after;
        }
        let present = self.rules.utility(&question.mind, Some(who))?;
        let before = self.measured(measure, question, &question.mind)?;
        let end = self.measured(measure, question, &world)?;
        let mut ruled_out = vec![];
        if measure == Measure::Outlook {
            if !better(before, present) {
                return broken(0, Broken::NothingFeared);
            }
            ruled_out = self.expected(question)?;
        }
        if !better(before, end) {
            return broken(given.plan.len() - 1, Broken::NoGain);
        }

        let mut steps = vec![ExplainedStep { step: first.step.clone(), reasons: vec![] }];
        for (at, (step, explained)) in moves.iter().zip(&given.plan).enumerate().skip(1) {
            let consenting = self.consenting(step.action);
            if !self.rules.actions[step.action].foreseeable {
                return broken(at, Broken::NobodyConsents);
            }
            if ruled_out.contains(&step.action) {
                return broken(at, Broken::Hoped);
            }
            let mut reasons = vec![];
            for &other in consenting {
                let count = later(question.count, at);
                let mut is_the_rest = false;
                let asked = if other == who {
                    let here = self.measured(measure, question, &step.before)?;
                    is_the_rest = better(here, end);
                    if is_the_rest && measure == Measure::Utility {
                        continue;
                    }
                    question.later(&step.before, step.action, count)
                } else {
                    self.of_other(question, step, other, count)
                };
                match self.given_or_found(&asked, &explained.reasons)? {
                    Some(_) if is_the_rest => {}
                    Some(reason) => reasons.push(reason),
                    None => return broken(at, Broken::Unmotivated(other)),
                }
            }
            steps.push(ExplainedStep { step: explained.step.clone(), reasons });
        }

        let actions: Vec<usize> = moves.iter().map(|step| step.action).collect();
        for (at, step) in moves.iter().enumerate() {
            if self.measured(measure, question, &step.before)? == end {
                return broken(at, Broken::Padded(vec![]));
            }
            let tail = question.later(&step.before, step.action, later(question.count, at));
            if let Some(kept) = self.shorter(&tail, &actions[at..], (measure, end))? {
                let kept = kept.iter().map(|position| at + position).collect();
                return broken(at, Broken::Padded(kept));
            }
        }
        self.remember(question, Plan { actions, measure });
        Ok(Ok(Reason { character: who, plan: steps, purpose: measure.purpose(before, end) }))
    }

    /// A reason among those given, if one is good, else the shortest that there is.
    fn given_or_found(
        &mut self,
        asked: &Question,
        given: &[Reason],
    ) -> Result<Option<Reason>, Fault> {
        for reason in given.iter().filter(|reason| reason.character == asked.character) {
            if let Ok(reason) = self.checked(asked, reason)? {
                return Ok(Some(reason));
            }
        }
        match self.shown(asked)? {
            Ok(plan) => Ok(Some(self.with_reasons(asked, &plan)?)),
            Err(_) => Ok(None),
        }
    }
}
