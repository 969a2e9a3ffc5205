//! Clauses to sentences: names or pronouns, agreement, tense, capitals and stops.
//!
//! A pronoun stands only where it can mean nobody else: whoever it stands for has been named in
//! this sentence or the one before, and nobody of the same pronoun is in play, that is, in this
//! sentence or the one before. A paragraph begins with names.

use motive_world::id::EntityId;

use crate::clause::{Clause, Piece, Referent, VerbForm};
use crate::naming::{Names, Pronoun, possessive};
use crate::template::Form;
use crate::verb::{Number, Tense, Verbs};

/// A paragraph in the making.
pub(crate) struct Paragraph<'a> {
    names: Names<'a>,
    verbs: Verbs<'a>,
    tense: Tense,
    text: String,
    /// Who was named in the sentence before.
    previous: Vec<EntityId>,
    at_start: bool,
    /// Whether a name was written last: its full stop, if it has one, ends nothing.
    after_name: bool,
}

/// How a name is shown.
#[derive(Clone, Debug, PartialEq)]
struct Shown {
    text: String,
    number: Number,
    is_pronoun: bool,
}

/// After these, an object that is the subject is no reflexive: *she took it with her*.
const PLACED: [&str; 10] = [
    " with ", " behind ", " beside ", " near ", " around ", " before ", " after ", " under ",
    " above ", " over ",
];

impl<'a> Paragraph<'a> {
    pub(crate) fn new(names: Names<'a>, verbs: Verbs<'a>, tense: Tense) -> Self {
        let text = String::new();
        Paragraph { names, verbs, tense, text, previous: vec![], at_start: true, after_name: false }
    }

    pub(crate) fn finish(self) -> String {
        self.text
    }

