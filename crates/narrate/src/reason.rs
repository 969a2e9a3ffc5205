//! Why somebody does something, in words.

use motive_world::id::{CharacterId, EntityId};

use crate::clause::{Binder, Clause, Piece, Referent, VerbForm};
use crate::tale::{Gain, Held, Motive};
use crate::template::Form;

/// No more facts than this are named as what is to be gained.
const MOST_GAINS: usize = 2;

/// No more of what is not so than this is told.
const MOST_MISTAKES: usize = 2;

/// Says that an act is *as planned*, where all who do it go on with plans that have been told;
/// whether it is.
pub(crate) fn continued(clause: Clause, motives: &[Motive]) -> (Clause, bool) {
    let all = !motives.is_empty() && motives.iter().all(|motive| motive.continues);
    if !all || !clause.is_one_sentence() {
        return (clause, false);
    }
    let mut clause = clause.unstopped();
    clause.text(", as planned.");
    (clause, true)
}

/// The reason that two have alike, where each gains it at once: *both wanted to be away*.
pub(crate) fn shared(binder: &Binder<'_>, motives: &[&Motive]) -> Option<Clause> {
    let [one, other] = motives else { return None };
    let is_simple = |motive: &Motive| {
        !motive.continues
            && motive.meant.is_none()
            && motive.plan.is_empty()
            && motive.mistakes.is_empty()
    };
    let words = |motive: &Motive| -> Option<Vec<String>> {
        let all = motive.gains.iter().map(|gain| match gain {
            Gain::Term(term) => {
                binder.names.lexicon.want(motive.character.entity(), *term).map(str::to_owned)
            }
            Gain::Fact(_) => None,
        });
        all.collect()
    };
    let alike = words(one).filter(|all| !all.is_empty() && Some(all) == words(other).as_ref());
    if !is_simple(one) || !is_simple(other) || alike.is_none() {
        return None;
    }
    let mut clause = Clause::default();
    clause.text("both ");
    let (verb, form) = ("wants".to_owned(), VerbForm::Finite);
    clause.pieces.push(Piece::Verb { verb, with: None, is_plural: true, form });
    clause.text(" ");
    wants(binder, one, &mut clause);
    clause.text(".");
    Some(clause)
}

/// Whether this is what the same character wanted last, with nothing to be said of it that was not
/// said then.
pub(crate) fn goes_without_saying(motive: &Motive, last: Option<&Motive>) -> bool {
    let is_simple = !motive.continues
        && motive.meant.is_none()
        && motive.plan.is_empty()
        && motive.mistakes.is_empty();
    is_simple && last.is_some_and(|last| !last.continues && last.gains == motive.gains)
}

/// The reason of one of those who act, in sentences.
pub(crate) fn sentences(
    binder: &Binder<'_>,
    motive: &Motive,
    acting: &[CharacterId],
) -> Vec<Clause> {
    let who = motive.character.entity();
    let mut clause = Clause::default();
    if motive.continues {
        clause
            .text("this ")
            .verb("is")
            .text(" as ")
            .name(who)
            .text(" ")
            .verb("has")
            .text(" planned.");
        return vec![clause];
    }
    gains(binder, motive, &mut clause);
    let (own, mut then) = split(binder, motive);
    let together: Vec<EntityId> = acting.iter().map(|actor| actor.entity()).collect();
    then.iter_mut().for_each(|clause| they(clause, &together));
    // How it was to turn out comes before what was to follow.
    let meant = motive.meant.as_ref().and_then(|meant| binder.outcome(meant));
    let meant = meant.filter(Clause::is_one_sentence);
    let meant = meant.and_then(|clause| clause.in_form(VerbForm::Expected));
    if own.is_empty() {
        then.splice(0..0, meant);
    }
    let has_own = !own.is_empty();
    if has_own {
        clause.text(", and ");
        understood(&mut clause, who, "means");
        clause.text(" to ");
        let count = own.len();
        for (at, part) in own.into_iter().enumerate() {
            if at > 0 {
                clause.text(if at + 1 == count { " and " } else { ", " });
            }
            clause.clause(part.unstopped());
        }
    }
    let count = then.len();
    for (at, part) in then.into_iter().enumerate() {
        if at == 0 && !has_own {
            clause.text(", and ");
            understood(&mut clause, who, "expects");
            clause.text(" that ").clause(part.unstopped());
            continue;
        }
        clause.text(match at {
            0 => ", expecting that ",
            at if at + 1 == count => " and that ",
            _ => ", that ",
        });
        clause.clause(part.unstopped());
    }
    clause.text(".");
    let mut all = vec![clause];
    if motive.meant.is_some() {
        all.push(otherwise(who));
    }
    all.extend(
        motive.mistakes.iter().take(MOST_MISTAKES).filter_map(|held| mistake(binder, who, held)),
    );
    all
}

