//! `E04xx`: what shows only when a world is grounded or run.

use super::{Code, Entry, codes};

codes! {
    GROUNDING_TOO_LARGE = "E0401", "a grounding that would not fit", "
Every action and trigger is tried with every combination of arguments of the right types. An action
with six parameters over 100 things has 10 to the power of 12. Give parameters narrower types, drop
those that follow from others, or split the action.

```sabre bad
type item; entity Ida : character; entity I1 : item; property calm() : boolean;
// with 100 items:
action sort(a : item, b : item, c : item, d : item, e : item, f : item) {
    effect: calm(); consenting: Ida;
};
utility(): calm();
```
```sabre good
type item; entity Ida : character; entity I1 : item; property calm() : boolean;
action swap(a : item, b : item) { effect: calm(); consenting: Ida; };
utility(): calm();
```
";
    TRIGGER_LOOP = "E0402", "triggers that never come to rest", "
Triggers happen again and again until none of them can. A trigger whose effect does not make its own
precondition false, or two that undo each other, would go on for ever. Let the precondition say that
the effect is not there yet.

```sabre bad
entity Ida : character; property hot() : boolean; property steam() : number;
trigger boil() { precondition: hot(); effect: steam() = steam() + 1; };
action heat() { effect: hot(); consenting: Ida; };
utility(): steam();
```
```sabre good
entity Ida : character; property hot() : boolean; property steam() : number;
trigger boil() { precondition: hot() & steam() < 1; effect: steam() = steam() + 1; };
action heat() { effect: hot(); consenting: Ida; };
utility(): steam();
```
";
    DIVISION_BY_ZERO_RUNNING = "E0403", "division by zero while running", "
A divisor became zero in a state that was reached. Say in a condition that it is not.

```sabre bad
entity Ida : character; property coins() : number; property share() : number;
coins() = 6;
action split() { effect: share() = 6 / coins() & coins() = coins() - 1; consenting: Ida; };
utility(): share();
```
```sabre good
entity Ida : character; property coins() : number; property share() : number;
coins() = 6;
action split() {
    precondition: coins() > 0;
    effect: share() = 6 / coins() & coins() = coins() - 1;
    consenting: Ida;
};
utility(): share();
```
";
    NUMBER_OVERFLOW = "E0404", "a number grew too large", "
A calculation left the range of double-precision numbers, about 1.8 times 10 to the power of 308.
Bound what grows: say in the precondition how far it may.

```sabre bad
entity Ida : character; property coins() : number;
coins() = 2;
trigger breed() { precondition: coins() > 1; effect: coins() = coins() * coins(); };
utility(): coins();
```
```sabre good
entity Ida : character; property coins() : number;
coins() = 2;
trigger breed() { precondition: coins() > 1 & coins() < 100; effect: coins() = coins() * coins(); };
utility(): coins();
```
";
    UNSUPPORTED = "E0405", "something that the engine cannot do yet", "
The world is well formed, but says something that this version does not act on. The message names it.

```text bad
a feature that the message names
```
```text good
the world without it
```
";
    TABLE_FULL = "E0406", "more than the engine can hold", "
A table of the engine is full: too many different values, fluents or states. The message says which.
Make the world smaller, or lower the limits.

```text bad
a world with billions of fluents
```
```text good
a world with thousands
```
";
}
