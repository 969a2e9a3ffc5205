//! Where one scene ends and the next begins, and which events are told in one sentence.
//!
//! A scene is where the first of those who act is when they begin; it ends where the next event
//! begins elsewhere, or where those who take part in it change wholly. Somebody who does nothing
//! but come is told with what they do there. A world without places goes by who takes part.

use motive_world::id::EntityId;
use motive_world::value::Value;

use crate::clause::{Binder, Clause, Piece, Referent, VerbForm};
use crate::tale::{Deed, Event, Seeming};
use crate::template::Form;

/// No more acts than this are joined in one sentence.
const MOST_JOINED: usize = 3;

/// Sentences longer than this are not made by joining, in characters of their templates.
const LONGEST: usize = 170;

/// Those who take part in an event.
pub(crate) fn participants(event: &Event) -> Vec<EntityId> {
    let mut all: Vec<EntityId> =
        event.happening.actors.iter().map(|actor| actor.entity()).collect();
    for value in &event.happening.arguments {
        if let Value::Entity(entity) = value {
            if !all.contains(entity) {
                all.push(*entity);
            }
        }
    }
    all
}

fn moves(event: &Event) -> bool {
    event.place.is_some_and(|(before, after)| before != after)
}

/// Cuts events into scenes; each is a range of indices.
pub(crate) fn scenes(
    events: &[Event],
    is_person: impl Fn(EntityId) -> bool,
) -> Vec<std::ops::Range<usize>> {
    let people = |event: &Event| -> Vec<EntityId> {
        participants(event).into_iter().filter(|&one| is_person(one)).collect()
    };
    let mut scenes = vec![];
    let mut start = 0;
    for at in 1..events.len() {
        let (event, scene) = (&events[at], &events[start..at]);
        // What happens by itself belongs to what it follows from.
        if !matches!(event.happening.deed, Deed::Action(_)) {
            continue;
        }
        let Some(last) = scene.iter().rev().find(|e| matches!(e.happening.deed, Deed::Action(_)))
        else {
            continue;
        };
        let elsewhere = match (last.place, event.place) {
            (Some((before, _)), Some((now, _))) => before != now,
            _ => false,
        };
        // Those who have done nothing but come, one after the other, belong to what follows there.
        let there = last.place.map(|(_, after)| after);
        let only_came = there.is_some()
            && scene.iter().all(|e| moves(e) && e.place.map(|(_, after)| after) == there);
        let begins_there = event.place.map(|(before, _)| before) == there
            && people(event).iter().any(|one| scene.iter().any(|e| people(e).contains(one)));
        let comes_too = moves(event) && event.place.map(|(_, after)| after) == there;
        let came = only_came && (begins_there || comes_too);
        let others = !people(event).is_empty()
            && !scene
                .iter()
                .any(|before| people(before).iter().any(|one| people(event).contains(one)));
        if (elsewhere || others) && !came {
            scenes.push(start..at);
            start = at;
        }
    }
    if start < events.len() {
        scenes.push(start..events.len());
    }
    scenes
}

/// A sentence to be, and the events that it tells.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) clause: Clause,
    pub(crate) events: Vec<usize>,
}

/// Puts the events of a scene into sentences, joining what can be joined: several who do the same,
/// and several things that one does.
pub(crate) fn sentences(
    binder: &Binder<'_>,
    events: &[Event],
    range: std::ops::Range<usize>,
    joins: bool,
) -> Vec<Told> {
    let mut all: Vec<Told> = vec![];
    let mut at = range.start;
    while at < range.end {
        let mut clause = bind(binder, &events[at]);
        let mut told = vec![at];
        at += 1;
        if joins {
            at = same_by_several(binder, events, at..range.end, &mut clause, &mut told);
        }
        all.push(Told { clause, events: told });
    }
    if !joins {
        return all;
    }
    let mut joined: Vec<Told> = vec![];
    let mut rest = all.into_iter().peekable();
    while let Some(mut first) = rest.next() {
        let mut parts = vec![];
        while parts.len() + 1 < MOST_JOINED {
            let last = parts.last().unwrap_or(&first.clause);
            let length = |clause: &Clause| crate::clause::length(clause);
            let whole: usize = parts.iter().map(length).sum::<usize>() + length(&first.clause);
            let fits = |next: &&mut Told| {
                let is_act = |told: &Told| {
                    told.events
                        .iter()
                        .all(|&e| !matches!(events[e].happening.deed, Deed::Thought(_)))
                };
                // What it seems to be is told at once.
                let seems = |told: &Told| told.events.iter().any(|&e| !events[e].seemed.is_empty());
                is_act(&first)
                    && is_act(next)
                    && !seems(&first)
                    && last.is_plain()
                    && last.is_one_sentence()
                    && next.clause.is_one_sentence()
                    && !next.clause.has_and()
                    && last.subject().is_some()
                    && last.subject() == next.clause.subject()
                    && whole + length(&next.clause) < LONGEST
            };
            if rest.peek_mut().filter(fits).is_none() {
                break;
            }
            let Some(next) = rest.next() else { break };
            first.events.extend(next.events);
            parts.push(next.clause);
        }
        let count = parts.len();
        for (at, part) in parts.into_iter().enumerate() {
            first.clause = first.clause.unstopped();
            let joint = if at + 1 == count { " and " } else { ", " };
            first.clause.text(joint).clause(part.predicate());
        }
        joined.push(first);
    }
    joined
}