/// Those who act together are *they* in what each of them expects of all: *Corin and Tam would run*.
fn they(clause: &mut Clause, together: &[EntityId]) {
    let &[one, other] = together else { return };
    let is_name = |piece: Option<&Piece>| match piece {
        Some(Piece::Name(Referent::Entities(all), Form::Name)) => {
            all.as_slice() == [one] || all.as_slice() == [other]
        }
        _ => false,
    };
    let pieces = &mut clause.pieces;
    let joint = matches!(pieces.get(1), Some(Piece::Text(text)) if text == " and ");
    if !(joint && is_name(pieces.first()) && is_name(pieces.get(2)) && pieces[0] != pieces[2]) {
        return;
    }
    pieces.drain(1..3);
    pieces[0] = Piece::Name(Referent::Entities(together.to_vec()), Form::They);
    for piece in pieces {
        if let Piece::Verb { with: Some(with), .. } = piece {
            *with = with.saturating_sub(2);
        }
    }
}

/// *It came otherwise than he meant.*
fn otherwise(who: EntityId) -> Clause {
    let mut clause = Clause::default();
    clause.text("it ");
    let (verb, form) = ("comes".to_owned(), VerbForm::Finite);
    clause.pieces.push(Piece::Verb { verb, with: None, is_plural: false, form });
    clause.text(" otherwise than ").name(who).text(" ").verb("means").text(".");
    clause
}

/// A verb of which somebody is understood to be the subject.
fn understood(clause: &mut Clause, who: EntityId, verb: &str) {
    clause.pieces.push(Piece::Understood(Referent::Entities(vec![who])));
    let with = Some(clause.pieces.len() - 1);
    let (verb, form) = (verb.to_owned(), VerbForm::Finite);
    clause.pieces.push(Piece::Verb { verb, with, is_plural: false, form });
}

/// *She wanted Carol out of favour*
fn gains(binder: &Binder<'_>, motive: &Motive, clause: &mut Clause) {
    clause.name(motive.character.entity()).text(" ");
    let before = clause.pieces.len();
    clause.verb("wants").text(" ");
    if !wants(binder, motive, clause) {
        clause.pieces.truncate(before);
        clause.verb("hopes").text(" to be better off");
    }
}

/// What is wanted, in words; whether there are any.
fn wants(binder: &Binder<'_>, motive: &Motive, clause: &mut Clause) -> bool {
    let who = motive.character.entity();
    let mut said: Vec<Clause> = vec![];
    for gain in &motive.gains {
        match gain {
            Gain::Term(term) => {
                if let Some(words) = binder.names.lexicon.want(who, *term) {
                    let mut part = Clause::default();
                    part.text(words.trim().trim_end_matches('.'));
                    said.push(part);
                }
            }
            Gain::Fact(held) => {
                if said.len() < MOST_GAINS {
                    said.extend(wanted(binder, who, held));
                }
            }
        }
    }
    let count = said.len();
    for (at, part) in said.into_iter().enumerate() {
        if at > 0 {
            clause.text(if at + 1 == count { " and " } else { ", " });
        }
        clause.clause(part);
    }
    count > 0
}

/// A fact as what somebody wants: *the boat to be out*; of oneself, *to be at home*.
fn wanted(binder: &Binder<'_>, who: EntityId, held: &Held) -> Option<Clause> {
    let clause = binder.held(held)?;
    let is_negated = clause
        .pieces
        .iter()
        .any(|piece| matches!(piece, Piece::Verb { form: VerbForm::Negated, .. }));
    let form = if is_negated { VerbForm::NegatedInfinitive } else { VerbForm::Infinitive };
    let about_self = matches!(
        clause.subject(), Some(Referent::Entities(all)) if all.as_slice() == [who]
    );
    let clause = clause.in_form(form)?;
    Some(if about_self { clause.predicate() } else { clause })
}

/// The acts that follow: one's own at once, in the infinitive; then, from the first that is not
/// one's own, what is expected.
fn split(binder: &Binder<'_>, motive: &Motive) -> (Vec<Clause>, Vec<Clause>) {
    let who = motive.character.entity();
    let mut own = vec![];
    let mut then = vec![];
    for planned in &motive.plan {
        let clause = binder.intended(planned);
        let is_own = matches!(
            clause.subject(), Some(Referent::Entities(all)) if all.as_slice() == [who]
        );
        if is_own && then.is_empty() {
            if let Some(plain) = clause.clone().in_form(VerbForm::Plain) {
                own.push(plain.predicate());
                continue;
            }
        }
        then.extend(clause.in_form(VerbForm::Expected));
    }
    (own, then)
}

/// *She believed that the clock was in the loft, which was not so.*
fn mistake(binder: &Binder<'_>, who: EntityId, held: &Held) -> Option<Clause> {
    let what = binder.held(held)?;
    let mut clause = Clause::default();
    clause.name(who).text(" ").verb("believes").text(" that ").clause(what);
    clause.text(", which ").verb("is").text(" not so.");
    Some(clause)
}
