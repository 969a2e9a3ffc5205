//! Entities and properties, and which property a call means (planning-semantics §1.4).

use super::hierarchy::Hierarchy;
use super::report::Report;
use super::span;
use crate::diagnostic::{Diagnostic, Span, codes};
use motive_syntax::sabre::ast::{Definition, NameReference, Parameter as Written, Signature};
use motive_syntax::spelling::nearest;
use motive_world::id::{EntityId, FluentSchemaId, TypeId};
use motive_world::program::{BOOLEAN, Domain, Entity, FluentSchema, NUMBER, Parameter};
use motive_world::value::{Number, Value};
use std::collections::{BTreeMap, BTreeSet};

/// How many properties may share a name.
const MOST_OVERLOADS: usize = 1_000;

/// How many signatures a message lists.
const SHOWN_SIGNATURES: usize = 6;

/// What a type or a constant is, as something to order signatures by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum DomainKey {
    Type(TypeId),
    Constant(Value),
}

impl From<Domain> for DomainKey {
    fn from(domain: Domain) -> Self {
        match domain {
            Domain::Type(kind) => DomainKey::Type(kind),
            Domain::Constant(value) => DomainKey::Constant(value),
        }
    }
}

/// What is known of a thing before the world runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// It is of this declared type.
    Type(TypeId),
    /// It is this value.
    Value(Value),
}

/// Everything that expressions can refer to.
pub(super) struct Declared {
    pub(super) types: Hierarchy,
    pub(super) entities: Vec<Entity>,
    pub(super) entity_places: Vec<Span>,
    pub(super) characters: u32,
    entity_by_name: BTreeMap<String, EntityId>,
    pub(super) fluents: Vec<FluentSchema>,
    pub(super) fluent_places: Vec<Span>,
    fluents_by_name: BTreeMap<String, Vec<FluentSchemaId>>,
    /// Properties whose declaration is broken: nothing more is said about them.
    broken: BTreeSet<String>,
    /// Pairs of properties that have been reported as fitting one call.
    overlaps: BTreeSet<(FluentSchemaId, FluentSchemaId)>,
}

impl Declared {
    pub(super) fn read(
        types: Hierarchy,
        definitions: &[Definition],
        report: &mut Report,
    ) -> Declared {
        let mut declared = Declared {
            types,
            entities: Vec::new(),
            entity_places: Vec::new(),
            characters: 0,
            entity_by_name: BTreeMap::new(),
            fluents: Vec::new(),
            fluent_places: Vec::new(),
            fluents_by_name: BTreeMap::new(),
            broken: BTreeSet::new(),
            overlaps: BTreeSet::new(),
        };
        declared.read_entities(definitions, report);
        declared.read_properties(definitions, report);
        declared
    }

