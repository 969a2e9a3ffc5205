//! Actions, events, rules and inferences.

use super::appearance::{self, Seeming};
use super::claim::{Filling, Formal, same_things};
use super::condition::{Mode, joined};
use super::declared::{Declared, Known, of_kind};
use super::effect::merged;
use super::reader::Reader;
use super::report::Report;
use super::template;
use crate::diagnostic::{Diagnostic, Span, codes};
use crate::source_map::EventSpans;
use motive_narrate::Template;
use motive_syntax::motive::SyntaxKind::*;
use motive_syntax::motive::ast::Node;
use motive_world::id::VariableId;
use motive_world::program::{
    ActionSchema, Argument, BOOLEAN, CHARACTER, Comparison, Condition, Domain, Effect, Expr,
    Outcome, Perceived, Perception, TriggerSchema, When, Written,
};
use motive_world::value::{Number, Value};
use std::collections::BTreeMap;

/// What a `witness` declaration says.
pub(super) struct Witness {
    observer: String,
    whom: String,
    condition: Node,
}

/// Events as they are read, with the places of their parts.
#[derive(Default)]
pub(super) struct Events {
    pub(super) actions: Vec<ActionSchema>,
    pub(super) action_spans: Vec<EventSpans>,
    pub(super) action_texts: Vec<Vec<Template>>,
    /// Rows that name another event, before that is found.
    pub(super) seeming: Vec<Seeming>,
    pub(super) triggers: Vec<TriggerSchema>,
    pub(super) trigger_spans: Vec<EventSpans>,
    pub(super) trigger_texts: Vec<Vec<Template>>,
}

/// Reads all events.
pub(super) fn read(declared: &Declared, declarations: &[Node], report: &mut Report) -> Events {
    let mut events = Events::default();
    let witnesses = witnesses(declarations);
    let mut changes: BTreeMap<String, Vec<Node>> = BTreeMap::new();
    for change in of_kind(declarations, CHANGE_DECL) {
        if let Some(name) = change.name() {
            changes.entry(name.text().to_owned()).or_default().push(change.clone());
        }
    }
    let mut known: BTreeMap<String, Vec<(Vec<Formal>, Span)>> = BTreeMap::new();
    for declaration in declarations {
        let kind = declaration.kind();
        match kind {
            ACTION_DECL | EVENT_DECL | IMPRESSION_DECL | RULE_DECL | INFERENCE_DECL => {}
            _ => continue,
        }
        let Some(signature) = declaration.child(SIGNATURE) else { continue };
        let Some(name) = signature.name() else { continue };
        let Some(formals) = declared.formals(&signature, report) else { continue };
        let place = report.span(name.range());
        let same = known.entry(name.text().to_owned()).or_default();
        let first = same.iter().find(|(other, _)| {
            other.len() == formals.len()
                && other.iter().zip(&formals).all(|(a, b)| a.takes == b.takes)
        });
        if let Some(&(_, first)) = first {
            report.push(super::declared::twice(
                "an action, event or rule",
                name.text(),
                place,
                first,
            ));
        }
        same.push((formals.clone(), place));
        let changes = changes.get(name.text()).map_or(&[][..], Vec::as_slice);
        let spans = EventSpans {
            whole: report.span(declaration.range()),
            name: place,
            precondition: None,
            effect: None,
            consenting: None,
            observing: None,
        };
        for filling in declared.fillings(&formals, &signature, report) {
            let mut reader = Reader::new(declared, report);
            reader.parameters(&filling);
            let mut event = EventReader {
                reader,
                declaration,
                changes,
                spans,
                formals: &formals,
                filling: &filling,
            };
            let text = name.text().to_owned();
            if matches!(kind, RULE_DECL | INFERENCE_DECL) {
                event.rule(text, &mut events);
            } else {
                event.action(text, &witnesses, &mut events);
            }
        }
    }
    appearance::settle(declared, &mut events, report);
    for (name, changes) in &changes {
        if known.contains_key(name) {
            continue;
        }
        for change in changes {
            let Some(written) = change.name() else { continue };
            let help =
                match motive_syntax::spelling::nearest(name, known.keys().map(String::as_str)) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => "only an action or event that is declared can be changed".to_owned(),
                };
            let message = format!("there is no action or event `{name}`");
            report.unknown(codes::NO_SUCH_FACT, name, written.range(), message, help);
        }
    }
    events
}

