//! Names inside one declaration, and what a call means.

use super::claim::{Filling, Formal, Given, Said, Takes, only_things};
use super::declared::{Declared, Known, literal};
use super::report::Report;
use crate::diagnostic::codes;
use motive_syntax::TextRange;
use motive_syntax::motive::SyntaxKind::{self, *};
use motive_syntax::motive::ast::{Name, Node};
use motive_world::id::{FluentSchemaId, TypeId, VariableId};
use motive_world::program::{Argument, BOOLEAN, CHARACTER, Domain, Expr, Scope, Variable, Written};
use motive_world::value::Value;
use std::collections::BTreeMap;

/// How deep definitions may use definitions.
pub(super) const MOST_DEFINITIONS: usize = 32;

/// How many definitions may be put in their places in one declaration.
const MOST_EXPANSIONS: usize = 5_000;

/// What conditions and effects of one declaration are read with.
pub(super) struct Reader<'r> {
    pub(super) declared: &'r Declared,
    pub(super) report: &'r mut Report,
    pub(super) scope: Scope,
    /// How many variables have been given a name with this beginning, and how many of the scope
    /// have been looked at for that.
    numbers: BTreeMap<String, usize>,
    named: usize,
    /// What each name stands for at this place, the innermost last.
    visible: Vec<(String, Given)>,
    /// Where the names of the definition that is being read begin: what is outside is not seen.
    floor: usize,
    /// The definitions that are being read.
    inside: Vec<String>,
    /// How many definitions have been put in their places.
    expansions: usize,
    /// Values that stand where names belong: for each a variable with that value.
    pub(super) lifts: Vec<Lift>,
    /// Whether what is read is in somebody's mind, so that "is unknown" needs no whom.
    pub(super) is_mind: bool,
}

/// `at(c)` in the place of an argument: a variable that is bound to its value.
pub(super) struct Lift {
    pub(super) variable: VariableId,
    pub(super) kind: TypeId,
    pub(super) value: Expr,
}

/// What a call or a name means.
pub(super) enum Meaning {
    /// A fact with its arguments.
    Fact(FluentSchemaId, Vec<Argument>),
    /// A thing.
    Thing(Argument, Known),
    /// A definition or a claim, with its arguments.
    Definition(String, Vec<Given>),
}

impl<'r> Reader<'r> {
    pub(super) fn new(declared: &'r Declared, report: &'r mut Report) -> Self {
        Reader {
            declared,
            report,
            scope: Scope::new(),
            numbers: BTreeMap::new(),
            named: 0,
            visible: Vec::new(),
            floor: 0,
            inside: Vec::new(),
            expansions: 0,
            lifts: Vec::new(),
            is_mind: false,
        }
    }

    /// Makes parameters visible, as the first variables of the scope.
    pub(super) fn parameters(&mut self, filling: &Filling) {
        for parameter in &filling.parameters {
            self.scope.push(Variable { name: parameter.name.clone(), domain: parameter.domain });
        }
        let known = |index: usize| match filling.parameters[index].domain {
            Domain::Type(kind) => (Argument::Variable(VariableId::at(index)), Known::Type(kind)),
            Domain::Constant(value) => (Argument::Constant(value), Known::Value(value)),
        };
        for written in filling.written() {
            match written {
                Written::Plain(index) => {
                    let (argument, known) = known(index);
                    // A fixed thing has no name of its own.
                    if matches!(known, Known::Type(_) | Known::Value(Value::Number(_))) {
                        let name = filling.parameters[index].name.clone();
                        self.visible.push((name, Given::Thing(argument, known)));
                    }
                }
                Written::Claim(claim, about) => {
                    let about = about.into_iter().map(known).collect();
                    let said = Said { claim: claim.claim.clone(), about };
                    self.visible.push((claim.parameter.clone(), Given::Claim(said)));
                }
            }
        }
    }

