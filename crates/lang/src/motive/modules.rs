//! Several files: what a world uses is read, each file once, and all are put in order.
//!
//! A file that uses others means what it would mean if they stood above it, so files that are used
//! come first, in order of use, and the main one comes last.

use super::library;
use super::report::code_of;
use crate::diagnostic::{Diagnostic, FileId, Span, codes};
use motive_syntax::TextRange;
use motive_syntax::motive::SyntaxKind::*;
use motive_syntax::motive::ast::{Name, Node};
use motive_syntax::motive::{self as syntax, Forest, Parse};
use motive_syntax::spelling::nearest;
use std::collections::{BTreeMap, BTreeSet};

/// How many files a world may consist of.
const MOST_FILES: usize = 500;

/// How many bytes they may have together.
const MOST_BYTES: usize = 1 << 30;

/// How files end that are in Motive's language.
const ENDING: &str = ".motive";

/// A file that a world uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsedFile {
    /// Its name, as it is to appear in diagnostics: the path, or the name of a module of the library.
    pub name: String,
    /// What is in it.
    pub text: String,
}

/// Why a file that is used cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// There is no such file.
    Missing,
    /// Another reason, as a sentence without a full stop.
    Because(String),
}

/// Gives the text of a file by its path from the main file's directory. Steps of a path are
/// separated by `/`; `..` stands only at its beginning.
pub(super) type Reader<'r> = &'r mut dyn FnMut(&str) -> Result<String, Unreadable>;

/// Which file it is, however it is written where it is used.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Library(String),
    /// The steps of its path from the main file's directory.
    Beside(Vec<String>),
}

impl Key {
    /// Its name for people.
    fn name(&self) -> String {
        match self {
            Key::Library(module) => format!("std.{module}"),
            Key::Beside(steps) => steps.join("/"),
        }
    }
}

struct File {
    key: Key,
    text: String,
    parse: Parse,
    uses: Vec<Use>,
    is_open: bool,
}

/// What one file says of another.
struct Use {
    file: usize,
    place: TextRange,
    without: Vec<Name>,
}

/// All files of a world.
pub(super) struct Whole {
    files: Vec<File>,
    /// Used files first, the main one last.
    order: Vec<usize>,
    /// What is wrong with how files are used.
    pub(super) problems: Vec<Diagnostic>,
    directory: String,
}

struct Loading<'r> {
    files: Vec<File>,
    known: BTreeMap<Key, usize>,
    order: Vec<usize>,
    problems: Vec<Diagnostic>,
    beside: Reader<'r>,
    bytes: usize,
    /// The files that are being read, each with the place where it uses the next one.
    open: Vec<(usize, TextRange)>,
}

/// Reads a world and everything that it uses.
pub(super) fn load(name: &str, text: &str, beside: Reader<'_>) -> Whole {
    let cut = name.rfind(['/', '\\']).map_or(0, |at| at + 1);
    let (directory, own) = name.split_at(cut);
    let mut loading = Loading {
        files: vec![],
        known: BTreeMap::new(),
        order: vec![],
        problems: vec![],
        beside,
        bytes: 0,
        open: vec![],
    };
    let main = loading.add(Key::Beside(vec![own.to_owned()]), text.to_owned());
    loading.follow(main);
    Whole {
        files: loading.files,
        order: loading.order,
        problems: loading.problems,
        directory: directory.to_owned(),
    }
}