fn witnesses(declarations: &[Node]) -> Vec<Witness> {
    // The last one counts: a world replaces the rule of a module.
    let all = of_kind(declarations, WITNESS_DECL).filter_map(|declaration| {
        let names: Vec<_> = declaration.names().collect();
        Some(Witness {
            observer: names.first()?.text().to_owned(),
            whom: names.last().filter(|_| names.len() >= 3)?.text().to_owned(),
            condition: declaration.expressions().next()?,
        })
    });
    all.last().into_iter().collect()
}

/// The word and the name that a declaration begins with.
fn heading(declaration: &Node) -> motive_syntax::TextRange {
    match declaration.child(SIGNATURE) {
        Some(signature) => {
            motive_syntax::TextRange::new(declaration.range().start(), signature.range().end())
        }
        None => declaration.range(),
    }
}

struct EventReader<'e, 'r> {
    reader: Reader<'r>,
    declaration: &'e Node,
    changes: &'e [Node],
    spans: EventSpans,
    formals: &'e [Formal],
    /// The parameters with the claims that are read for this time.
    filling: &'e Filling,
}

impl EventReader<'_, '_> {
    /// The clauses of a kind, of the event and of what changes it.
    fn clauses(&self, kind: motive_syntax::motive::SyntaxKind) -> Vec<Node> {
        let all = std::iter::once(self.declaration).chain(self.changes);
        all.flat_map(|node| node.all(kind)).collect()
    }

    fn span(&self, nodes: &[Node]) -> Option<Span> {
        let all = nodes.iter().map(|node| self.reader.report.span(node.range()));
        // What changes it may stand in another file, or above it.
        all.reduce(|first, next| match first.file == next.file && first.start <= next.start {
            true => Span { end: next.end, ..first },
            false => first,
        })
    }

    /// Two parameters are two different things, unless they may coincide.
    fn distinct(&mut self) -> Vec<Condition> {
        let clauses = self.clauses(COINCIDE_CLAUSE);
        let mut groups: Vec<Vec<String>> = Vec::new();
        // A claim's own things are different from each other, whatever else may coincide.
        let mut conditions = self.filling.guards(self.reader.declared);
        for clause in &clauses {
            let names: Vec<_> = clause.names().skip(1).collect();
            if names.is_empty() {
                return conditions;
            }
            for name in &names {
                if !self.formals.iter().any(|p| p.name == name.text()) {
                    let near = motive_syntax::spelling::nearest(
                        name.text(),
                        self.formals.iter().map(|p| p.name.as_str()),
                    );
                    self.reader.complain(
                        codes::NO_SUCH_THING,
                        name.range(),
                        format!("no parameter is called `{}`", name.text()),
                        near.map_or_else(
                            || "name parameters of this event".to_owned(),
                            |near| format!("did you mean `{near}`?"),
                        ),
                    );
                }
            }
            groups.push(names.iter().map(|name| name.text().to_owned()).collect());
        }
        let written = self.filling.written();
        for (j, b) in written.iter().enumerate() {
            for (i, a) in written[..j].iter().enumerate() {
                let names = (&self.formals[i].name, &self.formals[j].name);
                if groups.iter().any(|group| group.contains(names.0) && group.contains(names.1)) {
                    continue;
                }
                match (a, b) {
                    (&Written::Plain(a), &Written::Plain(b)) => {
                        let domain = |index: usize| self.filling.parameters[index].domain;
                        let (Domain::Type(one), Domain::Type(other)) = (domain(a), domain(b))
                        else {
                            continue;
                        };
                        if one == BOOLEAN || !self.reader.declared.overlap(one, other) {
                            continue;
                        }
                        let variable = |index: usize| Expr::Variable(VariableId::at(index));
                        conditions.push(Condition::Compare(
                            Comparison::Unequal,
                            variable(a),
                            variable(b),
                        ));
                    }
                    (Written::Claim(one, a), Written::Claim(other, b))
                        if one.claim == other.claim =>
                    {
                        let variables = |all: &[usize]| -> Vec<Argument> {
                            let all = all.iter().map(|&index| VariableId::at(index));
                            all.map(Argument::Variable).collect()
                        };
                        conditions.push(same_things(&variables(a), &variables(b), false));
                    }
                    _ => {}
                }
            }
        }
        conditions
    }

    /// All conditions of some clauses, in order.
    fn conditions(&mut self, clauses: &[Node]) -> Vec<Condition> {
        clauses.iter().map(|clause| self.reader.all_of(clause)).collect()
    }

