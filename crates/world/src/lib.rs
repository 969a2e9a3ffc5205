//! What a world means.
//!
//! The typed [`program`] that both front ends lower to; [`story`]: steps, stories and reasons as
//! plain data; `ground`: the program with every parameter filled in and the parts that cannot
//! matter removed; `state`: epistemic states and the transition function.
//!
//! Deliberately absent: source text and positions, search and heuristics, prose, files, clocks.

pub mod fault;
pub mod ground;
pub mod id;
pub mod outline;
pub mod program;
pub mod state;
pub mod story;
pub mod value;
