//! What characters refuse (docs/semantics.md, "Refusals").

use motive_world::fault::Place;
use motive_world::id::CharacterId;
use motive_world::value::Value;

use crate::fault::Fault;
use crate::ground::Rules;
use crate::search::Search;
use crate::world::World;

impl Search<'_, '_> {
    /// Something that a character refuses to bring about, and that a step brings about in a world of
    /// that character's imagination: as it is meant to turn out, or, if the character consents to
    /// it, by any outcome that the character counts on.
    pub(crate) fn refused(
        &mut self,
        character: CharacterId,
        world: &World,
        step: usize,
    ) -> Result<Option<usize>, Fault> {
        let mut outcomes = vec![step];
        if self.consenting(step).contains(&character) {
            for other in self.rules.outcomes_of(step) {
                if other != step && self.rules.can_be_taken(Some(character), world, other)? {
                    outcomes.push(other);
                }
            }
        }
        for outcome in outcomes {
            let after = self.after(Some(character), world, outcome)?;
            if let Some(refusal) = self.rules.refused_passage(character, world, &after)? {
                return Ok(Some(refusal));
            }
        }
        Ok(None)
    }
}

impl Rules<'_> {
    /// Something that a character refuses to bring about, and that is so in `after` and was not in
    /// `before`; both are worlds of that character's imagination.
    fn refused_passage(
        &self,
        character: CharacterId,
        before: &World,
        after: &World,
    ) -> Result<Option<usize>, Fault> {
        for (index, refusal) in self.program().refusals.iter().enumerate() {
            if refusal.character != character {
                continue;
            }
            let holds = |world: &World| {
                let mut environment = vec![Value::Unknown; refusal.scope.len()];
                let holds = self.reader.holds(world, &mut environment, &refusal.condition, true);
                holds.map_err(|trouble| trouble.at(Place::Refusal(index)))
            };
            if holds(after)? && !holds(before)? {
                return Ok(Some(index));
            }
        }
        Ok(None)
    }
}
