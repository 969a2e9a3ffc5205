//! What is said of a world in the words of the language that it is written in.
//!
//! Lints and faults are worded for Sabre's language, which was there first; for a world in Motive's
//! own language their advice is put in its terms here.

use motive_lang::diagnostic::{Code, Diagnostic, codes};

/// A diagnostic in the terms of Motive's language.
pub(crate) fn in_motive(mut diagnostic: Diagnostic) -> Diagnostic {
    let advice = ADVICE.iter().find(|(code, _, _)| *code == diagnostic.code);
    if let Some((_, label, help)) = advice {
        if let Some(label) = label {
            diagnostic.label = (*label).to_owned();
        }
        // Whose wants are missing is named in the message.
        let who = diagnostic.message.split('`').nth(1).unwrap_or("…");
        diagnostic.help = Some(help.replace("WHO", who));
        for text in [&mut diagnostic.message, &mut diagnostic.label] {
            *text = text.replace("property", "fact").replace("trigger", "rule");
        }
    }
    diagnostic
}

/// For a code: the label (where another one is needed) and the advice.
const ADVICE: [(Code, Option<&str>, &str); 8] = [
    (
        codes::CONTRADICTORY_EFFECT,
        None,
        "let `needs` rule this case out (`a is not b`), or drop one of the effects",
    ),
    (codes::GROUNDING_TOO_LARGE, None, "use fewer parameters, narrower types, or fewer things"),
    (codes::TRIGGER_LOOP, None, "let `when` ask for something that the effect makes false"),
    (
        codes::DIVISION_BY_ZERO_RUNNING,
        None,
        "ask about the divisor first: `(… / n if n is not 0 else …)`",
    ),
    (
        codes::TRIGGER_ORDER,
        Some("one of several rules that can happen at once"),
        "the first declared happens first; give them conditions that exclude each other",
    ),
    (
        codes::UNUSED,
        Some("no condition and no want has to do with it"),
        "remove it, or let something depend on it",
    ),
    (
        codes::NEVER_HAPPENS,
        Some("what it needs can never be so, or it changes nothing"),
        "look for a part of its `needs` that nothing in the world makes so",
    ),
    (codes::NO_MOTIVE, Some("could do something"), "say what this character wants: `WHO wants …`"),
];
