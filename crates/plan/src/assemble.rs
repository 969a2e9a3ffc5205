//! Stories and reasons as plain data, with the reasons within reasons filled in.

use motive_world::ground::StepId;
use motive_world::id::CharacterId;
use motive_world::state::StateId;
use motive_world::story::{ExplainedStep, Purpose, Reason, Story};

use crate::explain::{Answer, Explanations, Found, Measure, Query, Sight};

impl Explanations<'_> {
    /// The story of the author that takes these steps, all of them explained.
    pub(crate) fn story(&mut self, states: &[StateId], steps: &[StepId]) -> Answer<Story> {
        let mut explained = vec![];
        for (index, &step) in steps.iter().enumerate() {
            let reasons = self.reasons(states[index], step, self.character_limit, None)?;
            explained.push(ExplainedStep { step: self.world.plain_step(step), reasons });
        }
        let last = *states.last().expect("a run has a start");
        Ok(Story {
            steps: explained,
            before: self.utility(None, states[0])?,
            after: self.utility(None, last)?,
        })
    }

    /// The reasons of all who consent to a step, but for the owner of the plan that it is part of.
    pub(crate) fn reasons(
        &mut self,
        state: StateId,
        step: StepId,
        left: u32,
        owner: Option<CharacterId>,
    ) -> Answer<Vec<Reason>> {
        let mut reasons = vec![];
        let world = self.world;
        for &who in &world.action(step).consenting {
            if Some(who) == owner {
                continue;
            }
            let query = self.consent(state, who, step, left);
            if let Some(reason) = self.reason(query)? {
                reasons.push(reason);
            }
        }
        Ok(reasons)
    }

    /// The reason that answers a query as it is told: of a gain and an averting the shorter one, and of
    /// two of one length the one that makes more better.
    fn shown(&mut self, query: Query) -> Answer<Option<Found>> {
        let Some(found) = self.ask_deepening(query)?.cloned() else { return Ok(None) };
        if query.sight != Sight::Ahead || found.measure == Measure::Outlook {
            return Ok(Some(found));
        }
        let most = query.most.min(found.plan.len() as u32);
        let averting = self.ask(Query { sight: Sight::Averting, most, ..query })?.cloned();
        let better = averting.filter(|averting| {
            averting.plan.len() < found.plan.len() || averting.rise() > found.rise()
        });
        Ok(Some(better.unwrap_or(found)))
    }

    /// The reason that answers a query, if it has one.
    pub(crate) fn reason(&mut self, query: Query) -> Answer<Option<Reason>> {
        let Some(found) = self.shown(query)? else { return Ok(None) };
        Ok(Some(self.told(query, found)?))
    }

    /// A plan that answers a query, as a reason.
    pub(crate) fn told(&mut self, query: Query, found: Found) -> Answer<Reason> {
        let query = Query { left: found.left, ..query };
        let states = self.run(Some(query.character), query.mind, &found.plan)?;
        let mut plan = vec![];
        for (index, &step) in found.plan.iter().enumerate() {
            let plain = self.world.plain_step(step);
            if index == 0 {
                plan.push(ExplainedStep { step: plain, reasons: vec![] });
                continue;
            }
            let left = Self::left_after(query.left, index as u32);
            let mut reasons = self.reasons(states[index], step, left, Some(query.character))?;
            if self.world.action(step).consenting.contains(&query.character) {
                // The rest of the plan is the character's own reason, unless what has been won by
                // now is lost again on the way.
                let here = self.worth(found.measure, query.character, states[index])?;
                if here.is_none_or(|here| here >= found.after) {
                    let own = self.query(states[index], query.character, step, left);
                    reasons.extend(self.reason(own)?);
                }
            }
            plan.push(ExplainedStep { step: plain, reasons });
        }
        let (before, after) = (found.before, found.after);
        let purpose = match found.measure {
            Measure::Utility => Purpose::Gain { before, after },
            Measure::Outlook => Purpose::Averting { before, after },
        };
        Ok(Reason { character: query.character, plan, purpose })
    }
}
