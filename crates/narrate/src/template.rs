//! Sentences with braces, read once: by the front end, which checks them, for the realiser, which
//! tells them.
//!
//! `{c}` is a name; `{c's}` and `{c their}` are forms of it; `{reads}` is a verb in the third
//! person that agrees with the nearest name before it, `{d reads}` one that agrees with d.

use std::fmt;
use std::ops::Range;

use motive_world::id::EntityId;

use crate::verb;

/// What a name in braces stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A parameter of the declaration, by its place. A claim among them is said as after *that*.
    Parameter(usize),
    /// This thing.
    Entity(EntityId),
    /// The value of the fact.
    Value,
}

/// The form in which something is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `{c}`: by name, or by a pronoun where it is clear who is meant.
    Name,
    /// `{c's}`: the same, as a possessive.
    Possessive,
    /// `{c they}`
    They,
    /// `{c them}`
    Them,
    /// `{c their}`
    Their,
    /// `{c themself}`
    Themself,
}

impl Form {
    fn of(word: &str) -> Option<Form> {
        Some(match word {
            "they" => Form::They,
            "them" => Form::Them,
            "their" => Form::Their,
            "themself" | "themselves" => Form::Themself,
            _ => return None,
        })
    }
}

/// A part of a sentence.
#[derive(Clone, Debug, PartialEq)]
pub enum Segment {
    /// Words as they stand.
    Text(String),
    /// Somebody or something.
    Name(Target, Form),
    /// A verb, in the third person of the present.
    Verb {
        /// As it is written.
        verb: String,
        /// What it is said to agree with; `None`: the nearest name before it.
        with: Option<Target>,
    },
}

/// A sentence in parts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sentence {
    /// The parts, in order.
    pub segments: Vec<Segment>,
}

/// As it is written, with `{0}` for the first parameter, and an entity by its number: `{#3}`.
impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |target: &Target| match target {
            Target::Parameter(at) => at.to_string(),
            Target::Entity(entity) => format!("#{}", entity.0),
            Target::Value => "value".to_owned(),
        };
        for segment in &self.segments {
            match segment {
                Segment::Text(text) => f.write_str(text)?,
                Segment::Name(target, form) => {
                    let name = name(target);
                    match form {
                        Form::Name => write!(f, "{{{name}}}")?,
                        Form::Possessive => write!(f, "{{{name}'s}}")?,
                        Form::They => write!(f, "{{{name} they}}")?,
                        Form::Them => write!(f, "{{{name} them}}")?,
                        Form::Their => write!(f, "{{{name} their}}")?,
                        Form::Themself => write!(f, "{{{name} themself}}")?,
                    }
                }
                Segment::Verb { verb, with: None } => write!(f, "{{{verb}}}")?,
                Segment::Verb { verb, with: Some(target) } => {
                    write!(f, "{{{} {verb}}}", name(target))?;
                }
            }
        }
        Ok(())
    }
}

/// What is wrong with a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// In which of the texts that the sentence is written in.
    pub part: usize,
    /// Where in that text, in bytes.
    pub range: Range<usize>,
    /// What.
    pub kind: ProblemKind,
}

/// What can be wrong with a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// A brace that is not closed.
    Unclosed,
    /// A name of nothing.
    NoSuchName(String),
    /// What may be a verb, or the name of nothing: no name stands before it.
    NoNameBefore(String),
    /// What is no verb in the third person, and resembles a name or has a single letter.
    Slip(String),
    /// More words after a name than one.
    TooMuch(String),
}

/// Reads a sentence that is written in one or several texts. `resolve` says what a name means, and
/// `resembles` whether a word is nearly a name.
pub fn read<'t>(
    texts: impl IntoIterator<Item = &'t str>,
    resolve: impl Fn(&str) -> Option<Target>,
    resembles: impl Fn(&str) -> bool,
) -> (Sentence, Vec<Problem>) {
    let (segments, problems) = (vec![], vec![]);
    let mut reader = Reader { resolve, resembles, segments, problems, has_name: false };
    for (part, text) in texts.into_iter().enumerate() {
        if !reader.text(part, text) {
            break;
        }
    }
    (Sentence { segments: reader.segments }, reader.problems)
}

struct Reader<F, G> {
    resolve: F,
    resembles: G,
    segments: Vec<Segment>,
    problems: Vec<Problem>,
    has_name: bool,
}

impl<F: Fn(&str) -> Option<Target>, G: Fn(&str) -> bool> Reader<F, G> {
    fn words(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if let Some(Segment::Text(before)) = self.segments.last_mut() {
            before.push_str(text);
        } else {
            self.segments.push(Segment::Text(text.to_owned()));
        }
    }

    /// Reads one text; false if nothing after it can be understood.
    fn text(&mut self, part: usize, text: &str) -> bool {
        let mut from = 0;
        while let Some(open) = text[from..].find('{').map(|at| from + at) {
            self.words(&text[from..open]);
            let Some(close) = text[open..].find('}').map(|at| open + at) else {
                self.problem(part, open..text.len(), ProblemKind::Unclosed);
                return false;
            };
            if let Err(kind) = self.braces(&text[open + 1..close]) {
                self.problem(part, open..close + 1, kind);
                // One mistake is enough: what follows may well agree with what was meant.
                self.has_name = true;
            }
            from = close + 1;
        }
        self.words(&text[from..]);
        true
    }

    /// Whether the sentence is about somebody who is not named.
    fn begins_with_somebody(&self) -> bool {
        let [Segment::Text(text)] = self.segments.as_slice() else { return false };
        let somebody = ["somebody", "someone", "something", "nobody", "nothing", "everybody"];
        somebody.contains(&text.trim().to_lowercase().as_str())
    }

    fn problem(&mut self, part: usize, range: Range<usize>, kind: ProblemKind) {
        self.problems.push(Problem { part, range, kind });
    }

    fn braces(&mut self, inside: &str) -> Result<(), ProblemKind> {
        let mut words = inside.split_whitespace();
        let first = words.next().unwrap_or("");
        let rest: Vec<&str> = words.collect();
        let (name, is_possessive) =
            first.strip_suffix("'s").map_or((first, false), |name| (name, true));
        let segment = match ((self.resolve)(name), rest.as_slice()) {
            (Some(target), []) if is_possessive => Segment::Name(target, Form::Possessive),
            (Some(target), []) => Segment::Name(target, Form::Name),
            (Some(target), [word]) if !is_possessive => match Form::of(word) {
                Some(form) => Segment::Name(target, form),
                None => Segment::Verb { verb: (*word).to_owned(), with: Some(target) },
            },
            (Some(_), rest) => return Err(ProblemKind::TooMuch(rest.join(" "))),
            (None, []) if !is_possessive && !first.is_empty() => {
                // `the clock {is} gone` and `Somebody {knocks}` need no name in braces.
                let has_subject = self.has_name || self.begins_with_somebody();
                if !has_subject && !verb::is_auxiliary(first) {
                    return Err(ProblemKind::NoNameBefore(name.to_owned()));
                }
                // No verb has a single letter, and nearly every parameter has.
                let is_letter = first.chars().nth(1).is_none();
                if is_letter || (verb::may_be_a_slip(first) && (self.resembles)(first)) {
                    return Err(ProblemKind::Slip(first.to_owned()));
                }
                Segment::Verb { verb: first.to_owned(), with: None }
            }
            (None, _) => return Err(ProblemKind::NoSuchName(name.to_owned())),
        };
        self.has_name |= matches!(segment, Segment::Name(..));
        self.segments.push(segment);
        Ok(())
    }
}