impl Loading<'_> {
    fn add(&mut self, key: Key, text: String) -> usize {
        let id = self.files.len();
        self.bytes += text.len();
        self.known.insert(key.clone(), id);
        let parse = syntax::parse(&text);
        self.files.push(File { key, text, parse, uses: vec![], is_open: true });
        id
    }

    /// Reads what a file uses, and what that uses.
    fn follow(&mut self, file: usize) {
        let declarations: Vec<Node> = self.files[file].parse.file().declarations().collect();
        let uses = declarations.iter().filter(|d| d.kind() == USE_DECL);
        for item in uses.flat_map(|d| d.all(USE_ITEM).collect::<Vec<_>>()) {
            if item.is_broken() {
                continue;
            }
            let Some(written) = Written::of(&item) else { continue };
            let found = match self.key(file, &written) {
                Ok(key) => self.file(file, &written, key),
                Err(problem) => Err(problem),
            };
            match found {
                Ok(used) => {
                    let (place, without) = (written.place, written.without);
                    self.files[file].uses.push(Use { file: used, place, without });
                }
                Err(problem) => self.problems.push(*problem),
            }
        }
        self.files[file].is_open = false;
        self.order.push(file);
    }

    /// The file that is used, read if it has not been.
    fn file(&mut self, user: usize, written: &Written, key: Key) -> Result<usize, Box<Diagnostic>> {
        if let Some(&known) = self.known.get(&key) {
            if self.files[known].is_open {
                return Err(self.circle(user, written.place, known));
            }
            return Ok(known);
        }
        let text = self.text(&key).map_err(|why| {
            let name = key.name();
            let (message, help) = match why {
                Unreadable::Missing => {
                    let help = match library::names().find(|n| key.name() == format!("{n}{ENDING}"))
                    {
                        Some(module) => format!("did you mean `std.{module}`?"),
                        None => "a file is looked for beside the one that uses it".to_owned(),
                    };
                    (format!("there is no file {name}"), help)
                }
                Unreadable::Because(why) => (why, "check the path, and the file".to_owned()),
            };
            self.problem(codes::USED_FILE_MISSING, user, written.place, message, help)
        })?;
        if self.files.len() >= MOST_FILES || self.bytes.saturating_add(text.len()) > MOST_BYTES {
            return Err(self.problem(
                codes::TOO_MANY_FILES,
                user,
                written.place,
                format!("a world has at most {MOST_FILES} files, and 1 GiB of text"),
                "put small files together".to_owned(),
            ));
        }
        let id = self.add(key, text);
        self.open.push((user, written.place));
        self.follow(id);
        self.open.pop();
        Ok(id)
    }

    fn text(&mut self, key: &Key) -> Result<String, Unreadable> {
        match key {
            Key::Library(module) => {
                library::text(module).map(str::to_owned).ok_or(Unreadable::Missing)
            }
            Key::Beside(steps) => (self.beside)(&steps.join("/")),
        }
    }

    fn problem(
        &self,
        code: crate::diagnostic::Code,
        file: usize,
        place: TextRange,
        message: String,
        help: String,
    ) -> Box<Diagnostic> {
        Box::new(Diagnostic::new(code, span(file, place), message).help(help))
    }

    /// Files that use each other.
    fn circle(&self, user: usize, place: TextRange, again: usize) -> Box<Diagnostic> {
        let from = self.open.iter().position(|&(file, _)| file == again);
        let round = from.map_or(&[][..], |from| &self.open[from..]);
        let name = |file: usize| self.files[file].key.name();
        let mut names: Vec<String> = round.iter().map(|&(file, _)| name(file)).collect();
        names.extend([name(user), name(again)]);
        let message = if user == again {
            format!("{} uses itself", name(user))
        } else {
            format!("these files use each other: {}", names.join(", "))
        };
        let help = "put what both need into a file of its own, which both use".to_owned();
        let mut problem = self.problem(codes::USE_CIRCLE, user, place, message, help);
        for &(file, place) in round {
            problem.secondary.push((span(file, place), "is used from here".to_owned()));
        }
        problem
    }

    /// Which file is meant.
    fn key(&self, user: usize, written: &Written) -> Result<Key, Box<Diagnostic>> {
        let problem = |code, message: String, help: String| {
            Err(self.problem(code, user, written.place, message, help))
        };
        if let Some(("std", module)) =
            written.path.as_deref().map(|p| p.split_once('.').unwrap_or((p, "")))
        {
            if library::text(module).is_some() {
                return Ok(Key::Library(module.to_owned()));
            }
            let full: Vec<String> = library::names().map(|name| format!("std.{name}")).collect();
            let help = match nearest(&format!("std.{module}"), full.iter().map(String::as_str)) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("the modules of the library are {}", full.join(", ")),
            };
            let message = match module {
                "" => "`std` is the library, and not a module".to_owned(),
                _ => format!("the library has no module `std.{module}`"),
            };
            return problem(codes::NO_SUCH_MODULE, message, help);
        }
        let text = match &written.path {
            Some(path) => format!("{}{ENDING}", path.replace('.', "/")),
            None => written.text.clone(),
        };
        let has_drive = text.as_bytes().get(1) == Some(&b':');
        if text.starts_with('/') || text.contains('\\') || has_drive {
            return problem(
                codes::USED_PATH,
                "a file is used by its path from the file that uses it".to_owned(),
                "write the path from here, with `/` between its steps: `use \"parts/cast.motive\"`"
                    .to_owned(),
            );
        }
        if !text.ends_with(ENDING) || text.len() == ENDING.len() {
            let help = if library::names().any(|name| text == format!("std.{name}")) {
                format!("a module is named without quotes: `use {text}`")
            } else if text.ends_with(".txt") {
                "a problem in Sabre's language can be converted: `motive convert`".to_owned()
            } else {
                format!("such a file ends in `{ENDING}`")
            };
            let message = "only files in Motive's language can be used".to_owned();
            return problem(codes::USED_LANGUAGE, message, help);
        }
        let mut steps: Vec<String> = match &self.files[user].key {
            Key::Beside(own) => own[..own.len() - 1].to_vec(),
            // The library stands by itself.
            Key::Library(_) => vec![],
        };
        for step in text.split('/') {
            match step {
                "" | "." => {}
                ".." if steps.last().is_some_and(|last| last != "..") => {
                    steps.pop();
                }
                step => steps.push(step.to_owned()),
            }
        }
        Ok(Key::Beside(steps))
    }
}