    /// A new variable, which has no name yet.
    pub(super) fn fresh(&mut self, name: &str, kind: TypeId) -> VariableId {
        let id = VariableId::at(self.scope.len());
        // No two variables of a scope have one name, so that what is printed can be told apart.
        for variable in &self.scope[self.named.min(self.scope.len())..] {
            self.numbers.entry(variable.name.clone()).or_insert(1);
        }
        let mut unique = name.to_owned();
        while let Some(&number) = self.numbers.get(&unique) {
            let next = self.numbers.entry(name.to_owned()).or_insert(number);
            *next += 1;
            unique = format!("{name}{next}");
        }
        self.numbers.insert(unique.clone(), 1);
        self.named = self.scope.len() + 1;
        self.scope.push(Variable { name: unique, domain: Domain::Type(kind) });
        id
    }

    /// Lets a name stand for something while `inside` is read.
    pub(super) fn with_name<R>(
        &mut self,
        name: &str,
        argument: Argument,
        known: Known,
        inside: impl FnOnce(&mut Self) -> R,
    ) -> R {
        self.with_given(name, Given::Thing(argument, known), inside)
    }

    /// Lets a name stand for a thing or a claim while `inside` is read.
    pub(super) fn with_given<R>(
        &mut self,
        name: &str,
        given: Given,
        inside: impl FnOnce(&mut Self) -> R,
    ) -> R {
        self.visible.push((name.to_owned(), given));
        let result = inside(self);
        self.visible.pop();
        result
    }

    /// Reads `inside` with the variable that a binder declares.
    pub(super) fn bound<R>(
        &mut self,
        binder: &Node,
        inside: impl FnOnce(&mut Self) -> R,
    ) -> Option<(VariableId, TypeId, R)> {
        let name = binder.name()?;
        let kind = binder.child(KIND)?;
        let kind = self.declared.variable_kind(&kind, self.report);
        let variable = self.fresh(name.text(), kind.unwrap_or(BOOLEAN));
        let known = Known::Type(kind.unwrap_or(BOOLEAN));
        let argument = Argument::Variable(variable);
        match kind {
            Some(kind) => {
                let result = self.with_name(name.text(), argument, known, inside);
                Some((variable, kind, result))
            }
            // Nothing useful could be said of what is inside.
            None => None,
        }
    }

    /// What a name stands for here, where it is no name of the whole world.
    pub(super) fn given(&self, name: &str) -> Option<&Given> {
        let visible = &self.visible[self.floor..];
        visible.iter().rev().find(|(other, _)| other == name).map(|(_, given)| given)
    }

    /// A thing by its name, if there is one.
    pub(super) fn thing(&self, name: &str) -> Option<(Argument, Known)> {
        match self.given(name) {
            Some(&Given::Thing(argument, known)) => return Some((argument, known)),
            Some(Given::Claim(_)) => return None,
            None => {}
        }
        let value = Value::Entity(self.declared.entity(name)?);
        Some((Argument::Constant(value), Known::Value(value)))
    }

    pub(super) fn unknown(&mut self, name: &Name) {
        let visible: Vec<String> =
            self.visible[self.floor..].iter().map(|(name, _)| name.clone()).collect();
        self.declared.unknown_thing(name, visible.iter().map(String::as_str), self.report);
    }

    pub(super) fn complain(
        &mut self,
        code: crate::diagnostic::Code,
        range: TextRange,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.report.at(code, range, message, help);
    }

    /// Somebody, by name.
    pub(super) fn character(&mut self, name: &Name, to: &str) -> Option<Argument> {
        if let Some(Given::Claim(_)) = self.given(name.text()) {
            self.complain(
                codes::NOT_SOMEBODY,
                name.range(),
                format!("only a character can {to}, and this is a claim"),
                "use a name that is declared as `character` or a kind of it",
            );
            return None;
        }
        let Some((argument, known)) = self.thing(name.text()) else {
            self.unknown(name);
            return None;
        };
        if self.declared.is_of(known, CHARACTER) {
            return Some(argument);
        }
        let what = self.declared.describe(known);
        self.complain(
            codes::NOT_SOMEBODY,
            name.range(),
            format!("only a character can {to}, and this is {what}"),
            "use a name that is declared as `character` or a kind of it",
        );
        None
    }

