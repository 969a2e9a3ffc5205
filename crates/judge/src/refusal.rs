//! What characters refuse (docs/semantics.md, "Refusals").

use motive_world::fault::Place;
use motive_world::id::CharacterId;
use motive_world::value::Value;

use crate::fault::Fault;
use crate::ground::Rules;
use crate::search::Search;
use crate::world::World;

impl Search<'_, '_> {
    /// Something that a character would bring about, or be ready to bring about, by a step that is
    /// taken in a world of that character's imagination, and refuses to: what comes of the step as it
    /// is planned and, where the character consents to it, whatever else the character counts on.
    pub(crate) fn refused(
        &mut self,
        character: CharacterId,
        before: &World,
        action: usize,
    ) -> Result<Option<usize>, Fault> {
        let rules = self.rules;
        if rules.program().refusals.iter().all(|refusal| refusal.character != character) {
            return Ok(None);
        }
        let mut ways = vec![action];
        if self.consenting(action).contains(&character) {
            ways.extend(rules.outcomes_of(action).filter(|&other| other != action));
        }
        for way in ways {
            if way == action || rules.is_counted_on(before, way)? {
                let after = self.after(Some(character), before, way)?;
                if let Some(refusal) = rules.refused(character, before, &after)? {
                    return Ok(Some(refusal));
                }
            }
        }
        Ok(None)
    }
}

impl Rules<'_> {
    /// Something that a character refuses to bring about, and that is so in `after` and was not in
    /// `before`; both are worlds of that character's imagination.
    fn refused(
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
