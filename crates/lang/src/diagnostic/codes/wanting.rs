//! `W045x`: wants and refusals that may not mean what their author thinks.

use super::{Code, Entry, codes};

codes! {
    REFUSED_ALREADY = "W0450", "something refused that is so already", "
A refusal forbids going from where its condition is not true to where it is. What is so at the start, as the one who refuses
it sees things, is not brought about by anything, until it has ceased to be so. Often the condition is the wrong way round:
whoever will not lose something refuses that it is gone.

```text bad
character Ida (she)
fact bound, calm
action rest by Ida
    needs not calm
    effect calm
action loosen by Ida
    needs bound
    effect calm, not bound
Ida wants calm
Ida refuses bound
start bound
author wants calm
```
```text good
character Ida (she)
fact bound, calm
action rest by Ida
    needs not calm
    effect calm
action loosen by Ida
    needs bound
    effect calm, not bound
Ida wants calm
Ida refuses not bound
start bound
author wants calm
```
";
    REFUSED_NEVER = "W0451", "something refused that never changes", "
What is the same in every mind for good is never brought about, so refusing it has no effect. Perhaps the event is missing
that would bring it about, or the condition is about somebody else.

```text bad
character Ida (she), Bo (he)
fact calm(c: character)
action rest by Ida
    needs not calm(Ida)
    effect calm(Ida)
Ida wants calm(Ida)
Ida refuses calm(Bo)
author wants calm(Ida)
```
```text good
character Ida (she), Bo (he)
fact calm(c: character)
action rest by Ida
    needs not calm(Ida)
    effect calm(Ida)
action drug by Ida
    needs not calm(Bo)
    effect calm(Bo)
Ida wants calm(Ida)
Ida refuses calm(Bo)
author wants calm(Ida)
```
";
    REFUSES_EVERYTHING = "W0452", "somebody who refuses everything", "
At the start, everything that this character could do would bring about something that the character refuses. So there is
nothing that the character would do before something else has changed.

```text bad
character Ida (she)
fact calm, late
action rest by Ida
    needs not calm
    effect calm, late
Ida wants calm
Ida refuses late
author wants calm
```
```text good
character Ida (she)
fact calm, late
action rest by Ida
    needs not calm
    effect calm, late
action breathe by Ida
    needs not calm
    effect calm
Ida wants calm
Ida refuses late
author wants calm
```
";
    NEVER_QUIET = "W0453", "wants that never cease to press", "
As long as somebody has an explained act that serves a pressing want, a story goes on with such an act (or a natural event)
and cannot end. Here, from the start on, one such act has followed the other for as long as was looked at. A want that can
be served without end, such as a number that always grows, should not be pressing; or two pressing wants undo each other.

```text bad
character Ida (she)
fact steps: number, calm
action pace by Ida
    effect steps += 1
action rest by Ida
    needs not calm
    effect calm
Ida wants
    pressing steps
    calm
author wants calm
```
```text good
character Ida (she)
fact steps: 0..2, calm
action pace by Ida
    effect steps += 1
action rest by Ida
    needs not calm
    effect calm
Ida wants
    pressing steps
    calm
author wants calm
```
";
    WORTH_NOTHING = "W0454", "a want that is worth nothing", "
The worth of this want is 0 in every mind for good, so nobody ever does anything for it. If its worth is a fact, it needs a
value at the start, or an event that changes it.

```text bad
character Ida (she)
fact calm, care(c: character): 0..9
action rest by Ida
    needs not calm
    effect calm
Ida wants
    ease: care(Ida) if calm
author wants calm
```
```text good
character Ida (she)
fact calm, care(c: character): 0..9
action rest by Ida
    needs not calm
    effect calm
Ida wants
    ease: care(Ida) if calm
start care(Ida) = 3
author wants calm
```
";
}