    fn effects(&mut self, clauses: &[Node]) -> Effect {
        merged(clauses.iter().map(|clause| self.reader.all_effects(clause)).collect())
    }

    /// The ways in which an action can turn out, with what happens in all of them.
    fn outcomes(&mut self, clauses: &[Node], common: &Effect) -> Vec<Outcome> {
        let mut outcomes: Vec<Outcome> = Vec::new();
        let mut places: Vec<Span> = Vec::new();
        for clause in clauses {
            let effects: Vec<Node> = clause.all(EFFECT_CLAUSE).collect();
            let own = self.effects(&effects);
            let Some(name) = clause.name() else { continue };
            let place = self.reader.report.span(name.range());
            let same = outcomes.iter().position(|other| other.name == name.text());
            if let Some(first) = same {
                let other = places[first];
                self.reader.report.push(super::declared::twice(
                    "an outcome",
                    name.text(),
                    place,
                    other,
                ));
            }
            let mut parts: Vec<Node> = clause.expressions().collect();
            let guard = if clause.has(IF_WORD) { parts.pop() } else { None };
            let (guard, conceivable) = match guard {
                Some(guard) => (
                    self.reader.condition(&guard, Mode::Holds),
                    self.reader.condition(&guard, Mode::NotFails),
                ),
                None => (Condition::True, Condition::True),
            };
            let weight = match parts.first() {
                Some(odds) => self.reader.amount(odds).unwrap_or(Expr::Value(Value::Unknown)),
                None => Expr::Value(Value::Number(Number::ONE)),
            };
            let effect = merged(vec![common.clone(), own]);
            let name = name.text().to_owned();
            outcomes.push(Outcome { name, guard, conceivable, weight, effect });
            places.push(place);
        }
        if let Some(&first) = places.first() {
            self.possible(&outcomes, first);
        }
        match outcomes.is_empty() {
            true => vec![Outcome::only(common.clone())],
            false => outcomes,
        }
    }

    /// Something must be able to come of it.
    fn possible(&mut self, outcomes: &[Outcome], place: Span) {
        let has_weight = |outcome: &Outcome| match outcome.weight {
            Expr::Value(Value::Number(weight)) => weight > Number::ZERO,
            _ => true,
        };
        let is_possible =
            |outcome: &Outcome| has_weight(outcome) && outcome.guard != Condition::False;
        if outcomes.iter().any(is_possible) {
            return;
        }
        self.reader.report.push(
            Diagnostic::new(
                codes::NO_OUTCOME,
                place,
                "nothing can come of this: no outcome has odds above 0",
            )
            .help("give an outcome odds of 1 or more"),
        );
    }

    /// What is told of an outcome, one after the other.
    fn outcome_templates(&mut self, clauses: &[Node]) -> Vec<Template> {
        let mut templates = Vec::new();
        for (index, clause) in clauses.iter().filter(|clause| clause.name().is_some()).enumerate() {
            let texts: Vec<Node> = clause.all(TEXT_CLAUSE).collect();
            templates.extend(self.said(&texts, u32::try_from(index).ok()));
        }
        templates
    }

    fn templates(&mut self) -> Vec<Template> {
        // What a change says replaces what was said.
        let changed: Vec<Node> = self.changes.iter().flat_map(|c| c.all(TEXT_CLAUSE)).collect();
        let file = |node: &Node| self.reader.report.span(node.range()).file;
        let last = changed.last().map(file);
        let changed: Vec<Node> =
            changed.into_iter().filter(|node| Some(file(node)) == last).collect();
        let own: Vec<Node> = self.declaration.all(TEXT_CLAUSE).collect();
        let texts = if changed.is_empty() { own } else { changed };
        self.said(&texts, None)
    }

    /// Sentences: for the event as a whole, or for one of its outcomes.
    fn said(&mut self, texts: &[Node], outcome: Option<u32>) -> Vec<Template> {
        let mut templates = Vec::new();
        for clause in texts {
            let Some(say) = clause.child(SAY) else { continue };
            let names: Vec<&str> = self.formals.iter().map(|p| p.name.as_str()).collect();
            let sentence = template::read(&say, &names, self.reader.declared, self.reader.report);
            let condition = clause.expressions().next();
            let condition =
                condition.map_or(Condition::True, |c| self.reader.condition(&c, Mode::Holds));
            templates.push(Template { sentence, condition, outcome });
        }
        templates
    }

