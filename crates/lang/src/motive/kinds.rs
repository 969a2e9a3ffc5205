//! Types: which there are, and which is a kind of which.

use super::declared::{Declared, NUMBER_TOKEN, of_kind, twice};
use super::report::Report;
use crate::diagnostic::{Diagnostic, codes};
use motive_syntax::motive::SyntaxKind::*;
use motive_syntax::motive::ast::{Name, Node};
use motive_syntax::spelling::nearest;
use motive_world::id::TypeId;
use motive_world::program::{BOOLEAN, ENTITY, NUMBER, Type};
use std::collections::BTreeSet;

/// How many types a world may have, and how many generations of them.
const MOST_TYPES: usize = 10_000;
const MOST_GENERATIONS: usize = 256;

impl Declared {
    pub(super) fn read_types(&mut self, declarations: &[Node], report: &mut Report) {
        for (name, parents) in [
            ("boolean", vec![]),
            ("number", vec![]),
            ("entity", vec![]),
            ("character", vec![ENTITY]),
        ] {
            self.types_by_name.insert(name.to_owned(), TypeId::at(self.types.len()));
            self.types.push(Type { name: name.to_owned(), parents });
            self.type_places.push(None);
        }
        let items: Vec<Node> =
            of_kind(declarations, TYPE_DECL).flat_map(|d| d.all(TYPE_ITEM)).collect();
        let mut parents: Vec<(TypeId, Name)> = Vec::new();
        for item in &items {
            let mut names = item.names();
            let Some(name) = names.next() else { continue };
            let parent = names.next();
            let place = report.span(name.range());
            let id = match self.types_by_name.get(name.text()) {
                None if self.types.len() >= MOST_TYPES => {
                    report.at(
                        codes::TOO_MANY_DECLARATIONS,
                        name.range(),
                        format!("there can be at most {MOST_TYPES} types"),
                        "use fewer",
                    );
                    return;
                }
                None => {
                    let id = TypeId::at(self.types.len());
                    self.types_by_name.insert(name.text().to_owned(), id);
                    self.types.push(Type { name: name.text().to_owned(), parents: vec![] });
                    self.type_places.push(Some(place));
                    id
                }
                Some(&id) if parent.is_some() && id != BOOLEAN && id != NUMBER && id != ENTITY => {
                    id
                }
                Some(&id) => {
                    let text = name.text();
                    match self.type_places[id.index()] {
                        Some(first) => report.push(twice("a type", text, place, first)),
                        None => report.at(
                            codes::DECLARED_TWICE,
                            name.range(),
                            format!("`{text}` is a type of the language"),
                            "give yours another name",
                        ),
                    }
                    continue;
                }
            };
            if let Some(parent) = parent {
                parents.push((id, parent));
            }
        }
        for (id, parent) in parents {
            let Some(found) = self.type_named(&parent, report) else { continue };
            if found == BOOLEAN || found == NUMBER {
                report.at(
                    codes::TYPE_PARENT,
                    parent.range(),
                    format!("nothing can be a kind of `{}`", parent.text()),
                    "use a type of things: every type is a kind of `entity` anyway",
                );
            } else if self.reaches(found, id) {
                report.at(
                    codes::TYPE_PARENT,
                    parent.range(),
                    format!("`{}` would be a kind of itself", self.types[id.index()].name),
                    "remove one of the declarations that make the circle",
                );
            } else if !self.types[id.index()].parents.contains(&found) {
                self.types[id.index()].parents.push(found);
            }
        }
        for kind in &mut self.types[4..] {
            if kind.parents.is_empty() {
                kind.parents.push(ENTITY);
            }
        }
    }

    /// Whether `ancestor` can be reached from `kind` by parents.
    fn reaches(&self, kind: TypeId, ancestor: TypeId) -> bool {
        let mut seen = BTreeSet::from([kind]);
        let mut waiting = vec![kind];
        while let Some(next) = waiting.pop() {
            if next == ancestor {
                return true;
            }
            let parents = &self.types[next.index()].parents;
            waiting.extend(parents.iter().copied().filter(|&parent| seen.insert(parent)));
        }
        false
    }

