//! The solution text of the Sabre planner.
//!
//! The short form is the steps in order: `open(Una, Gate) enter(Vik, Gate)`, on one line or on
//! many. The verbose form gives reasons as well: under each step, one block for each character who
//! consents to it, a level of `|` deeper, which holds the rest of that character's plan and ends
//! in a `goal` line. The two are read by the same rules. What a `goal` line says is commentary and
//! is not relied on.

mod reader;
mod writer;

pub use reader::read;
pub use writer::{fluent_name, short, verbose};
