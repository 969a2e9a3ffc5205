//! Stories in prose.
//!
//! A [`Tale`] says what happens and why, as plain data; a [`Lexicon`] says how things are said; and
//! [`tell`] puts it into paragraphs of English. [`template`] is the one reading of sentences with
//! braces, which the front end uses for its checks; [`Verbs`] has the forms of verbs.
//!
//! ```text
//! {c} {slips} {i} into {c their} sleeve.     Anna slipped the letter into her sleeve and went to
//! {c} {goes} to {to}.                        the garden.
//! ```
//!
//! Where to find what: `clause` fills sentences in, and `by_name` tells what has none; `paragraph`
//! chooses names and pronouns, and makes verbs agree; `scene` cuts a story into paragraphs and
//! joins sentences; `reason` tells why.
//!
//! Deliberately absent: running a story, evaluating conditions, searching, judging: which of several
//! sentences fits, what somebody planned and where they were is part of the tale. No files, no
//! terminal, no line breaks within a paragraph.

mod by_name;
mod clause;
mod irregular;
mod lexicon;
mod naming;
mod paragraph;
mod reason;
mod scene;
mod tale;
pub mod template;
mod verb;

pub use lexicon::{ClaimSaying, Lexicon, Naming, Template};
pub use tale::{Deed, Event, Gain, Happening, Held, Motive, Seeming, Tale};
pub use verb::{Number, Tense, Verbs};

use clause::{Binder, Clause, Piece, Referent};
use motive_world::id::FluentSchemaId;
use motive_world::program::Program;
use motive_world::value::Value;
use naming::Names;
use paragraph::Paragraph;

/// How a story is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Manner {
    /// In which tense.
    pub tense: Tense,
    /// Whether the reason for each act is told after it.
    pub why: bool,
}

/// A paragraph, and the steps that it tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The text, without line breaks.
    pub text: String,
    /// The steps of the story, from 0.
    pub steps: Vec<usize>,
}

/// No more people than this are introduced before the story begins.
const MOST_INTRODUCED: usize = 6;

/// Whether a fact says where somebody is: it is about one character, and its values are things
/// without minds.
#[must_use]
pub fn is_whereabouts(program: &Program, fluent: FluentSchemaId) -> bool {
    by_name::has_places(program, fluent)
}

/// Tells a story.
#[must_use]
pub fn tell(program: &Program, lexicon: &Lexicon, tale: &Tale, manner: Manner) -> Vec<Passage> {
    let names = Names { program, lexicon };
    let verbs = Verbs::new(&lexicon.verbs);
    let binder = Binder { names };
    let mut passages = vec![];
    if let Some(opening) = opening(&binder, &tale.opening) {
        let mut paragraph = Paragraph::new(names, verbs, manner.tense);
        paragraph.say(&opening);
        passages.push(Passage { text: paragraph.finish(), steps: vec![] });
    }
    let events = &tale.events;
    let scenes = scene::scenes(events, |one| names.is_character(one));
    for (number, range) in scenes.iter().enumerate() {
        let mut paragraph = Paragraph::new(names, verbs, manner.tense);
        let meanwhile = number > 0 && is_meanwhile(events, &scenes[number - 1], range.start);
        let mut subjects: Vec<Option<Referent>> = vec![];
        let mut reasons: Vec<&Motive> = vec![];
        for (at, told) in
            scene::sentences(&binder, events, range.clone(), !manner.why).into_iter().enumerate()
        {
            let subject = told.clause.subject().cloned();
            let mut clause = told.clause;
            let motives: Vec<&Motive> =
                told.events.iter().flat_map(|&event| &events[event].motives).collect();
            let mut is_told = !manner.why;
            if manner.why {
                let event = &events[told.events[0]];
                (clause, is_told) = reason::continued(clause, &event.motives);
            }
            if at == 0 && meanwhile {
                clause = preceded("Meanwhile ", clause);
            } else if is_third(&subjects, subject.as_ref()) {
                clause = preceded("Then ", clause);
                subjects.clear();
            }
            paragraph.say(&clause);
            subjects.push(subject);
            for seeming in told.events.iter().flat_map(|&event| &events[event].seemed) {
                if let Some(seemed) = scene::seemed(&binder, seeming) {
                    paragraph.say(&seemed);
                    subjects.push(None);
                }
            }
            if !is_told {
                if let Some(reason) = reason::shared(&binder, &motives) {
                    paragraph.say(&reason);
                    reasons.extend(&motives);
                    continue;
                }
                for motive in motives {
                    let last = reasons.iter().rev().find(|last| last.character == motive.character);
                    if reason::goes_without_saying(motive, last.copied()) {
                        continue;
                    }
                    reasons.push(motive);
                    let acting = &events[told.events[0]].happening.actors;
                    for reason in reason::sentences(&binder, motive, acting) {
                        paragraph.say(&reason);
                    }
                }
            }
        }
        let mut steps: Vec<usize> = events[range.clone()].iter().map(|event| event.step).collect();
        steps.dedup();
        passages.push(Passage { text: paragraph.finish(), steps });
    }
    passages
}

