//! `E086x`: how actions turn out.

use super::{Code, Entry, codes};

codes! {
    NO_OUTCOME = "E0860", "an action of which nothing can come", "
An outcome is possible where its condition holds and its odds are above 0. Here no outcome ever is, so the action can
never happen.

```motive bad
character Ida (she)
fact calm(c: character)
action rest(c: character) by c
    outcome good odds 0
        effect calm(c)
Ida wants calm(Ida)
author wants calm(Ida)
```
```motive good
character Ida (she)
fact calm(c: character)
action rest(c: character) by c
    outcome good odds 1
        effect calm(c)
Ida wants calm(Ida)
author wants calm(Ida)
```
";
    OUTCOME_MISSING = "E0861", "a step that does not say how it turned out", "
What happened before the story, or happens in a test, has happened in one way. Where an action can turn out in several,
`outcome` and a name say which.

```motive bad
character Ida (she)
fact calm(c: character), asleep(c: character)
action rest(c: character) by c
    outcome calms
        effect calm(c)
    outcome sends_to_sleep
        effect asleep(c)
before
    given rest(Ida)
Ida wants calm(Ida)
author wants asleep(Ida)
```
```motive good
character Ida (she)
fact calm(c: character), asleep(c: character)
action rest(c: character) by c
    outcome calms
        effect calm(c)
    outcome sends_to_sleep
        effect asleep(c)
before
    given rest(Ida) outcome calms
Ida wants calm(Ida)
author wants asleep(Ida)
```
";
    NO_SUCH_OUTCOME = "E0862", "an outcome that the action does not have", "
`outcome` names one of the outcomes that the action or event declares.

```motive bad
character Ida (she)
fact calm(c: character), asleep(c: character)
action rest(c: character) by c
    outcome calms
        effect calm(c)
    outcome sends_to_sleep
        effect asleep(c)
outline
    happens rest(Ida) outcome calm
Ida wants calm(Ida)
```
```motive good
character Ida (she)
fact calm(c: character), asleep(c: character)
action rest(c: character) by c
    outcome calms
        effect calm(c)
    outcome sends_to_sleep
        effect asleep(c)
outline
    happens rest(Ida) outcome calms
Ida wants calm(Ida)
```
";
    NO_ODDS = "E0863", "odds that are none", "
`likely` says from which odds on people count on an outcome: so many in so many, neither of them 0, and the first no
greater than the second.

```motive bad
world \"Rest\"
    likely 0 in 4
character Ida (she)
fact calm(c: character)
action rest(c: character) by c
    effect calm(c)
Ida wants calm(Ida)
author wants calm(Ida)
```
```motive good
world \"Rest\"
    likely 1 in 4
character Ida (she)
fact calm(c: character)
action rest(c: character) by c
    effect calm(c)
Ida wants calm(Ida)
author wants calm(Ida)
```
";
    NO_ACCIDENT = "E0864", "an accident that cannot be one", "
A step is an accident if everyone who consents to it counted on its turning out in another way. What nobody does is
nobody's accident, and what can turn out in one way only is counted on.

```motive bad
character Ida (she)
fact calm(c: character), asleep(c: character)
action rest(c: character) by c
    effect calm(c)
before
    accident rest(Ida)
author wants asleep(Ida)
```
```motive good
character Ida (she)
fact calm(c: character), asleep(c: character)
action rest(c: character) by c
    effect calm(c)
before
    given rest(Ida)
author wants asleep(Ida)
```
";
}
