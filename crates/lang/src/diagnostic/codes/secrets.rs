//! `E087x`: secrets.

use super::{Code, Entry, codes};

codes! {
    SECRET_STATED = "E0872", "a belief about what is secret", "
`secret` and `mystery` settle what everybody believes of something at the start, and believes that others believe.
Another statement about it would say that somebody else knows, or that somebody who knows does not. Name all who know
after `known to`, and what the others hold after `others think`. Who comes to know it without the others' knowing
of that does so by something that happened: in `before`.

```motive bad
character Ida (she), Bo (he), Cy (he)
fact guilty(c: character)
secret guilty(Ida) known to Ida
start
    Bo believes guilty(Ida)
author wants Cy believes guilty(Ida)
```
```motive good
character Ida (she), Bo (he), Cy (he)
fact guilty(c: character)
secret guilty(Ida) known to Ida, Bo
author wants Cy believes guilty(Ida)
```
";
    SECRET_TWICE = "E0873", "secret twice", "
What everybody believes of a fact follows from one secret; a second one would say otherwise. Say once who knows.

```motive bad
character Ida (she), Bo (he), Cy (he)
fact guilty(c: character)
secret guilty(Ida) known to Ida
secret guilty(Ida) known to Bo
author wants Cy believes guilty(Ida)
```
```motive good
character Ida (she), Bo (he), Cy (he)
fact guilty(c: character)
secret guilty(Ida) known to Ida, Bo
author wants Cy believes guilty(Ida)
```
";
    SECRET_THOUGHT = "E0874", "what others cannot think of a secret", "
After `others think` stands what everybody who does not know takes to be so: of the same facts about the same things as
the secret itself, a plain value, and another than what is so.

```motive bad
character Ida (she), Bo (he), Cy (he)
fact writer: character or none
secret writer is Ida known to Ida others think writer is Ida
author wants Cy believes writer is Ida
```
```motive good
character Ida (she), Bo (he), Cy (he)
fact writer: character or none
secret writer is Ida known to Ida others think writer is Bo
author wants Cy believes writer is Ida
```
";
    SECRET_BELIEF = "E0875", "a secret about a belief", "
A secret is a fact about the world. What somebody believes is not kept secret by itself: keep secret what the belief is
about. Where it matters that somebody knows of something and others have no idea of that, let him come to know it in
`before`, where they do not notice.

```motive bad
character Ida (she), Bo (he), Cy (he)
fact guilty(c: character)
secret Bo believes guilty(Ida) known to Bo
author wants Cy believes guilty(Ida)
```
```motive good
character Ida (she), Bo (he), Cy (he)
fact guilty(c: character)
secret guilty(Ida) known to Bo
author wants Cy believes guilty(Ida)
```
";
    SECRET_OTHERWISE = "E0876", "a secret that is not so", "
`secret` says that something is so, so `start` need not say it, and cannot say otherwise. Where a line is about many,
leave out the one that the secret is about. A `scenario` may say otherwise: there it is what is tried out.

```motive bad
type place
character Ida (she), Bo (he), Cy (he)
place Hut, Mill
fact at(c: character): place
secret at(Ida) is Mill known to Ida
start
    for each c: character: at(c) = Hut
author wants Cy believes at(Ida) is Mill
```
```motive good
type place
character Ida (she), Bo (he), Cy (he)
place Hut, Mill
fact at(c: character): place
secret at(Ida) is Mill known to Ida
start
    for each c: character where c is not Ida: at(c) = Hut
author wants Cy believes at(Ida) is Mill
```
";
}
