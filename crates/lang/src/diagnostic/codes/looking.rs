//! `W046x`: what it costs to look ahead.

use super::{Code, Entry, codes};

codes! {
    LOOKS_TOO_FAR = "W0460", "people look further ahead than the limits allow", "
The search stopped at a limit, and in this world people look ahead (`foresight`). To know what somebody fears, it must be known
what others would do; and where nothing averts a harm, every plan within the character limit has to be tried before
that is certain. So lower `--character-limit` first: plans to avert something are mostly short. Then lower `foresight`, or
`--epistemic-limit`, which is the depth to which people think of what others think. `--time` gives it more time.

```text bad
motive plan street.motive --foresight 3
```
```text good
motive plan street.motive --foresight 1 --character-limit 3
```
";
}
