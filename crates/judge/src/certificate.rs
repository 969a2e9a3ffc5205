//! Checking a reason that somebody gives, step by step, instead of searching for one.

use motive_world::story::{ExplainedStep, Reason};

use crate::fault::Fault;
use crate::search::{Move, Question, Search, better, gain, later};
use crate::verdict::{Breach, Broken};

impl Search<'_, '_> {
    /// The given reason, with what it leaves out filled in, if it answers the question (R0 to
    /// R5). A reason within it that is missing or wrong is searched for.
    pub(crate) fn checked(
        &mut self,
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
            moves.push(Move { before: world, action });
            world = after;
        }
        let before = self.rules.utility(&question.mind, Some(who))?;
        let end = self.rules.utility(&world, Some(who))?;
        if !better(before, end) {
            return broken(given.plan.len() - 1, Broken::NoGain);
        }

        let mut steps = vec![ExplainedStep { step: first.step.clone(), reasons: vec![] }];
        for (at, (step, explained)) in moves.iter().zip(&given.plan).enumerate().skip(1) {
            let consenting = self.consenting(step.action);
            if !self.rules.actions[step.action].foreseeable {
                return broken(at, Broken::NobodyConsents);
            }
            let mut reasons = vec![];
            for &other in consenting {
                let count = later(question.count, at);
                let asked = if other == who {
                    let here = self.rules.utility(&step.before, Some(who))?;
                    if better(here, end) {
                        continue;
                    }
                    question.later(&step.before, step.action, count)
                } else {
                    self.of_other(question, step, other, count)
                };
                match self.given_or_found(&asked, &explained.reasons)? {
                    Some(reason) => reasons.push(reason),
                    None => return broken(at, Broken::Unmotivated(other)),
                }
            }
            steps.push(ExplainedStep { step: explained.step.clone(), reasons });
        }

        let actions: Vec<usize> = moves.iter().map(|step| step.action).collect();
        for (at, step) in moves.iter().enumerate() {
            if self.rules.utility(&step.before, Some(who))? == end {
                return broken(at, Broken::Padded(vec![]));
            }
            let tail = question.later(&step.before, step.action, later(question.count, at));
            if let Some(kept) = self.shorter(&tail, &actions[at..], end)? {
                let kept = kept.iter().map(|position| at + position).collect();
                return broken(at, Broken::Padded(kept));
            }
        }
        self.remember(question, actions);
        Ok(Ok(Reason { character: who, plan: steps, purpose: gain(before, end) }))
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
        match self.reason(asked)? {
            Ok(plan) => Ok(Some(self.with_reasons(asked, &plan)?)),
            Err(_) => Ok(None),
        }
    }
}
