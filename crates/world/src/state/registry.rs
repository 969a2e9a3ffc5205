//! The table of epistemic states.
//!
//! # What a state is
//! A **valuation** gives every ground fluent a value; it is a packed row of words, and equal
//! valuations are stored once. An **epistemic state** (a node) is a valuation and, for each
//! character, the node that this character believes to be the case. Minds are modelled down to a
//! fixed number of levels, so a node is the root of a finite tree; nodes are hash-consed bottom-up.
//!
//! # Invariants
//! - Two states of one registry at the same height are equal, facts and minds of every depth,
//!   exactly when their ids are equal.
//! - A node at height 0 has no minds of its own: there minds are cut (see
//!   [`Nesting`](crate::program::nesting::Nesting)), and the view of a mind is the node itself.
//! - A node at height `h > 0` has one mind, of height `h - 1`, for every character, its own owner
//!   included: what I believe that I believe is a node of its own, because an effect on one's own
//!   beliefs in one's own imagination changes it alone (§4.4). Most of the time it is equal to
//!   what hash-consing already has.
//! - Ids are never freed; a registry lives as long as one search.
//!
//! # Memory
//! A valuation takes its row (`row_words` times 8 bytes) and about 5 bytes of hash table. A node
//! takes 12 bytes, 4 bytes per character, and about 5 bytes of hash table; a remembered transition
//! 13 bytes. [`StateRegistry::memory`] adds them up.
//!
//! # Limits
//! `u32::MAX` nodes and valuations, and 65,535 distinct numbers in one registry; beyond that
//! transitions return [`Fault::Full`].
//!
//! # Alternatives rejected
//! Cyclic graphs, whose nodes are minds that loop back to themselves, represent endless nesting in
//! finite space, but equality becomes a bisimulation to be decided at every step. Building minds
//! only on demand saves time but leaves states without an identity until they are complete.

use std::hash::Hasher;

use hashbrown::HashTable;
use rustc_hash::FxHasher;

use crate::fault::Fault;
use crate::ground::{FluentId, GroundWorld, Kind, Literal, View, as_number};
use crate::id::{CharacterId, id_newtype};
use crate::value::{Number, Value};

id_newtype! {
    /// An epistemic state of one [`StateRegistry`].
    StateId
}
id_newtype! {
    /// A valuation of one [`StateRegistry`].
    ValuationId
}

#[derive(Clone, Copy, Debug)]
struct Node {
    valuation: ValuationId,
    /// Where its minds begin in the table of minds.
    minds: u32,
    height: u32,
}

/// Interned epistemic states of one grounded world. See the module documentation.
#[derive(Debug)]
pub struct StateRegistry<'w> {
    world: &'w GroundWorld,
    levels: u32,
    rows: Vec<u64>,
    row_index: HashTable<u32>,
    nodes: Vec<Node>,
    minds: Vec<StateId>,
    node_index: HashTable<u32>,
    pub(super) numbers: Vec<Number>,
    number_index: HashTable<u32>,
    pub(super) applied: HashTable<(StateId, u32, StateId)>,
    /// The same for events that make a difference to the one whose mind the state is.
    pub(super) learnt:
        hashbrown::HashMap<(CharacterId, StateId, u32), StateId, rustc_hash::FxBuildHasher>,
    pub(super) tellings: super::telling::Tellings,
    pub(super) watch: super::closure::Watch,
    /// Triggers are tried from the last to the first: for comparison only.
    pub(super) last_first: bool,
}

/// An epistemic state, or one under construction, as evaluation sees it.
#[derive(Clone, Copy, Debug)]
pub struct StateView<'a> {
    pub(super) registry: &'a StateRegistry<'a>,
    pub(super) row: &'a [u64],
    /// One per character, or none where minds are cut.
    pub(super) minds: &'a [StateId],
}

impl View for StateView<'_> {
    fn value(&self, fluent: FluentId) -> Value {
        self.registry.decode(self.row, fluent)
    }

    #[inline]
    fn is(&self, literal: &Literal) -> bool {
        self.row[literal.word as usize] & literal.mask == literal.bits
    }

    fn mind(&self, character: CharacterId) -> Self {
        match self.minds.get(character.index()) {
            Some(&mind) => self.registry.view(mind),
            None => *self,
        }
    }
}

