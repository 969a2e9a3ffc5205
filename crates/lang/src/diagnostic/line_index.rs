//! Byte offsets to lines and columns.

/// A place as people count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineColumn {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters (not bytes), from 1.
    pub column: u32,
}

/// Where the lines of a text begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Looks for the lines of a text. Lines end with `\n` (a `\r` before it belongs to the line).
    #[must_use]
    pub fn new(text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
        let starts = ends.filter_map(|(at, _)| u32::try_from(at + 1).ok());
        LineIndex { starts: std::iter::once(0).chain(starts).collect() }
    }

    /// How many lines there are; an empty text has one.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// The line and column of the byte at `offset` in `text`, the text that this was made for. An
    /// offset past the end counts as the end, one inside a character as its beginning.
    #[must_use]
    pub fn line_column(&self, text: &str, offset: u32) -> LineColumn {
        let mut end = (offset as usize).min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let line = self.starts.partition_point(|&start| start as usize <= end).max(1) - 1;
        let start = self.starts[line] as usize;
        let column = text.get(start..end).map_or(0, |before| before.chars().count());
        let one_based = |n: usize| u32::try_from(n + 1).unwrap_or(u32::MAX);
        LineColumn { line: one_based(line), column: one_based(column) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, offset: u32) -> (u32, u32) {
        let place = LineIndex::new(text).line_column(text, offset);
        (place.line, place.column)
    }

    #[test]
    fn lines_and_columns_count_from_one() {
        let text = "ab\ncd\r\n\ne";
        assert_eq!(at(text, 0), (1, 1));
        assert_eq!(at(text, 2), (1, 3));
        assert_eq!(at(text, 3), (2, 1));
        assert_eq!(at(text, 7), (3, 1));
        assert_eq!(at(text, 8), (4, 1));
        assert_eq!(at(text, 9), (4, 2));
        assert_eq!(LineIndex::new(text).lines(), 4);
    }

    #[test]
    fn columns_are_characters() {
        let text = "é→x";
        assert_eq!(at(text, 5), (1, 3));
        assert_eq!(at(text, 1), (1, 1));
    }

    #[test]
    fn places_past_the_end_are_the_end() {
        assert_eq!(at("", 0), (1, 1));
        assert_eq!(at("ab", 99), (1, 3));
        assert_eq!(at("ab\n", 99), (2, 1));
    }
}
