//! Several texts as one tree.

use super::Parse;
use super::ast::{Node, SourceFile};
use super::kind::{SyntaxKind, SyntaxKind::*, SyntaxNode};
use rowan::{GreenNode, GreenToken, NodeOrToken, TextRange};

/// Several parsed texts, one behind the other in one tree: so each place in the tree says in which
/// of the texts it is, and what is read from it need not be told.
#[derive(Clone, Debug)]
pub struct Forest {
    root: SyntaxNode,
}

impl Forest {
    /// Puts texts together, without those declarations whose names `is_left_out` picks by the number
    /// of the text. A declaration that is left out keeps its place in the tree, and is none any more.
    #[must_use]
    pub fn new(parses: &[&Parse], is_left_out: impl Fn(usize, &str) -> bool) -> Forest {
        let mut parts = Vec::new();
        for (index, parse) in parses.iter().enumerate() {
            parts.push(NodeOrToken::Node(pruned(parse, |name| is_left_out(index, name))));
            // The end of a text and the beginning of the next one are two places.
            parts.push(NodeOrToken::Token(GreenToken::new(raw(WHITESPACE), "\n")));
        }
        Forest { root: SyntaxNode::new_root(GreenNode::new(raw(FOREST), parts)) }
    }

    /// The texts, in order.
    pub fn files(&self) -> impl Iterator<Item = SourceFile> + use<> {
        self.root.children().map(SourceFile)
    }

    /// Where each of the texts is in the tree, in order.
    pub fn ranges(&self) -> impl Iterator<Item = TextRange> + use<> {
        self.root.children().map(|file| file.text_range())
    }
}

fn raw(kind: SyntaxKind) -> rowan::SyntaxKind {
    rowan::SyntaxKind(kind as u16)
}

/// The tree of a text without what is left out.
fn pruned(parse: &Parse, is_left_out: impl Fn(&str) -> bool) -> GreenNode {
    let is_out = |node: &Node| node.declared_name().is_some_and(|name| is_left_out(name.text()));
    let file = parse.file();
    if !file.declarations().any(|node| node.declared().iter().any(|name| is_left_out(name.text())))
    {
        return parse.green.clone();
    }
    rebuilt(&file.0, SOURCE_FILE, |declaration| {
        let declaration = Node(declaration.clone());
        if is_out(&declaration) {
            return rebuilt(&declaration.0, LEFT_OUT, |node| node.green().into_owned());
        }
        rebuilt(&declaration.0, declaration.kind(), |part| {
            let is_item = matches!(part.kind(), TYPE_ITEM | ENTITY_ITEM | FACT_ITEM);
            if is_item && is_out(&Node(part.clone())) {
                return rebuilt(part, LEFT_OUT, |node| node.green().into_owned());
            }
            part.green().into_owned()
        })
    })
}

/// A node with the same tokens, of some kind, and with what `child` makes of the nodes in it.
fn rebuilt(
    node: &SyntaxNode,
    kind: SyntaxKind,
    child: impl Fn(&SyntaxNode) -> GreenNode,
) -> GreenNode {
    let children = node.children_with_tokens().map(|part| match part {
        NodeOrToken::Node(part) => NodeOrToken::Node(child(&part)),
        NodeOrToken::Token(token) => NodeOrToken::Token(token.green().to_owned()),
    });
    GreenNode::new(raw(kind), children.collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    #[test]
    fn what_is_left_out_keeps_its_place() {
        let one = parse("fact a, b\naction go(c: character) by c\n    effect a\n");
        let two = parse("fact b, c\nevent go\n    effect c\n");
        let forest = Forest::new(&[&one, &two], |index, name| index == 0 && name != "a");
        let files: Vec<SourceFile> = forest.files().collect();
        assert_eq!(files[0].0.text().to_string(), one.syntax().text().to_string());
        let declared = |file: &SourceFile| -> Vec<String> {
            let names = file.declarations().flat_map(|node| node.declared());
            names.map(|name| name.text().to_owned()).collect()
        };
        assert_eq!(declared(&files[0]), ["a"]);
        assert_eq!(declared(&files[1]), ["b", "c", "go"]);
        let ranges: Vec<TextRange> = forest.ranges().collect();
        assert!(ranges[0].end() < ranges[1].start());
        assert_eq!(ranges[1].len(), two.syntax().text().len());
    }
}
