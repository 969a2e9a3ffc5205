//! `Wxxxx`: what can be used, and may not mean what its author thinks. `W01xx` show in the text,
//! `W02xx` when the world is grounded or run, `W03xx` in stories.

use super::{Code, Entry, codes};

codes! {
    UNDECLARED_TYPE = "W0101", "a type made on the spot that resembles another", "
A type that is named only as a parent or as the type of an entity is made on the spot. If its name is
nearly that of a declared type, it may be a slip.

```sabre bad
type place; entity Ida : character; entity Hut : plce; property calm() : boolean;
utility(): calm();
```
```sabre good
type place; entity Ida : character; entity Hut : place; property calm() : boolean;
utility(): calm();
```
";
    REPEATED_PART = "W0102", "a part that is given twice", "
If a part of an action or trigger is given twice, only the last one counts.

```sabre bad
entity Ida : character; property calm() : boolean; property safe() : boolean;
action rest() { precondition: safe(); precondition: !calm(); effect: calm(); consenting: Ida; };
utility(): calm();
```
```sabre good
entity Ida : character; property calm() : boolean; property safe() : boolean;
action rest() { precondition: safe() & !calm(); effect: calm(); consenting: Ida; };
utility(): calm();
```
";
    REPEATED_UTILITY = "W0103", "a utility that is given twice", "
If a utility is given twice, only the last one counts.

```sabre bad
entity Ida : character; property calm() : boolean; property safe() : boolean;
utility(): calm(); utility(): safe();
```
```sabre good
entity Ida : character; property calm() : boolean; property safe() : boolean;
utility(): calm() & safe();
```
";
    NO_AUTHOR_UTILITY = "W0104", "the author wants nothing", "
A story must end better for the author than it began. Without `utility(): …` the author's utility is
always 0, so there is no story to find.

```sabre bad
entity Ida : character; property calm() : boolean;
utility(Ida): calm();
```
```sabre good
entity Ida : character; property calm() : boolean;
utility(): calm();
utility(Ida): calm();
```
";
    OVERLAPPING_SIGNATURES = "W0105", "two properties fit", "
The arguments fit two properties of this name whose values are of different types. The one that is
declared first is taken.

```sabre bad
type place; type item; entity Ida : character; entity Cave : place, item; property calm() : boolean;
property at(p : place) : character; property at(i : item) : place;
utility(): at(Cave) == Ida;
```
```sabre good
type place; type item; entity Ida : character; entity Cave : place; property calm() : boolean;
property at(p : place) : character; property at(i : item) : place;
utility(): at(Cave) == Ida;
```
";
    NO_EFFECT = "W0106", "an event that changes nothing", "
An action or trigger without an effect never happens, whoever might want it.

```sabre bad
entity Ida : character; property calm() : boolean;
action wait() { consenting: Ida; };
utility(): calm();
```
```sabre good
entity Ida : character; property calm() : boolean;
action wait() { effect: calm(); consenting: Ida; };
utility(): calm();
```
";
    ALWAYS_FALSE = "W0107", "a comparison that never holds", "
The two sides can never be equal: they are of types that have nothing in common, or one is a truth
value and the other is unknown.

```sabre bad
entity Ida : character; property calm() : boolean;
utility(): calm() == ?;
```
```sabre good
entity Ida : character; property calm() : boolean;
utility(): !calm();
```
";
    TRIGGER_ORDER = "W0201", "the result depends on the order of triggers", "
Several triggers could happen at once, and the world ends up different depending on which comes first.
They are tried in the order in which they are declared. Let their preconditions exclude each other.

```sabre bad
entity Ida : character; property hot() : boolean; property cup() : number;
trigger melt() { precondition: hot() & cup() == 0; effect: cup() = 1; };
trigger burst() { precondition: hot() & cup() == 0; effect: cup() = 2; };
action heat() { effect: hot(); consenting: Ida; };
utility(): cup();
```
```sabre good
entity Ida : character; property hot() : boolean; property cup() : number;
trigger melt() { precondition: hot() & cup() == 0; effect: cup() = 1; };
action heat() { effect: hot(); consenting: Ida; };
utility(): cup();
```
";
    COLLIDING_EFFECTS = "W0202", "conditional effects that may collide", "
Two conditional effects of one event give one property different values, and both conditions can hold
at once. Then the smaller value wins: false before true, the smaller number, the thing declared
earlier. Use `elseif`, so that only one applies.

```sabre bad
entity Ida : character; property a() : boolean; property b() : boolean; property n() : number;
action go() { effect: (if(a()) n() = 1) & (if(b()) n() = 2); consenting: Ida; };
utility(): n();
```
```sabre good
entity Ida : character; property a() : boolean; property b() : boolean; property n() : number;
action go() { effect: if(a()) n() = 1 elseif(b()) n() = 2; consenting: Ida; };
utility(): n();
```
";
    ENDLESS_BELIEFS = "W0203", "beliefs that nest without end", "
Events of this world make beliefs about beliefs ever deeper. Minds are followed down to a depth that
makes everything exact within the limits, and no further.

```sabre bad
entity Ida : character; entity Olaf : character; property known(c : character) : boolean;
trigger realise(c : character, d : character) {
    precondition: believes(c, believes(d, known(c))) & !believes(c, known(d));
    effect: believes(c, believes(d, known(d)));
};
utility(): known(Ida);
```
```sabre good
entity Ida : character; entity Olaf : character; property known(c : character) : boolean;
action tell(c : character, d : character) { effect: believes(d, known(c)); consenting: c; };
utility(): believes(Olaf, known(Ida));
```
";
    UNUSED = "W0204", "declared and never used", "
Nothing reads or changes this. It may be a slip, or a rest of something.

```sabre bad
entity Ida : character; property calm() : boolean; property clam() : boolean;
action rest() { effect: calm(); consenting: Ida; };
utility(): calm();
```
```sabre good
entity Ida : character; property calm() : boolean;
action rest() { effect: calm(); consenting: Ida; };
utility(): calm();
```
";
    NEVER_HAPPENS = "W0205", "an event that can never happen", "
From this start, no course of events makes the precondition true.

```sabre bad
entity Ida : character; property open() : boolean; property out() : boolean;
action leave() { precondition: open(); effect: out(); consenting: Ida; };
utility(): out();
```
```sabre good
entity Ida : character; property open() : boolean; property out() : boolean;
action unlock() { effect: open(); consenting: Ida; };
action leave() { precondition: open(); effect: out(); consenting: Ida; };
utility(): out();
```
";
    NO_MOTIVE = "W0206", "a character who wants nothing", "
This character consents to actions but has no utility, so nothing that needs this character's consent
can ever have a reason.

```sabre bad
entity Ida : character; property calm() : boolean;
action rest() { effect: calm(); consenting: Ida; };
utility(): calm();
```
```sabre good
entity Ida : character; property calm() : boolean;
action rest() { effect: calm(); consenting: Ida; };
utility(): calm(); utility(Ida): calm();
```
";
    MISSING_REASON = "W0301", "a step without the reason of somebody who consents", "
A solution text that gives reasons gives none for this character. The reason is searched for instead.

```text bad
meet(Ida, Olaf)
| goal(Ida, met(Ida))
goal(met(Ida))
```
```text good
meet(Ida, Olaf)
| goal(Ida, met(Ida))
| goal(Olaf, met(Olaf))
goal(met(Ida))
```
";
}