    /// Says a clause as a sentence, or several where its text has several.
    pub(crate) fn say(&mut self, clause: &Clause) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        self.at_start = true;
        let shown = self.shown(clause);
        for (at, piece) in clause.pieces.iter().enumerate() {
            match piece {
                Piece::Text(text) => self.words(text),
                Piece::Name(..) => {
                    if let Some(shown) = &shown[at] {
                        let text = shown.text.clone();
                        self.named(&text);
                    }
                }
                Piece::Understood(_) => {}
                Piece::Verb { verb, with, is_plural, form } => {
                    let number = match with.and_then(|with| shown[with].as_ref()) {
                        _ if *is_plural => Number::Plural,
                        Some(shown) => shown.number,
                        None => Number::Singular,
                    };
                    let next = clause.pieces.get(at + 1);
                    let after = match next {
                        Some(Piece::Text(text)) => text.as_str(),
                        _ => "",
                    };
                    let verb = self.verb(verb, number, *form, after);
                    self.words(&verb);
                }
            }
        }
        self.stop();
        self.previous = mentioned(clause);
    }

    fn stop(&mut self) {
        let kept = self.text.trim_end().len();
        self.text.truncate(kept);
        let ends = ['.', '!', '?', '…'];
        let bare = self.text.trim_end_matches(['"', '\'', '”', '’']);
        if !bare.ends_with(ends) {
            let kept = self.text.trim_end_matches([',', ';', ':']).len();
            self.text.truncate(kept);
            self.text.push('.');
        }
    }

    fn verb(&self, verb: &str, number: Number, form: VerbForm, after: &str) -> String {
        let plain = || self.verbs.infinitive(verb);
        match form {
            VerbForm::Finite => {
                let finite = self.verbs.finite(verb, self.tense, number);
                // Things lie in places, and people lie to each other.
                if finite == "lied" && lies_somewhere(after) { "lay".to_owned() } else { finite }
            }
            VerbForm::Plain => plain(),
            VerbForm::Infinitive => format!("to {}", plain()),
            VerbForm::NegatedInfinitive => format!("not to {}", plain()),
            VerbForm::Expected => {
                let would = if self.tense == Tense::Past { "would" } else { "will" };
                format!("{would} {}", plain())
            }
            VerbForm::Negated => {
                let finite = self.verbs.finite(verb, self.tense, number);
                let first = after.split_whitespace().next().unwrap_or("");
                let first = first.trim_matches(|letter: char| !letter.is_alphabetic());
                let is_perfect = matches!(verb, "has" | "have") && self.verbs.is_participle(first);
                if is_perfect || matches!(plain().as_str(), "be" | "be able to") {
                    match finite.as_str() {
                        "can" => "cannot".to_owned(),
                        _ => format!("{finite} not"),
                    }
                } else {
                    let does = self.verbs.finite("does", self.tense, number);
                    format!("{does} not {}", plain())
                }
            }
        }
    }

    /// How every name in a clause is shown.
    fn shown(&self, clause: &Clause) -> Vec<Option<Shown>> {
        let all = mentioned(clause);
        // Which pronoun stands for whom in this sentence.
        let mut taken: Vec<(String, EntityId)> = vec![];
        let mut so_far: Vec<EntityId> = vec![];
        let mut shown = Vec::with_capacity(clause.pieces.len());
        for (at, piece) in clause.pieces.iter().enumerate() {
            let (referent, form) = match piece {
                Piece::Name(referent, form) => (referent, *form),
                Piece::Understood(referent) => (referent, Form::Name),
                _ => {
                    shown.push(None);
                    continue;
                }
            };
            let entities = match referent {
                Referent::Words(words) => {
                    let text = match form {
                        Form::Possessive | Form::Their => possessive(words, false),
                        _ => words.clone(),
                    };
                    let number = if words == "1" || words.parse::<f64>().is_err() {
                        Number::Singular
                    } else {
                        Number::Plural
                    };
                    shown.push(Some(Shown { text, number, is_pronoun: false }));
                    continue;
                }
                Referent::Entities(entities) => entities,
            };
            let one = match entities.as_slice() {
                [one] => *one,
                several => {
                    shown.push(Some(self.several(several, form)));
                    so_far.extend(several);
                    continue;
                }
            };
            let pronoun = self.names.pronoun(one);
            let known = so_far.contains(&one);
            let free = !taken.iter().any(|(they, who)| *they == pronoun.they && *who != one);
            let clear = free && !self.is_rivalled(one, &pronoun, &all);
            let may = clear
                && !after_article(clause, at)
                && (known || self.previous.contains(&one))
                && self.names.declared(one).is_some();
            let is_subject = is_subject(clause, at);
            let word = match form {
                Form::Name
                    if free && !after_article(clause, at) && is_reflexive(clause, at, one) =>
                {
                    Some(pronoun.themself.clone())
                }
                Form::Name if may && is_subject => Some(pronoun.they.clone()),
                Form::Name if may => Some(pronoun.them.clone()),
                Form::Possessive if may => Some(pronoun.their.clone()),
                Form::Name | Form::Possessive => None,
                // The author asks for a pronoun: it stands unless it would be misread.
                Form::They | Form::Them | Form::Their | Form::Themself => {
                    let begins = clause.pieces.iter().find_map(|piece| match piece {
                        Piece::Name(Referent::Entities(all), _)
                        | Piece::Understood(Referent::Entities(all)) => {
                            Some(all.as_slice() == [one])
                        }
                        _ => None,
                    });
                    let said = known || self.previous.contains(&one);
                    let rival = so_far
                        .iter()
                        .any(|&o| o != one && self.names.pronoun(o).they == pronoun.they);
                    let about = begins == Some(true) || is_about(clause, at, one);
                    let fits = free && said && (about || !rival);
                    fits.then(|| match form {
                        Form::They => pronoun.they.clone(),
                        Form::Them => pronoun.them.clone(),
                        Form::Their => pronoun.their.clone(),
                        _ => pronoun.themself.clone(),
                    })
                }
            };
            if !so_far.contains(&one) {
                so_far.push(one);
            }
            let is_plural = self.names.is_plural(one);
            shown.push(Some(match word {
                Some(text) => {
                    taken.push((pronoun.they.clone(), one));
                    let plural = match form {
                        Form::Possessive | Form::Their => false,
                        _ => pronoun.is_plural,
                    };
                    Shown { text, number: number(plural), is_pronoun: true }
                }
                None => {
                    let name = self.names.said(one);
                    let text = match form {
                        Form::Possessive | Form::Their => possessive(&name, is_plural),
                        _ => name,
                    };
                    let plural = is_plural && !matches!(form, Form::Possessive | Form::Their);
                    Shown { text, number: number(plural), is_pronoun: false }
                }
            }));
        }
        shown
    }

    /// Several, named together.
    fn several(&self, several: &[EntityId], form: Form) -> Shown {
        let pronoun = Pronoun::several();
        let text = match form {
            Form::Name => list(several.iter().map(|&one| self.names.said(one)).collect()),
            Form::Possessive => {
                possessive(&list(several.iter().map(|&one| self.names.said(one)).collect()), false)
            }
            Form::They => pronoun.they,
            Form::Them => pronoun.them,
            Form::Their => pronoun.their,
            Form::Themself => pronoun.themself,
        };
        Shown {
            text,
            number: Number::Plural,
            is_pronoun: !matches!(form, Form::Name | Form::Possessive),
        }
    }

    /// Whether somebody else in play could be meant by the pronoun.
    fn is_rivalled(&self, one: EntityId, pronoun: &Pronoun, all: &[EntityId]) -> bool {
        let in_play = all.iter().chain(&self.previous).filter(|&&other| other != one);
        let is_person = self.names.is_character(one);
        let mut in_play = in_play.map(|&other| (other, self.names.pronoun(other)));
        in_play.any(|(other, theirs)| {
            theirs.they == pronoun.they
                // *They* can be several too.
                || pronoun.they == "they" && self.names.is_character(other) && is_person
        })
    }

    /// Writes a name.
    fn named(&mut self, name: &str) {
        self.fit_article(name);
        let text = if self.at_start { capitalised(name) } else { name.to_owned() };
        self.text.push_str(&text);
        self.at_start = false;
        self.after_name = true;
    }

    /// *a* before a consonant, *an* before a vowel.
    fn fit_article(&mut self, name: &str) {
        let vowel = name.starts_with(|c: char| "aeiouAEIOU".contains(c));
        let ends = |word: &str| {
            self.text.ends_with(word) && {
                let before = self.text[..self.text.len() - word.len()].chars().last();
                before.is_none_or(|c| !c.is_alphanumeric())
            }
        };
        if vowel && (ends("a ") || ends("A ")) {
            self.text.pop();
            self.text.push_str("n ");
        } else if !vowel && (ends("an ") || ends("An ")) && !name.is_empty() {
            self.text.truncate(self.text.len() - 2);
            self.text.push(' ');
        }
    }

    /// Writes words as they stand, with a capital where a sentence starts.
    fn words(&mut self, words: &str) {
        let mut buffer = String::with_capacity(words.len());
        let mut last = self.text.chars().last();
        let mut after_name = std::mem::take(&mut self.after_name);
        for letter in words.replace("...", "…").chars() {
            let letter = if letter.is_whitespace() { ' ' } else { letter };
            if matches!(letter, '{' | '}') {
                continue;
            }
            if letter == ' ' {
                if matches!(last, Some('.' | '!' | '?' | '…')) && !after_name {
                    self.at_start = true;
                }
                if last == Some(' ') || last.is_none() {
                    continue;
                }
            }
            if letter == '.' && last == Some('.') {
                continue;
            }
            if self.at_start && letter.is_alphabetic() {
                buffer.extend(letter.to_uppercase());
                self.at_start = false;
            } else {
                self.at_start &= !letter.is_alphanumeric();
                buffer.push(letter);
            }
            last = Some(letter);
            after_name = false;
        }
        self.text.push_str(&buffer);
    }
}

