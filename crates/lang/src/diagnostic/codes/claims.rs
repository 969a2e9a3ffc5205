//! `E084x`: claims in Motive's language.

use super::{Code, Entry, codes};

codes! {
    CLAIM_ABOUT_CLAIM = "E0840", "a claim about a claim", "
A claim is about things: `claim keeps(c: character, i: item)`. It cannot take another claim. What somebody believes can
be said all the same, if the claim spells it out.

```motive bad
character Ida (she), Bo (he)
fact calm(c: character), glad
claim thinks(c: character, k: claim) \"{c} {thinks} so\" means c believes k
author wants glad
```
```motive good
character Ida (she), Bo (he)
fact calm(c: character), glad
claim thinks_calm(c, d: character) \"{c} {thinks} that {d is} calm\" means c believes calm(d)
author wants glad
```
";
    CLAIM_AS_VALUE = "E0841", "a claim as a value", "
Claims are what a parameter (`k: claim`) or a quantifier (`some k: claim where …`) stands for. A fact cannot have one as
its value, since a value is a thing. Let the fact take the claim instead: it is then yes or no for each.

```motive bad
character Ida (she), Bo (he)
fact calm(c: character)
fact told(c: character): claim
author wants calm(Ida)
```
```motive good
character Ida (she), Bo (he)
fact calm(c: character)
claim is_calm(c: character) \"{c} {is} calm\" means calm(c)
fact told(c: character, k: claim)
author wants told(Bo, is_calm(Ida))
```
";
    NOT_A_CLAIM = "E0842", "a claim is needed here", "
`k contradicts j` asks whether two claims demand different values of one fact, and `k is about c` whether c is the first
thing that the claim k speaks of. What is asked about is a claim: the name of
a parameter that is one, or a claim that is written out.

```motive bad
character Ida (she), Bo (he)
fact calm(c: character), torn
claim is_calm(c: character) \"{c} {is} calm\" means calm(c)
author wants is_calm(Ida) contradicts torn
```
```motive good
character Ida (she), Bo (he)
fact calm(c: character), torn
claim is_calm(c: character) \"{c} {is} calm\" means calm(c)
claim is_upset(c: character) \"{c} {is} upset\" means not calm(c)
author wants is_calm(Ida) contradicts is_upset(Ida)
```
";
}
