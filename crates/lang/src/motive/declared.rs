//! What is declared: entities, facts, definitions; types are read in `kinds`.

use super::claim::{Claim, Filling, Formal, Takes};
use super::report::Report;
use crate::diagnostic::{Diagnostic, Span, codes};
use motive_narrate::Naming;
use motive_syntax::motive::SyntaxKind::{self, *};
use motive_syntax::motive::ast::{Name, Node};
use motive_syntax::spelling::nearest;
use motive_world::id::{EntityId, FluentSchemaId, TypeId};
use motive_world::program::{
    BOOLEAN, CHARACTER, Domain, ENTITY, Entity, FluentSchema, NUMBER, Type,
};
use motive_world::value::{Number, Value};
use std::collections::{BTreeMap, BTreeSet};

/// How many facts may share a name.
const MOST_OVERLOADS: usize = 1_000;

/// The most numbers that a name may stand for.
const MOST_NUMBERS: i32 = 1_000;

/// What is known of a thing before the world runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// It is of this declared type.
    Type(TypeId),
    /// It is this value.
    Value(Value),
}

/// A condition with a name.
pub(super) struct Definition {
    pub(super) node: Node,
    pub(super) parameters: Vec<Formal>,
    pub(super) place: Span,
}

/// What the declaration of a fact says beyond its schema.
#[derive(Clone, Copy, Debug)]
pub(super) struct FactTraits {
    pub(super) place: Span,
    /// Whether `none` is one of its values.
    pub(super) has_none: bool,
    /// Whether its two arguments can be exchanged.
    pub(super) is_mutual: bool,
    /// Whether every instance must be given a value at the start.
    pub(super) must_be_given: bool,
}

/// Facts that are one where their arguments agree: by name, type, and the claims that they take.
type Families = BTreeMap<(String, TypeId, Vec<(u32, String)>), u32>;

/// Everything that conditions and effects can refer to.
#[derive(Default)]
pub(super) struct Declared {
    pub(super) types: Vec<Type>,
    pub(super) type_places: Vec<Option<Span>>,
    pub(super) types_by_name: BTreeMap<String, TypeId>,
    pub(super) entities: Vec<Entity>,
    pub(super) entity_places: Vec<Span>,
    pub(super) names: Vec<Naming>,
    pub(super) characters: u32,
    entities_by_name: BTreeMap<String, EntityId>,
    pub(super) facts: Vec<FluentSchema>,
    pub(super) traits: Vec<FactTraits>,
    pub(super) fact_texts: Vec<Option<Node>>,
    /// The parameters of each fact as they are declared.
    pub(super) fact_formals: Vec<Vec<Formal>>,
    facts_by_name: BTreeMap<String, Vec<FluentSchemaId>>,
    pub(super) claims: Vec<Claim>,
    pub(super) definitions: BTreeMap<String, Definition>,
    /// Facts whose declaration is broken: nothing more is said about them.
    broken: BTreeSet<String>,
    /// Whether unknown values are read as Sabre reads them.
    pub(super) is_strict: bool,
    /// Whether there are errors in the form of the text, so that parts of it may be missing.
    pub(super) has_gaps: bool,
    /// Whether there is a goal. Without one this may be a part that others use: no start is needed.
    pub(super) has_goal: bool,
    members: Vec<Vec<EntityId>>,
    /// By type, itself and all that it is a kind of, in order.
    pub(super) ancestors: Vec<Vec<TypeId>>,
}

impl Declared {
    pub(super) fn read(
        declarations: &[Node],
        is_strict: bool,
        has_gaps: bool,
        report: &mut Report,
    ) -> Declared {
        let has_goal = of_kind(declarations, WANTS_DECL).any(super::want::is_of_author);
        let mut declared = Declared { is_strict, has_gaps, has_goal, ..Declared::default() };
        declared.read_types(declarations, report);
        declared.find_ancestors(report);
        declared.read_entities(declarations, report);
        declared.read_claims(declarations, report);
        declared.read_facts(declarations, report);
        declared.read_definitions(declarations, report);
        declared.check_claims(declarations, report);
        declared
    }

