//! Worlds as text: which language they are in; laid out, and converted.

use motive_lang::diagnostic::codes;
use motive_lang::{convert, motive};

use crate::Language;
use crate::diagnostics::{Diagnostics, Source};

/// The language that a text is written in, where no name of a file says so: the one in which it has
/// fewer errors of form. Sabre's, if there is nothing between them.
#[must_use]
pub fn language(text: &str) -> Language {
    let ours = motive_syntax::motive::parse(text).errors.len();
    let theirs = motive_syntax::sabre::parse(text).errors.len();
    if ours < theirs { Language::Motive } else { Language::Sabre }
}

/// A text in Motive's language, laid out.
#[derive(Clone, Debug)]
pub struct Tidy {
    /// The text. Declarations that cannot be understood are as they were.
    pub text: String,
    /// What could not be understood.
    pub problems: Diagnostics,
}

/// Lays out a text in Motive's language. Comments and line breaks stay; laying out a text twice is
/// laying it out once.
#[must_use]
pub fn tidy(source: &Source) -> Tidy {
    let text = motive_syntax::motive::format(source.text());
    let mut problems = motive::form(source.text());
    // Lines at the wrong place are what laying out mends.
    problems.retain(|problem| problem.code != codes::MISPLACED_LINE);
    Tidy { text, problems: Diagnostics::new(source.clone(), problems) }
}

/// A problem in Sabre's language as a world in Motive's, which means the same.
///
/// # Errors
/// Everything that is wrong with the problem.
pub fn convert(source: &Source) -> Result<String, Diagnostics> {
    let name = source.name().rsplit(['/', '\\']).next().unwrap_or("");
    let title = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    convert::to_motive(source.text(), title)
        .map_err(|problems| Diagnostics::new(source.clone(), problems))
}
