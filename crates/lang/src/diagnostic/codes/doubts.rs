//! `W04xx`: worlds in Motive's language that may not mean what their author thinks.

use super::{Code, Entry, codes};

codes! {
    BELIEF_ENDS = "W0401", "a belief that ends sooner than it seems", "
`believes` takes the one test after it, so `Ida believes p or q` reads as (Ida believes p) or (q, in reality). Write
`Ida believes (p or q)`, or put q in brackets to say that reality is meant.

```motive bad
character Ida (she), Bo (he)
fact calm(c: character)
author wants Ida believes calm(Bo) or calm(Ida)
```
```motive good
character Ida (she), Bo (he)
fact calm(c: character)
author wants Ida believes (calm(Bo) or calm(Ida))
```
";
    AUTHOR_WANTS = "W0402", "the author wants nothing", "
A story is what gets the author something: without `author wants …` there is no story to find.

```motive bad
character Ida (she), Bo (he)
fact calm(c: character)
Ida wants calm(Ida)
```
```motive good
character Ida (she), Bo (he)
fact calm(c: character)
Ida wants calm(Ida)
author wants calm(Bo)
```
";
    CHANGES_NOTHING = "W0403", "an action or event that changes nothing", "
What changes nothing never happens in a story.

```motive bad
character Ida (she), Bo (he)
fact calm(c: character)
action rest(c: character) by c
    needs calm(c)
author wants calm(Ida)
```
```motive good
character Ida (she), Bo (he)
fact calm(c: character)
action rest(c: character) by c
    effect calm(c)
author wants calm(Ida)
```
";
    NEVER_EQUAL = "W0404", "a comparison that never holds", "
The two sides of this comparison have no value in common, so it is never so.

```motive bad
character Ida (she), Bo (he)
type item
item Hat
fact friend(c: character): character or none
author wants friend(Ida) is Hat
```
```motive good
character Ida (she), Bo (he)
type item
item Hat
fact friend(c: character): character or none
author wants friend(Ida) is Bo
```
";
    TEST_FAILS = "W0406", "a test in the source that fails", "
What a `test` expects is not so, or something in it cannot happen: its needs are not met, or somebody who does
it has no reason for it. A step that is `given` asks nobody for a reason. `motive check` runs the tests.

```text bad
test \"she rests\"
    after rest(Ida)
    expect not calm(Ida)
```
```text good
test \"she rests\"
    after rest(Ida)
    expect calm(Ida)
```
";
    TEST_UNDECIDED = "W0407", "a test in the source that is not decided", "
A test could not be run to its end: no story was found within the limits, or the judge had spent its effort. Or a
limit stopped the look through all that can come about, for `never` and `reachable`, or the question whether everyone
had a reason for what happened `before`. The message says which.

```text bad
test \"it ends well\"
    after story
    expect calm(Ida)
```
```text good
test \"it ends well\"
    after given rest(Ida)
    expect calm(Ida)
```
";
    UNEXPLAINED_BEFORE = "W0410", "something before the story that nobody had a reason for", "
An event of `before` is asked for reasons as one of the story is: whoever does it must have been able to imagine how it
leads to more. `given` before it asks nobody.

```text bad
character Ida (she)
fact up(c: character), calm(c: character)
action get_up(c: character) by c
    effect up(c)
before
    get_up(Ida)
Ida wants calm(Ida)
author wants calm(Ida)
```
```text good
character Ida (she)
fact up(c: character), calm(c: character)
action get_up(c: character) by c
    effect up(c)
before
    given get_up(Ida)
Ida wants calm(Ida)
author wants calm(Ida)
```
";
    BROKEN_NEVER = "W0411", "something that is never to come about, and does", "
Some run of explained steps comes to what the world says must `never` be, or contains the event that must never
happen. The message gives the run, step by step: the judge has confirmed that everyone in it has a reason.

```text bad
never calm(Ida) and calm(Bo)
```
```text good
never calm(Ida) and not awake(Ida)
```
";
    NOT_REACHABLE = "W0412", "something that must be reachable, and is not", "
No run of explained steps within the limits comes to what the world says must be `reachable`. Raise the limits
(`motive check --author-limit N`), or look for what nobody has a reason for.

```text bad
reachable calm(Ida) and angry(Ida)
```
```text good
reachable calm(Ida)
```
";
    NEVER_APPLIES = "W0413", "a test that can never apply", "
A step of this test can never happen in this world, whatever is brought about first: what it needs contradicts
itself, or the scenario that the test is run under is without it. So nothing is ever tested.

```text bad
scenario quiet
    without shout
test \"she shouts\"
    under quiet
    after shout(Ida)
    expect awake(Bo)
```
```text good
scenario quiet
    without shout
test \"nobody shouts\"
    under quiet
    expect not awake(Bo)
```
";
    COUNTED_ON = "W0430", "an accident that somebody counted on", "
What `accident` stands before is an accident if nobody who consented to it counted on its turning out so: if it was
too unlikely for that, as each of them saw it. Raise the odds of the other outcomes, lower its own, or leave out
`accident`.

```text bad
    outcome stops odds 3
    outcome fatal odds 1
before
    accident strike(Ida, Bo) outcome fatal
```
```text good
    outcome stops odds 9
    outcome fatal odds 1
before
    accident strike(Ida, Bo) outcome fatal
```
";
    NEVER_SEEMS = "W0440", "an impression that nothing seems to be", "
An impression never happens: it is what something else seems to be, to those for whom a row says so (`appears as …
to …`). Without such a row nobody ever has it.

```motive bad
character Ida (she), Bo (he)
fact calm(c: character), music
impression singing
    effect music
action hum(c: character) by c
    effect calm(c)
author wants calm(Ida)
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
```
";
    SECRET_LEAKS = "W0441", "a secret that is known at the start", "
What only some are to know at the start somebody else knows as well: by a rule or an inference that is drawn at once, or
from having noticed an event in `before`, of which all who know the secret are aware. Then it is none. Let the rule wait for
something that is not so at the start, keep secret also what it goes by, or name all who know.

Nothing is said where somebody is told of it in `before`, or notices it and is not noticed: that is how a further knower
comes by a secret.

```text bad
character Ida (she), Bo (he)
fact guilty(c: character), pale(c: character), near
secret guilty(Ida) known to Ida
start
    pale(Ida)
rule suspect(c, d: character) when pale(d)
    effect c believes guilty(d)
action come(c: character) by c
    needs not near
    effect near
each c: character wants 1 if near
author wants near and Bo believes guilty(Ida)
```
```text good
character Ida (she), Bo (he)
fact guilty(c: character), pale(c: character), near
secret guilty(Ida) known to Ida
start
    pale(Ida)
rule suspect(c, d: character) when pale(d) and near
    effect c believes guilty(d)
action come(c: character) by c
    needs not near
    effect near
each c: character wants 1 if near
author wants near and Bo believes guilty(Ida)
```
";
    CONCLUDED_IN_REALITY = "W0442", "a conclusion that is drawn in reality", "
Blood on somebody must not wound him. A `rule` happens in reality and in every mind; an `inference` is drawn only where what
it concludes is unknown, and so never in reality, which always knows. This warns of a rule that leads from a trace (what an
event leaves behind together with something else) back to the something else, where the trace can also come from elsewhere.
Under `reading strict` facts can be unknown in reality too, and then even an inference happens there.

```motive bad
character Ida (she), Bo (he)
fact wounded(c: character), stained(c: character)
action stab(c, d: character) by c
    effect wounded(d), stained(d)
action paint(c: character) by c
    effect stained(c)
rule blood(c: character) when stained(c)
    effect wounded(c)
author wants wounded(Ida)
```
```motive good
character Ida (she), Bo (he)
fact wounded(c: character), stained(c: character)
action stab(c, d: character) by c
    effect wounded(d), stained(d)
action paint(c: character) by c
    effect stained(c)
inference blood(c: character) when stained(c)
    conclude wounded(c)
author wants wounded(Ida)
```
";
    NEVER_COMES = "W0443", "an outcome that never comes about", "
Of all the ways in which an action can turn out, this one never can: its condition contradicts itself or what the action
needs, or its odds are never above 0. Where that is so of all outcomes and can be seen without looking at the whole world, it
is the error E0860.

```text bad
character Ida (she)
fact calm, asleep
action rest(c: character) by c
    needs not asleep
    outcome good
        effect calm
    outcome better if asleep
        effect calm
Ida wants calm
author wants calm
event fall_asleep
    effect asleep
```
```text good
character Ida (she)
fact calm, asleep
action rest(c: character) by c
    needs not asleep
    outcome good
        effect calm
    outcome better if not calm
        effect calm, asleep
Ida wants calm
author wants calm
```
";
}
