//! Any text can be read as a world in Motive's language: the tree keeps every byte, formatting twice
//! is formatting once, and nothing panics.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let parse = motive_syntax::motive::parse(text);
    assert_eq!(parse.syntax().text().to_string(), text);
    let tidy = motive_syntax::motive::format(text);
    assert_eq!(motive_syntax::motive::format(&tidy), tidy);
    let reading = motive_lang::motive::read(text);
    let has_error = reading.diagnostics.iter().any(|d| d.code.id().starts_with('E'));
    assert_eq!(reading.program.is_none(), has_error);
    for diagnostic in &reading.diagnostics {
        let spans = diagnostic.span.into_iter().chain(diagnostic.secondary.iter().map(|s| s.0));
        for span in spans {
            assert!(text.get(span.start as usize..span.end as usize).is_some());
        }
    }
});