    fn rule(&mut self, name: String, events: &mut Events) {
        let whens = self.clauses(WHEN_CLAUSE);
        let is_inference = self.declaration.kind() == INFERENCE_DECL;
        let effects = self.clauses(if is_inference { CONCLUDE_CLAUSE } else { EFFECT_CLAUSE });
        self.spans.precondition = self.span(&whens);
        self.spans.effect = self.span(&effects);
        let has_gaps = self.reader.declared.has_gaps;
        if whens.is_empty() && !has_gaps {
            self.reader.complain(
                codes::CLAUSE_MISSING,
                heading(self.declaration),
                "this does not say when it happens",
                "add `when …`",
            );
        }
        if effects.is_empty() && !has_gaps {
            let (what, help) = if is_inference {
                ("this concludes nothing", "add `conclude …`")
            } else {
                ("this changes nothing", "add `effect …`")
            };
            self.reader.complain(codes::CLAUSE_MISSING, heading(self.declaration), what, help);
        }
        let mut conditions = self.distinct();
        conditions.extend(self.conditions(&whens));
        // What changes a rule says with `needs` when it happens.
        let needs: Vec<Node> = self.changes.iter().flat_map(|c| c.all(NEEDS_CLAUSE)).collect();
        conditions.extend(self.conditions(&needs));
        let mut effect = self.effects(&effects);
        if is_inference {
            effect = self.inferred(&effects, effect, &mut conditions);
        } else if !self.reader.declared.is_strict {
            // What is so already need not happen again, or the rule would never come to rest.
            conditions.push(would_change(&effect));
        }
        let texts = self.templates();
        events.trigger_texts.push(texts);
        events.trigger_spans.push(self.spans);
        events.triggers.push(TriggerSchema {
            name,
            parameters: u32::try_from(self.filling.parameters.len()).unwrap_or(u32::MAX),
            scope: std::mem::take(&mut self.reader.scope),
            precondition: joined(conditions),
            effect,
            claims: self.filling.claims.clone(),
        });
    }

    /// An inference fires only where what it concludes is unknown.
    fn inferred(
        &mut self,
        clauses: &[Node],
        effect: Effect,
        conditions: &mut Vec<Condition>,
    ) -> Effect {
        let range = clauses.first().map_or_else(|| self.declaration.range(), Node::range);
        if self.reader.declared.is_strict {
            self.reader.complain(
                codes::CONCLUDED_IN_REALITY,
                heading(self.declaration),
                "under `reading strict` reality may not know either, and then this happens there",
                "add to `when` what is so only in minds, or remove `reading strict`",
            );
        }
        let conclusions = match &effect {
            Effect::And(parts) => parts.clone(),
            one => vec![one.clone()],
        };
        for conclusion in conclusions {
            let Effect::Assign { believers, fluent, arguments, .. } = conclusion else {
                self.reader.report.not_yet(
                    range,
                    "conclusions with conditions of their own",
                    "write an inference for each",
                );
                continue;
            };
            if !believers.is_empty() {
                self.reader.report.not_yet(
                    range,
                    "conclusions about what somebody believes",
                    "write a `rule` whose effect is what somebody then believes",
                );
                continue;
            }
            let value = Expr::Fluent(fluent, arguments);
            conditions.push(Condition::Compare(
                Comparison::Equal,
                value,
                Expr::Value(Value::Unknown),
            ));
        }
        effect
    }