    /// Somebody, written as a value.
    pub(super) fn believer(&mut self, node: &Node, to: &str) -> Option<Argument> {
        if node.kind() == NAME_EXPR {
            let name = node.name()?;
            return self.character(&name, to);
        }
        if node.kind() == PAREN_EXPR {
            let inner = node.expressions().next()?;
            return self.believer(&inner, to);
        }
        if node.kind() == CALL_EXPR {
            if let Given::Thing(argument, known) = self.argument(node)? {
                if self.declared.is_of(known, CHARACTER) {
                    return Some(argument);
                }
            }
        }
        self.complain(
            codes::NOT_SOMEBODY,
            node.range(),
            format!("only a character can {to}"),
            "begin with the name of a character: `Anna believes …`",
        );
        None
    }

    /// An argument: a thing, a fact whose value is one, or a claim.
    pub(super) fn argument(&mut self, node: &Node) -> Option<Given> {
        match node.kind() {
            LITERAL => {
                let value = literal(node)?;
                if matches!(value, Value::None | Value::Unknown) {
                    self.complain(
                        codes::WRONG_ARGUMENTS,
                        node.range(),
                        "nobody and nothing cannot be spoken of",
                        "name a thing",
                    );
                    return None;
                }
                Some(Given::Thing(Argument::Constant(value), Known::Value(value)))
            }
            PAREN_EXPR => {
                let inner = node.expressions().next()?;
                self.argument(&inner)
            }
            NAME_EXPR | CALL_EXPR => match self.meaning(node)? {
                Meaning::Thing(argument, known) => Some(Given::Thing(argument, known)),
                Meaning::Definition(claim, given) if self.declared.claim(&claim).is_some() => {
                    Some(Given::Claim(Said { claim, about: only_things(given) }))
                }
                Meaning::Fact(fact, arguments) => {
                    let kind = self.declared.facts[fact.index()].value;
                    if kind == BOOLEAN || kind == motive_world::program::NUMBER {
                        self.complain(
                            codes::WRONG_ARGUMENTS,
                            node.range(),
                            "a thing is needed here, and this is no thing",
                            "name a thing, or a fact whose value is one",
                        );
                        return None;
                    }
                    let name = self.declared.facts[fact.index()].name.clone();
                    let variable = self.fresh(&format!("{name}_of"), kind);
                    self.lifts.push(Lift { variable, kind, value: Expr::Fluent(fact, arguments) });
                    Some(Given::Thing(Argument::Variable(variable), Known::Type(kind)))
                }
                Meaning::Definition(..) => {
                    self.complain(
                        codes::WRONG_ARGUMENTS,
                        node.range(),
                        "a thing is needed here, and this is a condition",
                        "name a thing, or a fact whose value is one",
                    );
                    None
                }
            },
            ERROR => None,
            _ => {
                self.complain(
                    codes::WRONG_ARGUMENTS,
                    node.range(),
                    "a thing is needed here",
                    "name a thing, or a fact whose value is one",
                );
                None
            }
        }
    }

    /// What a name or a call means; what means nothing is reported.
    pub(super) fn meaning(&mut self, node: &Node) -> Option<Meaning> {
        let name = node.name()?;
        if node.has(DOT) {
            self.report.not_yet(node.range(), "names with a module", "write the name alone");
            return None;
        }
        if node.kind() == NAME_EXPR {
            if let Some(Given::Claim(said)) = self.given(name.text()) {
                return Some(said.meaning());
            }
            if let Some((argument, known)) = self.thing(name.text()) {
                return Some(Meaning::Thing(argument, known));
            }
            if self.declared.is_broken(name.text()) {
                return None;
            }
            let is_fact = !self.declared.facts_named(name.text()).is_empty();
            if !is_fact && !self.declared.definitions.contains_key(name.text()) {
                self.unknown(&name);
                return None;
            }
        }
        let mut arguments = Vec::new();
        let mut is_good = true;
        for argument in node.expressions() {
            match self.argument(&argument) {
                Some(found) => arguments.push(found),
                None => is_good = false,
            }
        }
        let has_gap = self.declared.has_gaps && node.is_broken();
        if self.declared.is_broken(name.text()) || has_gap || !is_good {
            return None;
        }
        self.call(&name, arguments, node.range())
    }

