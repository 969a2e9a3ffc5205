//! Sentences with braces: whether everything in braces means something.

use super::declared::Declared;
use super::report::Report;
use crate::diagnostic::codes;
use motive_syntax::TextRange;
use motive_syntax::motive::SyntaxKind::STRING;
use motive_syntax::motive::ast::Node;

/// Checks the sentences of an event, or of a fact (where `value` is one of the names).
///
/// `{c}` is a name; `{c's}` and `{c their}` are forms of it; `{reads}` is a verb that agrees with
/// the nearest name before it, `{d reads}` one that agrees with d.
pub(super) fn check(say: &Node, names: &[&str], declared: &Declared, report: &mut Report) {
    let mut has_name = false;
    for token in say.tokens().filter(|token| token.kind() == STRING) {
        let text = token.text();
        let mut from = 0;
        while let Some(open) = text[from..].find('{').map(|at| from + at) {
            let close = text[open..].find('}').map(|at| open + at);
            let Some(close) = close else {
                place(
                    report,
                    &token,
                    open,
                    text.len(),
                    "this brace is not closed",
                    "close it with `}`",
                );
                return;
            };
            let inside = &text[open + 1..close];
            let mut words = inside.split_whitespace();
            let first = words.next().unwrap_or("");
            let name = first.strip_suffix("'s").unwrap_or(first);
            let is_name = names.contains(&name) || declared.entity(name).is_some();
            let more = words.count();
            if is_name {
                has_name = true;
            } else if more > 0 || !has_name || first != name || first.is_empty() {
                let near = motive_syntax::spelling::nearest(name, names.iter().copied());
                let message = if more > 0 || has_name {
                    format!("nothing here is called `{name}`")
                } else {
                    format!(
                        "nothing here is called `{name}`, and no name stands before it that it could agree \
                         with as a verb"
                    )
                };
                let help = match (near, names) {
                    (Some(near), _) => format!("did you mean `{{{near}}}`?"),
                    (None, []) => "name a thing of the world".to_owned(),
                    (None, names) => format!("the names are {}", listed(names)),
                };
                place(report, &token, open, close + 1, &message, &help);
                // One mistake is enough: what follows may well agree with what was meant.
                has_name = true;
            }
            from = close + 1;
        }
    }
}

fn listed(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{{{name}}}`")).collect();
    names.join(", ")
}

fn place(
    report: &mut Report,
    token: &motive_syntax::motive::SyntaxToken,
    from: usize,
    to: usize,
    message: &str,
    help: &str,
) {
    let start = token.text_range().start();
    let at =
        |offset: usize| start + motive_syntax::TextSize::new(u32::try_from(offset).unwrap_or(0));
    report.at(codes::TEMPLATE, TextRange::new(at(from), at(to)), message, help);
}