    // ---- entities

    fn read_entities(&mut self, declarations: &[Node], report: &mut Report) {
        struct Found {
            entity: Entity,
            place: Span,
            naming: Naming,
        }
        let mut all: Vec<Found> = Vec::new();
        let mut at: BTreeMap<String, usize> = BTreeMap::new();
        for declaration in of_kind(declarations, ENTITY_DECL) {
            let Some(kind) = declaration.name() else { continue };
            let kind = self.type_named(&kind, report);
            if let Some(kind) = kind.filter(|&kind| kind == BOOLEAN || kind == NUMBER) {
                report.at(
                    codes::TYPE_PARENT,
                    declaration.range(),
                    format!("nothing can be declared as `{}`", self.types[kind.index()].name),
                    "use a type of things",
                );
                continue;
            }
            for item in declaration.all(ENTITY_ITEM) {
                let Some(name) = item.name() else { continue };
                let place = report.span(name.range());
                if let Some(&first) = at.get(name.text()) {
                    report.push(twice("something", name.text(), place, all[first].place));
                    continue;
                }
                at.insert(name.text().to_owned(), all.len());
                let mut types: Vec<TypeId> = kind.into_iter().collect();
                for also in item.all(ALSO).flat_map(|also| also.names().skip(1)) {
                    types.extend(self.type_named(&also, report).filter(|id| !types.contains(id)));
                }
                let pronouns = item.child(PRONOUNS);
                let pronouns = pronouns.iter().flat_map(Node::names);
                all.push(Found {
                    entity: Entity { name: name.text().to_owned(), types },
                    place,
                    naming: Naming {
                        said: item.child(SAY).map(|say| say.said()),
                        pronouns: pronouns.map(|form| form.text().to_owned()).collect(),
                    },
                });
            }
        }
        // Characters come first; both kinds stay in order of declaration.
        let (characters, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|found| {
            found.entity.types.iter().any(|&kind| self.is_subtype(kind, CHARACTER))
        });
        self.characters = u32::try_from(characters.len()).unwrap_or(u32::MAX);
        for found in characters.into_iter().chain(others) {
            let id = EntityId::at(self.entities.len());
            self.entities_by_name.insert(found.entity.name.clone(), id);
            self.entities.push(found.entity);
            self.entity_places.push(found.place);
            self.names.push(found.naming);
        }
        self.members = vec![vec![]; self.types.len()];
        for (index, entity) in self.entities.iter().enumerate() {
            let all = entity.types.iter().flat_map(|kind| &self.ancestors[kind.index()]);
            let all: BTreeSet<TypeId> = all.copied().collect();
            for kind in all {
                self.members[kind.index()].push(EntityId::at(index));
            }
        }
    }

    pub(super) fn entity(&self, name: &str) -> Option<EntityId> {
        self.entities_by_name.get(name).copied()
    }

    pub(super) fn is_a(&self, entity: EntityId, kind: TypeId) -> bool {
        self.entities[entity.index()].types.iter().any(|&t| self.is_subtype(t, kind))
    }

    /// The entities of a type, in order.
    pub(super) fn members(&self, kind: TypeId) -> &[EntityId] {
        &self.members[kind.index()]
    }

    /// Whether two types can have a value in common.
    pub(super) fn overlap(&self, one: TypeId, other: TypeId) -> bool {
        if one == other {
            return true;
        }
        let others = &self.members[other.index()];
        self.members[one.index()].iter().any(|entity| others.binary_search(entity).is_ok())
    }

    /// Whether something is certainly of a type, judged by its declaration alone.
    pub(super) fn is_of(&self, known: Known, kind: TypeId) -> bool {
        match known {
            Known::Type(declared) => self.is_subtype(declared, kind),
            Known::Value(Value::Boolean(_)) => kind == BOOLEAN,
            Known::Value(Value::Number(_)) => kind == NUMBER,
            Known::Value(Value::Entity(entity)) => self.is_a(entity, kind),
            Known::Value(Value::Unknown | Value::None) => false,
        }
    }

