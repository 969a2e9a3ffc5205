//! The forms of English verbs, from the third person in which they are written.

use crate::irregular::{DOUBLING, IRREGULAR, SILENT_E};

/// How many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// One.
    Singular,
    /// Several, or somebody who goes by *they*.
    Plural,
}

/// The tense of a telling.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tense {
    /// *She went.*
    #[default]
    Past,
    /// *She goes.*
    Present,
}

/// Verbs whose past is a word of its own for each number, or that have no infinitive: the written
/// forms, the present and past in the singular and the plural, the infinitive.
const AUXILIARIES: [(&[&str], [&str; 4], &str); 9] = [
    (&["is", "are", "am", "was", "were", "be"], ["is", "are", "was", "were"], "be"),
    (&["has", "have"], ["has", "have", "had", "had"], "have"),
    (&["does", "do"], ["does", "do", "did", "did"], "do"),
    (&["can"], ["can", "can", "could", "could"], "be able to"),
    (&["cannot"], ["cannot", "cannot", "could not", "could not"], "be unable to"),
    (&["will"], ["will", "will", "would", "would"], "be going to"),
    (&["may"], ["may", "may", "might", "might"], "be allowed to"),
    (&["shall"], ["shall", "shall", "should", "should"], "be to"),
    (&["must"], ["must", "must", "had to", "had to"], "have to"),
];

/// Whether a word is a verb whatever stands before it.
pub(crate) fn is_auxiliary(word: &str) -> bool {
    AUXILIARIES.iter().any(|(written, ..)| written.contains(&word))
}

/// Whether a verb is written as it stands after several: *are*, *marry*.
pub(crate) fn is_written_plural(verb: &str) -> bool {
    match AUXILIARIES.iter().find(|(written, ..)| written.contains(&verb)) {
        Some((_, [singular, plural, _, past], _)) => {
            singular != plural && (verb == *plural || verb == *past && verb == "were")
        }
        None => !is_third_person(verb) && !is_past(verb),
    }
}

/// Whether a word that should be a verb may be a name with a slip of the pen: it is no third
/// person, no verb of the tables, and not so short that it resembles everything.
pub(crate) fn may_be_a_slip(word: &str) -> bool {
    word.len() > 3
        && is_written_plural(word)
        && !is_auxiliary(word)
        && !IRREGULAR.iter().any(|(plain, ..)| *plain == word)
}

/// Whether a verb is written in the past already.
fn is_past(verb: &str) -> bool {
    IRREGULAR.iter().any(|(_, past, _)| *past == verb)
        && !IRREGULAR.iter().any(|(plain, ..)| *plain == verb)
}

/// The forms of verbs; those that the author gives come first.
#[derive(Clone, Copy, Debug, Default)]
pub struct Verbs<'l> {
    own: &'l [Vec<String>],
}

impl<'l> Verbs<'l> {
    /// With the forms that an author gives: the third person, the past, the participle.
    #[must_use]
    pub fn new(own: &'l [Vec<String>]) -> Self {
        Verbs { own }
    }

    fn own(&self, verb: &str) -> Option<&'l [String]> {
        let fits = |forms: &&Vec<String>| {
            forms.first().is_some_and(|third| third == verb || infinitive(third) == verb)
        };
        self.own.iter().find(fits).map(Vec::as_slice)
    }

    /// The form of a tense that agrees in number.
    #[must_use]
    pub fn finite(&self, verb: &str, tense: Tense, number: Number) -> String {
        if let Some((_, forms, _)) = AUXILIARIES.iter().find(|(w, ..)| w.contains(&verb)) {
            let at = usize::from(number == Number::Plural) + 2 * usize::from(tense == Tense::Past);
            return forms[at].to_owned();
        }
        match (tense, number) {
            (Tense::Past, _) => self.past(verb),
            (Tense::Present, Number::Plural) => self.infinitive(verb),
            (Tense::Present, Number::Singular) if is_third_person(verb) => verb.to_owned(),
            (Tense::Present, Number::Singular) => third_person(verb),
        }
    }

    /// The form after *to*.
    #[must_use]
    pub fn infinitive(&self, verb: &str) -> String {
        infinitive(verb)
    }

    fn past(&self, verb: &str) -> String {
        if let Some(past) = self.own(verb).and_then(|forms| forms.get(1)) {
            return past.clone();
        }
        if is_past(verb) {
            return verb.to_owned();
        }
        let plain = infinitive(verb);
        match irregular(&plain) {
            Some((past, _)) => past,
            None => regular_past(&plain),
        }
    }

    /// The form after *had*.
    #[must_use]
    pub fn participle(&self, verb: &str) -> String {
        if let Some(forms) = self.own(verb) {
            if let Some(form) = forms.get(2).or(forms.get(1)) {
                return form.clone();
            }
        }
        let plain = infinitive(verb);
        match plain.as_str() {
            "be" => return "been".to_owned(),
            "have" => return "had".to_owned(),
            "do" => return "done".to_owned(),
            _ => {}
        }
        irregular(&plain).map_or_else(|| regular_past(&plain), |(_, participle)| participle)
    }

    /// Whether a word can be a participle, as *read* in *has read*.
    #[must_use]
    pub fn is_participle(&self, word: &str) -> bool {
        let known = IRREGULAR.iter().any(|(_, _, participle)| *participle == word);
        known
            || ["been", "had", "done"].contains(&word)
            || word.len() > 3 && word.ends_with("ed")
            || self.own.iter().any(|forms| forms.last().is_some_and(|form| form == word))
    }
}