/// What stands behind `use`.
struct Written {
    place: TextRange,
    /// `std.places`, or nothing where a file is named in quotes.
    path: Option<String>,
    text: String,
    without: Vec<Name>,
}

impl Written {
    fn of(item: &Node) -> Option<Written> {
        let first = item.tokens().next()?;
        let is_quoted = first.kind() == STRING;
        let mut place = first.text_range();
        let (mut path, mut without) = (Vec::new(), Vec::new());
        let mut is_behind = false;
        for token in item.tokens() {
            match token.kind() {
                WITHOUT_WORD => is_behind = true,
                NAME if is_behind => without.push(Name(token)),
                NAME => {
                    place = place.cover(token.text_range());
                    path.push(Name(token).text().to_owned());
                }
                _ => {}
            }
        }
        Some(Written {
            place,
            path: (!is_quoted).then(|| path.join(".")),
            text: first.text().trim_matches('"').to_owned(),
            without,
        })
    }
}

fn span(file: usize, range: TextRange) -> Span {
    let file = FileId(u32::try_from(file).unwrap_or(u32::MAX));
    Span { file, start: range.start().into(), end: range.end().into() }
}

/// What is wrong with the form of a file.
pub(super) fn form(parse: &Parse, file: FileId) -> Vec<Diagnostic> {
    let all = parse.errors.iter().map(|error| {
        let place = Span { file, ..span(0, error.range) };
        let mut found = Diagnostic::new(code_of(error.fault), place, error.message.clone());
        found.label.clone_from(&error.label);
        found.help.clone_from(&error.help);
        found
    });
    all.collect()
}

impl Whole {
    /// Whether the form of any file is wrong.
    pub(super) fn has_gaps(&self) -> bool {
        self.files.iter().any(|file| !file.parse.errors.is_empty())
    }

    /// What is wrong with the form of the files.
    pub(super) fn form(&self) -> Vec<Diagnostic> {
        let all = self.files.iter().enumerate();
        all.flat_map(|(id, file)| form(&file.parse, FileId(u32::try_from(id).unwrap_or(u32::MAX))))
            .collect()
    }

