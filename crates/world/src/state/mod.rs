//! Epistemic states and the transition function.
//!
//! An [epistemic state](StateId) is what is true together with what everyone believes, including
//! what they believe about each other's beliefs. The [`StateRegistry`] interns them and
//! [applies](StateRegistry::apply) steps to them, by the rules of planning-semantics §4.
//!
//! The interface between the world and everything above it is
//! [`mind`](StateRegistry::mind), [`outcomes`](StateRegistry::outcomes),
//! [`appears`](StateRegistry::appears) and [`apply`](StateRegistry::apply); reasons
//! (`best_reason`) are the planner's.

mod attempt;
mod closure;
mod confluence;
mod dormant;
mod initial;
mod outcome;
mod recorder;
mod registry;
mod successors;
mod surprise;
mod telling;
mod transition;

pub use confluence::Order;
pub use outcome::{Chance, Stance};
pub use recorder::{Cause, NoRecorder, Recorder, Write};
pub use registry::{StateId, StateRegistry, StateView, ValuationId};
pub use successors::Asked;
pub use transition::Event;
pub(crate) use transition::located;
