//! The nearest known word to an unknown one.

/// Words longer than this (in characters) are never compared.
const LONGEST: usize = 40;

/// How many candidates are looked at.
const MOST: usize = 5_000;

/// The candidate that `word` was most likely meant to be: the one at the least edit distance
/// (insertions, deletions, replacements and swaps of neighbours, letter case counting half), if
/// that is at most a third of the word's length. The first of equals wins.
///
/// ```
/// use motive_syntax::spelling::nearest;
/// assert_eq!(nearest("precondtion", ["effect", "precondition"]), Some("precondition"));
/// assert_eq!(nearest("true", ["True", "tree"]), Some("True"));
/// assert_eq!(nearest("Castle", ["Mountain"]), None);
/// ```
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let letters: Vec<char> = word.chars().take(LONGEST + 1).collect();
    if letters.is_empty() || letters.len() > LONGEST {
        return None;
    }
    // In half edits; short words may still have one letter wrong.
    let mut allowed = 2 * (letters.len() / 3).max(1) + 1;
    let mut best = None;
    for candidate in candidates.into_iter().take(MOST) {
        if candidate.len() > 4 * LONGEST || candidate == word {
            continue;
        }
        let other: Vec<char> = candidate.chars().collect();
        if 2 * other.len().abs_diff(letters.len()) >= allowed || other.len() > LONGEST {
            continue;
        }
        let distance = distance(&letters, &other);
        // A word of one or two letters resembles every other one.
        let all = 2 * letters.len().min(other.len());
        if distance < allowed && distance < all {
            allowed = distance;
            best = Some(candidate);
        }
    }
    best
}

/// The edit distance in half edits (optimal string alignment).
fn distance(a: &[char], b: &[char]) -> usize {
    let width = b.len() + 1;
    let mut before: Vec<usize> = vec![0; width];
    let mut last: Vec<usize> = (0..width).map(|j| 2 * j).collect();
    let mut row = vec![0; width];
    for i in 1..=a.len() {
        row[0] = 2 * i;
        for j in 1..width {
            let replace = if a[i - 1] == b[j - 1] {
                0
            } else if a[i - 1].to_lowercase().eq(b[j - 1].to_lowercase()) {
                1
            } else {
                2
            };
            let mut cost = (last[j - 1] + replace).min(last[j] + 2).min(row[j - 1] + 2);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cost = cost.min(before[j - 2] + 2);
            }
            row[j] = cost;
        }
        std::mem::swap(&mut before, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_single_slip_is_found() {
        let keywords = ["type", "entity", "property", "action", "trigger", "utility"];
        for (word, meant) in [
            ("propery", "property"),
            ("acton", "action"),
            ("utilty", "utility"),
            ("entiyt", "entity"),
            ("Trigger", "trigger"),
        ] {
            assert_eq!(nearest(word, keywords), Some(meant), "{word}");
        }
    }

    #[test]
    fn nothing_like_it_is_not_suggested() {
        assert_eq!(nearest("walk", ["dig", "open", "travel"]), None);
        assert_eq!(nearest("a", ["b", "c"]), None);
        assert_eq!(nearest("", ["b"]), None);
        assert_eq!(nearest("same", ["same"]), None);
    }

    #[test]
    fn the_nearer_of_two_wins_and_then_the_first() {
        assert_eq!(nearest("Tanus", ["Janus", "Tanis", "Tabus"]), Some("Janus"));
        assert_eq!(nearest("jones", ["Jonas", "Jones"]), Some("Jones"));
    }

    #[test]
    fn endless_words_cost_nothing() {
        let long = "x".repeat(1_000_000);
        assert_eq!(nearest(&long, ["x"]), None);
        assert_eq!(nearest("x", [long.as_str()]), None);
    }
}
