//! Actions, triggers, utilities and the start, to the program (planning-semantics §1.2, §2).

use super::declared::{Declared, DomainKey};
use super::report::Report;
use super::scope::Reader;
use super::span;
use crate::diagnostic::{Diagnostic, Span, codes};
use crate::source_map::{EventSpans, SourceMap};
use motive_syntax::sabre::ast::{
    Definition, EventDefinition, Expression, InitialStatement, ObservingPart, Part,
    UtilityDefinition,
};
use motive_world::id::CharacterId;
use motive_world::program::{
    ActionSchema, Argument, CHARACTER, Condition, Effect, Expr, Outcome, Parameter, Perceived,
    Perception, Program, Settings, Statement, TriggerSchema, Utility, Want, When,
};
use motive_world::value::{Number, Value};
use std::collections::BTreeMap;

/// Reads everything that contains expressions, and puts the program together. If anything was
/// wrong, that has been reported, and the program is of no use.
pub(super) fn read(
    declared: Declared,
    definitions: &[Definition],
    report: &mut Report,
) -> (Program, SourceMap) {
    let characters = declared.characters as usize;
    let mut definition_reader = DefinitionReader {
        declared,
        report,
        program: Program { settings: Settings::strict(), ..Program::empty() },
        map: SourceMap { utilities: vec![None; characters], ..SourceMap::default() },
        signatures: BTreeMap::new(),
    };
    definition_reader.program.utilities = vec![Utility::default(); characters];
    for definition in definitions {
        match definition {
            Definition::Event(definition) => definition_reader.event(definition),
            Definition::Utility(definition) => definition_reader.utility(definition),
            Definition::Initial(statement) => definition_reader.statement(statement),
            _ => {}
        }
    }
    definition_reader.finish(!definitions.is_empty())
}

struct DefinitionReader<'r> {
    declared: Declared,
    report: &'r mut Report,
    program: Program,
    map: SourceMap,
    /// Where each action and trigger is declared.
    signatures: BTreeMap<(String, Vec<DomainKey>), Span>,
}

/// The last of each kind of part, which is the one that counts.
#[derive(Default)]
struct Parts {
    precondition: Option<Expression>,
    effect: Option<Expression>,
    consenting: Option<motive_syntax::sabre::ast::ConsentingPart>,
    observing: Option<ObservingPart>,
}

