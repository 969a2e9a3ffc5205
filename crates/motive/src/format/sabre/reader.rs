//! Solution text to story.
//!
//! Items (steps and `goal` lines, each with its depth) are scanned one after the other and put in
//! place with a stack of open blocks, so that no text can exhaust anything but its own length.

use motive_world::id::CharacterId;
use motive_world::story::{ExplainedStep, Purpose, Reason, Story};
use motive_world::value::Number;

use super::super::{DEEPEST, Kind, Problems, Read};
use crate::names::{Names, arguments, consenting, step_name};

/// A piece of the text, with its place in bytes.
type Piece<'t> = (&'t str, (usize, usize));

/// Reads either form. See `docs/formats/sabre-solution.md`.
#[must_use]
pub fn read(names: &Names<'_>, text: &str) -> Read {
    let mut builder = Builder {
        names,
        problems: Problems::default(),
        open: vec![Block::default()],
        finished: false,
        verbose: false,
    };
    let mut scanner = Scanner { text, at: 0 };
    while !builder.problems.is_full() {
        match scanner.item() {
            Ok(None) => break,
            Ok(Some(item)) => builder.add(item),
            Err((span, message, help)) => {
                builder.problems.report(
                    Kind::Malformed,
                    span,
                    message,
                    "cannot be read",
                    Some(help.to_owned()),
                );
                scanner.skip_line();
            }
        }
    }
    builder.finish(text)
}

/// A step or a `goal` line.
struct Item<'t> {
    depth: usize,
    span: (usize, usize),
    content: Content<'t>,
}

enum Content<'t> {
    Step { name: Piece<'t>, arguments: Vec<Piece<'t>> },
    Goal { inside: Piece<'t> },
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
}

type Unreadable = ((usize, usize), String, &'static str);

impl<'t> Scanner<'t> {
    /// The next item; `None` at the end of the text.
    fn item(&mut self) -> Result<Option<Item<'t>>, Unreadable> {
        let mut depth = 0;
        let mut start = None;
        loop {
            self.skip_blank();
            if !self.rest().starts_with('|') {
                break;
            }
            start.get_or_insert(self.at);
            depth += 1;
            self.at += 1;
        }
        if self.rest().is_empty() {
            return match start {
                None => Ok(None),
                Some(start) => Err((
                    (start, self.at),
                    "a step or a `goal` is missing after `|`".to_owned(),
                    "write `| name(arguments)`, or leave the line out",
                )),
            };
        }
        let name = self.name();
        let start = start.unwrap_or(name.1.0);
        if name.0.is_empty() {
            let end = self.at + self.rest().chars().next().map_or(0, char::len_utf8);
            return Err((
                (self.at, end),
                "a step was expected here".to_owned(),
                "a step is written `name(argument, argument)`",
            ));
        }
        self.skip_spaces();
        if !self.rest().starts_with('(') {
            return Err((
                name.1,
                format!(
                    "`{}` has no arguments in brackets",
                    super::super::problems::quoted(name.0)
                ),
                "a step is written `name(argument, argument)`; with no arguments, `name()`",
            ));
        }
        let opening = self.at;
        let Some(length) = closing(self.rest()) else {
            return Err((
                (opening, opening + 1),
                "this bracket is never closed".to_owned(),
                "add the missing `)`",
            ));
        };
        let inside_start = opening + 1;
        let inside = &self.text[inside_start..opening + length];
        self.at = opening + length + 1;
        let span = (start, self.at);
        let content = if name.0 == "goal" {
            Content::Goal { inside: (inside, (inside_start, opening + length)) }
        } else {
            let nested = inside.bytes().scan(0_i32, |depth, byte| {
                *depth += i32::from(byte == b'(') - i32::from(byte == b')');
                Some(*depth)
            });
            if let Some(offset) = nested.into_iter().position(|depth| depth > 1) {
                let place = inside_start + offset;
                return Err((
                    (place, place + 1),
                    "an argument of a claim cannot contain brackets".to_owned(),
                    "arguments are names, `True`, `False`, numbers, or claims about such",
                ));
            }
            Content::Step { name, arguments: split(inside, inside_start) }
        };
        Ok(Some(Item { depth, span, content }))
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn skip_spaces(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// Skips white space, `;`, comments and a byte order mark.
    fn skip_blank(&mut self) {
        loop {
            let rest = self
                .rest()
                .trim_start_matches(|c: char| c.is_whitespace() || c == ';' || c == '\u{feff}');
            self.at = self.text.len() - rest.len();
            if rest.starts_with("//") {
                self.skip_line();
            } else {
                return;
            }
        }
    }

    fn skip_line(&mut self) {
        let length = self.rest().find('\n').unwrap_or(self.rest().len());
        self.at += length;
    }

    /// A name: everything up to white space or a symbol of the problem language.
    fn name(&mut self) -> Piece<'t> {
        let rest = self.rest();
        let symbol = |c: char| c.is_whitespace() || "(){}[],;:*/+-&|!=<>".contains(c);
        let length = rest.find(symbol).unwrap_or(rest.len());
        let span = (self.at, self.at + length);
        self.at = span.1;
        (&rest[..length], span)
    }
}

/// The position of the bracket that closes the one `text` begins with, on the same item.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (position, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => {
                depth -= 1;
                if depth == 0 {
                    return Some(position);
                }
            }
            _ => {}
        }
    }
    None
}