/// Whether what lies does so in a place, by the word that follows.
fn lies_somewhere(after: &str) -> bool {
    const PLACES: [&str; 22] = [
        "in", "on", "at", "under", "beside", "by", "behind", "near", "between", "down", "still",
        "there", "here", "asleep", "awake", "ill", "dead", "among", "open", "hidden", "within",
        "across",
    ];
    let first = after.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty());
    first.is_some_and(|first| PLACES.contains(&first))
}

fn number(is_plural: bool) -> Number {
    if is_plural { Number::Plural } else { Number::Singular }
}

/// Everyone in a clause, in order.
pub(crate) fn mentioned(clause: &Clause) -> Vec<EntityId> {
    let mut all = vec![];
    for piece in &clause.pieces {
        if let Piece::Name(Referent::Entities(entities), _)
        | Piece::Understood(Referent::Entities(entities)) = piece
        {
            for entity in entities {
                if !all.contains(entity) {
                    all.push(*entity);
                }
            }
        }
    }
    all
}

/// Whether the name at `at` is the subject of a verb that is no infinitive: one that agrees with it
/// and stands next to it, but for an adverb.
fn is_subject(clause: &Clause, at: usize) -> bool {
    for (index, piece) in clause.pieces.iter().enumerate() {
        let Piece::Verb { with: Some(with), form, .. } = piece else { continue };
        if *with != at {
            continue;
        }
        let mut between = clause.pieces[at + 1..index].iter();
        let is_near = between
            .all(|piece| matches!(piece, Piece::Text(text) if text.split_whitespace().count() < 2));
        if at == 0 || is_near {
            return matches!(form, VerbForm::Finite | VerbForm::Expected | VerbForm::Negated);
        }
    }
    at == 0
}

/// Whether an article stands before a name: *a king*.
fn after_article(clause: &Clause, at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| &clause.pieces[before]);
    let Some(Piece::Text(text)) = before else { return false };
    let word = text.split_whitespace().next_back().unwrap_or("");
    text.ends_with(' ') && ["a", "an", "the"].contains(&word.to_lowercase().as_str())
}

/// Whether the last verb before `at` has this subject.
fn is_about(clause: &Clause, at: usize, one: EntityId) -> bool {
    let verbs = clause.pieces[..at].iter().rev();
    let with = verbs.filter_map(|piece| match piece {
        Piece::Verb { with, .. } => Some(*with),
        _ => None,
    });
    let with = with.into_iter().next().flatten();
    with.is_some_and(|with| {
        matches!(
            &clause.pieces[with],
            Piece::Name(Referent::Entities(all), _) | Piece::Understood(Referent::Entities(all))
                if all.as_slice() == [one]
        )
    })
}

