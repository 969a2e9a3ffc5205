//! `E09xx`: what can be said, and is not acted on yet.

use super::{Code, Entry, codes};

codes! {
    NOT_YET = "E0901", "something that Motive does not act on yet", "
The language can say more than the engine can do today, so that worlds need not be written anew when it learns
more. A world that uses such a thing is refused, since passing over it would change what the world means. Waiting
are: outcomes with odds, refusals and pressing wants.

```motive bad
character Ida (she), Bo (he)
fact calm(c: character)
Ida refuses calm(Bo)
author wants calm(Ida)
```
```motive good
character Ida (she), Bo (he)
fact calm(c: character)
author wants calm(Ida)
```
";
}
