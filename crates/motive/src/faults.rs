//! What is wrong with a world that is well formed, as diagnostics of its text.

use motive_judge::Fault as JudgeFault;
use motive_lang::SourceMap;
use motive_lang::diagnostic::{Code, Diagnostic, Span, codes};
use motive_world::fault::{Fault, Place};
use motive_world::id::CharacterId;
use motive_world::program::Program;

use crate::diagnostics::{Diagnostics, Source};

/// The diagnostic of a fault, at the declaration that it lies in.
pub(crate) fn diagnostic(program: &Program, map: &SourceMap, fault: &Fault) -> Diagnostic {
    let at = |place: &Place| (span(map, place), name(program, place));
    match fault {
        Fault::Contradiction { place, fluent, values } => {
            let (span, name) = at(place);
            let (one, other) = (program.value_name(values.0), program.value_name(values.1));
            error(
                codes::CONTRADICTORY_EFFECT,
                span,
                format!("the effect of {name} gives {fluent} two values at once"),
                format!("both {one} and {other}"),
                "make the precondition rule this case out (`a != b`), or drop one of the assignments",
            )
        }
        Fault::TooLarge { place, instances, limit } => {
            let (span, name) = at(place);
            error(
                codes::GROUNDING_TOO_LARGE,
                span,
                format!(
                    "{name} has {instances} instances; the world may have no more than {limit}"
                ),
                "multiplies beyond what fits in memory".to_owned(),
                "use fewer parameters, narrower types, or fewer entities",
            )
        }
        Fault::TriggerLoop { trigger, arguments, believers, cycle } => {
            let place = Place::Trigger(*trigger, arguments.clone());
            let (span, name) = at(&place);
            let mut message = format!("the trigger {name} never comes to rest");
            if let [first, ..] = believers.as_slice() {
                message.push_str(&format!(" in the mind of {}", character(program, *first)));
            }
            let label = match cycle.len() {
                0 | 1 => "its effect makes it possible again".to_owned(),
                _ => format!("these make each other possible: {}", cycle.join(", ")),
            };
            error(
                codes::TRIGGER_LOOP,
                span,
                message,
                label,
                "add to the precondition something that the effect makes false",
            )
        }
        Fault::DivisionByZero(place) => {
            let (span, name) = at(place);
            error(
                codes::DIVISION_BY_ZERO_RUNNING,
                span,
                format!("{name} divides by zero"),
                "the divisor can be 0 here".to_owned(),
                "test the divisor first: `if(n() != 0) … / n() else …`",
            )
        }
        Fault::Overflow(place) => {
            let (span, name) = at(place);
            error(
                codes::NUMBER_OVERFLOW,
                span,
                format!("a number in {name} grows too large to be represented"),
                "grows without end here".to_owned(),
                "keep the number within bounds",
            )
        }
        Fault::NotBefore(index) => {
            let (span, name) = at(&Place::Before(*index));
            error(
                codes::NOT_BEFORE,
                span,
                format!("{name} cannot have happened before the story: what it needs was not so"),
                "not possible where it stands".to_owned(),
                "let `start` or an earlier line of `before` bring about what it needs",
            )
        }
        Fault::Unsupported(_) => error(
            codes::UNSUPPORTED,
            None,
            fault.to_string(),
            String::new(),
            "write the world without it",
        ),
        Fault::Full(_) => error(
            codes::TABLE_FULL,
            None,
            fault.to_string(),
            String::new(),
            "make the world smaller, or the limits lower",
        ),
    }
}

/// The same for what the judge could not run.
pub(crate) fn of_judge(program: &Program, map: &SourceMap, fault: &JudgeFault) -> Diagnostic {
    match as_world_fault(program, fault) {
        Some(fault) => diagnostic(program, map, &fault),
        None => error(
            codes::UNSUPPORTED,
            None,
            fault.to_string(),
            String::new(),
            "make the world smaller, or the limits lower",
        ),
    }
}

/// The judge's fault in the words of the engine, where it has any.
pub(crate) fn as_world_fault(program: &Program, fault: &JudgeFault) -> Option<Fault> {
    match fault {
        JudgeFault::TriggerLoop { trigger, arguments, believers } => Some(Fault::TriggerLoop {
            trigger: *trigger,
            arguments: arguments.clone(),
            believers: believers.clone(),
            cycle: vec![program.triggers[trigger.index()].name.clone()],
        }),
        JudgeFault::DivisionByZero(place) => Some(Fault::DivisionByZero(place.clone())),
        JudgeFault::NotBefore(index) => Some(Fault::NotBefore(*index)),
        JudgeFault::Overflow(place) => Some(Fault::Overflow(place.clone())),
        _ => None,
    }
}

/// A file whose language is not known.
pub(crate) fn unsupported_language(source: Source, message: &str) -> Diagnostics {
    let help = "a world in Motive's language is a file that ends in `.motive`, a problem in Sabre's \
                language one that ends in `.txt`";
    let diagnostic = error(codes::UNKNOWN_FORMAT, None, message.to_owned(), String::new(), help);
    Diagnostics::new(source, vec![diagnostic])
}

fn error(code: Code, span: Option<Span>, message: String, label: String, help: &str) -> Diagnostic {
    Diagnostic { span, ..Diagnostic::without_place(code, message).label(label).help(help) }
}

/// Where the declaration is that a fault lies in.
fn span(map: &SourceMap, place: &Place) -> Option<Span> {
    match place {
        Place::Action(action, _) => map.action(*action).map(|spans| spans.name),
        Place::Trigger(trigger, _) => map.trigger(*trigger).map(|spans| spans.name),
        Place::Utility(who) => map.utility(*who),
        Place::Refusal(index) => map.refusal(*index),
        Place::Start(index) => map.statement(*index),
        Place::Before(index) => map.before(*index),
    }
}

fn name(program: &Program, place: &Place) -> String {
    match place {
        Place::Action(action, arguments) => program.action_call(*action, arguments),
        Place::Trigger(trigger, arguments) => program.trigger_call(*trigger, arguments),
        Place::Utility(None) => "the author's utility".to_owned(),
        Place::Utility(Some(who)) => format!("the utility of {}", character(program, *who)),
        Place::Refusal(index) => match program.refusals.get(*index) {
            Some(refusal) => format!("what {} refuses", character(program, refusal.character)),
            None => "something that is refused".to_owned(),
        },
        Place::Start(_) => "a statement about the start".to_owned(),
        Place::Before(index) => program.before.get(*index).map_or_else(
            || "something before the story".to_owned(),
            |past| crate::names::step_name(program, &past.step),
        ),
    }
}

fn character(program: &Program, who: CharacterId) -> &str {
    &program.entities[who.index()].name
}