/// Whether the name at `at` is an object that is the subject too: *she washed herself*.
fn is_reflexive(clause: &Clause, at: usize, one: EntityId) -> bool {
    let agrees =
        |piece: &Piece| matches!(piece, Piece::Verb { with: Some(with), .. } if *with == at);
    if clause.pieces.iter().any(agrees) {
        return false;
    }
    let Some(verb) = clause.pieces[..at].iter().rposition(|p| matches!(p, Piece::Verb { .. }))
    else {
        return false;
    };
    let Piece::Verb { with: Some(subject), .. } = clause.pieces[verb] else { return false };
    let is_same = matches!(
        &clause.pieces[subject],
        Piece::Name(Referent::Entities(all), _) | Piece::Understood(Referent::Entities(all))
            if all.as_slice() == [one]
    );
    let between = &clause.pieces[verb + 1..at];
    let mut texts = between.iter().filter_map(|piece| match piece {
        Piece::Text(text) => Some(text.as_str()),
        _ => None,
    });
    let near = texts.all(|text| {
        let spaced = format!(" {} ", text.trim());
        let breaks = [" that ", " who ", " which ", " if ", " and ", " because ", " than "];
        !text.contains([',', '.', ';']) && !breaks.iter().any(|word| spaced.contains(word))
    });
    let placed = matches!(
        clause.pieces.get(at.wrapping_sub(1)),
        Some(Piece::Text(text)) if PLACED.iter().any(|word| text.ends_with(word))
    );
    is_same && near && !placed
}

/// *Ada, Bo and Cy*
pub(crate) fn list(mut all: Vec<String>) -> String {
    match all.len() {
        0 => String::new(),
        1 => all.remove(0),
        _ => {
            let last = all.pop().unwrap_or_default();
            format!("{} and {last}", all.join(", "))
        }
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::{Lexicon, Naming};
    use motive_world::program::{CHARACTER, Entity, Program};

    /// In random clauses no pronoun ever stands for two people of one sentence, and none for
    /// somebody whom nobody has named.
    #[test]
    fn a_pronoun_never_stands_for_two() {
        let pronouns = ["she", "he", "she", "they", "he", "it"];
        let (mut program, mut lexicon) = (Program::empty(), Lexicon::default());
        for (at, pronoun) in pronouns.into_iter().enumerate() {
            program.entities.push(Entity { name: format!("E{at}"), types: vec![CHARACTER] });
            lexicon.entities.push(Naming { said: None, pronouns: vec![pronoun.to_owned()] });
        }
        program.characters = 6;
        let names = Names { program: &program, lexicon: &lexicon };
        let mut seed = 7_u64;
        let mut roll = |sides: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) % sides
        };
        let forms = [
            Form::Name,
            Form::Name,
            Form::Name,
            Form::Possessive,
            Form::They,
            Form::Them,
            Form::Their,
            Form::Themself,
        ];
        let mut shown_as_pronouns = 0;
        for _ in 0..2_000 {
            let mut paragraph = Paragraph::new(names, Verbs::default(), Tense::Past);
            for _ in 0..3 {
                let mut clause = Clause::default();
                for _ in 0..1 + roll(5) {
                    let who = EntityId(u32::try_from(roll(6)).unwrap_or(0));
                    let form = forms[usize::try_from(roll(8)).unwrap_or(0)];
                    clause.pieces.push(Piece::Name(Referent::Entities(vec![who]), form));
                    if roll(2) == 0 {
                        clause.text(" ").verb("sees");
                    }
                    clause.text(if roll(3) == 0 { " that " } else { " " });
                }
                let before = paragraph.previous.clone();
                let shown = paragraph.shown(&clause);
                let mut stands: Vec<(String, EntityId)> = vec![];
                let mut named: Vec<EntityId> = before;
                for (piece, shown) in clause.pieces.iter().zip(&shown) {
                    let (Piece::Name(Referent::Entities(all), _), Some(shown)) = (piece, shown)
                    else {
                        continue;
                    };
                    let one = all[0];
                    if shown.is_pronoun {
                        shown_as_pronouns += 1;
                        let they = names.pronoun(one).they;
                        assert!(
                            !stands.iter().any(|(other, who)| *other == they && *who != one),
                            "{clause:?}"
                        );
                        assert!(named.contains(&one), "{clause:?}");
                        stands.push((they, one));
                    }
                    named.push(one);
                }
                paragraph.say(&clause);
            }
        }
        assert!(shown_as_pronouns > 1_000, "{shown_as_pronouns}");
    }
}
