//! Every fluent with its place, so that a fluent is found in a world by counting and not by
//! searching.

use std::collections::BTreeMap;

use motive_world::id::EntityId;
use motive_world::program::{Domain, Program};
use motive_world::value::Value;

use crate::evaluate::Reader;
use crate::fault::Fault;
use crate::ground::tuples;
use crate::world::Fluent;

/// Every fluent of a program, by family and then by arguments.
pub(crate) struct Fluents {
    /// Indexed by family.
    families: Vec<Family>,
}

/// The fluents of one family.
#[derive(Default)]
struct Family {
    /// One for each schema of the family.
    tables: Vec<Table>,
    /// In order, each once, with its default.
    members: Vec<(Vec<Value>, Value)>,
}

/// Where the fluents of one schema are in their family.
struct Table {
    /// For each argument, how the values that it may have are counted.
    places: Vec<Place>,
    /// The place in the family of each tuple of arguments, the last argument running fastest.
    positions: Vec<u32>,
}

/// How the values of one argument are counted.
enum Place {
    /// Entities: by entity, where it comes among those that fit.
    Entities { order: Vec<Option<u32>>, size: usize },
    /// False, then true.
    Booleans,
    /// This value alone.
    Only(Value),
}

impl Place {
    fn of(program: &Program, domain: Domain) -> Place {
        let kind = match domain {
            Domain::Constant(value) => return Place::Only(value),
            Domain::Type(kind) => kind,
        };
        if kind == motive_world::program::BOOLEAN {
            return Place::Booleans;
        }
        let mut size = 0;
        let order = (0..program.entities.len()).map(|entity| {
            program.is_a(EntityId::at(entity), kind).then(|| {
                size += 1;
                size as u32 - 1
            })
        });
        let order = order.collect();
        Place::Entities { order, size }
    }

    /// Where a value comes, and out of how many.
    fn position(&self, value: Value) -> Option<(usize, usize)> {
        match (self, value) {
            (Place::Entities { order, size }, Value::Entity(entity)) => {
                Some((order[entity.index()]? as usize, *size))
            }
            (Place::Booleans, Value::Boolean(truth)) => Some((usize::from(truth), 2)),
            (Place::Only(only), value) if *only == value => Some((0, 1)),
            _ => None,
        }
    }
}

impl Table {
    fn position(&self, arguments: &[Value]) -> Option<usize> {
        if arguments.len() != self.places.len() {
            return None;
        }
        let mut index = 0;
        for (place, &value) in self.places.iter().zip(arguments) {
            let (position, size) = place.position(value)?;
            index = index * size + position;
        }
        Some(self.positions[index] as usize)
    }
}

impl Fluents {
    pub(crate) fn of(reader: &Reader<'_>) -> Result<Self, Fault> {
        let program = reader.program;
        let count = program.fluents.iter().map(|fluent| fluent.family + 1).max().unwrap_or(0);
        let mut families: Vec<Family> = (0..count).map(|_| Family::default()).collect();
        for (index, family) in families.iter_mut().enumerate() {
            let schemas = || program.fluents.iter().filter(|f| f.family as usize == index);
            let mut instances = vec![];
            let mut members = BTreeMap::new();
            for schema in schemas() {
                let domains: Vec<Domain> = schema.parameters.iter().map(|p| p.domain).collect();
                let arguments = tuples(reader, &domains)?;
                for tuple in &arguments {
                    members.entry(tuple.clone()).or_insert(schema.default);
                }
                let places = domains.iter().map(|&domain| Place::of(program, domain)).collect();
                instances.push((places, arguments));
            }
            family.members = members.into_iter().collect();
            for (places, arguments) in instances {
                let position = |tuple: &Vec<Value>| {
                    let found = family.members.binary_search_by(|(member, _)| member.cmp(tuple));
                    found.expect("every tuple is a member") as u32
                };
                let positions = arguments.iter().map(position).collect();
                family.tables.push(Table { places, positions });
            }
        }
        Ok(Fluents { families })
    }

    /// Where a fluent is in its family, if there is such a fluent.
    pub(crate) fn position(&self, family: u32, arguments: &[Value]) -> Option<usize> {
        let tables = &self.families.get(family as usize)?.tables;
        tables.iter().find_map(|table| table.position(arguments))
    }

    /// The fluents of each family in turn, in order, with their defaults.
    pub(crate) fn families(&self) -> impl Iterator<Item = &[(Vec<Value>, Value)]> {
        self.families.iter().map(|family| &family.members[..])
    }

    /// Every fluent, in order.
    pub(crate) fn all(&self) -> impl Iterator<Item = Fluent> + '_ {
        self.families.iter().enumerate().flat_map(|(family, known)| {
            known.members.iter().map(move |(arguments, _)| Fluent {
                family: family as u32,
                arguments: arguments.clone(),
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fluents(text: &str) -> Fluents {
        let program = motive_lang::sabre::read(text).program.expect("a good problem");
        Fluents::of(&Reader::new(&program)).expect("a small problem")
    }

    #[test]
    fn every_fluent_is_found_where_it_is_listed() {
        let fluents = fluents(
            "type place; type item; entity Una : character; entity Vik : character;
             entity Hut : place; entity Key : item;
             property at(c : character) : place; property at(i : item) : place;
             property open(p : place, locked : boolean) : boolean; property day() : number;
             property knows(a : character, b : character, Hut) : boolean;",
        );
        let mut count = 0;
        for (family, members) in fluents.families().enumerate() {
            for (position, (arguments, _)) in members.iter().enumerate() {
                assert_eq!(fluents.position(family as u32, arguments), Some(position));
                count += 1;
            }
            assert!(members.is_sorted());
        }
        assert_eq!(count, 3 + 2 + 1 + 4);
        assert_eq!(fluents.all().count(), count);
    }

    #[test]
    fn what_is_no_fluent_has_no_place() {
        let fluents = fluents(
            "entity Una : character; entity Hut : entity; property glad(c : character) : boolean;",
        );
        let (una, hut) = (Value::Entity(EntityId::at(0)), Value::Entity(EntityId::at(1)));
        assert_eq!(fluents.position(0, &[una]), Some(0));
        for arguments in [&[][..], &[hut], &[Value::TRUE], &[Value::Unknown], &[una, una]] {
            assert_eq!(fluents.position(0, arguments), None);
        }
        assert_eq!(fluents.position(1, &[]), None);
    }
}
