//! The manual page of the components is what their registration says.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test may fail by a panic")]

use expect_test::expect_file;
use motive_plan::components::{self, Components, Shortcut};

#[test]
fn the_manual_page_is_current() {
    expect_file!["../../../docs/components.md"].assert_eq(&components::manual());
}

#[test]
fn every_shortcut_can_be_left_out() {
    let all = Components::default();
    for shortcut in Shortcut::ALL {
        assert_ne!(all.without(shortcut), all, "{}", shortcut.component().name);
    }
}
