//! The pages of explanation tell the truth: each bad example gives its code and nothing else, and
//! each good one gives nothing.

use motive_lang::diagnostic::{Severity, all, find};
use motive_lang::{motive, sabre::read};

/// The fences of a page: their first lines, and what is in them.
fn fences(page: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(kind) = line.strip_prefix("```") {
            let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            found.push((kind.to_owned(), body.join("\n")));
        }
    }
    found
}

fn codes_of(text: &str) -> Vec<&'static str> {
    let mut codes: Vec<&str> = read(text).diagnostics.iter().map(|d| d.code.id()).collect();
    codes.dedup();
    codes
}

#[test]
fn every_example_gives_what_its_page_says() {
    for code in all() {
        let found = fences(code.explanation());
        let (prose, _) = code.explanation().split_once("```").expect("a page with examples");
        assert!(prose.len() > 40 && !prose.contains('\t'), "{code}");
        let kinds: Vec<&str> =
            found.iter().map(|(kind, _)| kind.rsplit(' ').next().expect("a word")).collect();
        assert_eq!(kinds, ["bad", "good"], "{code}");
        for (kind, body) in found {
            let shows_in_text =
                ["E01", "E02", "E03", "W01"].iter().any(|p| code.id().starts_with(p));
            if kind == "sabre bad" && shows_in_text {
                assert_eq!(codes_of(&body), [code.id()], "{code}\n{body}\n{:#?}", read(&body));
            } else if kind == "motive bad" {
                let found: Vec<&str> =
                    motive::read(&body).diagnostics.iter().map(|d| d.code.id()).collect();
                if code == motive_lang::diagnostic::codes::MORE_ERRORS {
                    continue;
                }
                assert_eq!(found, [code.id()], "{body}\n{:#?}", motive::read(&body).diagnostics);
            } else if kind == "motive good" {
                let found = motive::read(&body).diagnostics;
                assert_eq!(found, [], "{code}\n{body}");
            } else if kind.starts_with("sabre") {
                assert_eq!(codes_of(&body), [""; 0], "{code}\n{body}\n{:#?}", read(&body));
            }
        }
    }
}

#[test]
fn codes_are_in_order_and_can_be_found() {
    let ids: Vec<&str> = all().map(|code| code.id()).collect();
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(ids, sorted);
    for code in all() {
        assert_eq!(find(&code.id().to_lowercase()), Some(code));
        assert_eq!(code.id().len(), 5);
        assert!(!code.title().ends_with('.'));
        assert_eq!(code.severity() == Severity::Warning, code.id().starts_with('W'));
    }
    assert_eq!(find("E9999"), None);
}
