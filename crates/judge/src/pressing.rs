//! Wants that do not wait (docs/semantics.md, 12.4).

use motive_world::fault::Place;
use motive_world::id::CharacterId;
use motive_world::program::Utility;
use motive_world::value::Value;

use crate::fault::Fault;
use crate::search::{Search, better};
use crate::world::World;

/// A step that serves a pressing want.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Urgent {
    pub(crate) action: usize,
    /// Whose want.
    pub(crate) character: CharacterId,
    /// Which of that character's wants.
    pub(crate) want: usize,
}

impl Search<'_, '_> {
    /// The steps that can be taken in a world of reality, are explained, and by themselves raise a
    /// pressing want of one who consents to them.
    pub(crate) fn urgent(&mut self, world: &World) -> Result<Vec<Urgent>, Fault> {
        let mut urgent = vec![];
        let program = self.rules.program();
        if program.utilities.iter().flat_map(|utility| &utility.wants).all(|want| !want.pressing) {
            return Ok(urgent);
        }
        for &action in self.executable(None, world)?.iter() {
            if let Some((character, want)) = self.serves(world, action)?
                && self.is_explained(world, action)?
            {
                urgent.push(Urgent { action, character, want });
            }
        }
        Ok(urgent)
    }

    /// Whether nobody has an explained step that serves a pressing want.
    pub(crate) fn is_quiet(&mut self, world: &World) -> Result<bool, Fault> {
        Ok(self.urgent(world)?.is_empty())
    }

    /// What keeps a step from coming next: something urgent that it is not, and it is not natural
    /// either.
    pub(crate) fn must_wait(
        &mut self,
        world: &World,
        action: usize,
    ) -> Result<Option<Urgent>, Fault> {
        let schema = self.rules.schema(action);
        if schema.natural && self.consenting(action).is_empty() {
            return Ok(None);
        }
        let urgent = self.urgent(world)?;
        if urgent.iter().any(|other| other.action == action) {
            return Ok(None);
        }
        Ok(urgent.into_iter().next())
    }

    /// What one want is worth to `who` in a world of that character's mind.
    fn term(&self, who: CharacterId, mind: &World, alone: &Utility) -> Result<Value, Fault> {
        let worth = self.rules.reader.utility(mind, alone);
        worth.map_err(|trouble| trouble.at(Place::Utility(Some(who))))
    }

    /// The least that one want may come to be worth to `who`, from a world of that character's mind
    /// in reality, by what others do; unknown if it is so anywhere.
    fn least_over(
        &mut self,
        who: CharacterId,
        mind: &World,
        alone: &Utility,
    ) -> Result<Value, Fault> {
        let within = self.rules.program().settings.foresight;
        let mut least = self.term(who, mind, alone)?;
        for world in self.ahead(who, mind, 1, within)? {
            let here = self.term(who, &world, alone)?;
            if here == Value::Unknown || better(here, least) {
                least = here;
            }
        }
        Ok(least)
    }

    /// The first pressing want of one who consents to a step that the step raises by itself, as
    /// that character sees it.
    fn serves(
        &mut self,
        world: &World,
        action: usize,
    ) -> Result<Option<(CharacterId, usize)>, Fault> {
        for &who in self.consenting(action) {
            let utility = self.rules.program().utility(Some(who));
            let mind = world.mind(who);
            let pressing = utility.wants.iter().enumerate().filter(|(_, want)| want.pressing);
            let outcomes = self.rules.outcomes_of(action);
            // It is the action that serves: by any outcome that is counted on.
            for ((index, want), action) in
                pressing.flat_map(|want| outcomes.clone().map(move |action| (want, action)))
            {
                if !self.rules.can_be_taken(Some(who), &mind, action)? {
                    continue;
                }
                let after = self.after(Some(who), &mind, action)?;
                let alone = Utility { scope: utility.scope.clone(), wants: vec![want.clone()] };
                let (now, then) = (self.term(who, &mind, &alone)?, self.term(who, &after, &alone)?);
                if better(now, then) {
                    return Ok(Some((who, index)));
                }
                let within = self.rules.program().settings.foresight;
                if within > 0 {
                    let now = self.least_over(who, &mind, &alone)?;
                    let then = self.least_over(who, &after, &alone)?;
                    if better(now, then) {
                        return Ok(Some((who, index)));
                    }
                }
            }
        }
        Ok(None)
    }
}
