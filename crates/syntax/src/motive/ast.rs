//! The tree with names: typed views of its nodes.
//!
//! A view is a pointer into the tree and costs nothing to make. Every accessor may find nothing,
//! since the text may be broken; where it is, the parser has reported it.

use super::kind::{SyntaxKind, SyntaxKind::*, SyntaxNode, SyntaxToken};
use rowan::TextRange;

/// The whole text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile(pub(super) SyntaxNode);

impl SourceFile {
    /// The declarations, in order.
    pub fn declarations(&self) -> impl Iterator<Item = Node> + use<> {
        let all = self.0.children();
        all.filter(|node| !matches!(node.kind(), ERROR | LEFT_OUT)).map(Node)
    }
}

/// A node, with what is usually asked of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node(pub SyntaxNode);

impl Node {
    /// What it is.
    #[must_use]
    pub fn kind(&self) -> SyntaxKind {
        self.0.kind()
    }

    /// Where it is, without white space around it.
    #[must_use]
    pub fn range(&self) -> TextRange {
        self.0.text_range()
    }

    /// The nodes in it, in order.
    pub fn children(&self) -> impl Iterator<Item = Node> + use<> {
        self.0.children().map(Node)
    }

    /// The first node of this kind in it.
    #[must_use]
    pub fn child(&self, kind: SyntaxKind) -> Option<Node> {
        self.0.children().find(|node| node.kind() == kind).map(Node)
    }

    /// All nodes of this kind in it.
    pub fn all(&self, kind: SyntaxKind) -> impl Iterator<Item = Node> + use<> {
        self.0.children().filter(move |node| node.kind() == kind).map(Node)
    }

    /// The tokens in it (not those in its nodes), without white space and comments.
    pub fn tokens(&self) -> impl Iterator<Item = SyntaxToken> + use<> {
        self.0
            .children_with_tokens()
            .filter_map(rowan::NodeOrToken::into_token)
            .filter(|token| !token.kind().is_trivia())
    }

    /// The first token of this kind in it.
    #[must_use]
    pub fn token(&self, kind: SyntaxKind) -> Option<SyntaxToken> {
        self.tokens().find(|token| token.kind() == kind)
    }

    /// Whether a token of this kind is in it.
    #[must_use]
    pub fn has(&self, kind: SyntaxKind) -> bool {
        self.token(kind).is_some()
    }

    /// The names in it, in order.
    pub fn names(&self) -> impl Iterator<Item = Name> + use<> {
        self.tokens().filter(|token| token.kind() == NAME).map(Name)
    }

    /// The first name in it.
    #[must_use]
    pub fn name(&self) -> Option<Name> {
        self.names().next()
    }

    /// The conditions, values and effects in it, in order.
    pub fn expressions(&self) -> impl Iterator<Item = Node> + use<> {
        self.children().filter(|node| node.is_expression())
    }

    /// Whether it is a condition, a value or an effect (or an error in the place of one).
    #[must_use]
    pub fn is_expression(&self) -> bool {
        self.kind() as u16 >= ASSIGN_EFFECT as u16
    }

    /// Whether anything in it could not be understood.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        self.0.descendants().any(|node| node.kind() == ERROR)
    }

    /// The text of the strings in a [`SAY`], joined, without quotes.
    #[must_use]
    pub fn said(&self) -> String {
        let strings = self.tokens().filter(|token| token.kind() == STRING);
        strings.map(|token| token.text().trim_matches('"').to_owned()).collect()
    }

    /// The names that a declaration declares: those of its types, entities or facts, or its own.
    #[must_use]
    pub fn declared(&self) -> Vec<Name> {
        let items = self.parts();
        let named = if items.is_empty() { vec![self.clone()] } else { items };
        named.iter().filter_map(Node::declared_name).collect()
    }

    /// The parts of a declaration of several things.
    pub(super) fn parts(&self) -> Vec<Node> {
        let all = self.children();
        all.filter(|part| matches!(part.kind(), TYPE_ITEM | ENTITY_ITEM | FACT_ITEM)).collect()
    }

    /// The name that a declaration of one thing, or a part of one of several, declares.
    pub(super) fn declared_name(&self) -> Option<Name> {
        match self.kind() {
            TYPE_ITEM | ENTITY_ITEM | CHANGE_DECL | SCENARIO_DECL => self.name(),
            FACT_ITEM | DEFINE_DECL | CLAIM_DECL | ACTION_DECL | EVENT_DECL | IMPRESSION_DECL
            | RULE_DECL | INFERENCE_DECL => self.child(SIGNATURE)?.name(),
            _ => None,
        }
    }

    /// The text of a literal.
    #[must_use]
    pub fn literal(&self) -> Option<SyntaxToken> {
        self.tokens().next()
    }
}

/// A name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name(pub SyntaxToken);

impl Name {
    /// The name, without backticks.
    #[must_use]
    pub fn text(&self) -> &str {
        self.0.text().trim_matches('`')
    }

    /// Where it is.
    #[must_use]
    pub fn range(&self) -> TextRange {
        self.0.text_range()
    }
}
