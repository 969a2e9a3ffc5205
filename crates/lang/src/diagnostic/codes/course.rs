//! `E085x`: what happened before a story, what it goes through, and what it never comes to.

use super::{Code, Entry, codes};

codes! {
    NOT_BEFORE = "E0850", "something before the story that could not happen", "
What `before` lists is replayed from the start, one event after the other. What an event needs must be so when its
turn comes, in reality.

```text bad
character Ida (she)
fact awake(c: character), up(c: character)
action get_up(c: character) by c
    needs awake(c)
    effect up(c)
before
    given get_up(Ida)
author wants awake(Ida)
```
```text good
character Ida (she)
fact awake(c: character), up(c: character)
action get_up(c: character) by c
    needs awake(c)
    effect up(c)
start
    awake(Ida)
before
    given get_up(Ida)
author wants not awake(Ida)
```
";
}
