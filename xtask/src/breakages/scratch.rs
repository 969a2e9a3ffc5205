//! The copy of the repository in which things are broken.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::list::Breakage;
use super::{Error, snippet};

/// A copy of everything that git knows or would add. It stays between runs, and so do its build
/// products; files that are the same are left alone, so that only what changed is built again. A
/// breakage that an interrupted run has left in it is gone when the next one begins.
pub(super) struct Scratch {
    /// The copy.
    pub(super) repository: PathBuf,
    /// Where the copy is built.
    pub(super) target: PathBuf,
}

impl Scratch {
    /// Brings the copy up to date.
    ///
    /// # Errors
    /// A directory that is no git repository, or files that cannot be copied.
    pub(super) fn of(root: &Path) -> Result<Scratch, Error> {
        let target =
            std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| OsString::from("target"));
        let place = root.join(target).join("breakages");
        let scratch =
            Scratch { repository: place.join("repository"), target: place.join("target") };
        let mut wanted = BTreeSet::new();
        for name in files(root)? {
            let (from, to) = (root.join(&name), scratch.repository.join(&name));
            // What is deleted but still in the index is not there any more.
            let Ok(content) = fs::read(&from) else { continue };
            if fs::read(&to).ok().as_ref() != Some(&content) {
                write(&to, &content)?;
            }
            wanted.insert(to);
        }
        remove_others(&scratch.repository, &wanted)?;
        Ok(scratch)
    }

    /// Makes a breakage; it is taken back when the value is dropped.
    ///
    /// # Errors
    /// A snippet that does not occur exactly once, or a file that cannot be written.
    pub(super) fn broken(&self, breakage: &Breakage) -> Result<Broken, Error> {
        let file = self.repository.join(&breakage.file);
        let whole = fs::read_to_string(&file).map_err(|e| Error::new("cannot read", &file, e))?;
        let broken = snippet::replace(&whole, &breakage.find, &breakage.replace)
            .ok_or_else(|| Error(format!("{}: no such snippet, or several", breakage.name)))?;
        write(&file, broken.as_bytes())?;
        Ok(Broken { file, whole })
    }
}

/// A file with a breakage in it.
pub(super) struct Broken {
    file: PathBuf,
    whole: String,
}

impl Drop for Broken {
    fn drop(&mut self) {
        if let Err(error) = fs::write(&self.file, &self.whole) {
            eprintln!("cannot write {}: {error}", self.file.display());
        }
    }
}

/// The names of all files of the repository.
fn files(root: &Path) -> Result<Vec<String>, Error> {
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .map_err(|e| Error(format!("cannot run git: {e}")))?;
    if !output.status.success() {
        return Err(Error(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    let names = String::from_utf8_lossy(&output.stdout);
    Ok(names.split('\0').filter(|name| !name.is_empty()).map(str::to_owned).collect())
}

fn write(path: &Path, content: &[u8]) -> Result<(), Error> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(|e| Error::new("cannot make", folder, e))?;
    fs::write(path, content).map_err(|e| Error::new("cannot write", path, e))
}

fn remove_others(folder: &Path, wanted: &BTreeSet<PathBuf>) -> Result<(), Error> {
    let entries = fs::read_dir(folder).map_err(|e| Error::new("cannot list", folder, e))?;
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            remove_others(&path, wanted)?;
        } else if !wanted.contains(&path) {
            fs::remove_file(&path).map_err(|e| Error::new("cannot remove", &path, e))?;
        }
    }
    Ok(())
}
