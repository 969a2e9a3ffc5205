//! Files and standard input.

use std::io::Read as _;
use std::path::Path;

use motive::{Code, Diagnostic, Diagnostics, Language, Source, Unreadable, World, codes};

use crate::failure::Failure;
use crate::{render, terminal};

/// Texts longer than this are not read: positions in them could not be told.
const LONGEST: u64 = 1 << 30;

/// Reads a whole text. `-` is standard input.
pub(crate) fn read(path: &Path) -> Result<Source, Failure> {
    let name = path.display().to_string();
    if name == "-" {
        let mut bytes = Vec::new();
        let mut stdin = std::io::stdin().lock().take(LONGEST + 1);
        stdin.read_to_end(&mut bytes).map_err(|error| unreadable("standard input", &error))?;
        return text("<stdin>", bytes);
    }
    let about = std::fs::metadata(path).map_err(|error| unreadable(&name, &error))?;
    if about.is_dir() {
        return Err(complaint(
            codes::DIRECTORY,
            &name,
            format!("{name} is a directory, not a file"),
            "name a file in it",
        ));
    }
    if about.len() > LONGEST {
        return Err(too_long(&name));
    }
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(|error| unreadable(&name, &error))?;
    file.take(LONGEST + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&name, &error))?;
    text(&name, bytes)
}

/// Reads a world, perhaps in one of its scenarios, and prints its warnings. `-` is standard input, in either language.
pub(crate) fn world(path: &Path, scenario: Option<&str>) -> Result<World, Failure> {
    let world = quiet_world(path, scenario)?;
    let warnings = world.warnings();
    if !warnings.list().is_empty() {
        let (count, name) = (warnings.list().len(), world.source().name());
        let noun = if count == 1 { "warning" } else { "warnings" };
        if std::io::IsTerminal::is_terminal(&std::io::stderr()) {
            terminal::complain(&format!("{count} {noun}: see `motive check {name}`"));
        }
    }
    Ok(world)
}

/// Reads a world, and leaves its warnings to the caller.
pub(crate) fn quiet_world(path: &Path, scenario: Option<&str>) -> Result<World, Failure> {
    let source = read(path)?;
    let world = if path.as_os_str() == "-" {
        match motive::text::language(source.text()) {
            Language::Motive => World::from_motive(source),
            Language::Sabre => World::from_sabre(source),
        }
    } else {
        let directory = path.parent().unwrap_or(Path::new(""));
        World::from_files(source.name(), source.text(), &mut |used| beside(directory, used))
    };
    match scenario {
        Some(scenario) => Ok(world?.under(scenario)?),
        None => Ok(world?),
    }
}

/// The text of a file that a world uses.
fn beside(directory: &Path, path: &str) -> Result<String, Unreadable> {
    let path = directory.join(path);
    if !path.exists() {
        return Err(Unreadable::Missing);
    }
    match read(&path) {
        Ok(source) => Ok(source.text().to_owned()),
        Err(Failure::Input(found)) => {
            let why = found.list().first().map(|first| first.message.clone());
            Err(Unreadable::Because(why.unwrap_or_default()))
        }
        Err(_) => Err(Unreadable::Because(format!("{} cannot be read", path.display()))),
    }
}

/// Refuses to read standard input twice.
pub(crate) fn not_both_stdin(world: &Path, story: &Path) -> Result<(), Failure> {
    if world.as_os_str() == "-" && story.as_os_str() == "-" {
        return Err(complaint(
            codes::USAGE,
            "-",
            "the world and the story cannot both be read from standard input".to_owned(),
            "give a file for one of them",
        ));
    }
    Ok(())
}

fn text(name: &str, bytes: Vec<u8>) -> Result<Source, Failure> {
    if bytes.len() as u64 > LONGEST {
        return Err(too_long(name));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Source::new(name, &text)),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            // Shown as it can be, so that the place can be pointed at.
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let mut end = valid + 1;
            while end < text.len() && !text.is_char_boundary(end) {
                end += 1;
            }
            let byte = bytes.get(valid).copied().unwrap_or_default();
            let message = format!("{name} is not text in UTF-8");
            let diagnostic = Diagnostic::new(codes::NOT_UTF8, render::span(valid, end), message)
                .label(format!("the byte {byte:#04x} is not part of a character"))
                .help("save the file as UTF-8");
            Err(Diagnostics::new(Source::new(name, &text), vec![diagnostic]).into())
        }
    }
}

fn unreadable(name: &str, error: &std::io::Error) -> Failure {
    let (message, help) = match error.kind() {
        std::io::ErrorKind::NotFound => {
            (format!("there is no file {name}"), "check the path, and the directory it starts from")
        }
        std::io::ErrorKind::PermissionDenied => {
            (format!("{name} may not be read"), "check the permissions of the file")
        }
        _ => (format!("{name} cannot be read: {error}"), "check that it is an ordinary file"),
    };
    complaint(codes::UNREADABLE, name, message, help)
}

fn too_long(name: &str) -> Failure {
    complaint(
        codes::UNREADABLE,
        name,
        format!("{name} is longer than 1 GiB"),
        "split it, or shorten it",
    )
}

pub(crate) fn complaint(code: Code, name: &str, message: String, help: &str) -> Failure {
    let diagnostic = Diagnostic::without_place(code, message).help(help);
    Diagnostics::new(Source::new(name, ""), vec![diagnostic]).into()
}
