//! What somebody is told, remembered.
//!
//! An effect on beliefs reaches minds within minds, and most of these are shared: what one mind
//! comes to by being told something is worked out once, like what a step comes to.

use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

use super::recorder::{Cause, Recorder};
use super::registry::{StateId, StateRegistry};
use super::transition::{BeliefUpdate, Event, Path};
use crate::fault::Fault;
use crate::id::CharacterId;

/// A list of beliefs to be set that has been met; 0 is the empty one.
type ListId = u32;

/// A mind that is told something. What follows depends on nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Telling {
    owner: CharacterId,
    mind: StateId,
    /// What its owner perceives besides, and the mind as it is then: repaired after a surprise.
    perceived: Option<(StateId, Event)>,
    /// What is learnt, one list after the other.
    told: [ListId; 2],
}

/// What minds have come to by being told something.
#[derive(Debug, Default)]
pub(super) struct Tellings {
    lists: HashMap<Box<[BeliefUpdate]>, ListId, FxBuildHasher>,
    after: HashMap<Telling, StateId, FxBuildHasher>,
}

impl Tellings {
    fn list(&mut self, updates: &[BeliefUpdate]) -> ListId {
        if updates.is_empty() {
            return 0;
        }
        if let Some(&known) = self.lists.get(updates) {
            return known;
        }
        let id = self.lists.len() as ListId + 1;
        self.lists.insert(updates.into(), id);
        id
    }

    /// Bytes taken by the tables, what the few lists hold aside.
    pub(super) fn memory(&self) -> usize {
        self.lists.capacity() * (size_of::<(Box<[BeliefUpdate]>, ListId)>() + 1)
            + self.after.capacity() * (size_of::<(Telling, StateId)>() + 1)
    }
}

impl StateRegistry<'_> {
    /// A mind after its owner has perceived an event, or nothing, and has then been told one list
    /// after the other (§4.2 step 2), at rest. The mind is given as it was at rest; with an event goes
    /// the mind repaired.
    pub(super) fn told<R: Recorder>(
        &mut self,
        (owner, base): (CharacterId, StateId),
        perceived: Option<(StateId, Event)>,
        told: [&[BeliefUpdate]; 2],
        cause: Cause,
        path: &mut Path,
        recorder: &mut R,
    ) -> Result<StateId, Fault> {
        let telling = Telling {
            owner,
            mind: base,
            perceived,
            told: told.map(|updates| self.tellings.list(updates)),
        };
        if !R::RECORDS
            && let Some(&after) = self.tellings.after.get(&telling)
        {
            return Ok(after);
        }
        let mut mind = match perceived {
            Some((repaired, event)) => self.happen(Some(owner), repaired, event, path, recorder)?,
            None => self.draft(base),
        };
        for updates in told.into_iter().filter(|updates| !updates.is_empty()) {
            self.learn(&mut mind, owner, updates, cause, path, recorder)?;
        }
        let after = self.close(Some(owner), mind, Some(base), path, recorder)?;
        if !R::RECORDS {
            self.tellings.after.insert(telling, after);
        }
        Ok(after)
    }
}