    /// What a thing is, for a message: `a place`, `Anna, a character`.
    pub(super) fn describe(&self, known: Known) -> String {
        match known {
            Known::Type(BOOLEAN) => "yes or no".to_owned(),
            Known::Type(NUMBER) => "a number".to_owned(),
            Known::Type(kind) => article(&self.types[kind.index()].name),
            Known::Value(Value::Entity(entity)) => {
                let entity = &self.entities[entity.index()];
                match entity.types.first() {
                    Some(kind) => {
                        format!("{}, {}", entity.name, article(&self.types[kind.index()].name))
                    }
                    None => entity.name.clone(),
                }
            }
            Known::Value(Value::Boolean(truth)) => truth.to_string(),
            Known::Value(Value::Number(number)) => format!("the number {number}"),
            Known::Value(Value::None) => "none".to_owned(),
            Known::Value(Value::Unknown) => "unknown".to_owned(),
        }
    }

    // ---- facts

    fn read_facts(&mut self, declarations: &[Node], report: &mut Report) {
        let mut families = Families::new();
        for declaration in of_kind(declarations, FACT_DECL) {
            let is_mutual = declaration.has(MUTUAL_WORD);
            for item in declaration.all(FACT_ITEM) {
                let Some(signature) = item.child(SIGNATURE) else { continue };
                let Some(name) = signature.name() else { continue };
                if self.fact(&item, &signature, &name, is_mutual, &mut families, report).is_none() {
                    self.broken.insert(name.text().to_owned());
                }
            }
        }
    }

    fn fact(
        &mut self,
        item: &Node,
        signature: &Node,
        name: &Name,
        is_mutual: bool,
        families: &mut Families,
        report: &mut Report,
    ) -> Option<()> {
        let formals = self.formals(signature, report)?;
        let kind = item.child(KIND);
        let (value, range, has_none) = match &kind {
            None => (BOOLEAN, None, false),
            Some(kind) if kind.has(NUMBER_TOKEN) => {
                (NUMBER, Some(self.range(kind, report)?), false)
            }
            Some(kind) => (self.kind(kind, report)?, None, kind.has(NONE_WORD)),
        };
        let place = report.span(name.range());
        let text = name.text();
        let is_pair = matches!(formals.as_slice(), [a, b] if a.takes == b.takes)
            && matches!(formals[0].takes, Takes::Thing(_));
        if is_mutual && !is_pair {
            report.at(
                codes::MUTUAL,
                name.range(),
                "a mutual fact is about two of one type",
                "write two parameters of the same type: `mutual fact couple(a, b: character)`",
            );
            return None;
        }
        let same = self.facts_by_name.entry(text.to_owned()).or_default();
        if let Some(&first) = same.iter().find(|id| {
            let known = &self.fact_formals[id.index()];
            known.len() == formals.len()
                && known.iter().zip(&formals).all(|(a, b)| a.takes == b.takes)
        }) {
            report.push(twice("a fact", text, place, self.traits[first.index()].place));
            return Some(());
        }
        let mut declarations: Vec<Span> =
            same.iter().map(|id| self.traits[id.index()].place).collect();
        declarations.dedup();
        if declarations.len() >= MOST_OVERLOADS {
            report.push(Diagnostic::new(
                codes::TOO_MANY_DECLARATIONS,
                place,
                format!("at most {MOST_OVERLOADS} facts can share a name"),
            ));
            return None;
        }
        let is_thing = value != BOOLEAN && value != NUMBER;
        let plain = match value {
            BOOLEAN => Value::FALSE,
            NUMBER => {
                let zero = Number::ZERO;
                Value::Number(range.map_or(zero, |(low, high)| zero.max(low).min(high)))
            }
            _ if has_none => Value::None,
            _ => Value::Unknown,
        };
        let given = item.expressions().next();
        let default = match &given {
            None => plain,
            Some(given) => self.constant(given, report)?,
        };
        if given.is_some() && !self.fits(default, value, has_none) {
            report.at(
                codes::WRONG_KIND,
                given.as_ref().map_or_else(|| item.range(), Node::range),
                format!(
                    "`{text}` cannot be {} unless stated otherwise",
                    self.describe(Known::Value(default))
                ),
                format!("its values are {}", self.values(value, has_none)),
            );
            return None;
        }
        for Filling { parameters, claims } in self.fillings(&formals, signature, report) {
            let id = FluentSchemaId::at(self.facts.len());
            self.facts_by_name.entry(text.to_owned()).or_default().push(id);
            let said = claims.iter().map(|claim| (claim.first, claim.claim.clone())).collect();
            let next = u32::try_from(families.len()).unwrap_or(u32::MAX);
            let family = *families.entry((text.to_owned(), value, said)).or_insert(next);
            self.facts.push(FluentSchema {
                name: text.to_owned(),
                family,
                parameters,
                value,
                default,
                range,
                claims,
                is_open: false,
            });
            self.fact_formals.push(formals.clone());
            self.traits.push(FactTraits {
                place,
                has_none,
                is_mutual,
                must_be_given: is_thing && default == Value::Unknown && !self.is_strict,
            });
            self.fact_texts.push(item.child(SAY));
        }
        Some(())
    }

