//! A world: what is the case, and what each character believes to be the case, which is again a
//! world, down to the depth where minds are cut (planning-semantics §3).

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::rc::Rc;

use motive_world::id::CharacterId;
use motive_world::value::Value;

use crate::evaluate::View;

/// A fluent applied to arguments. Schemas of one family are one fluent where arguments agree.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fluent {
    /// The family of the schema.
    pub family: u32,
    /// Its arguments.
    pub arguments: Vec<Value>,
}

/// By family, then by arguments. A family that does not change is shared between worlds.
type Facts = BTreeMap<u32, Rc<BTreeMap<Vec<Value>, Value>>>;

struct Tree {
    facts: Facts,
    /// One for each character; none where minds are cut.
    minds: Vec<World>,
}

/// An immutable world. Cloning shares it; equality and order are by content, minds included.
#[derive(Clone)]
pub struct World(Rc<Tree>);

impl World {
    pub(crate) fn new(facts: &BTreeMap<Fluent, Value>, minds: Vec<World>) -> World {
        let mut families: BTreeMap<u32, BTreeMap<Vec<Value>, Value>> = BTreeMap::new();
        for (fluent, &value) in facts {
            let family = families.entry(fluent.family).or_default();
            family.insert(fluent.arguments.clone(), value);
        }
        let facts = families.into_iter().map(|(family, values)| (family, Rc::new(values)));
        World(Rc::new(Tree { facts: facts.collect(), minds }))
    }

    /// The same world with some facts changed and its minds replaced.
    pub(crate) fn with<'f>(
        &self,
        changed: impl Iterator<Item = (&'f Fluent, Value)>,
        minds: Vec<World>,
    ) -> World {
        let mut facts = self.0.facts.clone();
        for (fluent, value) in changed {
            let family = facts.entry(fluent.family).or_default();
            Rc::make_mut(family).insert(fluent.arguments.clone(), value);
        }
        World(Rc::new(Tree { facts, minds }))
    }

    /// Whether nobody's mind is modelled here.
    pub(crate) fn is_cut(&self) -> bool {
        self.0.minds.is_empty()
    }

    /// The mind of a character; where minds are cut, the world itself.
    #[must_use]
    pub fn mind(&self, character: CharacterId) -> World {
        self.0.minds.get(character.index()).unwrap_or(self).clone()
    }

    /// All minds, in the order of characters; none where they are cut.
    pub(crate) fn minds(&self) -> &[World] {
        &self.0.minds
    }

    /// The mind of the last of `believers`, as it is in the mind of the one before, and so on.
    #[must_use]
    pub fn mind_of(&self, believers: &[CharacterId]) -> World {
        believers.iter().fold(self.clone(), |world, &believer| world.mind(believer))
    }

    /// The value of a fluent, if there is such a fluent.
    #[must_use]
    pub fn value(&self, family: u32, arguments: &[Value]) -> Option<Value> {
        self.0.facts.get(&family)?.get(arguments).copied()
    }

    /// Every fluent with its value, ordered by family and then by arguments.
    pub fn facts(&self) -> impl Iterator<Item = (Fluent, Value)> + '_ {
        self.0.facts.iter().flat_map(|(&family, values)| {
            values
                .iter()
                .map(move |(arguments, &v)| (Fluent { family, arguments: arguments.clone() }, v))
        })
    }

    /// What tells shared worlds apart from equal ones: good only while the world is kept alive.
    pub(crate) fn address(&self) -> usize {
        Rc::as_ptr(&self.0) as usize
    }
}

impl View for World {
    fn value(&self, family: u32, arguments: &[Value]) -> Option<Value> {
        World::value(self, family, arguments)
    }

    fn mind(&self, character: CharacterId) -> Self {
        World::mind(self, character)
    }
}

impl Ord for World {
    fn cmp(&self, other: &Self) -> Ordering {
        if Rc::ptr_eq(&self.0, &other.0) {
            return Ordering::Equal;
        }
        let families = self.0.facts.iter().zip(&other.0.facts);
        let unequal = families
            .filter(|((_, left), (_, right))| !Rc::ptr_eq(left, right))
            .map(|(left, right)| left.cmp(&right))
            .find(|order| order.is_ne());
        unequal.unwrap_or_else(|| {
            let sizes = self.0.facts.len().cmp(&other.0.facts.len());
            sizes.then_with(|| self.0.minds.cmp(&other.0.minds))
        })
    }
}

impl PartialOrd for World {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for World {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for World {}

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_map().entries(self.facts()).finish()
    }
}
