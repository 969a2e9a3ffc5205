//! `E089x`: what people foresee.

use super::{Code, Entry, codes};

codes! {
    ASKED_AHEAD = "E0890", "a question about what is to come where it cannot be asked", "
What somebody foresees follows from what everybody can do and wants. So no event and no want can depend on it: it
would depend on itself. `foresees`, `might` and `would` stand in tests, after `expect`, by themselves or joined by `and`,
`or` and `not`. What frightens a character can be said by what it rests on: what is believed of others.

```motive bad
character Ida (she), Bo (he)
fact shut, rob
action lock(c: character) by c
    needs Ida foresees rob within 1
    effect shut
author wants shut
```
```motive good
character Ida (she), Bo (he)
fact shut, rob, greedy(c: character)
action lock(c: character) by c
    needs c believes greedy(Bo)
    effect shut
author wants shut
```
";
    NOT_THEIR_STEP = "E0891", "a step that is not for that character to do", "
`Ida might …` and `Ida would …` ask what Ida does herself: she must be among those who have to consent to it, after `by`
or `with`.

```motive bad
character Ida (she), Bo (he)
fact calm(c: character)
action rest(c: character) by c
    effect calm(c)
Bo wants calm(Bo)
author wants calm(Bo)
test \"rest\"
    expect Ida might rest(Bo)
```
```motive good
character Ida (she), Bo (he)
fact calm(c: character)
action rest(c: character) by c
    effect calm(c)
Bo wants calm(Bo)
author wants calm(Bo)
test \"rest\"
    expect Bo might rest(Bo)
```
";
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