    /// What the values of a fact are, for a message.
    pub(super) fn values(&self, value: TypeId, has_none: bool) -> String {
        let values = match value {
            BOOLEAN => "true and false".to_owned(),
            NUMBER => "numbers".to_owned(),
            kind => format!("of type `{}`", self.types[kind.index()].name),
        };
        if has_none { format!("{values}, or none") } else { values }
    }

    /// Whether a fact can have this value.
    pub(super) fn fits(&self, value: Value, kind: TypeId, has_none: bool) -> bool {
        match value {
            Value::None => has_none,
            Value::Unknown => kind != BOOLEAN,
            value => self.is_of(Known::Value(value), kind),
        }
    }

    /// The whole numbers that a name stands for, from the first to the last.
    pub(super) fn numbers(&self, kind: &Node, report: &mut Report) -> Option<(i32, i32)> {
        let (low, high) = self.range(kind, report)?;
        let whole = |number: Number| {
            let value = number.get();
            (value.fract() == 0.0 && value.abs() <= f64::from(MOST_NUMBERS)).then_some(value as i32)
        };
        let ends = whole(low).zip(whole(high)).filter(|(low, high)| high - low < MOST_NUMBERS);
        if ends.is_none() || kind.has(NONE_WORD) {
            report.at(
                codes::WRONG_KIND,
                kind.range(),
                format!("a name stands for whole numbers, and for {MOST_NUMBERS} at most"),
                "write a small range: `0..3`",
            );
            return None;
        }
        ends
    }

    fn range(&self, kind: &Node, report: &mut Report) -> Option<(Number, Number)> {
        let mut ends = Vec::new();
        let mut is_negative = false;
        for token in kind.tokens() {
            match token.kind() {
                MINUS => is_negative = true,
                NUMBER_TOKEN => {
                    let value: f64 = token.text().parse().ok()?;
                    ends.push(Number::new(if is_negative { -value } else { value })?);
                    is_negative = false;
                }
                _ => {}
            }
        }
        let &[low, high] = ends.as_slice() else { return None };
        if low > high {
            report.at(
                codes::WRONG_KIND,
                kind.range(),
                "this range is empty: it ends before it begins",
                "write the smaller number first",
            );
            return None;
        }
        Some((low, high))
    }

    /// A constant in a declaration.
    fn constant(&self, node: &Node, report: &mut Report) -> Option<Value> {
        let found = match node.kind() {
            LITERAL => literal(node),
            NEGATIVE_EXPR => {
                let inner = node.expressions().next().filter(|inner| inner.kind() == LITERAL);
                match inner.as_ref().and_then(literal) {
                    Some(Value::Number(number)) => Number::new(-number.get()).map(Value::Number),
                    _ => None,
                }
            }
            NAME_EXPR => {
                let name = node.name()?;
                let found = self.entity(name.text()).map(Value::Entity);
                if found.is_none() {
                    self.unknown_thing(&name, std::iter::empty(), report);
                    return None;
                }
                found
            }
            _ => None,
        };
        if found.is_none() {
            report.at(
                codes::NOT_EXPECTED,
                node.range(),
                "a plain value is needed here: a number, a name, `true`, `false` or `none`",
                "what depends on other facts is said in `start`",
            );
        }
        found
    }