pub(super) fn hash_words(words: impl IntoIterator<Item = u64>) -> u64 {
    let mut hasher = FxHasher::default();
    for word in words {
        hasher.write_u64(word);
    }
    hasher.finish()
}

impl<'w> StateRegistry<'w> {
    /// An empty registry, in which minds are modelled `levels` deep.
    #[must_use]
    pub fn new(world: &'w GroundWorld, levels: u32) -> Self {
        let mut registry = StateRegistry {
            world,
            levels,
            rows: vec![],
            row_index: HashTable::new(),
            nodes: vec![],
            minds: vec![],
            node_index: HashTable::new(),
            numbers: vec![],
            number_index: HashTable::new(),
            applied: HashTable::new(),
            learnt: hashbrown::HashMap::default(),
            tellings: super::telling::Tellings::default(),
            watch: super::closure::Watch::of(world),
            last_first: false,
        };
        for &number in &world.numbers {
            registry.intern_number(number);
        }
        registry
    }

    /// The world.
    #[must_use]
    pub fn world(&self) -> &'w GroundWorld {
        self.world
    }

    /// How deep minds are modelled.
    #[must_use]
    pub fn levels(&self) -> u32 {
        self.levels
    }

    /// How many epistemic states there are, minds included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there are no states.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// How many valuations there are.
    #[must_use]
    pub fn valuations(&self) -> usize {
        self.rows.len() / self.world.row_words
    }

    /// Bytes taken by the tables.
    #[must_use]
    pub fn memory(&self) -> u64 {
        let bytes = self.rows.capacity() * 8
            + self.row_index.capacity() * 5
            + self.nodes.capacity() * size_of::<Node>()
            + self.minds.capacity() * 4
            + self.node_index.capacity() * 5
            + self.applied.capacity() * 13
            + self.learnt.capacity() * 17
            + self.tellings.memory();
        bytes as u64
    }

    /// The mind of a character in a state: what that character believes to be the case.
    ///
    /// At the depth where minds are cut this is the state itself.
    #[must_use]
    pub fn mind(&self, state: StateId, character: CharacterId) -> StateId {
        self.minds(state).get(character.index()).copied().unwrap_or(state)
    }

    /// The minds of all characters; empty where minds are cut.
    #[must_use]
    pub fn minds(&self, state: StateId) -> &[StateId] {
        let node = self.nodes[state.index()];
        let count = if node.height == 0 { 0 } else { self.world.characters() };
        &self.minds[node.minds as usize..node.minds as usize + count]
    }

    /// How many levels of minds are modelled below a state.
    #[must_use]
    pub fn height(&self, state: StateId) -> u32 {
        self.nodes[state.index()].height
    }

    /// The facts of a state.
    #[must_use]
    pub fn valuation(&self, state: StateId) -> ValuationId {
        self.nodes[state.index()].valuation
    }

    /// The packed row of a valuation.
    #[must_use]
    pub fn row(&self, valuation: ValuationId) -> &[u64] {
        let width = self.world.row_words;
        &self.rows[valuation.index() * width..(valuation.index() + 1) * width]
    }

    /// Calls `visit` with every fluent in which two rows differ.
    pub fn differing(&self, one: &[u64], other: &[u64], visit: impl FnMut(FluentId)) {
        self.changed(one, other, visit);
    }

    /// A state as evaluation sees it.
    #[must_use]
    pub fn view(&self, state: StateId) -> StateView<'_> {
        StateView { registry: self, row: self.row(self.valuation(state)), minds: self.minds(state) }
    }

    /// Facts alone, as evaluation sees them where nothing is asked of minds.
    #[must_use]
    pub fn view_of_facts(&self, valuation: ValuationId) -> StateView<'_> {
        StateView { registry: self, row: self.row(valuation), minds: &[] }
    }

    /// The value of a fluent in a row.
    #[must_use]
    pub fn decode(&self, row: &[u64], fluent: FluentId) -> Value {
        let place = &self.world.fluents[fluent.index()];
        let code = (row[place.word as usize] & place.mask) >> place.shift;
        match (place.kind, code) {
            (Kind::Open, 2) => Value::Unknown,
            (Kind::Boolean | Kind::Open, code) => Value::Boolean(code == 1),
            (Kind::Entity, code) => crate::ground::entity_value(code as u32),
            (Kind::Number, 0) => Value::Unknown,
            (Kind::Number, code) => Value::Number(self.numbers[code as usize - 1]),
        }
    }

    /// Writes a value into a row, brought into the fluent's range.
    pub(super) fn encode(
        &mut self,
        row: &mut [u64],
        fluent: FluentId,
        value: Value,
    ) -> Result<(), Fault> {
        let place = &self.world.fluents[fluent.index()];
        let code = match (place.kind, place.clamp(value)) {
            (Kind::Number, value) => match as_number(value) {
                Value::Number(number) => u64::from(self.intern_number(number)) + 1,
                _ => 0,
            },
            (Kind::Boolean, value) => u64::from(value == Value::TRUE),
            (Kind::Entity, Value::Number(_) | Value::Boolean(_)) => 0,
            (kind, value) => u64::from(crate::ground::plain_code(kind, value)),
        };
        if code << place.shift & !place.mask != 0 {
            return Err(Fault::Full("distinct numbers"));
        }
        let word = &mut row[place.word as usize];
        *word = *word & !place.mask | code << place.shift;
        Ok(())
    }

    fn intern_number(&mut self, number: Number) -> u32 {
        let hash = hash_words([number.to_bits()]);
        let numbers = &self.numbers;
        let found = self.number_index.find(hash, |&index| numbers[index as usize] == number);
        if let Some(&index) = found {
            return index;
        }
        let index = self.numbers.len() as u32;
        self.numbers.push(number);
        let numbers = &self.numbers;
        self.number_index
            .insert_unique(hash, index, |&index| hash_words([numbers[index as usize].to_bits()]));
        index
    }

    pub(super) fn intern_row(&mut self, row: &[u64]) -> Result<ValuationId, Fault> {
        let width = self.world.row_words;
        let hash = hash_words(row.iter().copied());
        let rows = &self.rows;
        let found = self
            .row_index
            .find(hash, |&id| &rows[id as usize * width..(id as usize + 1) * width] == row);
        if let Some(&id) = found {
            return Ok(ValuationId(id));
        }
        let id = u32::try_from(self.rows.len() / width).map_err(|_| Fault::Full("valuations"))?;
        self.rows.extend_from_slice(row);
        let rows = &self.rows;
        self.row_index.insert_unique(hash, id, |&id| {
            hash_words(rows[id as usize * width..(id as usize + 1) * width].iter().copied())
        });
        Ok(ValuationId(id))
    }

    /// The state with these facts and minds (none where minds are cut).
    pub(super) fn intern(&mut self, row: &[u64], minds: &[StateId]) -> Result<StateId, Fault> {
        let valuation = self.intern_row(row)?;
        let hash = hash_node(valuation, minds);
        let found = self.node_index.find(hash, |&id| {
            self.nodes[id as usize].valuation == valuation && self.minds(StateId(id)) == minds
        });
        if let Some(&id) = found {
            return Ok(StateId(id));
        }
        let id = u32::try_from(self.nodes.len()).map_err(|_| Fault::Full("epistemic states"))?;
        let first = u32::try_from(self.minds.len()).map_err(|_| Fault::Full("minds"))?;
        let height = minds.first().map_or(0, |mind| self.nodes[mind.index()].height + 1);
        self.minds.extend_from_slice(minds);
        self.nodes.push(Node { valuation, minds: first, height });
        let (nodes, table, count) = (&self.nodes, &self.minds, self.world.characters());
        self.node_index.insert_unique(hash, id, |&id| {
            let node = nodes[id as usize];
            let count = if node.height == 0 { 0 } else { count };
            hash_node(node.valuation, &table[node.minds as usize..node.minds as usize + count])
        });
        Ok(StateId(id))
    }
}

fn hash_node(valuation: ValuationId, minds: &[StateId]) -> u64 {
    hash_words([u64::from(valuation.0)].into_iter().chain(minds.iter().map(|m| u64::from(m.0))))
}
