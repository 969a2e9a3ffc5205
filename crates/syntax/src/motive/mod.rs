//! Motive's own language (docs/language.md): text to a lossless tree, and tidy text again.
//!
//! [`parse`] cuts the text into tokens and its lines into declarations, clauses and items
//! (`layout`), then reads declarations (`declaration`), what happens in them (`clause`),
//! conditions and values (`expression`) and effects (`effect`). [`ast`] gives the tree names.
//! [`format`](fn@format) lays a text out.
//!
//! Which line belongs to which follows from the words that lines begin with. Columns are checked,
//! and never read: a line that is moved means what it meant, or is an error.

pub mod ast;
mod clause;
mod declaration;
mod effect;
mod error;
mod expression;
mod forest;
mod format;
mod kind;
mod layout;
mod lexer;
mod parser;

pub use error::{Fault, SyntaxError};
pub use forest::Forest;
pub use format::format;
pub use kind::{Motive, SyntaxKind, SyntaxNode, SyntaxToken, WORDS};

use parser::{Line, Parser};
use rowan::{GreenNode, TextRange, TextSize};

/// How deep conditions, values and effects may nest. Brackets, `not`, `believes` and quantifiers are
/// a level each; chains of `and`, `or`, `+` and the like are one level, however long.
pub const MAX_NESTING: usize = 128;

/// How many errors are reported for one text.
pub const MAX_ERRORS: usize = 200;

/// A parsed text: its tree, and what is wrong with it.
#[derive(Clone, Debug)]
pub struct Parse {
    green: GreenNode,
    /// What is wrong, in order of position.
    pub errors: Vec<SyntaxError>,
}

impl Parse {
    /// The root of the tree. Its text is the text that was parsed, byte for byte.
    #[must_use]
    pub fn syntax(&self) -> SyntaxNode {
        SyntaxNode::new_root(self.green.clone())
    }

    /// The root with its meaning.
    #[must_use]
    pub fn file(&self) -> ast::SourceFile {
        ast::SourceFile(self.syntax())
    }
}

/// Parses a text. Never fails: what cannot be understood is kept as an error node and reported.
/// The time is proportional to the length of the text.
///
/// ```
/// let parse = motive_syntax::motive::parse("character Anna (she), Bert (he)\n");
/// assert!(parse.errors.is_empty());
/// assert_eq!(parse.file().declarations().count(), 1);
/// ```
#[must_use]
pub fn parse(text: &str) -> Parse {
    let (green, errors, _) = parse_lines(text);
    Parse { green, errors }
}

/// A tree, the errors, and how deep each line is to stand.
fn parse_lines(text: &str) -> (GreenNode, Vec<SyntaxError>, Vec<Line>) {
    if u32::try_from(text.len()).is_err() {
        let tokens = layout::tokens("");
        let (green, mut errors, lines) = Parser::new(&tokens).finish();
        errors.push(SyntaxError {
            fault: Fault::Unexpected,
            range: TextRange::empty(TextSize::new(0)),
            message: "this text is larger than 4 GiB".to_owned(),
            label: String::new(),
            help: Some("split it into modules".to_owned()),
        });
        return (green, errors, lines);
    }
    let tokens = layout::tokens(text);
    let mut parser = Parser::new(&tokens);
    parser.file();
    parser.finish()
}
