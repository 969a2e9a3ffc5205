//! Suites of tasks: `docs/formats/suite.md`.

use std::ops::Range;
use std::path::{Path, PathBuf};

use motive::{Diagnostic, Diagnostics, Limits, Number, Source, codes};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::args;
use crate::render::span;

/// What `motive bench` is to do.
#[derive(Clone, Debug)]
pub(crate) struct Task {
    /// Its name, which no other task has.
    pub(crate) name: String,
    /// The world, relative to the working directory.
    pub(crate) world: PathBuf,
    /// The goal and the limits.
    pub(crate) limits: Limits,
    /// The length of the shortest story known.
    pub(crate) shortest_known: Option<u64>,
    /// The time of the tool that we compare with, in milliseconds; none where it found no story.
    pub(crate) peer_ms: Option<f64>,
    /// The best time that anybody published, in milliseconds; none where nobody found a story.
    pub(crate) best_ms: Option<f64>,
}

/// The fields of a task.
const FIELDS: [&str; 9] = [
    "name",
    "world",
    "goal",
    "author_limit",
    "character_limit",
    "epistemic_limit",
    "shortest_known",
    "best_ms",
    "peer_ms",
];

/// Reads a suite. Worlds are relative to the directory of `path`.
pub(crate) fn read(path: &Path, source: &Source) -> Result<Vec<Task>, Diagnostics> {
    let base = path.parent().unwrap_or(Path::new(""));
    let mut reader = Reader { base, found: Vec::new() };
    let (document, errors) = DeTable::parse_recoverable(source.text());
    for error in errors {
        let place = error.span().unwrap_or(0..0);
        let message = format!("this is not TOML: {}", error.message().trim());
        reader.report(place, message, "here", "mend the line; see https://toml.io for the format");
    }
    // What could not be parsed would only be found to be missing.
    let tasks = if reader.found.is_empty() { reader.suite(document.get_ref()) } else { Vec::new() };
    if reader.found.is_empty() {
        return Ok(tasks);
    }
    reader.found.sort_by_key(|diagnostic| diagnostic.span);
    Err(Diagnostics::new(source.clone(), reader.found))
}