    /// The files in one tree, without what those who use them leave out, and the number of each.
    pub(super) fn forest(&mut self) -> (Forest, Vec<FileId>) {
        let mut out: Vec<BTreeSet<String>> = vec![BTreeSet::new(); self.files.len()];
        let mut problems = Vec::new();
        for (id, file) in self.files.iter().enumerate() {
            for used in &file.uses {
                for name in &used.without {
                    if self.declares(used.file, name.text()) {
                        out[used.file].insert(name.text().to_owned());
                    } else {
                        problems.push(self.not_there(id, used.file, name));
                    }
                }
            }
        }
        self.problems.extend(problems);
        self.leave_out_changes(&mut out);
        let parses: Vec<&Parse> = self.order.iter().map(|&id| &self.files[id].parse).collect();
        let forest = Forest::new(&parses, |index, name| out[self.order[index]].contains(name));
        let ids = self.order.iter().map(|&id| span(id, TextRange::default()).file);
        (forest, ids.collect())
    }

    /// What is left out wherever it is declared cannot be changed: what files that are used would
    /// change of it goes with it. (The main file must know what it leaves out.)
    fn leave_out_changes(&self, out: &mut [BTreeSet<String>]) {
        let Some((_, used)) = self.order.split_last() else { return };
        let names: BTreeSet<String> = out.iter().flatten().cloned().collect();
        for name in names {
            let is_left = (0..self.files.len()).any(|file| {
                let mut all = self.files[file].parse.file().declarations();
                !out[file].contains(&name)
                    && all.any(|node| {
                        node.kind() != CHANGE_DECL
                            && node.declared().iter().any(|other| other.text() == name)
                    })
            });
            if !is_left {
                for &file in used {
                    out[file].insert(name.clone());
                }
            }
        }
    }

    fn declared(&self, file: usize) -> Vec<Name> {
        self.files[file].parse.file().declarations().flat_map(|node| node.declared()).collect()
    }

    fn declares(&self, file: usize, name: &str) -> bool {
        self.declared(file).iter().any(|other| other.text() == name)
    }

    fn not_there(&self, user: usize, used: usize, name: &Name) -> Diagnostic {
        let module = self.files[used].key.name();
        let declared = self.declared(used);
        let elsewhere =
            (0..self.files.len()).find(|&file| file != used && self.declares(file, name.text()));
        let help = match (elsewhere, nearest(name.text(), declared.iter().map(Name::text))) {
            (Some(file), _) if file != user => {
                format!("it is declared in {}: leave it out there", self.files[file].key.name())
            }
            (_, Some(meant)) => format!("did you mean `{meant}`?"),
            _ => "name something that the file itself declares".to_owned(),
        };
        let message = format!("{module} declares no `{}`, so it cannot be left out", name.text());
        Diagnostic::new(codes::NOTHING_LEFT_OUT, span(user, name.range()), message).help(help)
    }

    /// Whether a file uses another, directly or through others.
    pub(super) fn uses(&self, user: FileId, used: FileId) -> bool {
        let (mut seen, mut waiting) = (BTreeSet::new(), vec![user.0 as usize]);
        while let Some(file) = waiting.pop() {
            for next in self.files[file].uses.iter().map(|next| next.file) {
                if next == used.0 as usize {
                    return true;
                }
                if seen.insert(next) {
                    waiting.push(next);
                }
            }
        }
        false
    }

    /// The place where a file is first used, and whether it is of the library.
    pub(super) fn first_use(&self, file: FileId) -> Option<(Span, bool)> {
        let file = file.0 as usize;
        let is_library = matches!(self.files[file].key, Key::Library(_));
        let mut all = self.files.iter().enumerate().flat_map(|(id, user)| {
            user.uses.iter().filter(|used| used.file == file).map(move |used| span(id, used.place))
        });
        all.next().map(|place| (place, is_library))
    }

    /// The name of a file for people.
    pub(super) fn name(&self, file: FileId) -> String {
        self.files[file.0 as usize].key.name()
    }

    /// The files that are used, in order of their numbers.
    pub(super) fn into_used(self) -> Vec<UsedFile> {
        let directory = self.directory;
        let name = |key: &Key| match key {
            Key::Library(_) => key.name(),
            Key::Beside(_) => format!("{directory}{}", key.name()),
        };
        let used = self.files.into_iter().skip(1);
        used.map(|file| UsedFile { name: name(&file.key), text: file.text }).collect()
    }
}