    fn action(&mut self, name: String, witnesses: &[Witness], events: &mut Events) {
        let declaration = self.declaration;
        let needs = self.clauses(NEEDS_CLAUSE);
        let effects = self.clauses(EFFECT_CLAUSE);
        let outcome_clauses = self.clauses(OUTCOME_CLAUSE);
        let rows: Vec<Node> = self
            .changes
            .iter()
            .chain([declaration])
            .flat_map(|node| node.all(ROW_CLAUSE).collect::<Vec<_>>())
            .collect();
        self.spans.precondition = self.span(&needs);
        self.spans.effect = self.span(&effects);
        self.spans.observing = self.span(&rows);
        let actors = declaration.child(ACTORS);
        self.spans.consenting =
            actors.as_ref().map(|actors| self.reader.report.span(actors.range()));
        let mut consenting = Vec::new();
        for who in actors.iter().flat_map(Node::names) {
            consenting.extend(self.reader.character(&who, "do something"));
        }
        let is_impression = declaration.kind() == IMPRESSION_DECL;
        // It happens in minds only; and what is natural may be what only somebody who does not know
        // something reckons with.
        self.reader.is_mind = is_impression || declaration.has(NATURAL_WORD);
        let mut conditions = self.distinct();
        conditions.extend(self.conditions(&needs));
        self.reader.is_mind = is_impression;
        let effect = self.effects(&effects);
        let outcomes = self.outcomes(&outcome_clauses, &effect);
        self.reader.is_mind = false;
        let is_idle = |effect: &Effect| matches!(effect, Effect::And(parts) if parts.is_empty());
        if effects.is_empty()
            && (!is_impression || needs.is_empty())
            && outcomes.iter().all(|outcome| is_idle(&outcome.effect))
            && !self.reader.declared.has_gaps
        {
            let span = self.reader.report.span(heading(declaration));
            self.reader.report.push(
                Diagnostic::new(
                    codes::CHANGES_NOTHING,
                    span,
                    "this changes nothing, so it never happens",
                )
                .help("add `effect …`"),
            );
        }
        let changes = (!is_impression)
            .then(|| Effect::And(outcomes.iter().map(|outcome| outcome.effect.clone()).collect()));
        let defaults = (witnesses, changes.as_ref());
        let perceptions = self.perceptions(&rows, &consenting, defaults, events);
        let mut texts = self.templates();
        texts.extend(self.outcome_templates(&outcome_clauses));
        events.action_texts.push(texts);
        events.action_spans.push(self.spans);
        events.actions.push(ActionSchema {
            name,
            parameters: u32::try_from(self.filling.parameters.len()).unwrap_or(u32::MAX),
            scope: std::mem::take(&mut self.reader.scope),
            precondition: joined(conditions),
            outcomes,
            consenting,
            perceptions,
            natural: declaration.has(NATURAL_WORD),
            is_impression,
            claims: self.filling.claims.clone(),
        });
    }

    fn perceptions(
        &mut self,
        rows: &[Node],
        consenting: &[Argument],
        (witnesses, changes): (&[Witness], Option<&Effect>),
        events: &mut Events,
    ) -> Vec<Perception> {
        let mut table = Vec::new();
        for row in rows {
            for who in row.all(WHO) {
                self.who(row, &who, &mut table, events);
            }
            if row.has(ONLY_WORD) {
                return table;
            }
        }
        // What nobody is said to perceive with them, whoever takes something for it perceives alone.
        if let Some(changes) = changes {
            self.by_default(consenting, witnesses, changes, &mut table);
        }
        table
    }

