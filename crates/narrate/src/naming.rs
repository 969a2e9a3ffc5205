//! What somebody or something is called: names, pronouns, and identifiers made readable.

use motive_world::id::EntityId;
use motive_world::program::Program;
use motive_world::value::Value;

use crate::lexicon::Lexicon;

/// The forms of a pronoun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pronoun {
    pub(crate) they: String,
    pub(crate) them: String,
    pub(crate) their: String,
    pub(crate) themself: String,
    /// Whether verbs agree with it as with several.
    pub(crate) is_plural: bool,
}

impl Pronoun {
    fn new(forms: [&str; 4], is_plural: bool) -> Self {
        let [they, them, their, themself] = forms.map(str::to_owned);
        Pronoun { they, them, their, themself, is_plural }
    }

    /// That of several.
    pub(crate) fn several() -> Self {
        Pronoun::new(["they", "them", "their", "themselves"], true)
    }

    fn of(forms: &[String]) -> Option<Pronoun> {
        let form = |at: usize| forms.get(at).map(String::as_str);
        let common = match forms {
            [] => return None,
            [one] => match one.as_str() {
                "she" => ["she", "her", "her", "herself"],
                "he" => ["he", "him", "his", "himself"],
                "it" => ["it", "it", "its", "itself"],
                "they" => ["they", "them", "their", "themself"],
                own => [own, own, own, own],
            },
            [they, them, ..] => {
                let their = form(2).unwrap_or(them);
                let own = format!("{them}self");
                return Some(Pronoun::new(
                    [they, them, their, form(3).unwrap_or(&own)],
                    they == "they",
                ));
            }
        };
        Some(Pronoun::new(common, common[0] == "they"))
    }
}

/// The names of a world.
#[derive(Clone, Copy)]
pub(crate) struct Names<'a> {
    pub(crate) program: &'a Program,
    pub(crate) lexicon: &'a Lexicon,
}

impl Names<'_> {
    /// What an entity is called.
    pub(crate) fn said(&self, entity: EntityId) -> String {
        let own = self.lexicon.entity(entity).and_then(|naming| naming.said.clone());
        own.filter(|said| !said.trim().is_empty()).unwrap_or_else(|| {
            let name = &self.program.entities[entity.index()].name;
            readable(name, self.is_character(entity))
        })
    }

    pub(crate) fn is_character(&self, entity: EntityId) -> bool {
        self.program.character(entity).is_some()
    }

    /// The pronoun that the source gives.
    pub(crate) fn declared(&self, entity: EntityId) -> Option<Pronoun> {
        let mut pronoun = Pronoun::of(&self.lexicon.entity(entity)?.pronouns)?;
        if self.is_plural(entity) {
            pronoun.themself = "themselves".to_owned();
        }
        Some(pronoun)
    }

    /// The pronoun, whether or not the source gives one.
    pub(crate) fn pronoun(&self, entity: EntityId) -> Pronoun {
        self.declared(entity).unwrap_or_else(|| {
            let word = if self.is_character(entity) { "they" } else { "it" };
            Pronoun::of(&[word.to_owned()]).unwrap_or_else(Pronoun::several)
        })
    }

    /// Whether verbs agree with the name as with several: things that go by *they*, and
    /// characters that do and are called *the …s*.
    pub(crate) fn is_plural(&self, entity: EntityId) -> bool {
        let Some(naming) = self.lexicon.entity(entity) else { return false };
        if naming.pronouns.first().is_none_or(|they| they != "they") {
            return false;
        }
        if !self.is_character(entity) {
            return true;
        }
        let said = self.said(entity);
        said.starts_with("the ") && said.ends_with('s') && !said.ends_with("ss")
    }

    /// A word for any of a type: *any place*.
    pub(crate) fn none_of(&self, kind: motive_world::id::TypeId, is_subject: bool) -> String {
        let is_somebody = self.program.is_subtype(kind, motive_world::program::CHARACTER);
        match (is_somebody, is_subject) {
            (true, true) => "nobody".to_owned(),
            (true, false) => "anybody".to_owned(),
            (false, true) => format!("no {}", words(&self.program.types[kind.index()].name)),
            (false, false) => format!("any {}", words(&self.program.types[kind.index()].name)),
        }
    }

    /// A value that is no entity.
    pub(crate) fn value(&self, value: Value) -> String {
        match value {
            Value::Unknown => "something unknown".to_owned(),
            Value::None => "nothing".to_owned(),
            Value::Boolean(true) => "so".to_owned(),
            Value::Boolean(false) => "not so".to_owned(),
            Value::Number(number) => number.to_string(),
            Value::Entity(entity) => self.said(entity),
        }
    }
}

/// The possessive of a name.
pub(crate) fn possessive(name: &str, is_plural: bool) -> String {
    if is_plural && name.ends_with('s') { format!("{name}'") } else { format!("{name}'s") }
}

/// An identifier as words: `HiddenDoor` and `hidden_door` are *hidden door*. A word all in
/// capitals stays as it is.
pub(crate) fn words(name: &str) -> String {
    let parts = split(name);
    let plain = |word: &String| match is_acronym(word) {
        true => word.clone(),
        false => word.to_lowercase(),
    };
    parts.iter().map(plain).collect::<Vec<_>>().join(" ")
}

/// An entity's name without a text of its own. Characters keep their capitals (`JohnSilver` is
/// *John Silver*); a thing gets an article (`HiddenDoor` is *the hidden door*), unless it is all
/// capitals or has a number (`Room3` is *Room 3*).
fn readable(name: &str, is_character: bool) -> String {
    let parts = split(name);
    let is_name = is_character
        || parts.iter().any(|word| is_acronym(word) || word.chars().any(|c| c.is_ascii_digit()));
    if is_name {
        return if parts.is_empty() { name.to_owned() } else { parts.join(" ") };
    }
    let words = words(name);
    if words.is_empty() { name.to_owned() } else { format!("the {words}") }
}

fn is_acronym(word: &str) -> bool {
    word.chars().count() > 1 && word.chars().all(|c| c.is_uppercase() || c.is_ascii_digit())
}

/// The words of an identifier.
fn split(name: &str) -> Vec<String> {
    let mut parts: Vec<String> = vec![];
    let letters: Vec<char> = name.chars().collect();
    let mut word = String::new();
    for (at, &letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| letters[before]);
        let after = letters.get(at + 1);
        let begins = before.is_some_and(|before| {
            letter.is_uppercase()
                && (before.is_lowercase() || after.is_some_and(|after| after.is_lowercase()))
                || letter.is_ascii_digit() && before.is_lowercase()
        });
        if (begins || letter == '_' || letter.is_whitespace()) && !word.is_empty() {
            parts.push(std::mem::take(&mut word));
        }
        if letter != '_' && !letter.is_whitespace() && !matches!(letter, '{' | '}') {
            word.push(letter);
        }
    }
    if !word.is_empty() {
        parts.push(word);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_made_readable() {
        assert_eq!(words("HiddenDoor"), "hidden door");
        assert_eq!(words("has_read"), "has read");
        assert_eq!(words("USArmy"), "US army");
        assert_eq!(readable("HiddenDoor", false), "the hidden door");
        assert_eq!(readable("USA", false), "USA");
        assert_eq!(readable("Room3", false), "Room 3");
        assert_eq!(readable("JohnSilver", true), "John Silver");
        assert_eq!(possessive("Silas", false), "Silas's");
        assert_eq!(possessive("the pearls", true), "the pearls'");
    }
}
