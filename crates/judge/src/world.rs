//! A world: what is the case, and what each character believes to be the case, which is again a
//! world, down to the depth where minds are cut (planning-semantics §3).

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

use motive_world::id::CharacterId;
use motive_world::value::Value;

use crate::evaluate::View;
use crate::fluents::Fluents;

/// A fluent applied to arguments. Schemas of one family are one fluent where arguments agree.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fluent {
    /// The family of the schema.
    pub family: u32,
    /// Its arguments.
    pub arguments: Vec<Value>,
}

/// The values of the fluents of each family, in the order of [`Fluents`]. A family that does not
/// change is shared between worlds.
type Facts = Vec<Rc<Vec<Value>>>;

struct Tree {
    fluents: Rc<Fluents>,
    facts: Facts,
    /// One for each character; none where minds are cut.
    minds: Vec<World>,
    /// The sum of [`mixed`] over all facts, so that it can be kept up to date fact by fact.
    sum: u64,
    /// A number that equal worlds share and others hardly ever do.
    digest: u64,
}

/// An immutable world. Cloning shares it; equality and order are by content, minds included.
#[derive(Clone)]
pub struct World(Rc<Tree>);

impl World {
    /// The world in which every fluent has this value.
    pub(crate) fn new(fluents: &Rc<Fluents>, facts: Facts, minds: Vec<World>) -> World {
        let mut sum = 0u64;
        for (family, values) in facts.iter().enumerate() {
            for (position, &value) in values.iter().enumerate() {
                sum = sum.wrapping_add(mixed(family, position, value));
            }
        }
        World::made(Rc::clone(fluents), facts, minds, sum)
    }

    fn made(fluents: Rc<Fluents>, facts: Facts, minds: Vec<World>, sum: u64) -> World {
        let inner = minds.iter().fold(sum, |digest, mind| stirred(digest ^ mind.0.digest));
        World(Rc::new(Tree { fluents, facts, minds, sum, digest: stirred(inner) }))
    }

    /// The same facts, with these minds.
    pub(crate) fn believed(&self, minds: Vec<World>) -> World {
        World::made(Rc::clone(&self.0.fluents), self.0.facts.clone(), minds, self.0.sum)
    }

    /// The same world with some facts changed and its minds replaced.
    pub(crate) fn with<'f>(
        &self,
        changed: impl Iterator<Item = (&'f Fluent, Value)>,
        minds: Vec<World>,
    ) -> World {
        let mut facts = self.0.facts.clone();
        let mut sum = self.0.sum;
        for (fluent, value) in changed {
            let position = self.0.fluents.position(fluent.family, &fluent.arguments);
            let position = position.expect("effects are well typed: they set fluents that exist");
            let family = fluent.family as usize;
            let before = facts[family][position];
            if before != value {
                Rc::make_mut(&mut facts[family])[position] = value;
                sum = sum
                    .wrapping_sub(mixed(family, position, before))
                    .wrapping_add(mixed(family, position, value));
            }
        }
        World::made(Rc::clone(&self.0.fluents), facts, minds, sum)
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

    /// The same, to be looked at for as long as this world is.
    pub(crate) fn mind_within(&self, character: CharacterId) -> &World {
        self.0.minds.get(character.index()).unwrap_or(self)
    }

    /// The value of the fluent at this place of its family: see [`Fluents::position`].
    pub(crate) fn at(&self, family: u32, position: usize) -> Value {
        self.0.facts[family as usize][position]
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
        let position = self.0.fluents.position(family, arguments)?;
        Some(self.0.facts[family as usize][position])
    }

    /// Every fluent with its value, ordered by family and then by arguments.
    pub fn facts(&self) -> impl Iterator<Item = (Fluent, Value)> + '_ {
        let values = self.0.facts.iter().flat_map(|values| values.iter().copied());
        self.0.fluents.all().zip(values)
    }

    /// The values of the fluents of each family in turn.
    pub(crate) fn values(&self) -> impl Iterator<Item = &[Value]> {
        self.0.facts.iter().map(|values| &values[..])
    }

    /// Whether the facts of these families are known to be the same in both worlds, and in minds
    /// so many deep, because they share them; else they may differ.
    pub(crate) fn shares_facts(&self, other: &World, families: &[u32], depth: usize) -> bool {
        let (Tree { facts, minds, .. }, there) = (&*self.0, &*other.0);
        let shared = |&f: &u32| Rc::ptr_eq(&facts[f as usize], &there.facts[f as usize]);
        let mut both = minds.iter().zip(&there.minds);
        Rc::ptr_eq(&self.0, &other.0)
            || (families.iter().all(shared)
                && (depth == 0
                    || minds.len() == there.minds.len()
                        && both.all(|(m, o)| m.shares_facts(o, families, depth - 1))))
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
            .filter(|(left, right)| !Rc::ptr_eq(left, right))
            .map(|(left, right)| left.cmp(right))
            .find(|order| order.is_ne());
        unequal.unwrap_or_else(|| self.0.minds.cmp(&other.0.minds))
    }
}

impl PartialOrd for World {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for World {
    fn eq(&self, other: &Self) -> bool {
        if Rc::ptr_eq(&self.0, &other.0) {
            return true;
        }
        let same = |(left, right): (&Rc<Vec<Value>>, &Rc<Vec<Value>>)| {
            Rc::ptr_eq(left, right) || left == right
        };
        self.0.digest == other.0.digest
            && self.0.facts.iter().zip(&other.0.facts).all(same)
            && self.0.minds == other.0.minds
    }
}

impl Eq for World {}

impl Hash for World {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.0.digest);
    }
}

/// What one fact adds to the sum of a world.
fn mixed(family: usize, position: usize, value: Value) -> u64 {
    let value = match value {
        Value::Unknown => 0,
        Value::None => 1,
        Value::Boolean(truth) => 2 + u64::from(truth),
        Value::Entity(entity) => 4 + entity.index() as u64,
        Value::Number(number) => !number.to_bits(),
    };
    stirred(value ^ stirred((family as u64) << 32 | position as u64))
}

/// Spreads what tells numbers apart over all their bits.
fn stirred(number: u64) -> u64 {
    let number = (number ^ (number >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 29)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    number ^ (number >> 32)
}

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_map().entries(self.facts()).finish()
    }
}
