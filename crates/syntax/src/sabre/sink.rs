//! Tokens and nodes, in order, to the tree.

use super::bracket::Tokens;
use super::kind::{Sabre, SyntaxKind};
use rowan::{GreenNode, GreenNodeBuilder, Language};

/// Builds the tree. The parser hands over tokens in order; what is between them goes in by itself.
pub(super) struct Sink<'t, 'a> {
    builder: GreenNodeBuilder<'static>,
    tokens: &'t Tokens<'a>,
    /// How many pieces of the text are in the tree, and where the last of them ends.
    pieces: usize,
    end: u32,
}

impl<'t, 'a> Sink<'t, 'a> {
    pub(super) fn new(tokens: &'t Tokens<'a>) -> Self {
        let mut builder = GreenNodeBuilder::new();
        builder.start_node(Sabre::kind_to_raw(SyntaxKind::SOURCE_FILE));
        Sink { builder, tokens, pieces: 0, end: 0 }
    }

    /// Puts in a node without tokens, close behind the last one.
    pub(super) fn empty(&mut self, kind: SyntaxKind) {
        self.builder.start_node(Sabre::kind_to_raw(kind));
        self.builder.finish_node();
    }

    /// The tree of the empty text.
    pub(super) fn empty_file() -> GreenNode {
        let mut builder = GreenNodeBuilder::new();
        builder.start_node(Sabre::kind_to_raw(SyntaxKind::SOURCE_FILE));
        builder.finish_node();
        builder.finish()
    }

    /// Starts a node whose first token is `index`, so that white space stays outside it.
    pub(super) fn start(&mut self, kind: SyntaxKind, index: usize) {
        self.advance_to(index);
        self.builder.start_node(Sabre::kind_to_raw(kind));
    }

    /// Ends the node that was started last.
    pub(super) fn finish(&mut self) {
        self.builder.finish_node();
    }

    /// Puts in the token `index`.
    pub(super) fn token(&mut self, index: usize) {
        self.advance_to(index);
        self.piece();
    }

    /// Puts in the tokens from `from` up to but not including `to`.
    pub(super) fn tokens(&mut self, from: usize, to: usize) {
        for index in from..to {
            self.token(index);
        }
    }

    pub(super) fn finish_file(mut self) -> GreenNode {
        while self.pieces < self.tokens.pieces.len() {
            self.piece();
        }
        self.builder.finish_node();
        self.builder.finish()
    }

    /// Puts in everything before the token `index`.
    fn advance_to(&mut self, index: usize) {
        // At the end of the text, what is left belongs to the file, not to its last definition.
        let Some(token) = self.tokens.tokens.get(index) else { return };
        while self.end < token.start {
            self.piece();
        }
    }

    fn piece(&mut self) {
        if let Some(&(kind, end)) = self.tokens.pieces.get(self.pieces) {
            let text = &self.tokens.text[self.end as usize..end as usize];
            self.builder.token(Sabre::kind_to_raw(kind), text);
            self.pieces += 1;
            self.end = end;
        }
    }
}
