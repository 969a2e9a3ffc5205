//! The start: what is stated, for reality and for every mind, after all triggers; and then what
//! happened before the story opens.
//!
//! There are characters to the power of levels many minds, and hardly any statements about them. A
//! mind starts as a copy of the mind around it, with what is stated about it changed, and what is kept
//! secret from its owner. Where nothing is stated about any mind within it, all that matters for
//! those is which secrets only people have been believers of who know them: each height is made once,
//! and shared by whoever starts with the same facts and secrets. So the work goes with the statements,
//! not with the number of minds.

use std::collections::{BTreeMap, BTreeSet};

use super::outcome::Stance;
use super::recorder::{Cause, Recorder, Write};
use super::registry::{StateId, StateRegistry};
use super::transition::{Draft, Path};
use crate::fault::Fault;
use crate::ground::FluentId;
use crate::id::CharacterId;
use crate::value::Value;

/// What is stated, by believers, and what has been made of it.
#[derive(Default)]
struct Minds {
    /// By believers, from the outermost.
    stated: BTreeMap<Vec<CharacterId>, Vec<(FluentId, Value)>>,
    /// Believers about whose minds within something is stated.
    inhabited: BTreeSet<Vec<CharacterId>>,
    /// By facts, height and secrets that are kept: minds within which nothing is stated.
    uniform: BTreeMap<Uniform, StateId>,
}

/// What a mind depends on within which nothing is stated: its facts, its height, whose it is if that
/// makes a difference, and what is kept from those within it who do not know.
type Uniform = (Vec<u64>, u32, Option<CharacterId>, Vec<FluentId>);

impl Minds {
    fn of(registry: &StateRegistry<'_>) -> Self {
        let mut minds = Minds::default();
        for (fluent, believers, value) in registry.world().start.statements() {
            for known in 0..believers.len() {
                minds.inhabited.insert(believers[..known].to_vec());
            }
            minds.stated.entry(believers.to_vec()).or_default().push((fluent, value));
        }
        minds
    }
}

impl StateRegistry<'_> {
    /// The state in which stories begin: the [start](Self::stated), and then all that happened before
    /// the story opens.
    ///
    /// # Errors
    /// As [`apply`](Self::apply), or [`Fault::NotBefore`].
    pub fn initial<R: Recorder>(&mut self, recorder: &mut R) -> Result<StateId, Fault> {
        let world = self.world();
        let mut state = self.stated(recorder)?;
        for (index, past) in world.program.before.iter().enumerate() {
            let step = world.step(&past.step).ok_or(Fault::NotBefore(index))?;
            if !self.executable(state, step, Stance::Fact)? {
                return Err(Fault::NotBefore(index));
            }
            state = self.apply(None, state, step, recorder)?;
        }
        Ok(state)
    }

    /// What is stated about the start, after its triggers have run in every mind.
    ///
    /// # Errors
    /// Triggers that never come to rest, or arithmetic without a result.
    pub fn stated<R: Recorder>(&mut self, recorder: &mut R) -> Result<StateId, Fault> {
        let world = self.world();
        let mut minds = Minds::of(self);
        let mut row = vec![0; world.row_words];
        for (index, fluent) in world.fluents.iter().enumerate() {
            self.encode(&mut row, FluentId::at(index), fluent.default)?;
        }
        let kept = world.start.secrets().map(|(fluent, _)| fluent).collect();
        self.initial_mind((&row, kept), &mut minds, &mut vec![], recorder)
    }

    /// The mind at `path`, within a mind with the facts `around` where the secrets `kept` have been
    /// told to nobody who does not know.
    fn initial_mind<R: Recorder>(
        &mut self,
        (around, mut kept): (&[u64], Vec<FluentId>),
        minds: &mut Minds,
        path: &mut Path,
        recorder: &mut R,
    ) -> Result<StateId, Fault> {
        let height = self.levels() - path.len() as u32;
        let mut row = around.to_vec();
        if let Some(&owner) = path.last() {
            for (fluent, hidden) in self.world().start.secrets() {
                if hidden.excludes(owner) && kept.contains(&fluent) {
                    self.encode(&mut row, fluent, hidden.outside)?;
                    kept.retain(|&other| other != fluent);
                }
            }
        }
        for &(fluent, value) in minds.stated.get(path).into_iter().flatten() {
            self.encode(&mut row, fluent, value)?;
        }
        // A recorder wants to hear of every mind.
        let shared = !R::RECORDS && !minds.inhabited.contains(path);
        let owner = path.last().copied();
        // Where whose mind it is makes no difference, it is not part of the key.
        let key = (row, height, owner.filter(|&owner| self.watch.teaches(owner)), kept);
        if shared {
            if let Some(&known) = minds.uniform.get(&key) {
                return Ok(known);
            }
        }
        let (row, _, teaches, kept) = key;
        if R::RECORDS {
            self.record_start(&row, path, recorder);
        }
        let mut inner = vec![];
        if height > 0 {
            for who in self.world().program.characters() {
                path.push(who);
                let mind = self.initial_mind((&row, kept.clone()), minds, path, recorder);
                path.pop();
                inner.push(mind?);
            }
        }
        let draft = Draft { row: row.clone(), minds: inner };
        let state = self.close(owner, draft, None, path, recorder)?;
        if shared {
            minds.uniform.insert((row, height, teaches, kept), state);
        }
        Ok(state)
    }

    fn record_start<R: Recorder>(&self, row: &[u64], path: &Path, recorder: &mut R) {
        for (index, fluent) in self.world().fluents.iter().enumerate() {
            let id = FluentId::at(index);
            recorder.record(Write {
                believers: path,
                fluent: id,
                before: fluent.default,
                after: self.decode(row, id),
                cause: Cause::Start,
            });
        }
    }
}
