//! Villages: worlds of any size up to 64 people, made from a seed (`docs/large-worlds.md`).
//!
//! - [`generate`] writes a village as a problem in Sabre's language;
//! - [`walk`] lets its people live, and measures how long they think;
//! - [`report`] is `motive bench --generate village`.

pub(crate) mod generate;
pub(crate) mod names;
pub(crate) mod report;
pub(crate) mod walk;
