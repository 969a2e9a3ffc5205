//! Finding stories and reasons.
//!
//! - [`search::Search`]: the author's search for a story, for the shortest, or for all of them;
//! - [`check::Check`]: the planner's own opinion of a given story;
//! - [`policy::Policy`]: what one character would do next, and why;
//! - [`relaxed::RelaxedGraph`]: the heuristics.
//!
//! A search is a value: options in, progress out, advanced by ticks, with statistics and the reason
//! why it stopped. Nothing here reads a clock or a file, uses threads or randomness; the same world
//! and options give the same answer however the ticks are sliced.
//!
//! Deliberately absent: source text, prose, and the judge, which must not share this code.

mod assemble;
mod author;
pub mod check;
pub mod components;
mod explain;
mod influence;
mod links;
mod near;
pub mod outline;
mod padding;
pub mod policy;
mod pressing;
pub mod relaxed;
mod relevance;
pub mod search;
pub mod survey;
mod tree;
mod views;
mod waiting;
