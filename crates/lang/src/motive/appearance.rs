//! What events seem to be: `appears as knocking(p) to any w where …`.
//!
//! An event may seem to be one that is declared further down, so what a row names is looked for
//! when all events have been read.

use super::claim::{Given, Takes};
use super::declared::Declared;
use super::event::Events;
use super::happening::parameters_of;
use super::report::Report;
use crate::diagnostic::{Diagnostic, Span, codes};
use motive_syntax::TextRange;
use motive_syntax::spelling::nearest;
use motive_world::id::{ActionSchemaId, FluentSchemaId};
use motive_world::program::{
    ActionSchema, Argument, Condition, Effect, Expr, Perceived, Written, as_written,
};

/// A row that shows an event as another one, which is still to be found.
pub(super) struct Seeming {
    /// The event that is shown, by its index.
    pub(super) action: usize,
    /// Its row.
    pub(super) row: usize,
    /// The event that it is taken for.
    pub(super) name: String,
    pub(super) arguments: Vec<Given>,
    pub(super) range: TextRange,
    /// The part of the range that is the name.
    pub(super) named: TextRange,
}

/// Finds what each row names, and leaves out the rows that name nothing.
pub(super) fn settle(declared: &Declared, events: &mut Events, report: &mut Report) {
    let mut lost: Vec<(usize, usize)> = vec![];
    for seeming in std::mem::take(&mut events.seeming) {
        match find(declared, &events.actions, &seeming, report) {
            Some((event, arguments)) => {
                check(events, event, &seeming, report);
                let row = &mut events.actions[seeming.action].perceptions[seeming.row];
                row.perceived = Perceived::Appearance(event, arguments);
            }
            None => lost.push((seeming.action, seeming.row)),
        }
    }
    // From the last row to the first, so that the others stay where they are.
    lost.sort_unstable();
    for (action, row) in lost.into_iter().rev() {
        events.actions[action].perceptions.remove(row);
    }
    let seems = motive_world::program::seeming(&events.actions);
    for (index, action) in events.actions.iter().enumerate() {
        if action.is_impression && !seems[index] && !declared.has_gaps && declared.has_goal {
            report.push(
                Diagnostic::new(
                    codes::NEVER_SEEMS,
                    events.action_spans[index].name,
                    format!("nothing ever seems to be `{}`", action.name),
                )
                .help(format!(
                    "add `appears as {}(…) to …` to what does; or declare it as `event`",
                    action.name
                )),
            );
        }
    }
}

fn find(
    declared: &Declared,
    actions: &[ActionSchema],
    seeming: &Seeming,
    report: &mut Report,
) -> Option<(ActionSchemaId, Vec<Argument>)> {
    let same: Vec<usize> =
        (0..actions.len()).filter(|&index| actions[index].name == seeming.name).collect();
    let Some(&first) = same.first() else {
        let names = actions.iter().map(|action| action.name.as_str());
        let help = match nearest(&seeming.name, names) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("declare it: `impression {}(…)`", seeming.name),
        };
        let message = format!("there is no impression, action or event `{}`", seeming.name);
        report.unknown(codes::NO_SUCH_FACT, &seeming.name, seeming.named, message, help);
        return None;
    };
    let found = same.iter().find_map(|&index| {
        Some((ActionSchemaId::at(index), fit(declared, &actions[index], &seeming.arguments)?))
    });
    if found.is_none() {
        report.at(
            codes::WRONG_ARGUMENTS,
            seeming.range,
            format!("`{}` does not take these", seeming.name),
            format!("it is `{}({})`", seeming.name, parameters_of(declared, &actions[first])),
        );
    }
    found
}

/// The arguments of an event where it takes what is given.
fn fit(declared: &Declared, action: &ActionSchema, given: &[Given]) -> Option<Vec<Argument>> {
    let parameters = &action.scope[..action.parameters as usize];
    let domains = parameters.iter().map(|parameter| parameter.domain).collect();
    let written = as_written(&action.claims, domains);
    if written.len() != given.len() {
        return None;
    }
    let mut found = vec![];
    for (written, given) in written.into_iter().zip(given) {
        let takes = match written {
            Written::Plain(domain) => declared.takes(Takes::Thing(domain), given),
            Written::Claim(claim, _) => given.claim() == Some(&claim.claim),
        };
        if !takes {
            return None;
        }
        found.extend(given.arguments());
    }
    Some(found)
}