    /// Notes what every type is a kind of. Types without ancestors of their own come first.
    pub(super) fn find_ancestors(&mut self, report: &mut Report) {
        let count = self.types.len();
        let mut generations = vec![0_usize; count];
        let mut has_changed = true;
        while has_changed {
            has_changed = false;
            for index in 0..count {
                let parents = &self.types[index].parents;
                let above = parents.iter().map(|parent| generations[parent.index()] + 1).max();
                let above = above.unwrap_or(0);
                if above > MOST_GENERATIONS {
                    if let Some(place) = self.type_places[index] {
                        report.push(Diagnostic::new(
                            codes::TOO_MANY_DECLARATIONS,
                            place,
                            format!("there can be at most {MOST_GENERATIONS} generations of types"),
                        ));
                    }
                    self.types[index].parents = vec![ENTITY];
                    generations[index] = 1;
                    has_changed = true;
                } else if above != generations[index] {
                    generations[index] = above;
                    has_changed = true;
                }
            }
        }
        let mut order: Vec<usize> = (0..count).collect();
        order.sort_by_key(|&index| generations[index]);
        self.ancestors = vec![vec![]; count];
        for index in order {
            let mut all = BTreeSet::from([TypeId::at(index)]);
            for parent in &self.types[index].parents {
                all.extend(self.ancestors[parent.index()].iter().copied());
            }
            self.ancestors[index] = all.into_iter().collect();
        }
    }

    /// Whether `kind` is `ancestor` or a kind of it.
    pub(super) fn is_subtype(&self, kind: TypeId, ancestor: TypeId) -> bool {
        self.ancestors[kind.index()].binary_search(&ancestor).is_ok()
    }

    pub(super) fn type_id(&self, name: &str) -> Option<TypeId> {
        self.types_by_name.get(name).copied()
    }

    /// A type by its name; an unknown one is reported.
    pub(super) fn type_named(&self, name: &Name, report: &mut Report) -> Option<TypeId> {
        let text = name.text();
        let found = self.type_id(text);
        if found.is_none() {
            let names = self.types.iter().map(|kind| kind.name.as_str());
            let help = match nearest(text, names) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("declare it: `type {text}`"),
            };
            report.unknown(
                codes::NO_SUCH_TYPE,
                text,
                name.range(),
                format!("there is no type `{text}`"),
                help,
            );
        }
        found
    }

    /// The type of a variable or of a fact's values, when it is one type.
    pub(super) fn kind(&self, kind: &Node, report: &mut Report) -> Option<TypeId> {
        if kind.has(CLAIM_WORD) {
            report.at(
                codes::CLAIM_AS_VALUE,
                kind.range(),
                "this cannot be a claim: claims are what a parameter or a quantifier stands for",
                "let the fact take the claim: `fact told(c: character, k: claim)`",
            );
            return None;
        }
        let names: Vec<Name> = kind.names().collect();
        if names.len() > 1 {
            report.not_yet(
                kind.range(),
                "a choice of types",
                "declare a type that both are kinds of",
            );
            return None;
        }
        names.first().and_then(|name| self.type_named(name, report))
    }

    /// The type of a variable: anything but numbers.
    pub(super) fn variable_kind(&self, kind: &Node, report: &mut Report) -> Option<TypeId> {
        if kind.has(NUMBER_TOKEN) {
            report.not_yet(
                kind.range(),
                "wants and witnesses for each number",
                "use a type with a thing for every number that matters",
            );
            return None;
        }
        let found = self.kind(kind, report)?;
        if kind.has(NONE_WORD) {
            report.at(
                codes::NOT_EXPECTED,
                kind.range(),
                "a name always stands for something, so `or none` has no meaning here",
                "remove `or none`",
            );
        }
        if found == motive_world::program::NUMBER {
            report.at(
                codes::WRONG_KIND,
                kind.range(),
                "a name cannot stand for every number",
                "use a type with a thing for every number that matters",
            );
            return None;
        }
        Some(found)
    }
}
