//! Source text to a lossless tree.
//!
//! One module per front end: [`motive`] reads Motive's own language and lays it out, [`sabre`] reads
//! Sabre's problem language. Parsing never fails: it returns a tree that keeps every byte of the
//! text, and a list of errors beside it.
//!
//! Deliberately absent: meaning (what a name stands for, what type an expression has), any other
//! crate of this project, files, and everything that depends on how a diagnostic is shown.
//!
//! ```
//! let parse = motive_syntax::sabre::parse("type place; entity Hut : place;");
//! assert!(parse.errors.is_empty());
//! assert_eq!(parse.syntax().text(), "type place; entity Hut : place;");
//! ```

pub mod error;
pub mod motive;
pub mod sabre;
pub mod spelling;

pub use error::{Fault, SyntaxError};
pub use rowan::{TextRange, TextSize};
