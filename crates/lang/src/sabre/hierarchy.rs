//! Types and what they are kinds of (planning-semantics §2).

use super::report::Report;
use super::span;
use crate::diagnostic::{Diagnostic, Span, codes};
use motive_syntax::sabre::ast::{Definition, NameReference};
use motive_syntax::spelling::nearest;
use motive_world::id::TypeId;
use motive_world::program::{BOOLEAN, CHARACTER, ENTITY, NUMBER, Type};
use std::collections::BTreeMap;

/// How many types one problem may have.
const MOST_TYPES: usize = 10_000;

/// How many generations of types.
const MOST_GENERATIONS: u32 = 256;

/// In how many ways a type may inherit from its ancestors, each counted once for every path.
const MOST_PATHS: u32 = 1_000;

/// All types of a problem.
pub(super) struct Hierarchy {
    names: Vec<String>,
    parents: Vec<Vec<TypeId>>,
    /// Where each is first mentioned, and whether a `type` definition declares it.
    places: Vec<(Option<Span>, bool)>,
    by_name: BTreeMap<String, TypeId>,
    /// For each type, one bit for each type that it is (a kind of).
    ancestors: Vec<Vec<u64>>,
    is_full: bool,
}

impl Hierarchy {
    /// Collects all types: those declared, and those named only as a parent or as the type of an
    /// entity, which are made on the spot.
    pub(super) fn read(definitions: &[Definition], report: &mut Report) -> Hierarchy {
        let mut types = Hierarchy {
            names: Vec::new(),
            parents: Vec::new(),
            places: Vec::new(),
            by_name: BTreeMap::new(),
            ancestors: Vec::new(),
            is_full: false,
        };
        for (name, parents) in [
            ("boolean", vec![]),
            ("number", vec![]),
            ("entity", vec![]),
            ("character", vec![ENTITY]),
        ] {
            let id = TypeId::at(types.names.len());
            types.names.push(name.to_owned());
            types.parents.push(parents);
            types.places.push((None, true));
            types.by_name.insert(name.to_owned(), id);
        }
        for definition in definitions {
            match definition {
                Definition::Type(definition) => {
                    let Some(name) = definition.name() else { continue };
                    let Some(id) = types.mention(&name.text(), span(name.range()), report) else {
                        continue;
                    };
                    types.places[id.index()].1 = true;
                    for parent in definition.parents() {
                        types.inherit(id, &parent, report);
                    }
                }
                Definition::Entity(definition) => {
                    for kind in definition.types() {
                        if let Some(id) = types.mention(&kind.text(), span(kind.range()), report) {
                            types.refuse_built_in(id, &kind, "an entity cannot be a", report);
                        }
                    }
                }
                _ => {}
            }
        }
        for id in 0..types.names.len() {
            if types.parents[id].is_empty() && TypeId::at(id) != ENTITY && id > NUMBER.index() {
                types.parents[id].push(ENTITY);
            }
        }
        types.close(report);
        types.warn_of_slips(report);
        types
    }

    /// The type of this name, made on the spot if need be. `None` if there are too many.
    fn mention(&mut self, name: &str, place: Span, report: &mut Report) -> Option<TypeId> {
        if let Some(&id) = self.by_name.get(name) {
            return Some(id);
        }
        if self.names.len() >= MOST_TYPES {
            if !std::mem::replace(&mut self.is_full, true) {
                report.push(Diagnostic::new(
                    codes::TOO_MANY_DECLARATIONS,
                    place,
                    format!("a problem can have at most {MOST_TYPES} types"),
                ));
            }
            return None;
        }
        let id = TypeId::at(self.names.len());
        self.names.push(name.to_owned());
        self.parents.push(Vec::new());
        self.places.push((Some(place), false));
        self.by_name.insert(name.to_owned(), id);
        Some(id)
    }

    fn inherit(&mut self, child: TypeId, parent: &NameReference, report: &mut Report) {
        let Some(id) = self.mention(&parent.text(), span(parent.range()), report) else { return };
        if self.refuse_built_in(child, parent, "no parent can be given to", report)
            || self.refuse_built_in(id, parent, "there are no kinds of", report)
        {
            return;
        }
        if child == id {
            return self.report_cycle(&[child, id], span(parent.range()), report);
        }
        if !self.parents[child.index()].contains(&id) {
            self.parents[child.index()].push(id);
        }
    }

    fn refuse_built_in(
        &self,
        id: TypeId,
        place: &NameReference,
        what: &str,
        report: &mut Report,
    ) -> bool {
        let is_built_in = id == BOOLEAN || id == NUMBER;
        if is_built_in {
            report.push(
                Diagnostic::new(
                    codes::BUILT_IN_TYPE,
                    span(place.range()),
                    format!("{what} `{}`", self.name(id)),
                )
                .help("use a type of your own"),
            );
        }
        is_built_in
    }