/// An event in words. What somebody only thinks is said to be a thought, unless its sentence
/// says whose it is.
fn bind(binder: &Binder<'_>, event: &Event) -> Clause {
    let mut clause = binder.happening(&event.happening);
    if let Some(sequel) = binder.sequel(&event.happening) {
        clause = clause.unstopped();
        clause.text(". ").clause(sequel);
    }
    let thinkers: Vec<EntityId> =
        event.happening.actors.iter().map(|actor| actor.entity()).collect();
    let is_said = |one: &EntityId| event.happening.arguments.contains(&Value::Entity(*one));
    if !matches!(event.happening.deed, Deed::Thought(_)) || thinkers.iter().any(is_said) {
        return clause;
    }
    let mut thought = Clause::default();
    thought.names(thinkers).text(" ").verb("concludes").text(" that ").clause(clause);
    thought
}

/// Words that begin a sentence with a capital only because they begin it.
const COMMON: [&str; 16] = [
    "A",
    "All",
    "An",
    "Everybody",
    "Everything",
    "It",
    "No",
    "Nobody",
    "Nothing",
    "One",
    "Some",
    "Somebody",
    "Someone",
    "Something",
    "The",
    "There",
];

/// *To Tam it was only that somebody knocked*; of what could also have happened, *it seemed that*.
pub(crate) fn seemed(binder: &Binder<'_>, seeming: &Seeming) -> Option<Clause> {
    let mut what = binder.happening(&seeming.what);
    if !what.is_one_sentence() {
        return None;
    }
    if let Some(Piece::Text(text)) = what.pieces.first_mut() {
        let word = text.split([' ', ',']).next().unwrap_or("");
        if COMMON.contains(&word) {
            *text = format!("{}{}", text[..1].to_lowercase(), &text[1..]);
        }
    }
    let mut clause = Clause::default();
    let whom = seeming.to.iter().map(|who| who.entity()).collect();
    clause.text("to ");
    clause.pieces.push(Piece::Name(Referent::Entities(whom), Form::Name));
    clause.text(" it ");
    let actions = &binder.names.program.actions;
    let is_impression =
        matches!(seeming.what.deed, Deed::Action(what) if actions[what.index()].is_impression);
    let (verb, that) = if is_impression { ("is", " only that ") } else { ("seems", " that ") };
    let (verb, form) = (verb.to_owned(), VerbForm::Finite);
    clause.pieces.push(Piece::Verb { verb, with: None, is_plural: false, form });
    clause.text(that).clause(what.unstopped());
    clause.text(".");
    Some(clause)
}

/// *they*, *them*, *themselves*: right for one and for several.
fn is_pronoun(form: Form) -> bool {
    matches!(form, Form::They | Form::Them | Form::Themself)
}

/// *Anna and Bert went to the mill*: what follows is the same but for who does it.
fn same_by_several(
    binder: &Binder<'_>,
    events: &[Event],
    rest: std::ops::Range<usize>,
    clause: &mut Clause,
    told: &mut Vec<usize>,
) -> usize {
    let mut at = rest.start;
    while at < rest.end {
        let (first, next) = (&events[told[0]].happening, &events[at].happening);
        let [Value::Entity(one), ..] = next.arguments.as_slice() else { break };
        let same = first.deed == next.deed
            && matches!(first.deed, Deed::Action(_))
            && first.text == next.text
            && first.sequel.is_none()
            && next.sequel.is_none()
            && events[told[0]].seemed == events[at].seemed
            && first.actors.len() == 1
            && next.actors.iter().map(|actor| actor.entity()).eq([*one])
            && first.arguments.first()
                == first.actors.first().map(|a| Value::Entity(a.entity())).as_ref()
            && first.arguments[1..] == next.arguments[1..]
            && first.arguments.len() > 1
            && events[told[0]].place == events[at].place;
        // Nobody else's name may depend on who does it, nor what somebody has: *they raised their hand*.
        let other = binder.happening(next);
        let alone = |clause: &Clause| {
            let fits = clause.pieces[1..].iter().all(|piece| match piece {
                Piece::Name(_, Form::Their) => false,
                Piece::Name(Referent::Entities(all), form) => {
                    !all.contains(one) || is_pronoun(*form)
                }
                _ => true,
            });
            fits && clause.subject().is_some() && clause.is_one_sentence()
        };
        if !same || !alone(&other) || !alone(clause) {
            break;
        }
        let Some(Piece::Name(Referent::Entities(all), Form::Name)) = clause.pieces.first_mut()
        else {
            break;
        };
        if all.contains(one) {
            break;
        }
        let before = all.clone();
        all.push(*one);
        let whole = all.clone();
        for piece in &mut clause.pieces[1..] {
            match piece {
                Piece::Name(Referent::Entities(all), form)
                    if is_pronoun(*form) && (*all == before) =>
                {
                    all.clone_from(&whole);
                }
                _ => {}
            }
        }
        told.push(at);
        at += 1;
    }
    at
}
