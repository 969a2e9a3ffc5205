//! Finding a snippet of code wherever the formatter has put its line breaks.

use std::ops::Range;

/// Where the snippet occurs in a text, as ranges of bytes. White space is left out of the
/// comparison on both sides.
pub(super) fn find(text: &str, snippet: &str) -> Vec<Range<usize>> {
    let (text, wanted) = (dense(text), dense(snippet));
    let Some(last) = wanted.len().checked_sub(1) else { return vec![] };
    text.windows(wanted.len())
        .filter(|window| window.iter().zip(&wanted).all(|((_, a), (_, b))| a == b))
        .map(|window| window[0].0..window[last].0 + window[last].1.len_utf8())
        .collect()
}

/// Whether two snippets differ in white space at most.
pub(super) fn same(one: &str, other: &str) -> bool {
    dense(one).iter().map(|(_, c)| c).eq(dense(other).iter().map(|(_, c)| c))
}

/// What is not white space, with its place.
fn dense(text: &str) -> Vec<(usize, char)> {
    text.char_indices().filter(|(_, c)| !c.is_whitespace()).collect()
}

/// The text with its only occurrence of the snippet replaced; `None` unless there is exactly one.
pub(super) fn replace(text: &str, snippet: &str, with: &str) -> Option<String> {
    let [range] = &find(text, snippet)[..] else { return None };
    Some(format!("{}{with}{}", &text[..range.start], &text[range.end..]))
}

#[cfg(test)]
mod tests {
    use super::{find, replace, same};

    #[test]
    fn line_breaks_do_not_matter() {
        let text = "a(\n    one,\n    two)\n.é();";
        assert_eq!(find(text, "(one, two).é()").len(), 1);
        assert_eq!(&text[find(text, "(one, two).é()")[0].clone()], &text[1..26]);
        assert_eq!(replace(text, "(one,two)", "(three)").as_deref(), Some("a(three)\n.é();"));
    }

    #[test]
    fn white_space_makes_no_difference() {
        assert!(same("a (b)", "a(\n  b)"));
        assert!(!same("a(b)", "a(b"));
    }

    #[test]
    fn only_a_single_occurrence_is_replaced() {
        assert_eq!(replace("a b a", "a", "c"), None);
        assert_eq!(replace("a b a", "d", "c"), None);
        assert_eq!(replace("a b a", " ", "c"), None);
    }
}