impl DefinitionReader<'_> {
    fn finish(self, has_definitions: bool) -> (Program, SourceMap) {
        let DefinitionReader { declared, report, mut program, mut map, .. } = self;
        if has_definitions && map.author.is_none() {
            report.push(
                Diagnostic::without_place(
                    codes::NO_AUTHOR_UTILITY,
                    "the author wants nothing, so no story can improve anything",
                )
                .help("add `utility(): …;`"),
            );
        }
        program.entities = declared.entities;
        program.characters = declared.characters;
        program.fluents = declared.fluents;
        map.entities = declared.entity_places;
        map.fluents = declared.fluent_places;
        (program.types, map.types) = declared.types.into_parts();
        (program, map)
    }

    fn event(&mut self, definition: &EventDefinition) {
        let Some(signature) = definition.signature() else { return };
        let Some(name) = signature.name().filter(|_| signature.has_brackets()) else { return };
        let (text, place) = (name.text(), span(name.range()));
        let parameters = self.declared.parameters(&signature, self.report);
        let Some(parameters) = parameters else {
            // With unknown parameters, little that is said of the body would be of use.
            return;
        };
        let key: Vec<DomainKey> = parameters.iter().map(|p| p.domain.into()).collect();
        match self.signatures.get(&(text.clone(), key.clone())) {
            Some(&first) => self.report.push(
                Diagnostic::new(
                    codes::DUPLICATE_DEFINITION,
                    place,
                    format!(
                        "an action or trigger `{text}` with these parameters is declared twice"
                    ),
                )
                .secondary(first, "first declared here")
                .help("give one of the two another name"),
            ),
            None => {
                self.signatures.insert((text.clone(), key), place);
            }
        }
        let mut spans = EventSpans {
            whole: span(definition.range()),
            name: place,
            precondition: None,
            effect: None,
            consenting: None,
            observing: None,
        };
        let parts = self.parts(definition, &mut spans);
        self.lower_event(text, &parameters, &parts, spans, definition.is_trigger());
    }

    fn parts(&mut self, definition: &EventDefinition, spans: &mut EventSpans) -> Parts {
        let mut parts = Parts::default();
        for part in definition.parts() {
            let place;
            let before = match part {
                Part::Precondition(part) => {
                    place = span(part.range());
                    parts.precondition = part.expression();
                    let here = parts.precondition.as_ref().map(|e| span(e.range()));
                    std::mem::replace(&mut spans.precondition, here.or(Some(place)))
                }
                Part::Effect(part) => {
                    place = span(part.range());
                    parts.effect = part.expression();
                    let here = parts.effect.as_ref().map(|e| span(e.range()));
                    std::mem::replace(&mut spans.effect, here.or(Some(place)))
                }
                Part::Consenting(part) => {
                    place = span(part.range());
                    parts.consenting = Some(part);
                    spans.consenting.replace(place)
                }
                Part::Observing(part) => {
                    place = span(part.range());
                    parts.observing = Some(part);
                    spans.observing.replace(place)
                }
            };
            if let Some(before) = before {
                self.report.push(
                    Diagnostic::new(
                        codes::REPEATED_PART,
                        before,
                        "this part is given again below, and only the last one counts",
                    )
                    .secondary(place, "this one counts")
                    .help("remove one of the two"),
                );
            }
        }
        parts
    }

    fn lower_event(
        &mut self,
        name: String,
        parameters: &[Parameter],
        parts: &Parts,
        spans: EventSpans,
        is_trigger: bool,
    ) {
        let count = u32::try_from(parameters.len()).unwrap_or(u32::MAX);
        let mut reader = Reader::new(&mut self.declared, self.report);
        reader.parameters(parameters);
        let precondition =
            parts.precondition.as_ref().map_or(Condition::True, |e| reader.condition(e));
        let effect = parts.effect.as_ref().map_or_else(Effect::nothing, |e| reader.effect(e));
        if parts.effect.is_none() {
            let what = if is_trigger { "trigger" } else { "action" };
            reader.report.push(
                Diagnostic::new(
                    codes::NO_EFFECT,
                    spans.name,
                    format!("this {what} has no effect, so it never happens"),
                )
                .help("add `effect: …;`"),
            );
        }
        if is_trigger {
            let scope = reader.into_scope();
            self.map.triggers.push(spans);
            self.program.triggers.push(TriggerSchema {
                name,
                parameters: count,
                scope,
                precondition,
                effect,
                claims: vec![],
            });
            return;
        }
        let mut consenting: Vec<Argument> = Vec::new();
        for who in parts.consenting.iter().flat_map(|part| part.names()) {
            consenting.extend(reader.character(&who, "consent"));
        }
        let perception = match &parts.observing {
            Some(part) => observing(&mut reader, part),
            None => perceived_by(None, Condition::True),
        };
        let scope = reader.into_scope();
        self.map.actions.push(spans);
        self.program.actions.push(ActionSchema {
            name,
            parameters: count,
            scope,
            precondition,
            outcomes: vec![Outcome::only(effect)],
            consenting,
            perceptions: vec![perception],
            natural: false,
            is_impression: false,
            claims: vec![],
        });
    }

    fn utility(&mut self, definition: &UtilityDefinition) {
        let place = span(definition.range());
        let owner = match definition.character() {
            None => None,
            Some(name) => {
                let mut reader = Reader::new(&mut self.declared, self.report);
                match reader.character(&name, "have a utility") {
                    Some(Argument::Constant(Value::Entity(entity))) => Some(CharacterId(entity.0)),
                    _ => return,
                }
            }
        };
        let mut reader = Reader::new(&mut self.declared, self.report);
        let expression = definition.expression();
        let Some(expression) = expression.filter(|e| !matches!(e, Expression::Error(_))) else {
            // It has been reported, and may be the only utility that the author has.
            if owner.is_none() {
                self.map.author.get_or_insert(place);
            }
            return;
        };
        let read = reader.value(&expression);
        if !read.is_broken() && !read.is_boolean() && !read.is_number() {
            let what = reader.describe(&read.kinds);
            reader.complain(
                codes::UTILITY_TYPE,
                span(expression.range()),
                format!("a utility is a number or a condition, and this is {what}"),
                "write a number, or a test such as `… == …`",
            );
        }
        let amount = read.expr;
        let scope = reader.into_scope();
        let weight = Expr::Value(Value::Number(Number::ONE));
        let utility =
            Utility { scope, wants: vec![Want { name: None, weight, amount, pressing: false }] };
        let (old, old_place) = match owner {
            None => (&mut self.program.author, &mut self.map.author),
            Some(character) => (
                &mut self.program.utilities[character.index()],
                &mut self.map.utilities[character.index()],
            ),
        };
        let is_repeated = !old.wants.is_empty();
        *old = utility;
        let before = old_place.replace(place);
        if let Some(before) = before.filter(|_| is_repeated) {
            self.report.push(
                Diagnostic::new(
                    codes::REPEATED_UTILITY,
                    before,
                    "this utility is given again below, and only the last one counts",
                )
                .secondary(place, "this one counts")
                .help("remove one of the two"),
            );
        }
    }

    /// A statement about the start. The parts of its outermost `&` apply one after the other.
    fn statement(&mut self, statement: &InitialStatement) {
        let mut waiting: Vec<Expression> = statement.expression().into_iter().collect();
        while let Some(next) = waiting.pop() {
            let inner = next.without_brackets();
            if matches!(inner, Expression::And(_)) {
                let parts: Vec<Expression> = inner.operands().collect();
                waiting.extend(parts.into_iter().rev());
                continue;
            }
            let mut reader = Reader::new(&mut self.declared, self.report);
            let effect = reader.effect(&inner);
            let scope = reader.into_scope();
            self.program.start.push(Statement { scope, effect });
            self.map.statements.push(span(next.range()));
        }
    }
}

/// `observing(c : character): condition`
fn observing(reader: &mut Reader<'_>, part: &ObservingPart) -> Perception {
    let kind = part.variable_type();
    let found = kind.as_ref().and_then(|kind| reader.declared.type_of(kind, reader.report));
    let covers = found.filter(|&id| reader.declared.types.is_subtype(CHARACTER, id));
    if let (Some(kind), Some(_), None) = (&kind, found, covers) {
        let text = kind.text();
        reader.complain(
            codes::OBSERVER_TYPE,
            span(kind.range()),
            format!("not every character is of type `{text}`, and any character may observe"),
            "write `observing(c : character): …`, and test the type in the condition: `c : …`",
        );
    }
    let name = part.variable().map(|variable| {
        super::declared::is_free_name(&variable.text(), span(variable.range()), reader.report);
        variable.text()
    });
    let observer = name.as_ref().map(|name| reader.bind(name, covers));
    let condition =
        part.expression().map_or(Condition::True, |expression| reader.condition(&expression));
    if let Some(name) = name {
        reader.unbind(&name);
    }
    perceived_by(observer, condition)
}

fn perceived_by(
    observer: Option<motive_world::id::VariableId>,
    condition: Condition,
) -> Perception {
    Perception { observer, when: When::Before, condition, perceived: Perceived::Itself }
}
