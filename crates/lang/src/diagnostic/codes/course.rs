//! `E085x`: what happened before a story, what it goes through, and what it never comes to.

use super::{Code, Entry, codes};

codes! {
    NOT_BEFORE = "E0850", "something before the story that could not happen", "
What `before` lists is replayed from the start, one event after the other. What an event needs must be so when its
turn comes, in reality.

```text bad
character Ida (she)
fact awake(c: character), up(c: character)
action get_up(c: character) by c
    needs awake(c)
    effect up(c)
before
    given get_up(Ida)
author wants awake(Ida)
```
```text good
character Ida (she)
fact awake(c: character), up(c: character)
action get_up(c: character) by c
    needs awake(c)
    effect up(c)
start
    awake(Ida)
before
    given get_up(Ida)
author wants not awake(Ida)
```
";
    LONG_ENTRY = "E0851", "a line of an outline with more than three conditions", "
A line of an outline is an event, or at most three conditions. What has many parts is hard to get at in one go, and
hard to say how near a story came to; several lines are several short searches.

```motive bad
character Ida (she), Bo (he), Cy (he), Di (she)
fact calm(c: character)
event night
    effect for each c: character: calm(c)
outline
    calm(Ida) and calm(Bo) and calm(Cy) and calm(Di)
```
```motive good
character Ida (she), Bo (he), Cy (he), Di (she)
fact calm(c: character)
event night
    effect for each c: character: calm(c)
outline
    every c: character: calm(c)
```
";
    IMPOSSIBLE_ENTRY = "E0852", "a line of an outline that nothing can come to", "
No event of the world is what this line asks for, or its conditions can never all hold, whatever happens. The message
says which. A scenario that takes away what a line needs can leave the line out with `skip`.

```text bad
outline
    happens tell(Ida, Ida)
```
```text good
outline
    happens tell(Ida, Bo)
```
";
    NO_SUCH_ENTRY = "E0853", "a line that the outline does not have", "
`skip` leaves out lines of the outline by their labels.

```motive bad
character Ida (she)
fact calm(c: character), up(c: character)
event night
    effect calm(Ida)
outline
    rest: calm(Ida)
scenario short
    skip sleep
author wants calm(Ida)
```
```motive good
character Ida (she)
fact calm(c: character), up(c: character)
event night
    effect calm(Ida)
outline
    rest: calm(Ida)
scenario short
    skip rest
author wants calm(Ida)
```
";
}