    fn call(&mut self, name: &Name, arguments: Vec<Given>, range: TextRange) -> Option<Meaning> {
        let declared = self.declared;
        let text = name.text();
        let fits = |formals: &[Formal]| {
            formals.len() == arguments.len()
                && formals.iter().zip(&arguments).all(|(p, given)| declared.takes(p.takes, given))
        };
        if let Some(definition) = declared.definitions.get(text) {
            if fits(&definition.parameters) {
                return Some(Meaning::Definition(text.to_owned(), arguments));
            }
            let as_declared =
                super::declared::signature(text, &definition.parameters, &declared.types);
            self.misfit(
                range,
                &as_declared,
                std::slice::from_ref(&definition.parameters),
                &arguments,
            );
            return None;
        }
        let candidates = declared.facts_named(text);
        if candidates.is_empty() {
            let help = if self.thing(text).is_some() {
                format!("`{text}` is a thing; a fact stands before brackets")
            } else {
                match motive_syntax::spelling::nearest(text, declared.fact_names()) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("declare it: `fact {text}(…)`, or `define {text}(…) means …`"),
                }
            };
            self.report.unknown(
                codes::NO_SUCH_FACT,
                text,
                name.range(),
                format!("there is no fact or definition `{text}`"),
                help,
            );
            return None;
        }
        let fitting: Vec<FluentSchemaId> = candidates
            .iter()
            .copied()
            .filter(|id| fits(&declared.fact_formals[id.index()]))
            .filter(|id| {
                let claims = declared.facts[id.index()].claims.iter().map(|claim| &claim.claim);
                claims.eq(arguments.iter().filter_map(Given::claim))
            })
            .collect();
        let fact = match fitting.as_slice() {
            [] => {
                // A fact that takes claims is there once for each.
                let mut all: Vec<Vec<Formal>> =
                    candidates.iter().map(|id| declared.fact_formals[id.index()].clone()).collect();
                all.dedup();
                let mut signatures: Vec<String> =
                    candidates.iter().map(|&id| declared.signature(id)).collect();
                signatures.dedup();
                signatures.truncate(4);
                self.misfit(range, &signatures.join("`, `"), &all, &arguments);
                return None;
            }
            // A constant says more than a type, and an earlier declaration wins otherwise.
            all => *all
                .iter()
                .max_by_key(|id| {
                    let parameters = &declared.facts[id.index()].parameters;
                    let constants = parameters
                        .iter()
                        .filter(|p| matches!(p.domain, Domain::Constant(_)))
                        .count();
                    (constants, std::cmp::Reverse(id.index()))
                })
                .unwrap_or(&all[0]),
        };
        Some(Meaning::Fact(fact, arguments.iter().flat_map(Given::arguments).collect()))
    }

    /// Reports arguments that a fact or definition does not take.
    fn misfit(
        &mut self,
        range: TextRange,
        as_declared: &str,
        candidates: &[Vec<Formal>],
        arguments: &[Given],
    ) {
        let message = match candidates {
            [parameters] if parameters.len() != arguments.len() => format!(
                "this has {} in brackets, and `{as_declared}` takes {}",
                things(arguments.len()),
                parameters.len()
            ),
            [parameters] => {
                let mut pairs = parameters.iter().zip(arguments);
                match pairs.find(|(p, given)| !self.declared.takes(p.takes, given)) {
                    Some((parameter, given)) => {
                        let what = self.declared.describe_given(given);
                        let wanted = match parameter.takes {
                            Takes::Thing(Domain::Type(kind)) => {
                                super::declared::article(&self.declared.types[kind.index()].name)
                            }
                            Takes::Thing(Domain::Constant(_)) => format!("only {}", parameter.name),
                            Takes::Claim => "a claim".to_owned(),
                            Takes::Number(first, last) => format!("{first}..{last}"),
                        };
                        format!("`{}` here must be {wanted}, and this is {what}", parameter.name)
                    }
                    None => "these arguments do not fit".to_owned(),
                }
            }
            _ => {
                let what: Vec<String> =
                    arguments.iter().map(|given| self.declared.describe_given(given)).collect();
                format!("none of the facts of this name takes ({})", what.join("; "))
            }
        };
        self.complain(codes::WRONG_ARGUMENTS, range, message, format!("it is `{as_declared}`"));
    }

    /// Reads what a definition says, with its parameters standing for `arguments`.
    pub(super) fn inside_definition<R>(
        &mut self,
        name: &str,
        arguments: &[Given],
        range: TextRange,
        read: impl FnOnce(&mut Self, &Node) -> R,
    ) -> Option<R> {
        let definition = self.declared.definitions.get(name)?;
        self.expansions += 1;
        if self.expansions > MOST_EXPANSIONS {
            if self.expansions == MOST_EXPANSIONS + 1 {
                self.complain(
                    codes::NESTED_TOO_DEEPLY,
                    range,
                    format!(
                        "more than {MOST_EXPANSIONS} definitions would be put in their places here"
                    ),
                    "let definitions use each other less often",
                );
            }
            return None;
        }
        if self.inside.iter().any(|inside| inside == name) || self.inside.len() >= MOST_DEFINITIONS
        {
            let others = self.inside.iter().skip_while(|inside| *inside != name).skip(1);
            let others: Vec<String> = others.map(|other| format!("`{other}`")).collect();
            let way = match others.as_slice() {
                [] => String::new(),
                others => format!(", by way of {}", others.join(" and ")),
            };
            self.complain(
                codes::CIRCULAR_DEFINITION,
                range,
                format!("`{name}` is defined by itself{way}"),
                "say it without the circle: by facts",
            );
            return None;
        }
        let meaning = definition.node.child(MEANS_CLAUSE)?;
        let (floor, length) = (self.floor, self.visible.len());
        self.floor = length;
        for (parameter, given) in definition.parameters.iter().zip(arguments) {
            self.visible.push((parameter.name.clone(), given.clone()));
        }
        self.inside.push(name.to_owned());
        let result = read(self, &meaning);
        self.inside.pop();
        self.visible.truncate(length);
        self.floor = floor;
        Some(result)
    }

    /// Reads what is in somebody's mind.
    pub(super) fn in_mind<R>(&mut self, inside: impl FnOnce(&mut Self) -> R) -> R {
        let before = std::mem::replace(&mut self.is_mind, true);
        let result = inside(self);
        self.is_mind = before;
        result
    }
}

fn things(count: usize) -> String {
    match count {
        0 => "nothing".to_owned(),
        1 => "one thing".to_owned(),
        count => format!("{count} things"),
    }
}

/// The word that a node begins with, if it is of this kind.
pub(super) fn first_word(node: &Node) -> Option<SyntaxKind> {
    node.tokens().next().map(|token| token.kind())
}

impl Reader<'_> {
    /// Reads `inside` with these names and no others.
    pub(super) fn with_only<R>(
        &mut self,
        names: [(&String, Argument, Known); 2],
        inside: impl FnOnce(&mut Self) -> R,
    ) -> R {
        let (floor, length) = (self.floor, self.visible.len());
        self.floor = length;
        for (name, argument, known) in names {
            self.visible.push((name.clone(), Given::Thing(argument, known)));
        }
        let result = inside(self);
        self.visible.truncate(length);
        self.floor = floor;
        result
    }
}
