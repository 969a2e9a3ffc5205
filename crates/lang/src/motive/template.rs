//! Sentences with braces: read by `motive_narrate`, and whether everything in braces means something.

use super::declared::Declared;
use super::report::Report;
use crate::diagnostic::codes;
use motive_narrate::template::{Problem, ProblemKind, Sentence, Target, read as read_texts};
use motive_syntax::motive::SyntaxKind::STRING;
use motive_syntax::motive::SyntaxToken;
use motive_syntax::motive::ast::Node;
use motive_syntax::{TextRange, TextSize};

/// The name that stands for the value of a fact.
const VALUE: &str = "value";

/// Reads the sentence of an event or a claim, by the names of its parameters, and reports what is
/// wrong with it.
pub(super) fn read(
    say: &Node,
    parameters: &[&str],
    declared: &Declared,
    report: &mut Report,
) -> Sentence {
    read_by(say, parameters, false, declared, report)
}

/// The same for a fact, whose value has a name too.
pub(super) fn read_fact(
    say: &Node,
    parameters: &[&str],
    declared: &Declared,
    report: &mut Report,
) -> Sentence {
    read_by(say, parameters, true, declared, report)
}

fn read_by(
    say: &Node,
    parameters: &[&str],
    has_value: bool,
    declared: &Declared,
    report: &mut Report,
) -> Sentence {
    let tokens: Vec<SyntaxToken> = say.tokens().filter(|token| token.kind() == STRING).collect();
    let resolve = |name: &str| match parameters.iter().position(|other| *other == name) {
        Some(at) => Some(Target::Parameter(at)),
        None if has_value && name == VALUE => Some(Target::Value),
        None => declared.entity(name).map(Target::Entity),
    };
    let value = has_value.then_some(VALUE);
    let names: Vec<&str> = parameters.iter().copied().chain(value).collect();
    let texts = tokens.iter().map(|token| token.text().trim_matches('"'));
    let resembles =
        |word: &str| motive_syntax::spelling::nearest(word, names.iter().copied()).is_some();
    let (sentence, problems) = read_texts(texts, resolve, resembles);
    for Problem { part, range, kind } in problems {
        let token = &tokens[part];
        let quote = usize::from(token.text().starts_with('"'));
        let start = token.text_range().start();
        let at = |offset: usize| start + TextSize::new(u32::try_from(offset).unwrap_or(0));
        let (message, help) = described(&kind, &names);
        let place = TextRange::new(at(range.start + quote), at(range.end + quote));
        report.at(codes::TEMPLATE, place, message, help);
    }
    sentence
}

fn described(kind: &ProblemKind, names: &[&str]) -> (String, String) {
    let name = match kind {
        ProblemKind::Unclosed => {
            return ("this brace is not closed".to_owned(), "close it with `}`".to_owned());
        }
        ProblemKind::TooMuch(rest) => {
            return (
                format!("after a name stands one word, and not `{rest}`"),
                "write a form of its pronoun (`{c they}`, `{c them}`, `{c their}`, `{c themself}`) or one \
                 verb that agrees with it, and all else outside the braces"
                    .to_owned(),
            );
        }
        ProblemKind::NoSuchName(name)
        | ProblemKind::NoNameBefore(name)
        | ProblemKind::Slip(name) => name,
    };
    let message = match kind {
        ProblemKind::NoNameBefore(_) => format!(
            "nothing here is called `{name}`, and no name stands before it that it could agree \
             with as a verb"
        ),
        ProblemKind::Slip(_) => {
            format!("nothing here is called `{name}`, and it is no verb in the third person")
        }
        _ => format!("nothing here is called `{name}`"),
    };
    let help = match (motive_syntax::spelling::nearest(name, names.iter().copied()), names) {
        (Some(near), _) => format!("did you mean `{{{near}}}`?"),
        (None, []) => "name a thing of the world".to_owned(),
        (None, names) => format!("the names are {}", listed(names)),
    };
    (message, help)
}

fn listed(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{{{name}}}`")).collect();
    names.join(", ")
}
