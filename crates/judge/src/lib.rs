//! The judge: the second, independent reading of what a world means.
//!
//! A small, slow, obvious interpreter and checker over the typed [`Program`], written from the
//! definitions (planning-semantics §2 to §6) in their most literal form. It exists to catch the
//! bugs of the fast engine: every story that is shown to anybody has passed it. It checks stories
//! with or without reasons ([`Judge::verify`]), finds reasons ([`Judge::reason`]), and lists all
//! stories of a small world ([`Judge::stories`]).
//!
//! Where to find what: `evaluate` reads conditions and values; `ground` lists the steps and
//! triggers, and `fluents` the fluents; `start`, `event`, `surprise`, `appearance` and `trigger` make worlds from worlds; `search` finds
//! reasons (§6.1 R0 to R5) and `possible` tells when there is no hope of one; `padding` looks for
//! steps that can be left out (R4, P4); `refusal` says what
//! nobody may bring about, and `pressing` what must not wait; `certificate` checks reasons that are given; `verify` and
//! `stories` judge stories (P1 to P8); `tracing` answers what a teller asks of a run.
//!
//! Deliberately absent: everything that makes the engine fast. No packed states, no interned
//! worlds, no reachability analysis, no heuristics; what is looked up often has a place or a digest
//! and is compared by content all the same. No code is shared with the engine beyond the
//! program and the story types. Absent too: source text, prose, files, clocks. What cannot be judged
//! (an appearance that demands one thing or another) is refused with [`Fault::Unsupported`].

mod appearance;
mod attempt;
mod before;
mod certificate;
mod evaluate;
mod event;
mod fault;
mod fluents;
mod ground;
mod judge;
mod needs;
mod outcome;
mod outline;
mod outlook;
mod padding;
mod possible;
mod pressing;
mod refusal;
mod search;
mod start;
mod stories;
mod surprise;
mod tracing;
mod trigger;
mod verdict;
mod verify;
mod world;

pub use appearance::Perceives;
pub use fault::{Fault, Unsupported};
pub use judge::{Judge, STANDARD_EFFORT, Unexplained};
pub use motive_world::program::Program;
pub use stories::Stories;
pub use tracing::Firing;
pub use verdict::{Breach, Broken, Flaw, Note, Upheld, Verdict, Why};
pub use world::{Fluent, World};
