//! `E0712` and on: simulations, and what is asked of them.

use super::{Code, Entry, codes};

codes! {
    ODD_QUESTION = "E0712", "a question that cannot be asked of runs", "
`motive odds --if` takes a condition, `happens` and an event, or the name of a test in the source, and at most 64
of them. They are read as the world's own conditions are, so the world has to be in Motive's language.

```text bad
motive odds flight.txt --if 'at(Ida) == Hut'
```
```text good
motive convert flight.txt > flight.motive
motive odds flight.motive --if 'at(Ida) is Hut'
```
";
    IMPOSSIBLE_STEP = "E0713", "a given step that cannot happen", "
`--after` tells what has happened before anybody is asked: a story file, or steps one after the other. Nobody
needs a reason for them, but each must be possible when its turn comes.

```text bad
motive next flight.motive Ida --after 'open(Ida, Door), unlock(Ida, Door)'
```
```text good
motive next flight.motive Ida --after 'unlock(Ida, Door), open(Ida, Door)'
```
";
}