/// Whether a sentence would be the third in a row to begin with the same subject.
fn is_third(subjects: &[Option<Referent>], next: Option<&Referent>) -> bool {
    let [.., one, other] = subjects else { return false };
    next.is_some() && one.as_ref() == next && other.as_ref() == next
}

/// Whether a scene can be said to happen while the one before did: whoever begins it took no part
/// in that one and perceived nothing of it, and could have begun all the while.
fn is_meanwhile(events: &[Event], before: &std::ops::Range<usize>, start: usize) -> bool {
    let event = &events[start];
    let Some(actor) = event.happening.actors.first() else { return false };
    let earlier = &events[before.clone()];
    let places: Vec<_> = earlier.iter().filter_map(|event| event.place).collect();
    let elsewhere = event.place.is_some_and(|(here, there)| {
        places.iter().flat_map(|&(from, to)| [from, to]).all(|at| at != here && at != there)
    });
    let apart = earlier.iter().all(|other| {
        !other.perceived.contains(actor) && !scene::participants(other).contains(&actor.entity())
    });
    elsewhere && apart && earlier.first().is_some_and(|first| event.possible_since <= first.step)
}

/// The same with a word before it.
fn preceded(word: &str, clause: Clause) -> Clause {
    let mut whole = Clause::default();
    whole.text(word).clause(clause);
    whole
}

/// Who is where: those in one place are named together.
fn opening(binder: &Binder<'_>, held: &[Held]) -> Option<Clause> {
    let first = held.first()?;
    if held.len() > MOST_INTRODUCED || binder.names.lexicon.fluent(first.fluent).is_none() {
        return None;
    }
    let mut groups: Vec<(Value, Clause)> = vec![];
    for one in held {
        let clause = binder.held(one)?;
        let Some(Referent::Entities(who)) = clause.subject().cloned() else { return None };
        if one.fluent != first.fluent || !clause.is_one_sentence() {
            return None;
        }
        match groups.iter_mut().find(|(value, _)| *value == one.value) {
            Some((_, group)) => {
                if let Some(Piece::Name(Referent::Entities(all), _)) = group.pieces.first_mut() {
                    all.extend(who);
                }
            }
            None => groups.push((one.value, clause)),
        }
    }
    let count = groups.len();
    let mut whole = Clause::default();
    for (at, (_, clause)) in groups.into_iter().enumerate() {
        match at {
            0 => {}
            at if at + 1 == count => {
                // Without the comma, *Bert and Carol* would run into what was before.
                whole.text(if count > 2 || has_several(&clause) { ", and " } else { " and " });
            }
            _ => {
                whole.text(", ");
            }
        }
        let mut clause = clause.unstopped();
        if at > 0 {
            // *Anna was in the library and Bert in the garden.*
            if let (Some(Piece::Text(space)), Some(Piece::Verb { .. })) =
                (clause.pieces.get(1), clause.pieces.get(2))
            {
                if space.trim().is_empty() {
                    clause.pieces[2] = Piece::Text(String::new());
                }
            }
        }
        whole.clause(clause);
    }
    whole.text(".");
    Some(whole)
}

fn has_several(clause: &Clause) -> bool {
    matches!(clause.pieces.first(), Some(Piece::Name(Referent::Entities(all), _)) if all.len() > 1)
}