/// The pieces between commas, trimmed, with their places.
fn split(inside: &str, start: usize) -> Vec<Piece<'_>> {
    let pieces = arguments(inside).unwrap_or_default();
    pieces.into_iter().map(|(text, at)| (text, (start + at, start + at + text.len()))).collect()
}

/// A list of steps that a `goal` line has not closed yet.
#[derive(Default)]
struct Block {
    steps: Vec<ExplainedStep>,
    /// Where the last step of it stands in the text.
    last: (usize, usize),
    /// Whether a step of it could not be read, so that the blocks under it cannot be placed.
    broken: bool,
    /// Where each of the steps stands in the text.
    places: Vec<(usize, usize)>,
}

struct Builder<'n, 'p> {
    names: &'n Names<'p>,
    problems: Problems,
    /// The author's block, then one block for each level of `|`.
    open: Vec<Block>,
    /// Whether the author's `goal` line has been read.
    finished: bool,
    /// Whether the text gives reasons at all.
    verbose: bool,
}

impl Builder<'_, '_> {
    fn add(&mut self, item: Item<'_>) {
        if self.finished {
            self.malformed(
                item.span,
                "the story has already ended",
                "nothing may follow the author's `goal` line",
            );
            return;
        }
        while item.depth + 1 < self.open.len() {
            self.malformed(
                item.span,
                "the reason above has no `goal` line",
                "end each character's plan with `goal(Character, what holds then)`, a `|` deeper than \
                 the step that it explains",
            );
            self.close(None, item.span);
        }
        if item.depth > self.open.len() || item.depth > DEEPEST {
            self.malformed(
                item.span,
                "this line has too many `|`",
                "a reason is one `|` deeper than the step that it explains",
            );
            return;
        }
        if item.depth == self.open.len() {
            let parent = &self.open[item.depth - 1];
            if parent.steps.is_empty() && !parent.broken {
                self.malformed(
                    item.span,
                    "this reason explains no step",
                    "a reason follows the step that it explains",
                );
                return;
            }
            self.verbose = true;
            self.open.push(Block { last: item.span, ..Block::default() });
        }
        match item.content {
            Content::Step { name, arguments } => self.step(name, &arguments, item.span),
            Content::Goal { inside } => self.goal(inside, item.span),
        }
    }

