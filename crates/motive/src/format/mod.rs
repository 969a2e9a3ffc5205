//! Story formats: a story as text, in and out.
//!
//! - [`json`]: Motive's own, versioned (`docs/formats/story.md`);
//! - [`sabre`]: the solution text of the Sabre planner, short and verbose
//!   (`docs/formats/sabre-solution.md`);
//! - [`log`]: the event log of a simulation (`docs/formats/event-log.md`).
//!
//! Readers take whatever bytes they are given: what they cannot read they report, with its place,
//! and they never nest deeper than [`DEEPEST`].

pub mod json;
pub mod log;
mod problems;
pub mod sabre;

use motive_lang::diagnostic::Diagnostic;
use motive_world::story::Story;

use crate::names::Names;

pub(crate) use problems::{Kind, Problems};

/// The deepest nesting of reasons within reasons that a reader follows.
pub const DEEPEST: usize = 48;

/// What a reader made of a text.
#[derive(Clone, Debug)]
pub struct Read {
    /// The story, where nothing was wrong. What its reasons achieve is not known yet: a text does
    /// not say so reliably, so every [`Purpose`](motive_world::story::Purpose) is a gain from 0
    /// to 0 until the judge has computed it.
    pub story: Option<Story>,
    /// Everything that was wrong or worth a remark, in order of position.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a story in any of the formats: one that begins with `{` is JSON, any other is Sabre's
/// solution text.
#[must_use]
pub fn read(names: &Names<'_>, text: &str) -> Read {
    // A byte order mark is how some editors begin every file.
    let start = text.strip_prefix('\u{feff}').unwrap_or(text);
    if start.trim_start().starts_with('{') {
        json::read(names, text)
    } else {
        sabre::read(names, text)
    }
}
