//! All codes, by topic, each with its page of explanation.
//!
//! A code never changes its meaning, and the number of a code that is no longer used is not used
//! again. To add one, add it to the file of its topic.

mod ahead;
mod claims;
mod command;
mod course;
mod doubts;
mod effects;
mod form;
mod later;
mod looking;
mod meaning;
mod modules;
mod names;
mod outcomes;
mod running;
mod secrets;
mod seeming;
mod simulation;
mod stories;
mod syntax;
mod wanting;
mod wants;
mod warnings;

pub use ahead::*;
pub use claims::*;
pub use command::*;
pub use course::*;
pub use doubts::*;
pub use effects::*;
pub use form::*;
pub use later::*;
pub use looking::*;
pub use meaning::*;
pub use modules::*;
pub use names::*;
pub use outcomes::*;
pub use running::*;
pub use secrets::*;
pub use seeming::*;
pub use simulation::*;
pub use stories::*;
pub use syntax::*;
pub use wanting::*;
pub use wants::*;
pub use warnings::*;

use super::{Code, Entry};

/// Declares the codes of one topic: name, id, title, page.
macro_rules! codes {
    ($($name:ident = $id:literal, $title:literal, $page:literal;)*) => {
        $(
            #[doc = concat!("`", $id, "`: ", $title, ".")]
            pub const $name: Code =
                Code(&Entry { id: $id, title: $title, page: $page });
        )*

        pub(super) const ALL: &[Code] = &[$($name),*];
    };
}

use codes;

/// All codes, in order.
pub fn all() -> impl Iterator<Item = Code> {
    let topics = [
        syntax::ALL,
        names::ALL,
        effects::ALL,
        running::ALL,
        stories::ALL,
        command::ALL,
        form::ALL,
        simulation::ALL,
        meaning::ALL,
        modules::ALL,
        claims::ALL,
        course::ALL,
        outcomes::ALL,
        seeming::ALL,
        secrets::ALL,
        wants::ALL,
        ahead::ALL,
        later::ALL,
        warnings::ALL,
        doubts::ALL,
        wanting::ALL,
        looking::ALL,
    ];
    topics.into_iter().flatten().copied()
}

/// The code with this id, in capitals or not.
#[must_use]
pub fn find(id: &str) -> Option<Code> {
    all().find(|code| code.id().eq_ignore_ascii_case(id.trim()))
}
