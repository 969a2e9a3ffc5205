//! How long ten thousand lines take. Run it with
//! `cargo test --release -p motive-lang --test speed -- --nocapture`.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a measurement reads the clock"
)]

use std::io::Write as _;
use std::time::Instant;

/// A village of as many lines as are asked for, each declaration like a real one.
fn village(lines: usize) -> String {
    let mut text = String::from(
        "world \"A village\"\ntype place, item\nplace Square \"the square\"\n\
         fact at(c: character): place = Square \"{c} {is} in {value}\"\n\
         fact holder(i: item): character or none \"{value} {has} {i}\"\n\
         fact tired(c: character) \"{c} {is} tired\"\nauthor wants true\n",
    );
    let mut count = 8;
    let mut house = 0;
    while count < lines {
        house += 1;
        text.push_str(&format!(
            "character Person{house} \"person {house}\" (she)
place House{house} \"house {house}\"
item Cup{house} \"the cup of house {house}\"
fact warm{house}(p: place)  -- whether the stove is lit
start
    at(Person{house}) = House{house}, holder(Cup{house}) = Person{house}
    Person{house} believes not warm{house}(Square)
action visit{house}(c, d: character) by c
    needs
        at(c) is not House{house} and at(d) is House{house}
        not tired(c) or holder(Cup{house}) is c
    effect
        at(c) = House{house}
        c believes warm{house}(House{house}) if d believes warm{house}(House{house})
        for each i: item where holder(i) is c: tired(c)
    seen by any w where at(w) is House{house}
    text \"{{c}} {{visits}} {{d}}.\"
rule rests{house}(c: character) when at(c) is House{house} and tired(c)
    effect not tired(c)
Person{house} wants
    visit \"company\": 2 if some c: character where at(c) is House{house} and c is not Person{house}
    rest: 1 if not tired(Person{house})

"
        ));
        count += 23;
    }
    text
}

#[test]
fn ten_thousand_lines_are_read_and_laid_out() {
    let text = village(10_000);
    assert!(text.lines().count() >= 10_000);
    let start = Instant::now();
    let parse = motive_syntax::motive::parse(&text);
    let parsed = start.elapsed().as_secs_f64() * 1e3;
    assert!(parse.errors.is_empty());
    let start = Instant::now();
    let reading = motive_lang::motive::read(&text);
    let read = start.elapsed();
    assert_eq!(reading.diagnostics, []);
    let start = Instant::now();
    let tidy = motive_syntax::motive::format(&text);
    let formatted = start.elapsed();
    assert_eq!(tidy.lines().count() + 1, text.lines().count());
    let (read, formatted) = (read.as_secs_f64() * 1e3, formatted.as_secs_f64() * 1e3);
    let lines = text.lines().count();
    std::io::stderr()
        .write_all(
            format!("{lines} lines: parsed {parsed:.1} ms, read {read:.1} ms, laid out {formatted:.1} ms\n").as_bytes(),
        )
        .ok();
    // The promise is 50 ms each in a release build on an idle machine; this is a net with wide
    // meshes, for what goes wrong by an order.
    assert!(read < 5_000.0 && formatted < 5_000.0);
}
