//! Any text can be read as a story, in whichever form: every diagnostic points into the text, a
//! text without errors is a story, and what is written of it can be read again.

#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use motive::account::Account;
use motive::{Severity, World, format};

fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| {
        let text = include_str!("../../worlds/ferry.txt");
        World::from_source("ferry.txt", text).expect("the world is well formed")
    })
}

fuzz_target!(|text: &str| {
    let world = world();
    let read = format::read(&world.names(), text);
    for diagnostic in &read.diagnostics {
        let span = diagnostic.span.expect("a place");
        assert!(text.get(span.start as usize..span.end as usize).is_some());
    }
    let any_error = read.diagnostics.iter().any(|d| d.severity == Severity::Error);
    assert_eq!(read.story.is_none(), any_error);
    if let Some(story) = read.story {
        let account = Account::blank(&story);
        let json = format::json::story(&world.names(), &story, &account);
        let json = serde_json::to_string(&json).expect("no map has odd keys");
        assert_eq!(format::read(&world.names(), &json).story.as_ref(), Some(&story));
    }
});