struct Reader<'p> {
    base: &'p Path,
    found: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn report(&mut self, place: Range<usize>, message: impl Into<String>, label: &str, help: &str) {
        let diagnostic = Diagnostic::new(codes::SUITE, span(place.start, place.end), message);
        self.found.push(diagnostic.label(label).help(help));
    }

    fn unknown(&mut self, key: &Spanned<std::borrow::Cow<'_, str>>, known: &[&str], of: &str) {
        let name: String = key.get_ref().chars().take(40).collect();
        let help = match motive::names::nearest(&name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the fields of {of} are {}", known.join(", ")),
        };
        self.report(key.span(), format!("{of} has no field `{name}`"), "unknown field", &help);
    }

    fn suite(&mut self, document: &DeTable<'_>) -> Vec<Task> {
        let mut tasks: Vec<Task> = Vec::new();
        for (key, value) in document {
            if key.get_ref() != "task" {
                self.unknown(key, &["task"], "a suite");
                continue;
            }
            let DeValue::Array(array) = value.get_ref() else {
                self.report(
                    key.span(),
                    "`task` is not a list of tasks",
                    "here",
                    "write `[[task]]`",
                );
                continue;
            };
            for element in array.iter() {
                match element.get_ref() {
                    DeValue::Table(table) => {
                        let task = self.task(table, element.span());
                        if let Some(task) = task {
                            if tasks.iter().any(|other| other.name == task.name) {
                                let name = &task.name;
                                let message = format!("two tasks are called `{name}`");
                                self.report(
                                    element.span(),
                                    message,
                                    "the second",
                                    "give it another name",
                                );
                            }
                            tasks.push(task);
                        }
                    }
                    _ => {
                        self.report(element.span(), "this is no task", "here", "write `[[task]]`");
                    }
                }
            }
        }
        if tasks.is_empty() && self.found.is_empty() {
            self.report(
                0..0,
                "this suite has no tasks",
                "empty",
                "add a `[[task]]` with `name` and `world`",
            );
        }
        tasks
    }

    fn task(&mut self, table: &DeTable<'_>, whole: Range<usize>) -> Option<Task> {
        let before = self.found.len();
        let mut task = Task {
            name: String::new(),
            world: PathBuf::new(),
            limits: Limits {
                goal: None,
                author: Some(args::AUTHOR),
                character: Some(args::CHARACTER),
                epistemic: Some(args::EPISTEMIC),
                accidents: None,
            },
            shortest_known: None,
            peer_ms: None,
            best_ms: None,
        };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "name" => task.name = self.text(value).unwrap_or_default(),
                "world" => task.world = self.base.join(self.text(value).unwrap_or_default()),
                "goal" => task.limits.goal = self.number(value).and_then(Number::new),
                "author_limit" => task.limits.author = self.limit(value),
                "character_limit" => task.limits.character = self.limit(value),
                "epistemic_limit" => task.limits.epistemic = self.limit(value),
                "shortest_known" => task.shortest_known = self.limit(value).map(u64::from),
                // 0 is how a suite says that no story was found.
                "peer_ms" => task.peer_ms = self.positive(value),
                "best_ms" => task.best_ms = self.positive(value),
                _ => self.unknown(key, &FIELDS, "a task"),
            }
        }
        for field in ["name", "world"] {
            if !table.iter().any(|(key, _)| key.get_ref() == field) {
                let help = format!("add `{field} = \"…\"`");
                self.report(
                    whole.clone(),
                    format!("this task has no `{field}`"),
                    "this task",
                    &help,
                );
            }
        }
        (self.found.len() == before).then_some(task)
    }

    fn text(&mut self, value: &Spanned<DeValue<'_>>) -> Option<String> {
        match value.get_ref() {
            DeValue::String(text) if !text.is_empty() => Some(text.to_string()),
            _ => {
                self.report(
                    value.span(),
                    "this must be a text",
                    "not a text",
                    "write it in quotes",
                );
                None
            }
        }
    }

    /// A number, or nothing where it cannot be read.
    fn number(&mut self, value: &Spanned<DeValue<'_>>) -> Option<f64> {
        let number = match value.get_ref() {
            DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str().parse().ok(),
            DeValue::Float(float) => float.as_str().parse().ok(),
            _ => None,
        };
        let number = number.filter(|number: &f64| number.is_finite());
        if number.is_none() {
            self.report(
                value.span(),
                "this must be a number",
                "not a number",
                "write a number, such as 1",
            );
        }
        number
    }

    fn positive(&mut self, value: &Spanned<DeValue<'_>>) -> Option<f64> {
        let number = self.number(value)?;
        if number < 0.0 {
            self.report(
                value.span(),
                "a time cannot be negative",
                "negative",
                "write milliseconds; 0 for unknown",
            );
        }
        (number > 0.0).then_some(number)
    }

    fn limit(&mut self, value: &Spanned<DeValue<'_>>) -> Option<u32> {
        match value.get_ref() {
            DeValue::String(text) if text == "unlimited" => return None,
            DeValue::Integer(integer) if integer.radix() == 10 => {
                if let Ok(limit) = integer.as_str().parse() {
                    return Some(limit);
                }
            }
            _ => {}
        }
        let help = "write a number that is not negative, or \"unlimited\"";
        self.report(value.span(), "this must be a whole number", "not a limit", help);
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suite(text: &str) -> Result<Vec<Task>, Diagnostics> {
        read(Path::new("suites/all.toml"), &Source::new("suites/all.toml", text))
    }

    fn messages(text: &str) -> String {
        suite(text).unwrap_err().to_string()
    }

    #[test]
    fn a_task_has_defaults() {
        let tasks = suite("[[task]]\nname = \"a\"\nworld = \"w/a.txt\"\n").unwrap();
        assert_eq!(tasks[0].world, Path::new("suites/w/a.txt"));
        assert_eq!(tasks[0].limits.author, Some(10));
        assert_eq!(tasks[0].limits.goal, None);
        assert_eq!(tasks[0].peer_ms, None);
    }

    #[test]
    fn numbers_may_be_unlimited_and_fractions() {
        let tasks = suite(
            "[[task]]\nname = \"a\"\nworld = \"a.txt\"\nauthor_limit = \"unlimited\"\ngoal = 0.5\n\
             peer_ms = 0\nbest_ms = 2.5",
        )
        .unwrap();
        assert_eq!(tasks[0].limits.author, None);
        assert_eq!(tasks[0].limits.goal, Number::new(0.5));
        assert_eq!((tasks[0].peer_ms, tasks[0].best_ms), (None, Some(2.5)));
    }

    #[test]
    fn everything_wrong_is_reported_at_once_with_its_place() {
        let text = messages("[[task]]\nname = \"a\"\nwrold = \"a.txt\"\nauthor_limit = -1\n");
        assert!(text.contains(":3:1: error[E0605]: a task has no field `wrold`"), "{text}");
        assert!(text.contains("did you mean `world`?"), "{text}");
        assert!(text.contains(":4:16: error[E0605]: this must be a whole number"), "{text}");
        assert!(text.contains("this task has no `world`"), "{text}");
    }

    #[test]
    fn what_is_not_toml_is_said_to_be_so() {
        assert!(messages("[[task]\n").contains("this is not TOML"));
        assert!(messages("").contains("no tasks"));
        assert!(messages("task = 3").contains("not a list of tasks"));
        assert!(
            messages(
                "[[task]]\nname = \"a\"\nworld = \"a\"\n[[task]]\nname = \"a\"\nworld = \"b\""
            )
            .contains("two tasks are called `a`")
        );
    }
}
