//! Standard streams: pipes that close, colour, reproducible bytes.

use std::io::Read as _;
use std::process::{Command, Stdio};

use crate::{motive, root};

#[test]
fn a_reader_that_leaves_is_no_error() {
    // Enough output to fill any pipe: all stories, printed as they are found.
    let mut child = Command::new(env!("CARGO_BIN_EXE_motive"))
        .args(["plan", "worlds/fair-tart.txt", "--all", "--author-limit", "6", "--format", "json"])
        .current_dir(root())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdout = child.stdout.take().unwrap();
    let mut first = [0_u8; 1];
    stdout.read_exact(&mut first).unwrap();
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

/// All stories of any length: that takes longer than anybody waits.
#[cfg(unix)]
#[test]
fn an_interrupted_search_says_what_it_knows() {
    let child = Command::new(env!("CARGO_BIN_EXE_motive"))
        .args(["plan", "worlds/fair-tart.txt", "--all", "--author-limit", "unlimited", "--json"])
        .current_dir(root())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(std::time::Duration::from_secs(1));
    let pid = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&document["result"], &document["stopped_by"]),
        (&"stopped".into(), &"interrupt".into())
    );
    assert!(!document["stories"].as_array().unwrap().is_empty());
}

#[test]
fn a_pipe_gets_no_colour_and_no_progress() {
    let run = motive(&["plan", "worlds/fair-tart.txt", "--optimal"]);
    assert!(!run.out.contains('\x1b'), "{run:?}");
    assert_eq!(run.err, "");
}

#[test]
fn colour_can_be_forced() {
    let output = Command::new(env!("CARGO_BIN_EXE_motive"))
        .args(["plan", "worlds/ferry.txt"])
        .current_dir(root())
        .env("CLICOLOR_FORCE", "1")
        .env_remove("NO_COLOR")
        .output()
        .unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().contains("\x1b[1m"));
}

#[test]
fn the_same_question_gets_the_same_bytes() {
    for arguments in [
        ["plan", "worlds/orchard-letter.txt", "--json"],
        ["plan", "worlds/fair-tart.txt", "--optimal"],
        ["plan", "worlds/ferry.txt", "--format=sabre"],
        ["check", "worlds/ferry.txt", "--json"],
    ] {
        assert_eq!(motive(&arguments).out, motive(&arguments).out);
    }
}
