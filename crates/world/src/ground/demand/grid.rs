//! From a fluent's arguments to its slot, by arithmetic.

use std::collections::BTreeMap;

use super::super::Slot;
use crate::id::FluentSchemaId;
use crate::program::Program;
use crate::value::Value;

/// A schema with more tuples than this has no grid; its fluents are looked up by name.
const CELLS: usize = 1 << 20;

/// A slot for every tuple of arguments, for every schema.
#[derive(Debug)]
pub(super) struct Grids {
    grids: Vec<Grid>,
}

#[derive(Debug)]
struct Grid {
    /// By parameter, then entity (or truth value): the offset that it adds; `NOWHERE` where the
    /// parameter does not take it.
    offsets: Vec<Vec<u32>>,
    cells: Vec<Slot>,
    /// In place of cells, where there would be too many: those that differ from the default.
    sparse: BTreeMap<Vec<Value>, Slot>,
    default: Value,
}

const NOWHERE: u32 = u32::MAX;

fn position(value: Value) -> Option<usize> {
    match value {
        Value::Entity(entity) => Some(entity.index()),
        Value::Boolean(truth) => Some(usize::from(truth)),
        _ => None,
    }
}

impl Grids {
    pub(super) fn of(program: &Program, named: &[BTreeMap<Vec<Value>, Slot>]) -> Self {
        let grids = program.fluents.iter().map(|schema| {
            let domains: Vec<Vec<Value>> =
                schema.parameters.iter().map(|p| program.domain_members(p.domain)).collect();
            let count = domains.iter().fold(1usize, |n, d| n.saturating_mul(d.len()));
            let mut grid = Grid {
                offsets: vec![],
                cells: vec![],
                sparse: BTreeMap::new(),
                default: schema.default,
            };
            if count > CELLS {
                grid.sparse = named.get(schema.family as usize).cloned().unwrap_or_default();
                return grid;
            }
            let mut stride = count;
            for domain in &domains {
                stride /= domain.len().max(1);
                let mut offsets = vec![NOWHERE; program.entities.len().max(2)];
                for (number, &value) in domain.iter().enumerate() {
                    if let Some(position) = position(value) {
                        offsets[position] = (number * stride) as u32;
                    }
                }
                grid.offsets.push(offsets);
            }
            each_tuple(&domains, |arguments| {
                let slot =
                    named.get(schema.family as usize).and_then(|family| family.get(arguments));
                grid.cells.push(slot.copied().unwrap_or(Slot::Constant(schema.default)));
            });
            grid
        });
        Grids { grids: grids.collect() }
    }

    /// The slot of a fluent.
    pub(super) fn slot(
        &self,
        schema: FluentSchemaId,
        arguments: impl Iterator<Item = Value>,
    ) -> Slot {
        let grid = &self.grids[schema.index()];
        let default = Slot::Constant(grid.default);
        if grid.cells.is_empty() {
            let arguments: Vec<Value> = arguments.collect();
            return grid.sparse.get(&arguments).copied().unwrap_or(default);
        }
        let mut index = 0;
        for (offsets, argument) in grid.offsets.iter().zip(arguments) {
            match position(argument).and_then(|position| offsets.get(position)) {
                Some(&offset) if offset != NOWHERE => index += offset as usize,
                _ => return default,
            }
        }
        grid.cells[index]
    }
}

/// Calls `visit` with every tuple of values, one from each domain, the last varying fastest.
pub(in crate::ground) fn each_tuple(domains: &[Vec<Value>], mut visit: impl FnMut(&[Value])) {
    let Some(mut tuple) = domains.iter().map(|d| d.first().copied()).collect::<Option<Vec<_>>>()
    else {
        return;
    };
    let mut cursor = vec![0; domains.len()];
    loop {
        visit(&tuple);
        let mut at = domains.len();
        loop {
            if at == 0 {
                return;
            }
            at -= 1;
            cursor[at] += 1;
            if let Some(&value) = domains[at].get(cursor[at]) {
                tuple[at] = value;
                break;
            }
            cursor[at] = 0;
            tuple[at] = domains[at][0];
        }
    }
}
