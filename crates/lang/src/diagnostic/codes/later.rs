//! `E09xx`: what can be said, and is not acted on yet.

use super::{Code, Entry, codes};

codes! {
    NOT_YET = "E0901", "something that Motive does not act on yet", "
The language can say more than the engine can do today, so that worlds need not be written anew when it learns
more. A world that uses such a thing is refused, since passing over it would change what the world means. Waiting
are: claims about numbers.

```motive bad
character Ida (she)
fact coins(c: character): 0..9
claim has(c: character, n: 0..9) means coins(c) is n
author wants coins(Ida) is 3
```
```motive good
character Ida (she)
fact coins(c: character): 0..9
define has(c: character, n: 0..9) means coins(c) is n
author wants has(Ida, 3)
```
";
}
