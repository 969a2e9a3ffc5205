//! The worlds under worlds/broken: what is found in them is their point.

use std::collections::BTreeSet;

use expect_test::expect_file;

use crate::{motive, root};

/// What `motive check` says of each, to the letter.
#[test]
fn every_mistake_is_found_and_nothing_else() {
    let mut codes = BTreeSet::new();
    for (name, code) in [("form", 2), ("inn", 2), ("duel", 2), ("lodgers", 1), ("feud", 1)] {
        let run = motive(&["check", &format!("worlds/broken/{name}.motive")]);
        assert_eq!(run.code, code, "{}{}", run.out, run.err);
        let golden = root().join(format!("worlds/broken/{name}.findings"));
        expect_file![golden].assert_eq(&run.err);
        for finding in run.err.split("\n\n").filter(|text| text.contains('[')) {
            // Each names its place, and what to do.
            assert!(finding.contains(&format!("--> worlds/broken/{name}.motive:")), "{finding}");
            assert!(finding.contains("= help: "), "{finding}");
            let (_, rest) = finding.split_once('[').unwrap();
            codes.insert(rest.split(']').next().unwrap().to_owned());
        }
    }
    assert!(codes.len() >= 48, "{codes:?}");
}
