//! Motive's own story format: JSON, versioned, documented in `docs/formats/story.md`.
//!
//! The shapes on the wire are structs of their own, so that what is inside can change without a
//! file becoming unreadable.

mod reader;
mod writer;

pub use reader::read;
pub use writer::{IntentionJson, StoryJson, ValueJson, intention, story};
pub(crate) use writer::{PassedOverJson, StepJson, passed_over, step};

/// The name that a story file bears in its `format` field.
pub const FORMAT: &str = "motive-story";

/// The version that is written.
pub const VERSION: u32 = 1;

/// The oldest version that is still read.
pub const OLDEST: u32 = 1;
