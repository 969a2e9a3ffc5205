//! What happened before the story opens: replayed from the stated start, one step after the other.

use crate::event::Happening;
use crate::fault::Fault;
use crate::ground::Rules;
use crate::judge::{Judge, Unexplained};
use crate::world::World;

impl Rules<'_> {
    /// The world that the first `count` of the events before the story lead to.
    pub(crate) fn after_the_past(&self, stated: &World, count: usize) -> Result<World, Fault> {
        let mut world = stated.clone();
        for (index, past) in self.program().before.iter().take(count).enumerate() {
            let action = self.find(&past.step).ok_or(Fault::NotBefore(index))?;
            if !self.can_be_taken(None, &world, action)? {
                return Err(Fault::NotBefore(index));
            }
            world = Happening::after(self, None, &world, action)?;
        }
        Ok(world)
    }
}

impl Judge<'_> {
    /// The first of those who consented to the event before the story at `index` and had no reason
    /// for it; `None` if everyone had one, or nobody is asked.
    ///
    /// # Errors
    /// As [`reason`](Self::reason).
    pub fn unexplained_before(&self, index: usize) -> Result<Option<Unexplained>, Fault> {
        match self.rules.program().before.get(index) {
            Some(past) if !past.is_given => {
                let world = self.rules.after_the_past(&self.stated, index)?;
                Ok(self.explained(&world, &past.step)?.and_then(Result::err))
            }
            _ => Ok(None),
        }
    }

    /// Whether the event before the story at `index` was an accident.
    ///
    /// # Errors
    /// If the world cannot be run.
    pub fn was_accident(&self, index: usize) -> Result<bool, Fault> {
        let past = self.rules.program().before.get(index).ok_or(Fault::NotBefore(index))?;
        let world = self.rules.after_the_past(&self.stated, index)?;
        self.is_accident(&world, &past.step)
    }
}
