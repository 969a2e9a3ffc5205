//! The list of breakages, and what must be true of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::{Error, snippet};

/// The rules of planning-semantics that need a breakage, as a breakage's `rule` begins; the last one
/// is that the searches lose nothing.
const RULES: [&str; 45] = [
    "4.1",
    "4.2.1",
    "4.2.2",
    "4.2.3",
    "4.3 equality",
    "4.3 unknown",
    "4.3 true clauses",
    "4.3 nested",
    "4.4",
    "4.5 fixpoint",
    "4.5 every mind",
    "4.5 order",
    "4.5 unobserved",
    "R0",
    "R1",
    "R2",
    "R3 others",
    "R3 own",
    "R3 first",
    "R4",
    "R5 character",
    "R5 nesting",
    "R5 epistemic",
    "R5 immediate",
    "P1",
    "P8",
    "11.5",
    "11.6",
    "P2",
    "P3",
    "P4",
    "P5",
    "P6",
    "11.2",
    "11.3",
    "11.4",
    "11.7",
    "11.8",
    "lose nothing",
    "12.1",
    "12.2",
    "12.3",
    "12.4",
    "13.2",
    "13.3",
];

/// One edit that breaks one rule.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Breakage {
    /// What `--only` looks for.
    pub(super) name: String,
    /// The rule, a colon, and what it demands in a few words.
    pub(super) rule: String,
    /// The file, from the root of the repository.
    pub(super) file: String,
    /// What is replaced: occurs once in the file, white space aside.
    pub(super) find: String,
    /// What replaces it.
    pub(super) replace: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    breakage: Vec<Breakage>,
}

/// Reads `xtask/breakages.toml`.
///
/// # Errors
/// A file that cannot be read, or is no such list.
pub(super) fn read(root: &Path) -> Result<Vec<Breakage>, Error> {
    let path = root.join("xtask/breakages.toml");
    let text = fs::read_to_string(&path).map_err(|e| Error::new("cannot read", &path, e))?;
    let list: List = toml::from_str(&text).map_err(|e| Error::new("cannot read", &path, e))?;
    Ok(list.breakage)
}

/// What is wrong with a list: names that are not unique, snippets that do not occur exactly once,
/// edits that change nothing, rules that do not exist, rules without a breakage.
pub(super) fn mistakes(root: &Path, breakages: &[Breakage]) -> Vec<String> {
    let mut mistakes = vec![];
    let mut names = BTreeSet::new();
    let mut covered = BTreeSet::new();
    for breakage in breakages {
        let name = &breakage.name;
        if !names.insert(name) {
            mistakes.push(format!("{name}: the name is not unique"));
        }
        match breakage.rule.split_once(": ") {
            Some((rule, _)) if RULES.contains(&rule) => {
                covered.insert(rule);
            }
            _ => mistakes.push(format!("{name}: `{}` does not begin with a rule", breakage.rule)),
        }
        match fs::read_to_string(root.join(&breakage.file)) {
            Err(error) => mistakes.push(format!("{name}: {}: {error}", breakage.file)),
            Ok(text) => match snippet::find(&text, &breakage.find).len() {
                1 => {}
                0 => mistakes.push(format!("{name}: the snippet is not in {}", breakage.file)),
                n => mistakes.push(format!("{name}: {n} such snippets in {}", breakage.file)),
            },
        }
        if snippet::same(&breakage.replace, &breakage.find) {
            mistakes.push(format!("{name}: the edit changes nothing"));
        }
    }
    for rule in RULES.iter().filter(|rule| !covered.contains(*rule)) {
        mistakes.push(format!("no breakage for rule {rule}"));
    }
    mistakes
}

#[cfg(test)]
mod tests {
    use super::{Breakage, mistakes, read};
    use crate::breakages::root;

    #[test]
    fn the_list_fits_the_engine() {
        let root = root();
        let breakages = read(&root).unwrap();
        assert_eq!(mistakes(&root, &breakages), Vec::<String>::new());
    }

    #[test]
    fn mistakes_are_found() {
        let breakage = |find: &str| Breakage {
            name: "twice".to_owned(),
            rule: "4.1 of nothing".to_owned(),
            file: "xtask/src/breakages/list.rs".to_owned(),
            find: find.to_owned(),
            replace: find.to_owned(),
        };
        let found = mistakes(&root(), &[breakage("\u{2603}"), breakage("serde::Deserialize")]);
        for expected in [
            "twice: the name is not unique",
            "twice: `4.1 of nothing` does not begin with a rule",
            "twice: the snippet is not in xtask/src/breakages/list.rs",
            "twice: 2 such snippets in xtask/src/breakages/list.rs",
            "twice: the edit changes nothing",
            "no breakage for rule R0",
        ] {
            assert!(found.iter().any(|mistake| mistake == expected), "{expected}: {found:#?}");
        }
    }
}
