//! `E088x`: wants that do not wait.

use super::{Code, Entry, codes};

codes! {
    AUTHOR_PRESSES = "E0880", "a pressing want of the author's", "
A pressing want is one that somebody in the story serves before anything else goes on. The author does nothing, and only
looks for an end; it is the author's story that waits until nothing presses.

```motive bad
character Ida (she)
fact calm
action rest by Ida
    needs not calm
    effect calm
Ida wants calm
author wants pressing calm
```
```motive good
character Ida (she)
fact calm
action rest by Ida
    needs not calm
    effect calm
Ida wants pressing calm
author wants calm
```
";
}
