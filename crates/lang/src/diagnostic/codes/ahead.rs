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
}