    /// What a row says of one kind of perceivers.
    fn who(&mut self, of: &Node, who: &Node, table: &mut Vec<Perception>, events: &mut Events) {
        let afterwards = of.names().any(|word| word.text() == "afterwards");
        let when = if afterwards { When::After } else { When::Before };
        let perceived = if of.has(HIDDEN_WORD) { Perceived::Nothing } else { Perceived::Itself };
        // What it seems to be is read where the perceiver has a name.
        let call = of.expressions().next().filter(|_| of.has(APPEARS_WORD));
        let seeming = |reader: &mut Reader<'_>, row: usize, events: &mut Events| {
            let (Some(call), action) = (&call, events.actions.len()) else { return };
            events.seeming.extend(seeming(reader, call, action, row));
        };
        let mut row = |observer: Option<VariableId>, condition: Condition| {
            let perceived = perceived.clone();
            table.push(Perception { observer, when, condition, perceived });
            table.len() - 1
        };
        let Some(name) = who.name() else { return };
        if who.has(ANY_WORD) {
            let observer = self.reader.fresh(name.text(), CHARACTER);
            let argument = Argument::Variable(observer);
            let kind = who.child(KIND);
            let kind =
                kind.map(|kind| self.reader.declared.variable_kind(&kind, self.reader.report));
            let Some(kind) = kind.unwrap_or(Some(CHARACTER)) else { return };
            let known = Known::Type(kind);
            let mut parts = Vec::new();
            if !self.reader.declared.is_subtype(CHARACTER, kind) {
                parts.push(Condition::IsA(Expr::Variable(observer), kind));
            }
            self.reader.with_name(name.text(), argument, known, |reader| {
                let condition = who.expressions().next();
                parts.extend(condition.map(|c| reader.condition(&c, Mode::Holds)));
                let at = row(Some(observer), joined(parts));
                seeming(reader, at, events);
            });
            return;
        }
        match name.text() {
            "everyone" => {
                let at = row(None, Condition::True);
                seeming(&mut self.reader, at, events);
            }
            "nobody" => {}
            _ => {
                let Some(argument) = self.reader.character(&name, "notice something") else {
                    return;
                };
                let observer = self.reader.fresh("observer", CHARACTER);
                let at = row(Some(observer), same(observer, argument));
                seeming(&mut self.reader, at, events);
            }
        }
    }

    /// Whoever does it, and whoever a `witness` declaration names, before the event or after it. In a
    /// world without one, everyone.
    fn by_default(
        &mut self,
        consenting: &[Argument],
        witnesses: &[Witness],
        changes: &Effect,
        table: &mut Vec<Perception>,
    ) {
        let everyone = Perception {
            observer: None,
            when: When::Before,
            condition: Condition::True,
            perceived: Perceived::Itself,
        };
        let (Some(witness), false) = (witnesses.last(), consenting.is_empty()) else {
            table.push(everyone);
            return;
        };
        let observer = self.reader.fresh(&witness.observer, CHARACTER);
        let mut parts: Vec<Condition> = consenting.iter().map(|&who| same(observer, who)).collect();
        for &who in consenting {
            let known = |argument: Argument| match argument {
                Argument::Constant(value) => Known::Value(value),
                Argument::Variable(_) => Known::Type(CHARACTER),
            };
            let one = Argument::Variable(observer);
            let condition = self.reader.with_only(
                [(&witness.observer, one, known(one)), (&witness.whom, who, known(who))],
                |reader| reader.condition(&witness.condition, Mode::Holds),
            );
            parts.push(condition);
        }
        let condition = Condition::Or(parts);
        // Where the event leaves everybody where they were, it makes no difference.
        let is_strict = self.reader.declared.is_strict;
        let after = !is_strict && appearance::may_change(changes, &condition);
        for when in [When::Before, When::After].into_iter().take(1 + usize::from(after)) {
            table.push(Perception {
                observer: Some(observer),
                when,
                condition: condition.clone(),
                perceived: Perceived::Itself,
            });
        }
    }
}

/// What an event seems to be in one of its rows, before the event that is named is found.
fn seeming(reader: &mut Reader<'_>, call: &Node, action: usize, row: usize) -> Option<Seeming> {
    let name = call.name()?;
    let given: Vec<_> = call.expressions().map(|argument| reader.argument(&argument)).collect();
    if let Some(lift) = reader.lifts.first() {
        let fact = match &lift.value {
            Expr::Fluent(fact, _) => reader.declared.facts[fact.index()].name.clone(),
            _ => "a fact".to_owned(),
        };
        reader.lifts.clear();
        reader.complain(
            codes::WRONG_ARGUMENTS,
            call.range(),
            format!("what this seems to be is about things with names, and `{fact}(…)` is none"),
            "give it a name: make it a parameter, or use what `any x where …` names",
        );
        return None;
    }
    Some(Seeming {
        action,
        row,
        name: name.text().to_owned(),
        arguments: given.into_iter().collect::<Option<_>>()?,
        range: call.range(),
        named: name.range(),
    })
}

/// Whether an effect would change anything.
fn would_change(effect: &Effect) -> Condition {
    match effect {
        Effect::And(parts) => match parts.as_slice() {
            [] => Condition::False,
            [one] => would_change(one),
            parts => Condition::Or(parts.iter().map(would_change).collect()),
        },
        Effect::Forall(variable, kind, body) => {
            Condition::Exists(*variable, *kind, Box::new(would_change(body)))
        }
        Effect::If(branches, otherwise) => {
            let branches = branches.iter().map(|(c, then)| (c.clone(), would_change(then)));
            Condition::If(branches.collect(), Box::new(would_change(otherwise)))
        }
        Effect::Assign { believers, fluent, arguments, value } => {
            let fact = Expr::Fluent(*fluent, arguments.clone());
            let present = super::value::in_minds(believers, fact);
            match value {
                Expr::Value(Value::Boolean(_)) => Condition::Not(Box::new(Condition::Compare(
                    Comparison::Equal,
                    present,
                    value.clone(),
                ))),
                value => Condition::Compare(Comparison::Unequal, present, value.clone()),
            }
        }
    }
}

fn same(observer: VariableId, who: Argument) -> Condition {
    let who = super::value::argument_value(who);
    Condition::Compare(Comparison::Equal, Expr::Variable(observer), who)
}
