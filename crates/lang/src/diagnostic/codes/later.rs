//! `E09xx`: what can be said, and is not acted on yet.

use super::{Code, Entry, codes};

codes! {
    NOT_YET = "E0901", "something that Motive does not act on yet", "
The language can say more than the engine can do today, so that worlds need not be written anew when it learns
more. A world that uses such a thing is refused, since passing over it would change what the world means. Waiting
are: names that stand for numbers.

```motive bad
character Ida (she)
fact calm(n: 0..3)
author wants calm(3)
```
```motive good
character Ida (she)
fact calm: 0..3
author wants calm is 3
```
";
}