    /// The parameters of a signature; `None` if any of them is broken, which has been reported.
    pub(super) fn formals(&self, signature: &Node, report: &mut Report) -> Option<Vec<Formal>> {
        let mut parameters: Vec<Formal> = Vec::new();
        let mut is_good = true;
        for group in signature.children() {
            match group.kind() {
                PARAMETERS => {
                    let kind = group.child(KIND);
                    let takes = match kind {
                        Some(kind) if kind.has(CLAIM_WORD) => Some(Takes::Claim),
                        Some(kind) if kind.has(NUMBER_TOKEN) => self
                            .numbers(&kind, report)
                            .map(|(first, last)| Takes::Number(first, last)),
                        Some(kind) => self.variable_kind(&kind, report).map(Takes::thing),
                        None => None,
                    };
                    is_good &= takes.is_some();
                    for name in group.names() {
                        if parameters.iter().any(|p| p.name == name.text()) {
                            report.at(
                                codes::DECLARED_TWICE,
                                name.range(),
                                format!("two parameters are called `{}`", name.text()),
                                "give one of them another name",
                            );
                            is_good = false;
                        }
                        let takes = takes.unwrap_or(Takes::thing(ENTITY));
                        parameters.push(Formal { name: name.text().to_owned(), takes });
                    }
                }
                CONSTANT_PARAMETER => {
                    let token = group.tokens().nth(1);
                    let value = match (&token, group.name()) {
                        (_, Some(name)) => {
                            let found = self.entity(name.text()).map(Value::Entity);
                            if found.is_none() {
                                self.unknown_thing(&name, std::iter::empty(), report);
                            }
                            found
                        }
                        (Some(token), None) => value_of(token.kind(), token.text()),
                        _ => None,
                    };
                    match (value, token) {
                        (Some(value), Some(token)) => parameters.push(Formal {
                            name: token.text().trim_matches('`').to_owned(),
                            takes: Takes::Thing(Domain::Constant(value)),
                        }),
                        _ => is_good = false,
                    }
                }
                _ => {}
            }
        }
        is_good.then_some(parameters)
    }

    /// Facts of this name, in order of declaration.
    pub(super) fn facts_named(&self, name: &str) -> &[FluentSchemaId] {
        self.facts_by_name.get(name).map_or(&[], Vec::as_slice)
    }

    pub(super) fn is_broken(&self, name: &str) -> bool {
        self.broken.contains(name)
    }

    /// The names of all facts and definitions.
    pub(super) fn fact_names(&self) -> impl Iterator<Item = &str> {
        self.facts_by_name.keys().chain(self.definitions.keys()).map(String::as_str)
    }