    /// Removes cycles and fills in the ancestors, without recursion: types may be many.
    fn close(&mut self, report: &mut Report) {
        let count = self.names.len();
        let words = count.div_ceil(64);
        // 0: not seen; 1: being visited; 2: done.
        let mut state = vec![0_u8; count];
        let mut generation = vec![0_u32; count];
        let mut paths = vec![1_u32; count];
        let mut too_much = false;
        self.ancestors = vec![Vec::new(); count];
        for root in 0..count {
            if state[root] != 0 {
                continue;
            }
            let mut path = vec![(root, 0_usize)];
            state[root] = 1;
            while let Some(&mut (id, ref mut next)) = path.last_mut() {
                if let Some(&parent) = self.parents[id].get(*next) {
                    match state[parent.index()] {
                        0 => {
                            *next += 1;
                            state[parent.index()] = 1;
                            path.push((parent.index(), 0));
                        }
                        1 => {
                            let at = *next;
                            let from = path.iter().position(|&(p, _)| p == parent.index());
                            let mut cycle: Vec<TypeId> = path[from.unwrap_or(0)..]
                                .iter()
                                .map(|&(p, _)| TypeId::at(p))
                                .collect();
                            cycle.push(parent);
                            self.parents[id].remove(at);
                            let place = cycle.iter().find_map(|&t| self.places[t.index()].0);
                            self.report_cycle(&cycle, place.unwrap_or_default(), report);
                        }
                        _ => *next += 1,
                    }
                    continue;
                }
                path.pop();
                state[id] = 2;
                let mut bits = vec![0_u64; words];
                bits[id / 64] |= 1 << (id % 64);
                for parent in &self.parents[id] {
                    generation[id] = generation[id].max(generation[parent.index()] + 1);
                    paths[id] = paths[id].saturating_add(paths[parent.index()]);
                    for (mine, theirs) in bits.iter_mut().zip(&self.ancestors[parent.index()]) {
                        *mine |= theirs;
                    }
                }
                self.ancestors[id] = bits;
                let message = if generation[id] > MOST_GENERATIONS {
                    format!("there are more than {MOST_GENERATIONS} generations of types")
                } else if paths[id] > MOST_PATHS {
                    format!("this type inherits in more than {MOST_PATHS} ways")
                } else {
                    continue;
                };
                if !std::mem::replace(&mut too_much, true) {
                    let place = self.places[id].0.unwrap_or_default();
                    report.push(
                        Diagnostic::new(codes::TOO_MANY_DECLARATIONS, place, message)
                            .help("give the types fewer parents"),
                    );
                }
            }
        }
    }

    fn report_cycle(&self, cycle: &[TypeId], place: Span, report: &mut Report) {
        let names: Vec<&str> = cycle.iter().map(|&id| self.name(id)).take(12).collect();
        let name = names.first().copied().unwrap_or_default();
        report.push(
            Diagnostic::new(
                codes::CYCLIC_TYPE,
                place,
                format!("type `{name}` is a kind of itself: {}", names.join(" : ")),
            )
            .help("remove one of these parents"),
        );
    }

    /// Types made on the spot whose name is nearly that of a declared one.
    fn warn_of_slips(&self, report: &mut Report) {
        let declared: Vec<&str> = (0..self.names.len())
            .filter(|&id| self.places[id].1)
            .map(|id| self.names[id].as_str())
            .collect();
        let made = (0..self.names.len()).filter(|&id| !self.places[id].1);
        for id in made.take(100) {
            let Some(place) = self.places[id].0 else { continue };
            if let Some(meant) = nearest(&self.names[id], declared.iter().copied()) {
                report.push(
                    Diagnostic::new(
                        codes::UNDECLARED_TYPE,
                        place,
                        format!("no `type` definition declares `{}`", self.names[id]),
                    )
                    .label("made on the spot")
                    .help(format!("did you mean `{meant}`?")),
                );
            }
        }
    }

    /// The type of this name.
    pub(super) fn find(&self, name: &str) -> Option<TypeId> {
        self.by_name.get(name).copied()
    }

    pub(super) fn name(&self, id: TypeId) -> &str {
        &self.names[id.index()]
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// Whether `kind` is `ancestor` or inherits from it.
    pub(super) fn is_subtype(&self, kind: TypeId, ancestor: TypeId) -> bool {
        self.ancestors[kind.index()][ancestor.index() / 64] >> (ancestor.index() % 64) & 1 == 1
    }

    /// Whether all things of this type are characters.
    pub(super) fn is_character(&self, kind: TypeId) -> bool {
        self.is_subtype(kind, CHARACTER)
    }

    /// The types as the program has them, and where they are first mentioned.
    pub(super) fn into_parts(self) -> (Vec<Type>, Vec<Option<Span>>) {
        let types = self.names.into_iter().zip(self.parents);
        let types = types.map(|(name, parents)| Type { name, parents }).collect();
        (types, self.places.into_iter().map(|place| place.0).collect())
    }
}