    fn step(&mut self, name: Piece<'_>, arguments: &[Piece<'_>], span: (usize, usize)) {
        let texts: Vec<&str> = arguments.iter().map(|a| a.0).collect();
        let step = match self.names.steps(name.0, &texts) {
            Ok(mut steps) => Some(steps.swap_remove(0)),
            Err(mismatch) => {
                self.problems.mismatch(&mismatch, name, arguments, span);
                None
            }
        };
        let Some(block) = self.open.last_mut() else { return };
        block.last = span;
        block.broken = step.is_none();
        if let Some(step) = step {
            block.steps.push(ExplainedStep { step, reasons: Vec::new() });
            block.places.push(span);
        }
    }

    fn goal(&mut self, inside: Piece<'_>, span: (usize, usize)) {
        self.verbose = true;
        if self.open.len() == 1 {
            self.finished = true;
            return;
        }
        let (name, place) = match split(inside.0, inside.1.0).first() {
            Some(&piece) if inside.0.contains(',') => piece,
            _ => ("", inside.1),
        };
        let owner = self.names.character(name);
        if owner.is_none() {
            let help = if name.is_empty() {
                "a character's plan ends with `goal(Character, what holds then)`".to_owned()
            } else {
                match self.names.nearest_character(name) {
                    Some(nearest) => format!("did you mean `{nearest}`?"),
                    None => "the first argument says whose reason it is".to_owned(),
                }
            };
            self.problems.report(
                Kind::Malformed,
                place,
                "this `goal` line does not say whose it is",
                "not a character",
                Some(help),
            );
        }
        self.close(owner, span);
    }

    /// Ends the innermost block, which is a reason of `owner` for the last step of the one around
    /// it.
    fn close(&mut self, owner: Option<CharacterId>, span: (usize, usize)) {
        let Some(block) = self.open.pop() else { return };
        let Some(owner) = owner else { return };
        self.check_owned(&block, owner);
        let program = self.names.program();
        let Some(parent) = self.open.last_mut() else { return };
        if parent.broken {
            return;
        }
        let Some(explained) = parent.steps.last_mut() else { return };
        let name = |character: CharacterId| program.entities[character.index()].name.as_str();
        let wrong = if !consenting(program, &explained.step).contains(&owner) {
            Some(format!(
                "`{}` does not need the consent of {}",
                step_name(program, &explained.step),
                name(owner)
            ))
        } else if explained.reasons.iter().any(|reason| reason.character == owner) {
            Some(format!("a second reason of {} for the same step", name(owner)))
        } else {
            None
        };
        if let Some(message) = wrong {
            let help = "give one reason for each character who consents".to_owned();
            self.problems.report(
                Kind::NoConsent,
                span,
                message,
                "no such reason is needed",
                Some(help),
            );
            return;
        }
        let mut plan = vec![ExplainedStep { step: explained.step.clone(), reasons: Vec::new() }];
        plan.extend(block.steps);
        explained.reasons.push(unmeasured(owner, plan));
    }

    /// Reports what only makes sense once the owner of a block is known.
    fn check_owned(&mut self, block: &Block, owner: CharacterId) {
        for (explained, &place) in block.steps.iter().zip(&block.places) {
            self.missing(explained, Some(owner), place);
        }
    }

    /// Remarks on each consenting character, other than the owner of the block, without a reason.
    fn missing(
        &mut self,
        explained: &ExplainedStep,
        owner: Option<CharacterId>,
        place: (usize, usize),
    ) {
        let program = self.names.program();
        for character in consenting(program, &explained.step) {
            let given = explained.reasons.iter().any(|reason| reason.character == character);
            if Some(character) == owner || given {
                continue;
            }
            let message = format!(
                "no reason of {} is given for `{}`",
                program.entities[character.index()].name,
                step_name(program, &explained.step)
            );
            let help = "one will be searched for".to_owned();
            self.problems.report(
                Kind::MissingReason,
                place,
                message,
                "without a reason",
                Some(help),
            );
        }
    }

    fn malformed(&mut self, span: (usize, usize), message: &str, help: &str) {
        self.problems.report(
            Kind::Malformed,
            span,
            message,
            "not expected here",
            Some(help.to_owned()),
        );
    }

    fn finish(mut self, text: &str) -> Read {
        if self.open.len() > 1 {
            let last = self.open.last().map_or((0, 0), |block| block.last);
            self.malformed(
                last,
                "the text ends inside a reason",
                "end each character's plan with `goal(Character, what holds then)`",
            );
        }
        let block = self.open.drain(..).next().unwrap_or_default();
        if block.steps.is_empty() && !self.problems.any_error() {
            self.problems.report(
                Kind::Empty,
                (0, text.chars().next().map_or(0, char::len_utf8)),
                "there is no step in this story",
                "nothing to check",
                Some("write the steps in order: `open(Una, Gate) enter(Vik, Gate)`".to_owned()),
            );
        }
        if self.verbose {
            for (explained, &place) in block.steps.iter().zip(&block.places) {
                self.missing(explained, None, place);
            }
        }
        let story = (!self.problems.any_error()).then_some(Story {
            steps: block.steps,
            before: None,
            after: None,
        });
        Read { story, diagnostics: self.problems.into_diagnostics() }
    }
}

/// A reason whose gain has not been computed.
fn unmeasured(character: CharacterId, plan: Vec<ExplainedStep>) -> Reason {
    let purpose = Purpose::Gain { before: Number::ZERO, after: Number::ZERO };
    Reason { character, plan, purpose }
}