    /// Reports a name that stands for nothing.
    pub(super) fn unknown_thing<'n>(
        &'n self,
        name: &Name,
        variables: impl Iterator<Item = &'n str>,
        report: &mut Report,
    ) {
        let text = name.text();
        let things = self.entities.iter().map(|entity| entity.name.as_str());
        let candidates: Vec<&str> = variables.chain(things).chain(self.fact_names()).collect();
        let help = if self.type_id(text).is_some() {
            format!("`{text}` is a type; whether something is of it is asked with `is a {text}`")
        } else {
            match nearest(text, candidates.iter().copied()) {
                Some(meant) => match self.entity(meant).map(|id| Known::Value(Value::Entity(id))) {
                    Some(known) => format!("did you mean `{meant}`? ({})", self.describe(known)),
                    None => format!("did you mean `{meant}`?"),
                },
                None => format!(
                    "declare it: `place {text}` (or another type) for a thing, `fact {text}` for what is so or \
                     not"
                ),
            }
        };
        report.unknown(
            codes::NO_SUCH_THING,
            text,
            name.range(),
            format!("there is no `{text}`"),
            help,
        );
    }

    // ---- definitions

    fn read_definitions(&mut self, declarations: &[Node], report: &mut Report) {
        let all = declarations.iter().filter(|d| matches!(d.kind(), DEFINE_DECL | CLAIM_DECL));
        for declaration in all {
            let Some(signature) = declaration.child(SIGNATURE) else { continue };
            let Some(name) = signature.name() else { continue };
            let place = report.span(name.range());
            let first = self
                .definitions
                .get(name.text())
                .map(|definition| definition.place)
                .or_else(|| {
                    self.facts_named(name.text()).first().map(|id| self.traits[id.index()].place)
                });
            if let Some(first) = first {
                report.push(twice("something", name.text(), place, first));
                continue;
            }
            let is_claim = declaration.kind() == CLAIM_DECL;
            match self.formals(&signature, report) {
                // What is wrong with a claim has been said.
                _ if is_claim && self.claim(name.text()).is_none() => {
                    self.broken.insert(name.text().to_owned());
                }
                Some(parameters) => {
                    let definition = Definition { node: declaration.clone(), parameters, place };
                    self.definitions.insert(name.text().to_owned(), definition);
                }
                None => {
                    self.broken.insert(name.text().to_owned());
                }
            }
        }
    }

    /// A fact as it is declared, for a message: `at(t: thing)`.
    pub(super) fn signature(&self, fact: FluentSchemaId) -> String {
        signature(&self.facts[fact.index()].name, &self.fact_formals[fact.index()], &self.types)
    }

    /// The place of a name that is declared.
    pub(super) fn fact_place(&self, fact: FluentSchemaId) -> Span {
        self.traits[fact.index()].place
    }
}

/// `name(a: type, only Constant)`
pub(super) fn signature(name: &str, parameters: &[Formal], types: &[Type]) -> String {
    if parameters.is_empty() {
        return name.to_owned();
    }
    let parameters: Vec<String> = parameters
        .iter()
        .map(|parameter| match parameter.takes {
            Takes::Thing(Domain::Type(kind)) => {
                format!("{}: {}", parameter.name, types[kind.index()].name)
            }
            Takes::Thing(Domain::Constant(_)) => format!("only {}", parameter.name),
            Takes::Claim => format!("{}: claim", parameter.name),
            Takes::Number(first, last) => format!("{}: {first}..{last}", parameter.name),
        })
        .collect();
    format!("{name}({})", parameters.join(", "))
}

pub(super) const NUMBER_TOKEN: SyntaxKind = motive_syntax::motive::SyntaxKind::NUMBER;

/// The value of a literal token.
fn value_of(kind: SyntaxKind, text: &str) -> Option<Value> {
    match kind {
        TRUE_WORD => Some(Value::TRUE),
        FALSE_WORD => Some(Value::FALSE),
        NONE_WORD => Some(Value::None),
        UNKNOWN_WORD => Some(Value::Unknown),
        NUMBER_TOKEN => text.parse().ok().and_then(Number::new).map(Value::Number),
        _ => None,
    }
}

/// The value of a literal.
pub(super) fn literal(node: &Node) -> Option<Value> {
    let token = node.literal()?;
    value_of(token.kind(), token.text())
}

/// Declarations of one kind.
pub(super) fn of_kind(declarations: &[Node], kind: SyntaxKind) -> impl Iterator<Item = &Node> {
    declarations.iter().filter(move |declaration| declaration.kind() == kind)
}

/// `a place`, `an item`
pub(super) fn article(word: &str) -> String {
    let vowel = word.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O', 'U']);
    format!("{} {word}", if vowel { "an" } else { "a" })
}

/// Something that is declared twice.
pub(super) fn twice(what: &str, name: &str, place: Span, first: Span) -> Diagnostic {
    Diagnostic::new(
        codes::DECLARED_TWICE,
        place,
        format!("{what} called `{name}` is declared already"),
    )
    .secondary(first, "first declared here")
    .help(match place.file == first.file {
        true => "give one of the two another name, or remove it",
        false => "give one of the two another name, or leave one out: `use … without …`",
    })
}
