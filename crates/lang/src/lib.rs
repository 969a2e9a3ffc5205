//! Source text to the typed program.
//!
//! [`motive`] reads Motive's own language, and [`sabre`] Sabre's problem language: each resolves
//! names, checks types, and lowers the tree of `motive_syntax` to a
//! [`Program`](motive_world::program::Program), with a [`SourceMap`] that leads from the program's
//! ids back to the text. [`diagnostic`] is the one diagnostic type of the
//! whole project, with the registry of its codes.
//!
//! Deliberately absent: grounding, search and everything else that happens to a program after it
//! has been read; how a diagnostic looks; files.
//!
//! ```
//! let text = "entity Ida : character; property calm() : boolean;
//!     action rest() { effect: calm(); consenting: Ida; };
//!     utility(): calm(); utility(Ida): calm();";
//! let reading = motive_lang::sabre::read(text);
//! assert!(reading.diagnostics.is_empty());
//! assert_eq!(reading.program.unwrap().actions[0].name, "rest");
//! ```

pub mod convert;
pub mod diagnostic;
pub mod motive;
pub mod sabre;
mod source_map;

pub use source_map::{EventSpans, SourceMap};
