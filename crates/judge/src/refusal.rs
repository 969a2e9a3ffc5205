//! What characters refuse (docs/semantics.md, "Refusals").

use motive_world::fault::Place;
use motive_world::id::CharacterId;
use motive_world::value::Value;

use crate::fault::Fault;
use crate::ground::Rules;
use crate::world::World;

impl Rules<'_> {
    /// Something that a character refuses to bring about, and that is so in `after` and was not in
    /// `before`; both are worlds of that character's imagination.
    pub(crate) fn refused(
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
