//! `E0870–71`: what events seem to be.

use super::{Code, Entry, codes};

codes! {
    CANNOT_SEEM = "E0870", "something that nothing can seem to be", "
Whoever takes one event for another believes that what the other needs was so. That is clear only where it needs facts
with their values, joined by `and`: `at(c) is p`, `not open(d)`, `holder(i) is none`. An event that needs one thing *or*
another, or the value of a fact in the place of a thing (`linked(at(c), p)`), or that can turn out in several ways,
says too little. Declare an `impression` that needs less.

```motive bad
character Ida (she), Bo (he)
fact calm(c: character), glad(c: character)
event cheer(c: character)
    needs calm(c) or glad(c)
    effect glad(c)
action hum(c: character) by c
    effect calm(c)
    appears as cheer(c) to Bo
author wants calm(Ida)
```
```motive good
character Ida (she), Bo (he)
fact calm(c: character), glad(c: character)
impression cheer(c: character)
    effect glad(c)
action hum(c: character) by c
    effect calm(c)
    appears as cheer(c) to Bo
author wants calm(Ida)
```
";
    ONLY_SEEMS = "E0871", "an impression that is to happen", "
An impression is what something else seems to be. It never happens itself, so no test, outline or past can name it.
Name the event that seems to be it.

```motive bad
character Ida (she), Bo (he)
fact calm(c: character), music
impression singing
    effect music
action hum(c: character) by c
    effect calm(c)
    appears as singing to Bo
author wants calm(Ida)
test \"somebody sings\"
    after singing
    expect Bo believes music
```
```motive good
character Ida (she), Bo (he)
fact calm(c: character), music
impression singing
    effect music
action hum(c: character) by c
    effect calm(c)
    appears as singing to Bo
author wants calm(Ida)
test \"somebody hums\"
    after given hum(Ida)
    expect Bo believes music
```
";
}
