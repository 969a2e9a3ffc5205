//! Names inside one definition: parameters, observers, and what quantifiers bind.

use super::declared::{Declared, Known};
use super::report::Report;
use super::span;
use crate::diagnostic::{Diagnostic, Span, codes};
use motive_syntax::sabre::ast::NameReference;
use motive_syntax::spelling::nearest;
use motive_world::id::{FluentSchemaId, TypeId, VariableId};
use motive_world::program::{Argument, Domain, ENTITY, Parameter, Scope, Variable};
use motive_world::value::Value;
use std::collections::BTreeMap;

/// What expressions of one definition are read with.
pub(super) struct Reader<'r> {
    pub(super) declared: &'r mut Declared,
    pub(super) report: &'r mut Report,
    scope: Scope,
    /// What each name stands for at this place, the innermost last; the type is missing where it
    /// is broken.
    visible: BTreeMap<String, Vec<(VariableId, Option<TypeId>)>>,
    /// What the effect being read changes whatever happens: the values, and where they are given.
    pub(super) certain: BTreeMap<Changed, (Value, Span)>,
}

/// A fluent with its arguments, perhaps as it is believed: something that an effect sets.
pub(super) type Changed = (Vec<ArgumentKey>, u32, Vec<ArgumentKey>);

/// An argument, as something to order by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ArgumentKey {
    Constant(Value),
    Variable(VariableId),
}

impl From<Argument> for ArgumentKey {
    fn from(argument: Argument) -> Self {
        match argument {
            Argument::Constant(value) => ArgumentKey::Constant(value),
            Argument::Variable(variable) => ArgumentKey::Variable(variable),
        }
    }
}

/// A property with its arguments.
pub(super) struct Resolved {
    pub(super) fluent: FluentSchemaId,
    pub(super) arguments: Vec<Argument>,
}

impl<'r> Reader<'r> {
    pub(super) fn new(declared: &'r mut Declared, report: &'r mut Report) -> Self {
        Reader {
            declared,
            report,
            scope: Scope::new(),
            visible: BTreeMap::new(),
            certain: BTreeMap::new(),
        }
    }

    /// Opens the scope of an event: its parameters. Constants among them are no variables, but
    /// have their place in the scope.
    pub(super) fn parameters(&mut self, parameters: &[Parameter]) {
        for parameter in parameters {
            match parameter.domain {
                Domain::Type(kind) => {
                    self.bind(&parameter.name, Some(kind));
                }
                Domain::Constant(_) => self
                    .scope
                    .push(Variable { name: parameter.name.clone(), domain: parameter.domain }),
            }
        }
    }

    /// Makes a variable visible. A broken type has been reported.
    pub(super) fn bind(&mut self, name: &str, kind: Option<TypeId>) -> VariableId {
        let id = VariableId::at(self.scope.len());
        let domain = Domain::Type(kind.unwrap_or(ENTITY));
        self.scope.push(Variable { name: name.to_owned(), domain });
        self.visible.entry(name.to_owned()).or_default().push((id, kind));
        id
    }

    /// Hides the variable of this name that was bound last.
    pub(super) fn unbind(&mut self, name: &str) {
        if let Some(bound) = self.visible.get_mut(name) {
            bound.pop();
            if bound.is_empty() {
                self.visible.remove(name);
            }
        }
    }

    pub(super) fn into_scope(self) -> Scope {
        self.scope
    }

    /// What a name stands for: a variable, an entity or a truth value. `None` if that is broken,
    /// which has then been reported.
    pub(super) fn lookup(&mut self, name: &str, place: Span) -> Option<(Argument, Known)> {
        if let Some(&(id, kind)) = self.visible.get(name).and_then(|bound| bound.last()) {
            return kind.map(|kind| (Argument::Variable(id), Known::Type(kind)));
        }
        if let Some(value) = self.declared.value(name) {
            return Some((Argument::Constant(value), Known::Value(value)));
        }
        let (declared, visible) = (&*self.declared, &self.visible);
        self.report.unknown(codes::UNKNOWN_NAME, name, place, || {
            let diagnostic = Diagnostic::new(
                codes::UNKNOWN_NAME,
                place,
                format!("there is no variable or entity `{name}`"),
            );
            if declared.is_property(name) {
                return diagnostic.help(format!("a property needs brackets: `{name}(…)`"));
            }
            let variables = visible.keys().map(String::as_str);
            let known = variables.chain(["True", "False"]).chain(declared.entity_names());
            match nearest(name, known) {
                Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
                None if matches!(
                    name,
                    "null" | "none" | "None" | "nil" | "unknown" | "nothing"
                ) =>
                {
                    diagnostic.help("the unknown value is written `?`")
                }
                None if declared.types.find(name).is_some() => diagnostic
                    .help(format!("`{name}` is a type; bind a variable: `exists(x : {name}) …`")),
                None => diagnostic.help(format!("declare it: `entity {name} : type;`")),
            }
        });
        None
    }

    /// Somebody who consents or believes: it must be a character, and `what` says why.
    pub(super) fn character(&mut self, name: &NameReference, what: &str) -> Option<Argument> {
        let place = span(name.range());
        let text = name.text();
        let found = if name.is_number() { None } else { Some(self.lookup(&text, place)?) };
        if let Some((argument, known)) = found {
            if self.declared.is_character(known) {
                return Some(argument);
            }
        }
        let help = match found {
            Some((_, Known::Type(kind))) => format!(
                "`{text}` is declared with type `{}`; use `character`, or a kind of it",
                self.declared.types.name(kind)
            ),
            None => "name a character".to_owned(),
            _ => format!("declare it as one: `entity {text} : character;`"),
        };
        self.report.push(
            Diagnostic::new(
                codes::NOT_A_CHARACTER,
                place,
                format!("`{text}` is not a character, and only characters {what}"),
            )
            .help(help),
        );
        None
    }

    /// A property with its arguments. `None` if it is broken, which has been reported.
    pub(super) fn call(&mut self, call: &motive_syntax::sabre::ast::Call) -> Option<Resolved> {
        let name = call.name()?;
        let mut arguments = Vec::new();
        let mut known = Vec::new();
        let mut is_good = true;
        for argument in call.arguments() {
            let found = argument.and_then(|argument| {
                let place = span(argument.range());
                let text = argument.text();
                if argument.is_number() {
                    let number = super::declared::number(&text, place, self.report)?;
                    let value = Value::Number(number);
                    return Some((Argument::Constant(value), Known::Value(value)));
                }
                self.lookup(&text, place)
            });
            match found {
                Some((argument, what)) => {
                    arguments.push(argument);
                    known.push(what);
                }
                None => is_good = false,
            }
        }
        if !is_good {
            return None;
        }
        let whole = span(call.range());
        let fluent = self.declared.resolve(&name, &known, whole, self.report)?;
        Some(Resolved { fluent, arguments })
    }

    /// The type of a property's values.
    pub(super) fn value_type(&self, fluent: FluentSchemaId) -> TypeId {
        self.declared.fluents[fluent.index()].value
    }
}