/// Past and participle of an irregular verb, perhaps with a prefix: *overtake*.
fn irregular(plain: &str) -> Option<(String, String)> {
    let find = |plain: &str| IRREGULAR.iter().find(|(other, ..)| *other == plain);
    if let Some((_, past, participle)) = find(plain) {
        return Some(((*past).to_owned(), (*participle).to_owned()));
    }
    for prefix in ["over", "under", "with", "out", "mis", "fore", "un", "re", "up"] {
        let Some(rest) = plain.strip_prefix(prefix) else { continue };
        if let Some((_, past, participle)) = find(rest) {
            // *Welcome* is no kind of *come*; these prefixes make such verbs of at least this length.
            if rest.len() >= 3 && !(prefix == "re" && rest.starts_with('a')) {
                return Some((format!("{prefix}{past}"), format!("{prefix}{participle}")));
            }
        }
    }
    None
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u')
}

fn ends_in_consonant_y(word: &str) -> bool {
    let bytes = word.as_bytes();
    matches!(bytes, [.., before, b'y'] if !is_vowel(*before))
}

fn is_third_person(verb: &str) -> bool {
    verb.ends_with('s') && !verb.ends_with("ss") && verb.len() > 2 || is_auxiliary(verb)
}

/// *go* to *goes*.
pub(crate) fn third_person(plain: &str) -> String {
    match plain {
        "be" => return "is".to_owned(),
        "have" => return "has".to_owned(),
        _ => {}
    }
    let hissing = ["s", "sh", "ch", "x", "z", "o"].iter().any(|end| plain.ends_with(end));
    if ends_in_consonant_y(plain) {
        format!("{}ies", &plain[..plain.len() - 1])
    } else if hissing {
        format!("{plain}es")
    } else {
        format!("{plain}s")
    }
}

/// *goes* to *go*.
fn infinitive(verb: &str) -> String {
    if let Some((_, _, plain)) = AUXILIARIES.iter().find(|(w, ..)| w.contains(&verb)) {
        return (*plain).to_owned();
    }
    if !is_third_person(verb) {
        return verb.to_owned();
    }
    let without = |n: usize| verb.get(..verb.len() - n).unwrap_or(verb).to_owned();
    if SILENT_E.contains(&without(1).as_str()) {
        return without(1);
    }
    if verb.ends_with("ies") && verb.len() > 4 {
        return format!("{}y", without(3));
    }
    if verb == "quizzes" {
        return without(3);
    }
    let with_es = ["sses", "shes", "ches", "xes", "zzes", "tzes", "oes"];
    if with_es.iter().any(|end| verb.ends_with(end)) { without(2) } else { without(1) }
}

/// *walk* to *walked*, with doubling where it is due.
fn regular_past(plain: &str) -> String {
    if plain.ends_with('e') {
        return format!("{plain}d");
    }
    if ends_in_consonant_y(plain) {
        return format!("{}ied", &plain[..plain.len() - 1]);
    }
    if plain.ends_with("ic") {
        return format!("{plain}ked");
    }
    if doubles(plain) {
        let last = &plain[plain.len() - 1..];
        return format!("{plain}{last}ed");
    }
    format!("{plain}ed")
}

/// Whether the last letter is doubled: a consonant after one short vowel that is stressed; and,
/// in British spelling, *l*.
fn doubles(plain: &str) -> bool {
    let bytes = plain.as_bytes();
    let [before @ .., vowel, last] = bytes else { return false };
    if !last.is_ascii_lowercase() || is_vowel(*last) || matches!(last, b'w' | b'x' | b'y' | b'h') {
        return false;
    }
    if !is_vowel(*vowel) {
        return false;
    }
    match before {
        [.., b'q'] if *vowel == b'u' => return false,
        [.., b'q', b'u'] => {}
        [.., letter] if is_vowel(*letter) => return false,
        _ => {}
    }
    let vowels = bytes.iter().enumerate().filter(|&(at, letter)| {
        (is_vowel(*letter) || at > 0 && *letter == b'y') && (at == 0 || !is_vowel(bytes[at - 1]))
    });
    let syllables = vowels.count();
    syllables == 1 || *last == b'l' && !matches!(plain, "unveil") || DOUBLING.contains(&plain)
}