    fn read_entities(&mut self, definitions: &[Definition], report: &mut Report) {
        let mut found: Vec<(Entity, Span)> = Vec::new();
        let mut at: BTreeMap<String, usize> = BTreeMap::new();
        for definition in definitions {
            let Definition::Entity(definition) = definition else { continue };
            let Some(name) = definition.name() else { continue };
            let text = name.text();
            let place = span(name.range());
            if !is_free_name(&text, place, report) {
                continue;
            }
            let index = *at.entry(text.clone()).or_insert_with(|| {
                found.push((Entity { name: text, types: Vec::new() }, place));
                found.len() - 1
            });
            for kind in definition.types() {
                let Some(id) = self.types.find(&kind.text()) else { continue };
                if !found[index].0.types.contains(&id) {
                    found[index].0.types.push(id);
                }
            }
        }
        // Characters come first; both kinds stay in order of declaration.
        let is_character =
            |entity: &Entity| entity.types.iter().any(|&kind| self.types.is_character(kind));
        let (characters, others): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|(entity, _)| is_character(entity));
        self.characters = u32::try_from(characters.len()).unwrap_or(u32::MAX);
        for (entity, place) in characters.into_iter().chain(others) {
            self.entity_by_name.insert(entity.name.clone(), EntityId::at(self.entities.len()));
            self.entities.push(entity);
            self.entity_places.push(place);
        }
    }

    fn read_properties(&mut self, definitions: &[Definition], report: &mut Report) {
        let mut families: BTreeMap<(String, TypeId), u32> = BTreeMap::new();
        let mut known: BTreeMap<(String, Vec<DomainKey>), FluentSchemaId> = BTreeMap::new();
        for definition in definitions {
            let Definition::Property(definition) = definition else { continue };
            let Some(signature) = definition.signature() else { continue };
            let Some(name) = signature.name() else { continue };
            let (text, place) = (name.text(), span(name.range()));
            let parameters = self.parameters(&signature, report);
            let value = definition.value_type().map(|kind| self.type_of(&kind, report));
            let (Some(parameters), Some(Some(value))) = (parameters, value) else {
                self.broken.insert(text);
                continue;
            };
            let key: Vec<DomainKey> = parameters.iter().map(|p| p.domain.into()).collect();
            if let Some(&first) = known.get(&(text.clone(), key.clone())) {
                report.push(
                    Diagnostic::new(
                        codes::DUPLICATE_DEFINITION,
                        place,
                        format!("property `{}` is declared twice", self.signature(first)),
                    )
                    .secondary(self.fluent_places[first.index()], "first declared here")
                    .help("remove one of the two, or change its name or parameters"),
                );
                continue;
            }
            let same_name = self.fluents_by_name.entry(text.clone()).or_default();
            if same_name.len() >= MOST_OVERLOADS {
                if same_name.len() == MOST_OVERLOADS && !self.broken.contains(&text) {
                    report.push(Diagnostic::new(
                        codes::TOO_MANY_DECLARATIONS,
                        place,
                        format!("at most {MOST_OVERLOADS} properties can share a name"),
                    ));
                }
                self.broken.insert(text);
                continue;
            }
            let id = FluentSchemaId::at(self.fluents.len());
            same_name.push(id);
            known.insert((text.clone(), key), id);
            let next = u32::try_from(families.len()).unwrap_or(u32::MAX);
            let family = *families.entry((text.clone(), value)).or_insert(next);
            let default = match value {
                BOOLEAN => Value::FALSE,
                NUMBER => Value::Number(Number::ZERO),
                _ => Value::Unknown,
            };
            self.fluents.push(FluentSchema {
                is_open: false,
                name: text,
                family,
                parameters,
                value,
                default,
                range: None,
            });
            self.fluent_places.push(place);
        }
    }

    /// The parameters of a signature; `None` if any of them is broken, which has been reported.
    pub(super) fn parameters(
        &self,
        signature: &Signature,
        report: &mut Report,
    ) -> Option<Vec<Parameter>> {
        let mut parameters = Vec::new();
        let mut is_good = true;
        let mut names: BTreeMap<String, Span> = BTreeMap::new();
        for parameter in signature.parameters() {
            match parameter {
                Written::Variable(Some(name), kind) => {
                    let text = name.text();
                    let place = span(name.range());
                    is_good &= is_free_name(&text, place, report);
                    if let Some(&first) = names.get(&text) {
                        report.push(
                            Diagnostic::new(
                                codes::DUPLICATE_PARAMETER,
                                place,
                                format!("two parameters are called `{text}`"),
                            )
                            .secondary(first, "this one too")
                            .help("give one of them another name"),
                        );
                        is_good = false;
                    }
                    names.insert(text.clone(), place);
                    match kind.and_then(|kind| self.variable_type(&kind, report)) {
                        Some(kind) => {
                            parameters.push(Parameter { name: text, domain: Domain::Type(kind) });
                        }
                        None => is_good = false,
                    }
                }
                Written::Constant(Some(name)) => match self.constant(&name, report) {
                    Some(value) => parameters
                        .push(Parameter { name: name.text(), domain: Domain::Constant(value) }),
                    None => is_good = false,
                },
                Written::Variable(None, _) | Written::Constant(None) => is_good = false,
            }
        }
        is_good.then_some(parameters)
    }

    /// The value of a constant among parameters.
    fn constant(&self, name: &NameReference, report: &mut Report) -> Option<Value> {
        if name.is_number() {
            return number(&name.text(), span(name.range()), report).map(Value::Number);
        }
        let text = name.text();
        let found = self.value(&text);
        if found.is_none() {
            let place = span(name.range());
            report.unknown(codes::UNKNOWN_NAME, &text, place, || {
                let entities = self.entities.iter().map(|entity| entity.name.as_str());
                let diagnostic = Diagnostic::new(
                    codes::UNKNOWN_NAME,
                    place,
                    format!("there is no entity `{text}`"),
                );
                match nearest(&text, entities) {
                    Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
                    None => diagnostic
                        .help(format!("a parameter is a constant or has a type: `{text} : type`")),
                }
            });
        }
        found
    }

    /// The entity or truth value of this name.
    pub(super) fn value(&self, name: &str) -> Option<Value> {
        match name {
            "True" => Some(Value::TRUE),
            "False" => Some(Value::FALSE),
            _ => self.entity_by_name.get(name).copied().map(Value::Entity),
        }
    }

    /// The names of all entities, in order.
    pub(super) fn entity_names(&self) -> impl Iterator<Item = &str> {
        self.entities.iter().map(|entity| entity.name.as_str())
    }

    /// A type by its name; an unknown one is reported.
    pub(super) fn type_of(&self, name: &NameReference, report: &mut Report) -> Option<TypeId> {
        let text = name.text();
        let found = self.types.find(&text);
        if found.is_none() {
            let place = span(name.range());
            report.unknown(codes::UNKNOWN_TYPE, &text, place, || {
                let diagnostic = Diagnostic::new(
                    codes::UNKNOWN_TYPE,
                    place,
                    format!("there is no type `{text}`"),
                );
                match nearest(&text, self.types.names()) {
                    Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
                    None => diagnostic.help(format!("declare it: `type {text};`")),
                }
            });
        }
        found
    }

    /// The type of a variable, which may range over anything but numbers.
    pub(super) fn variable_type(
        &self,
        name: &NameReference,
        report: &mut Report,
    ) -> Option<TypeId> {
        let found = self.type_of(name, report)?;
        if found == NUMBER {
            report.push(
                Diagnostic::new(
                    codes::NUMBER_VARIABLE,
                    span(name.range()),
                    "a variable cannot range over all numbers",
                )
                .help("use a type with an entity for every number that matters"),
            );
            return None;
        }
        Some(found)
    }

    /// Whether something can only be a character.
    pub(super) fn is_character(&self, known: Known) -> bool {
        match known {
            Known::Type(kind) => self.types.is_character(kind),
            Known::Value(Value::Entity(entity)) => entity.0 < self.characters,
            Known::Value(_) => false,
        }
    }

    /// Whether something is certainly of a type, judged by its declaration alone.
    pub(super) fn is_of(&self, known: Known, kind: TypeId) -> bool {
        match known {
            Known::Type(declared) => self.types.is_subtype(declared, kind),
            Known::Value(Value::Boolean(_)) => kind == BOOLEAN,
            Known::Value(Value::Number(_)) => kind == NUMBER,
            Known::Value(Value::Entity(entity)) => {
                let types = &self.entities[entity.index()].types;
                types.iter().any(|&declared| self.types.is_subtype(declared, kind))
            }
            Known::Value(Value::Unknown | Value::None) => false,
        }
    }

    fn fits(&self, known: Known, domain: Domain) -> bool {
        match domain {
            Domain::Type(kind) => self.is_of(known, kind),
            Domain::Constant(value) => known == Known::Value(value),
        }
    }

    /// Which property a call means: the one whose parameters fit the declared types of the
    /// arguments. `None` if there is none, which has then been reported.
    pub(super) fn resolve(
        &mut self,
        name: &NameReference,
        arguments: &[Known],
        whole: Span,
        report: &mut Report,
    ) -> Option<FluentSchemaId> {
        let text = name.text();
        if self.broken.contains(&text) {
            return None;
        }
        let Some(candidates) = self.fluents_by_name.get(&text) else {
            self.unknown_property(&text, span(name.range()), report);
            return None;
        };
        let fitting: Vec<FluentSchemaId> = candidates
            .iter()
            .copied()
            .filter(|id| {
                let parameters = &self.fluents[id.index()].parameters;
                parameters.len() == arguments.len()
                    && parameters.iter().zip(arguments).all(|(p, &a)| self.fits(a, p.domain))
            })
            .collect();
        match fitting.as_slice() {
            [] => {
                self.no_such_signature(&text, arguments, whole, report);
                None
            }
            &[one] => Some(one),
            &[first, ..] => {
                self.check_overlap(&fitting, whole, report);
                Some(first)
            }
        }
    }

    /// Several properties fit one call. That is all right if they can only mean the same variable.
    fn check_overlap(&mut self, fitting: &[FluentSchemaId], whole: Span, report: &mut Report) {
        let first = fitting[0];
        for &other in &fitting[1..] {
            let (a, b) = (&self.fluents[first.index()], &self.fluents[other.index()]);
            let is_constant = |domain: Domain| matches!(domain, Domain::Constant(_));
            let is_ambiguous = a
                .parameters
                .iter()
                .zip(&b.parameters)
                .any(|(a, b)| is_constant(a.domain) != is_constant(b.domain));
            if (!is_ambiguous && a.family == b.family) || !self.overlaps.insert((first, other)) {
                continue;
            }
            let code =
                if is_ambiguous { codes::AMBIGUOUS_CALL } else { codes::OVERLAPPING_SIGNATURES };
            let message = format!(
                "both `{}` and `{}` fit this call",
                self.signature(first),
                self.signature(other)
            );
            report.push(
                Diagnostic::new(code, whole, message)
                    .secondary(self.fluent_places[first.index()], "one of them")
                    .secondary(self.fluent_places[other.index()], "the other one")
                    .help("give one of the two another name"),
            );
        }
    }

    fn unknown_property(&self, text: &str, place: Span, report: &mut Report) {
        report.unknown(codes::UNKNOWN_PROPERTY, text, place, || {
            let diagnostic = Diagnostic::new(
                codes::UNKNOWN_PROPERTY,
                place,
                format!("there is no property `{text}`"),
            );
            let names = self.fluents_by_name.keys().map(String::as_str);
            match nearest(text, names.chain(["believes", "if", "forall", "exists", "sum"])) {
                Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
                None if self.value(text).is_some() => diagnostic
                    .help(format!("`{text}` is an entity; write its name without brackets")),
                None => diagnostic.help(format!("declare it: `property {text}(…) : type;`")),
            }
        });
    }

    fn no_such_signature(&self, text: &str, arguments: &[Known], whole: Span, report: &mut Report) {
        let candidates = self.fluents_by_name.get(text).map_or(&[][..], Vec::as_slice);
        let given: Vec<String> = arguments.iter().map(|&known| self.describe(known)).collect();
        let counts: BTreeSet<usize> =
            candidates.iter().map(|id| self.fluents[id.index()].parameters.len()).collect();
        let message = if counts.contains(&arguments.len()) {
            format!("there is no `{text}` for ({})", given.join(", "))
        } else {
            let counts: Vec<String> = counts.iter().map(usize::to_string).collect();
            let plural = if counts == ["1"] { "" } else { "s" };
            format!(
                "`{text}` takes {} argument{plural}, not {}",
                counts.join(" or "),
                arguments.len()
            )
        };
        let mut listed: Vec<String> = candidates
            .iter()
            .take(SHOWN_SIGNATURES)
            .map(|&id| format!("`{}`", self.signature(id)))
            .collect();
        if candidates.len() > SHOWN_SIGNATURES {
            listed.push(format!("{} more", candidates.len() - SHOWN_SIGNATURES));
        }
        let verb = if candidates.len() == 1 { "there is" } else { "there are" };
        report.push(
            Diagnostic::new(codes::NO_SUCH_SIGNATURE, whole, message)
                .label(format!("({})", given.join(", ")))
                .help(format!("{verb} {}", join(&listed))),
        );
    }

    /// A thing as a message names it: its name or its type.
    pub(super) fn describe(&self, known: Known) -> String {
        match known {
            Known::Type(kind) => self.types.name(kind).to_owned(),
            Known::Value(Value::Entity(entity)) => {
                let entity = &self.entities[entity.index()];
                let types: Vec<&str> =
                    entity.types.iter().take(4).map(|&kind| self.types.name(kind)).collect();
                if types.is_empty() {
                    entity.name.clone()
                } else {
                    format!("{} : {}", entity.name, types.join(", "))
                }
            }
            Known::Value(Value::Boolean(true)) => "True".to_owned(),
            Known::Value(Value::Boolean(false)) => "False".to_owned(),
            Known::Value(Value::Number(number)) => number.to_string(),
            Known::Value(Value::Unknown | Value::None) => "?".to_owned(),
        }
    }

    /// `name(type, type)`
    pub(super) fn signature(&self, id: FluentSchemaId) -> String {
        let fluent = &self.fluents[id.index()];
        let parameters: Vec<&str> = fluent
            .parameters
            .iter()
            .map(|parameter| match parameter.domain {
                Domain::Type(kind) => self.types.name(kind),
                Domain::Constant(_) => parameter.name.as_str(),
            })
            .collect();
        format!("{}({})", fluent.name, parameters.join(", "))
    }

    /// Whether a property of this name is declared, well or badly.
    pub(super) fn is_property(&self, name: &str) -> bool {
        self.fluents_by_name.contains_key(name) || self.broken.contains(name)
    }
}

/// Whether a name may be declared; if not, that is reported.
pub(super) fn is_free_name(name: &str, place: Span, report: &mut Report) -> bool {
    let is_free = !matches!(name, "True" | "False");
    if !is_free {
        report.push(
            Diagnostic::new(
                codes::RESERVED_NAME,
                place,
                format!("`{name}` is a truth value and cannot be declared"),
            )
            .help("choose another name"),
        );
    }
    is_free
}

/// The number that a text stands for; one that is too large is reported, one that is malformed
/// has been.
pub(super) fn number(text: &str, place: Span, report: &mut Report) -> Option<Number> {
    let value: f64 = text.parse().ok()?;
    let number = Number::new(value);
    if number.is_none() {
        report.push(
            Diagnostic::new(
                codes::NUMBER_TOO_LARGE,
                place,
                "this number is too large to be represented",
            )
            .help("numbers go up to about 1.8 times 10 to the power of 308"),
        );
    }
    number
}

/// `a, b and c`
pub(super) fn join(words: &[String]) -> String {
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => words.join(""),
    }
}