/// Reports an event that nothing can seem to be, since it does not say what is then taken to be so.
fn check(events: &Events, event: ActionSchemaId, seeming: &Seeming, report: &mut Report) {
    let action = &events.actions[event.index()];
    let (what, place): (&str, Option<Span>) = if action.outcomes.len() != 1 {
        ("it can turn out in more than one way", None)
    } else if !is_demand(&action.precondition, true) {
        let needs = events.action_spans[event.index()].precondition;
        ("what it needs can be so in more than one way", needs)
    } else {
        return;
    };
    let mut found = Diagnostic::new(
        codes::CANNOT_SEEM,
        report.span(seeming.range),
        format!("nothing can seem to be `{}`: {what}", seeming.name),
    )
    .help(
        "declare an `impression` that needs only facts with their values (`at(c) is p`, `not open(d)`), \
         joined by `and`",
    );
    if let Some(place) = place {
        found = found.secondary(place, "this would have to be taken to be so");
    }
    report.push(found);
}

/// Whether a condition is a conjunction of comparisons of one fact with a value.
fn is_demand(condition: &Condition, positive: bool) -> bool {
    match condition {
        Condition::True | Condition::False => true,
        Condition::Not(inner) => is_demand(inner, !positive),
        Condition::And(parts) => positive && parts.iter().all(|part| is_demand(part, true)),
        Condition::Or(parts) => !positive && parts.iter().all(|part| is_demand(part, false)),
        Condition::Forall(_, _, body) => positive && is_demand(body, true),
        Condition::Exists(_, _, body) => !positive && is_demand(body, false),
        Condition::Believes(_, inner) => is_demand(inner, positive),
        Condition::Compare(_, left, right) => {
            let is_fixed = |expr: &Expr| matches!(expr, Expr::Value(_) | Expr::Variable(_));
            (is_fixed(left) && (is_fixed(right) || is_fact(right)))
                || (is_fact(left) && is_fixed(right))
        }
        Condition::IsA(what, _) => matches!(what, Expr::Value(_) | Expr::Variable(_)),
        Condition::If(..) => false,
    }
}

fn is_fact(expr: &Expr) -> bool {
    match expr {
        Expr::Fluent(..) => true,
        Expr::Believed(_, inner) => is_fact(inner),
        _ => false,
    }
}

/// Whether an effect changes a fact that a condition reads.
pub(super) fn may_change(effect: &Effect, condition: &Condition) -> bool {
    let mut read = vec![];
    condition_reads(condition, &mut read);
    changes_any(effect, &read)
}

fn changes_any(effect: &Effect, read: &[FluentSchemaId]) -> bool {
    match effect {
        Effect::And(parts) => parts.iter().any(|part| changes_any(part, read)),
        Effect::Assign { believers, fluent, .. } => believers.is_empty() && read.contains(fluent),
        Effect::Forall(_, _, body) => changes_any(body, read),
        Effect::If(branches, otherwise) => {
            branches.iter().any(|(_, then)| changes_any(then, read)) || changes_any(otherwise, read)
        }
    }
}

fn condition_reads(condition: &Condition, read: &mut Vec<FluentSchemaId>) {
    match condition {
        Condition::True | Condition::False => {}
        Condition::Not(inner)
        | Condition::Forall(_, _, inner)
        | Condition::Exists(_, _, inner)
        | Condition::Believes(_, inner) => condition_reads(inner, read),
        Condition::And(parts) | Condition::Or(parts) => {
            parts.iter().for_each(|part| condition_reads(part, read));
        }
        Condition::Compare(_, left, right) => {
            expr_reads(left, read);
            expr_reads(right, read);
        }
        Condition::IsA(what, _) => expr_reads(what, read),
        Condition::If(branches, otherwise) => {
            for (test, then) in branches {
                condition_reads(test, read);
                condition_reads(then, read);
            }
            condition_reads(otherwise, read);
        }
    }
}

fn expr_reads(expr: &Expr, read: &mut Vec<FluentSchemaId>) {
    match expr {
        Expr::Value(_) | Expr::Variable(_) => {}
        Expr::Fluent(fluent, _) => read.push(*fluent),
        Expr::Believed(_, inner) | Expr::Sum(_, _, inner) | Expr::Product(_, _, inner) => {
            expr_reads(inner, read);
        }
        Expr::Arithmetic(_, left, right) => {
            expr_reads(left, read);
            expr_reads(right, read);
        }
        Expr::If(branches, otherwise) => {
            for (test, then) in branches {
                condition_reads(test, read);
                expr_reads(then, read);
            }
            expr_reads(otherwise, read);
        }
        Expr::Truth(condition) => condition_reads(condition, read),
    }
}
