//! What is said about problems that are wrong: each mistake once, at its place, with its fix.

use expect_test::{Expect, expect};
use motive_lang::diagnostic::{LineIndex, Span};
use motive_lang::sabre::read;

/// Something to make mistakes about. It is put behind the mistakes, so that they are on line 1.
const WORLD: &str = "
type place;
type item;
entity Ida : character;
entity Olaf : character;
entity Hut : place;
entity Mill : place;
entity Lamp : item;
property at(c : character) : place;
property at(i : item) : entity;
property lit(Lamp) : boolean;
property coins(c : character) : number;
property dark() : boolean;
utility(): dark();
";

fn shown(text: &str, span: Span) -> String {
    let place = LineIndex::new(text).line_column(text, span.start);
    let marked: String = text[span.start as usize..span.end as usize]
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    format!("{}:{} `{marked}`", place.line, place.column)
}

fn check_alone(text: &str, expected: Expect) {
    let reading = read(text);
    let mut found = String::new();
    for d in &reading.diagnostics {
        let place = d.span.map_or("-".to_owned(), |span| shown(text, span));
        found += &format!("{} {place}: {}\n", d.code, d.message);
        if !d.label.is_empty() {
            found += &format!("  label: {}\n", d.label);
        }
        for (span, label) in &d.secondary {
            found += &format!("  {}: {label}\n", shown(text, *span));
        }
        if let Some(help) = &d.help {
            found += &format!("  help: {help}\n");
        }
    }
    let is_bad = reading.diagnostics.iter().any(|d| d.code.id().starts_with('E'));
    assert_eq!(reading.program.is_none(), is_bad);
    expected.assert_eq(&found);
}

fn check(mistakes: &str, expected: Expect) {
    check_alone(&format!("{mistakes}{WORLD}"), expected);
}

#[test]
fn the_world_itself_is_right() {
    check("", expect![[r#""#]]);
}

#[test]
fn names() {
    check(
        "at(Ida) = Hutt;",
        expect![[r#"
        E0202 1:11 `Hutt`: there is no variable or entity `Hutt`
          help: did you mean `Hut`?
    "#]],
    );
    check(
        "at(ida) = Hut; at(ida) = Mill; coins(ida) = 1; lit(Lamp) & dark();",
        expect![[r#"
        E0202 1:4 `ida`: there is no variable or entity `ida`
          1:19 `ida`: here too
          1:38 `ida`: here too
          help: did you mean `Ida`?
    "#]],
    );
    check(
        "darkk(); forall(c : charcter) at(c) = Hut;",
        expect![[r#"
        E0203 1:1 `darkk`: there is no property `darkk`
          help: did you mean `dark`?
        E0201 1:21 `charcter`: there is no type `charcter`
          help: did you mean `character`?
    "#]],
    );
    check(
        "dark() = true; at(Ida) = null; dark;",
        expect![[r#"
        E0202 1:10 `true`: there is no variable or entity `true`
          help: did you mean `True`?
        E0202 1:26 `null`: there is no variable or entity `null`
          help: the unknown value is written `?`
        E0202 1:32 `dark`: there is no variable or entity `dark`
          help: a property needs brackets: `dark(…)`
    "#]],
    );
    check(
        "Ida(Hut); type(x);",
        expect![[r#"
            E0203 1:1 `Ida`: there is no property `Ida`
              help: `Ida` is an entity; write its name without brackets
            E0112 1:15 `(`: the name of what is declared must stand here, not `(`
              help: write it as `type name : parent, …;`
        "#]],
    );
    check(
        "action a(Idda, c : character) { effect: dark(); };",
        expect![[r#"
        E0202 1:10 `Idda`: there is no entity `Idda`
          help: did you mean `Ida`?
    "#]],
    );
    check(
        "entity Rug : itme;",
        expect![[r#"
        W0101 1:14 `itme`: no `type` definition declares `itme`
          label: made on the spot
          help: did you mean `item`?
    "#]],
    );
    check(
        "property x(c : character) : plase; x(Ida) = Hut;",
        expect![[r#"
        E0201 1:29 `plase`: there is no type `plase`
          help: did you mean `place`?
    "#]],
    );
}

#[test]
fn signatures() {
    check(
        "at(Hut) = Hut;",
        expect![[r#"
        E0204 1:1 `at(Hut)`: there is no `at` for (Hut : place)
          label: (Hut : place)
          help: there are `at(character)` and `at(item)`
    "#]],
    );
    check(
        "at() = Hut; coins(Ida, Olaf) = 2;",
        expect![[r#"
        E0204 1:1 `at()`: `at` takes 1 argument, not 0
          label: ()
          help: there are `at(character)` and `at(item)`
        E0204 1:13 `coins(Ida, Olaf)`: `coins` takes 1 argument, not 2
          label: (Ida : character, Olaf : character)
          help: there is `coins(character)`
    "#]],
    );
    check(
        "forall(x : entity) at(x) = Hut;",
        expect![[r#"
        E0204 1:20 `at(x)`: there is no `at` for (entity)
          label: (entity)
          help: there are `at(character)` and `at(item)`
    "#]],
    );
    check(
        "forall(i : item) lit(i);",
        expect![[r#"
        E0204 1:18 `lit(i)`: there is no `lit` for (item)
          label: (item)
          help: there is `lit(Lamp)`
    "#]],
    );
    check(
        "property lit(i : item) : boolean; lit(Lamp);",
        expect![[r#"
        E0205 1:35 `lit(Lamp)`: both `lit(item)` and `lit(Lamp)` fit this call
          1:10 `lit`: one of them
          11:10 `lit`: the other one
          help: give one of the two another name
    "#]],
    );
    check(
        "property dark() : boolean;",
        expect![[r#"
        E0209 13:10 `dark`: property `dark()` is declared twice
          1:10 `dark`: first declared here
          help: remove one of the two, or change its name or parameters
    "#]],
    );
    check(
        "property dark() : number;",
        expect![[r#"
        E0209 13:10 `dark`: property `dark()` is declared twice
          1:10 `dark`: first declared here
          help: remove one of the two, or change its name or parameters
    "#]],
    );
    check(
        "action a(c : character) { effect: dark(); }; trigger a(d : character) { effect: dark(); };",
        expect![[r#"
            E0209 1:54 `a`: an action or trigger `a` with these parameters is declared twice
              1:8 `a`: first declared here
              help: give one of the two another name
        "#]],
    );
    check(
        "action a(c : character, c : item) { effect: dark(); };",
        expect![[r#"
        E0208 1:25 `c`: two parameters are called `c`
          1:10 `c`: this one too
          help: give one of them another name
    "#]],
    );
    check(
        "property p(n : number) : boolean; forall(n : number) dark();",
        expect![[r#"
        E0210 1:16 `number`: a variable cannot range over all numbers
          help: use a type with an entity for every number that matters
        E0210 1:46 `number`: a variable cannot range over all numbers
          help: use a type with an entity for every number that matters
    "#]],
    );
}

#[test]
fn types() {
    check(
        "type a : b; type b : c; type c : a;",
        expect![[r#"
        E0206 1:6 `a`: type `a` is a kind of itself: a : b : c : a
          help: remove one of these parents
    "#]],
    );
    check(
        "type a : a; type entity : a;",
        expect![[r#"
        E0206 1:6 `a`: type `entity` is a kind of itself: entity : a : entity
          help: remove one of these parents
        E0206 1:10 `a`: type `a` is a kind of itself: a : a
          help: remove one of these parents
    "#]],
    );
    check(
        "type n : number; entity One : number; type boolean : place;",
        expect![[r#"
        E0207 1:10 `number`: there are no kinds of `number`
          help: use a type of your own
        E0207 1:31 `number`: an entity cannot be a `number`
          help: use a type of your own
        E0207 1:54 `place`: no parent can be given to `boolean`
          help: use a type of your own
    "#]],
    );
    check(
        "entity True : place; action a(False : place) { effect: dark(); };",
        expect![[r#"
        E0217 1:8 `True`: `True` is a truth value and cannot be declared
          help: choose another name
        E0217 1:31 `False`: `False` is a truth value and cannot be declared
          help: choose another name
    "#]],
    );
}

#[test]
fn roles() {
    check(
        "action a() { precondition: at(Ida); effect: dark(); };",
        expect![[r#"
        E0213 1:28 `at(Ida)`: a condition is needed here, and this is `place`
          help: compare it with something: `… == …`
    "#]],
    );
    check(
        "action a() { precondition: at(Ida) = Hut; effect: dark(); };",
        expect![[r#"
        E0306 1:36 `=`: this makes something so, where a condition asks
          help: write `==` to compare
    "#]],
    );
    check(
        "action a() { precondition: coins(Ida) & 5; effect: dark(); };",
        expect![[r#"
        E0213 1:28 `coins(Ida)`: a condition is needed here, and this is a number
          help: compare it with something: `… == …`
        E0213 1:41 `5`: a condition is needed here, and this is a number
          help: compare it with something: `… == …`
    "#]],
    );
    check(
        "action a() { effect: coins(Ida) = dark() + 1; };",
        expect![[r#"
        E0214 1:35 `dark()`: a number is needed here, and this is a truth value
          help: turn it into a number: `(if(…) 1 else 0)`
    "#]],
    );
    check(
        "action a() { effect: coins(Ida) = sum(c : character) at(c); };",
        expect![[r#"
        E0214 1:54 `at(c)`: a number is needed here, and this is `place`
          help: use a property whose values are numbers
    "#]],
    );
    check(
        "action a() { precondition: at(Ida) > Hut; effect: dark(); };",
        expect![[r#"
        E0214 1:28 `at(Ida)`: only numbers are greater or smaller, and this is `place`
          help: write `==` or `!=`
        E0214 1:38 `Hut`: only numbers are greater or smaller, and this is `Hut : place`
          help: write `==` or `!=`
    "#]],
    );
    check(
        "action a() { precondition: dark() == ? | 5 != Ida; effect: dark(); };",
        expect![[r#"
        W0107 1:28 `dark() == ?`: these are never equal: a truth value on the left, `?` on the right
          help: compare things of one kind
        W0107 1:42 `5 != Ida`: these are never equal: a number on the left, `Ida : character` on the right
          help: compare things of one kind
    "#]],
    );
    check(
        "action a() { effect: coins(Ida) = if(dark()) 1; };",
        expect![[r#"
        E0216 1:35 `if(dark()) 1`: this conditional is a number and has no `else`
          help: add `else` and the value that it has otherwise
    "#]],
    );
    check(
        "utility(Ida): at(Ida); utility(Hut): 1; utility(Olag): 2;",
        expect![[r#"
        E0218 1:15 `at(Ida)`: a utility is a number or a condition, and this is `place`
          help: write a number, or a test such as `… == …`
        E0211 1:32 `Hut`: `Hut` is not a character, and only characters have a utility
          help: declare it as one: `entity Hut : character;`
        E0202 1:49 `Olag`: there is no variable or entity `Olag`
          help: did you mean `Olaf`?
    "#]],
    );
}

#[test]
fn effects() {
    check(
        "action a() { effect: dark() | lit(Lamp); };",
        expect![[r#"
        E0302 1:22 `dark() | lit(Lamp)`: `|` leaves a choice, and what changes (or is so at the start) must be certain
          help: join assignments with `&`, and say with `if` when each applies
    "#]],
    );
    check(
        "exists(c : character) at(c) = Hut;",
        expect![[r#"
        E0302 1:1 `exists(c : character) at(c) = Hut`: `exists` leaves a choice, and what changes (or is so at the start) must be certain
          help: join assignments with `&`, and say with `if` when each applies
    "#]],
    );
    check(
        "!(dark() & lit(Lamp));",
        expect![[r#"
        E0302 1:3 `dark() & lit(Lamp)`: the negation of `&` leaves a choice, and what changes (or is so at the start) must be certain
          help: join assignments with `&`, and say with `if` when each applies
    "#]],
    );
    check(
        "at(Ida) != Hut;",
        expect![[r#"
        E0302 1:1 `at(Ida) != Hut`: `!=` leaves a choice, and what changes (or is so at the start) must be certain
          help: join assignments with `&`, and say with `if` when each applies
    "#]],
    );
    check(
        "at(Ida); coins(Ida) + 1; coins(Ida) > 1; 5; ?; False; Ida : place;",
        expect![[r#"
        E0301 1:1 `at(Ida)`: this property's values are of type `place`: it cannot stand alone
          help: say what it becomes: `… = value`
        E0301 1:10 `coins(Ida) + 1`: this is a number and changes nothing
          help: an effect is an assignment: `property(…) = value`
        E0301 1:26 `coins(Ida) > 1`: this is a test and changes nothing
          help: an effect is an assignment: `property(…) = value`
        E0301 1:42 `5`: this is a number and changes nothing
          help: an effect is an assignment: `property(…) = value`
        E0301 1:45 `?`: this is the unknown value and changes nothing
          help: an effect is an assignment: `property(…) = value`
        E0301 1:48 `False`: this is a truth value and changes nothing
          help: an effect is an assignment: `property(…) = value`
        E0301 1:55 `Ida : place`: this is a test and changes nothing
          help: an effect is an assignment: `property(…) = value`
    "#]],
    );
    check(
        "Hut = at(Ida); 1 = 2;",
        expect![[r#"
        E0307 1:1 `Hut`: only a property can be set
          help: write `property(…) = value`, or `==` to compare
        E0307 1:16 `1`: only a property can be set
          help: write `property(…) = value`, or `==` to compare
    "#]],
    );
    check(
        "at(Ida) = Olaf; at(Ida) = 5; at(Ida) = at(Lamp); dark() = ?; coins(Ida) = dark();",
        expect![[r#"
        E0304 1:11 `Olaf`: `at(character)` takes values of type `place`, and this is `Olaf : character`
          9:10 `at`: its values are of type `place`
          help: use something declared as `place` or a kind of it
        E0304 1:27 `5`: `at(character)` takes values of type `place`, and this is a number
          9:10 `at`: its values are of type `place`
          help: use something declared as `place` or a kind of it
        E0304 1:40 `at(Lamp)`: `at(character)` takes values of type `place`, and this is `entity`
          9:10 `at`: its values are of type `place`
          help: use something declared as `place` or a kind of it
        E0305 1:59 `?`: `dark()` is true or false, never unknown
          13:10 `dark`: its values are of type `boolean`
          help: use `True` or `False`
        E0304 1:75 `dark()`: `coins(character)` takes values of type `number`, and this is a truth value
          12:10 `coins`: its values are of type `number`
          help: use something declared as `number` or a kind of it
    "#]],
    );
    check(
        "at(Ida) = if(dark()) Hut else Lamp;",
        expect![[r#"
        E0304 1:11 `if(dark()) Hut else Lamp`: `at(character)` takes values of type `place`, and this is `Lamp : item`
          9:10 `at`: its values are of type `place`
          help: use something declared as `place` or a kind of it
    "#]],
    );
    check(
        "action a() { effect: dark() & coins(Ida) = 1 & (!dark() & coins(Ida) = 2); };",
        expect![[r#"
        E0303 1:50 `dark()`: this effect and another one give `dark` different values
          1:22 `dark()`: the other one
          help: all effects happen at once: keep one of the two
        E0303 1:59 `coins(Ida) = 2`: this effect and another one give `coins` different values
          1:31 `coins(Ida) = 1`: the other one
          help: all effects happen at once: keep one of the two
    "#]],
    );
    check(
        "action a() { effect: believes(Ida, dark()) & believes(Ida, dark()) = False; };",
        expect![[r#"
        E0303 1:46 `believes(Ida, dark()) = False`: this effect and another one give `dark` different values
          1:36 `dark()`: the other one
          help: all effects happen at once: keep one of the two
    "#]],
    );
    check(
        "coins(Ida) = 1 / 0; coins(Ida) = 6 / (2 - 2) / 3;",
        expect![[r#"
        E0308 1:18 `0`: this divides by zero
          help: divide by something else, or make the division conditional
        E0308 1:38 `(2 - 2)`: this divides by zero
          help: divide by something else, or make the division conditional
    "#]],
    );
    check(
        &format!("coins(Ida) = {};", "9".repeat(400)),
        expect![[r#"
        E0309 1:14 `9999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999`: this number is too large to be represented
          help: numbers go up to about 1.8 times 10 to the power of 308
    "#]],
    );
}

#[test]
fn characters() {
    check(
        "action a(i : item) { effect: dark(); consenting: i, Hut, Idda, 5; };",
        expect![[r#"
            E0211 1:50 `i`: `i` is not a character, and only characters consent
              help: `i` is declared with type `item`; use `character`, or a kind of it
            E0211 1:53 `Hut`: `Hut` is not a character, and only characters consent
              help: declare it as one: `entity Hut : character;`
            E0202 1:58 `Idda`: there is no variable or entity `Idda`
              help: did you mean `Ida`?
            E0211 1:64 `5`: `5` is not a character, and only characters consent
              help: name a character
        "#]],
    );
    check(
        "believes(Hut, dark());",
        expect![[r#"
        E0211 1:10 `Hut`: `Hut` is not a character, and only characters believe
          help: declare it as one: `entity Hut : character;`
    "#]],
    );
    check(
        "action a() { effect: dark(); observing(i : item): True; };",
        expect![[r#"
            E0212 1:44 `item`: not every character is of type `item`, and any character may observe
              help: write `observing(c : character): …`, and test the type in the condition: `c : …`
        "#]],
    );
    check("action a() { effect: dark(); observing(o : entity): o == Ida; };", expect![[""]]);
    check(
        "forall(e : entity) believes(e, dark());",
        expect![[r#"
        E0211 1:29 `e`: `e` is not a character, and only characters believe
          help: `e` is declared with type `entity`; use `character`, or a kind of it
    "#]],
    );
}

#[test]
fn forms() {
    check(
        "at(Ida) = Hut\nat(Olaf) = Mill\ndark() &\n lit(Lamp)",
        expect![[r#"
        E0108 1:14 ``: a `;` is missing at the end of this definition
          help: add `;`
        E0108 2:16 ``: a `;` is missing at the end of this definition
          help: add `;`
        E0108 4:11 ``: a `;` is missing at the end of this definition
          help: add `;`
    "#]],
    );
    check(
        "entity Ada : character\nentity Eve : character\n",
        expect![[r#"
        E0108 1:23 ``: a `;` is missing at the end of this definition
          help: add `;`
        E0108 2:23 ``: a `;` is missing at the end of this definition
          help: add `;`
    "#]],
    );
    check(
        "entity Ada : character Eve;",
        expect![[r#"
            E0112 1:24 `Eve`: `;` must stand here, not `Eve`
              help: write it as `entity name : type, …;`
        "#]],
    );
    check(
        "action a() { precondition: dark() effect: dark() consenting: Ida };",
        expect![[r#"
        E0108 1:34 ``: a `;` is missing at the end of this part
          help: add `;`
        E0108 1:49 ``: a `;` is missing at the end of this part
          help: add `;`
    "#]],
    );
    check(
        "action a() { precondition: dark()\n effect: !dark() &\n consenting: Ida };",
        expect![[r#"
        E0108 1:34 ``: a `;` is missing at the end of this part
          help: add `;`
        E0113 2:19 ``: an expression is missing after `&`
          help: add it, or remove what needs it
    "#]],
    );
    check(
        "action a() { effect: dark(); } action b() { effect: !dark(); }\n",
        expect![[r#"
        E0108 1:31 ``: a `;` is missing at the end of this definition
          help: add `;`
        E0108 1:63 ``: a `;` is missing at the end of this definition
          help: add `;`
    "#]],
    );
    check(
        "action a() { precondtion: dark(); efect: dark(); foo: dark(); dark(); };",
        expect![[r#"
        E0111 1:14 `precondtion`: `precondtion` begins no part of an action or trigger
          help: write `precondition`
        E0111 1:35 `efect`: `efect` begins no part of an action or trigger
          help: write `effect`
        E0111 1:50 `foo`: `foo` begins no part of an action or trigger
          help: parts begin with `precondition`, `effect`, `consenting` and `observing`
        E0111 1:63 `dark`: `dark` begins no part of an action or trigger
          help: parts begin with `precondition`, `effect`, `consenting` and `observing`
    "#]],
    );
    check(
        "trigger a() { effect: dark(); consenting: Ida; observing(c : character): True; };",
        expect![[r#"
        E0111 1:31 `consenting`: a trigger has no `consenting`
          help: remove it, or make the trigger an action: nobody does a trigger or sees it
        E0111 1:48 `observing`: a trigger has no `observing`
          help: remove it, or make the trigger an action: nobody does a trigger or sees it
    "#]],
    );
    check(
        "acton a() { effect: dark(); }; utilty(Ida): 1; foo bar(x) : baz;",
        expect![[r#"
            E0110 1:1 `acton`: `acton` begins no definition
              help: write `action`
            E0110 1:32 `utilty`: `utilty` begins no definition
              help: write `utility`
            E0110 1:48 `foo`: `foo` begins no definition
              help: definitions begin with `type`, `entity`, `property`, `action`, `trigger` and `utility`
        "#]],
    );
    check(
        "action a() { precondition: dark() and not (lit(Lamp) or dark()); effect: dark(); };",
        expect![[r#"
        E0115 1:35 `and`: `and` is not an operator of this language
          help: write `&`
        E0115 1:39 `not`: `not` is not an operator of this language
          help: write `!`
        E0115 1:54 `or`: `or` is not an operator of this language
          help: write `|`
    "#]],
    );
    check(
        "action a() { effect: when(dark()) lit(Lamp); };",
        expect![[r#"
        E0116 1:22 `when`: there is no `when` in this language
          help: write `if(condition) effect`
    "#]],
    );
    check(
        "dark() ∧ ¬lit(Lamp); #!; \"x\"; _a(); 1e3; ?x;",
        expect![[r#"
        E0101 1:8 `∧`: `\u{2227}` means nothing here
          help: write `&`
        E0101 1:10 `¬`: `\u{ac}` means nothing here
          help: write `!`
        E0101 1:22 `#`: `#` means nothing here
          help: remove it
        E0113 1:24 ``: an expression is missing after `!`
          help: add it, or remove what needs it
        E0105 1:26 `"x"`: quoted text has no place in a problem
          help: remove it, or make it a comment with `//`
        E0109 1:29 `;`: this `;` ends no definition
          help: remove it
        E0103 1:31 `_a`: `_a` is not a name
          help: let the name begin with a letter
        E0203 1:31 `_a`: there is no property `_a`
          help: declare it: `property _a(…) : type;`
        E0102 1:37 `1e3`: `1e3` is not a number
          help: a number is digits with at most one dot, and no exponent
        E0301 1:37 `1e3`: this is a number and changes nothing
          help: an effect is an assignment: `property(…) = value`
        E0101 1:42 `?x`: `?x` means nothing here
          help: `?` is the unknown value and must be set off by white space; variables have no mark
        E0301 1:42 `?x`: this is the unknown value and changes nothing
          help: an effect is an assignment: `property(…) = value`
    "#]],
    );
    check(
        "at(at(Ida)) = Hut; at(?) = Hut; at(Ida,) = Hut;",
        expect![[r#"
        E0117 1:4 `at(Ida)`: an argument must be a plain name or number
          help: bind the value to a variable: `exists(x : type) (inner() == x & outer(x))`
        E0117 1:23 `?`: `?` cannot be an argument
          help: compare the value of a property with `?` instead
        E0113 1:40 ``: an argument is missing here
          help: add it, or remove the comma
    "#]],
    );
    check(
        "if(dark()) lit(Lamp) else !lit(Lamp) else dark();",
        expect![[r#"
        E0118 1:38 `else`: this `else` has no `if`
          help: put a conditional that stands inside another one in brackets: `elseif` is looked for before `else`, and both belong to the outermost `if`
    "#]],
    );
    check(
        "if dark() lit(Lamp); forall c dark(); believes(Ida); believes(Ida, dark(), dark());",
        expect![[r#"
        E0112 1:1 `if`: `if` needs a condition in brackets
          help: write `if(condition) …`
        E0112 1:22 `forall`: `forall` needs a variable and its type in brackets
          help: write `forall(x : type) …`
        E0112 1:39 `believes`: `believes` takes a character and one expression
          help: write `believes(character, expression)`
        E0112 1:74 `,`: `believes` takes a character and one expression
          help: join several things with `&`
    "#]],
    );
    check(
        ";; dark();;",
        expect![[r#"
        E0109 1:1 `;`: this `;` ends no definition
          help: remove it
        E0109 1:2 `;`: this `;` ends no definition
          help: remove it
        E0109 1:11 `;`: this `;` ends no definition
          help: remove it
    "#]],
    );
    check(
        "dark() &; & dark(); coins(Ida) = - 1; coins(Ida) = -coins(Ida); !;",
        expect![[r#"
            E0113 1:9 ``: an expression is missing after `&`
              help: add it, or remove what needs it
            E0113 1:10 ``: an expression is missing before `&`
              help: add it, or remove what needs it
            E0113 1:33 ``: an expression is missing after `=`
              help: a minus sign must touch its number; to negate something else, write `0 - …`
            E0113 1:51 ``: an expression is missing after `=`
              help: a minus sign must touch its number; to negate something else, write `0 - …`
            E0113 1:66 ``: an expression is missing after `!`
              help: add it, or remove what needs it
        "#]],
    );
    check(
        "dark() lit(Lamp);",
        expect![[r#"
        E0114 1:8 `lit`: an operator is missing before `lit`
          help: join conditions or effects with `&` or `|`; end a definition or part with `;`
    "#]],
    );
    check(
        "entity Ada; type; property q : boolean; utility: 1; action b { };",
        expect![[r#"
            E0112 1:11 `;`: `:` and its type must stand here, not `;`
              help: write it as `entity name : type, …;`
            E0112 1:17 `;`: the name of what is declared must stand here, not `;`
              help: write it as `type name : parent, …;`
            E0112 1:30 `:`: `(` and the parameters, then `)` must stand here, not `:`
              help: write it as `property name(parameter : type, …) : type;`
            E0112 1:48 `:`: `(`, a character's name (or nothing, for the author) and `)` must stand here, not `:`
              help: write it as `utility(character): …;`
            E0112 1:62 `{`: `(` and the parameters, then `)` must stand here, not `{`
              help: write it as `action name(parameter : type, …) { … };`
        "#]],
    );
    check(
        "/* dark();",
        expect![[r#"
        E0104 1:1 `/*`: this comment is never closed
          help: add `*/` where it ends
    "#]],
    );
}

#[test]
fn brackets() {
    check(
        "at(Ida = Hut; at(Olaf) = Hut;",
        expect![[r#"
        E0106 1:3 `(`: this `(` is never closed
          1:13 ``: at the latest here, `)` was expected
          help: add the missing `)`
    "#]],
    );
    check(
        "at(Ida)) = Hut; at(Olaf) = Hut;",
        expect![[r#"
        E0107 1:8 `)`: this `)` closes nothing
          help: remove it, or add the bracket that it closes
    "#]],
    );
    check(
        "action a(c : character { effect: dark(); };",
        expect![[r#"
        E0106 1:9 `(`: this `(` is never closed
          1:23 ``: at the latest here, `)` was expected
          help: add the missing `)`
    "#]],
    );
    check(
        "action a() { precondition: (dark() & (lit(Lamp); efect: dark(); };",
        expect![[r#"
        E0106 1:28 `(`: this `(` is never closed, nor is one bracket inside it
          1:48 ``: at the latest here, `)` was expected
          help: add the missing `)`
        E0111 1:50 `efect`: `efect` begins no part of an action or trigger
          help: write `effect`
    "#]],
    );
    check(
        "action a() { effect: dark();\naction b() { effect: dark(); };",
        expect![[r#"
        E0106 1:12 `{`: this `{` is never closed
          1:29 ``: at the latest here, `}` was expected
          help: add the missing `}`
    "#]],
    );
    check(
        "action a() { effect: dark(); }};",
        expect![[r#"
        E0107 1:31 `}`: this `}` closes nothing
          help: remove it, or add the bracket that it closes
    "#]],
    );
    check(
        "dark() = [True];",
        expect![[r#"
        E0112 1:10 `[`: `[` cannot begin an expression
          help: remove it, or write what was meant
    "#]],
    );
    check_alone(
        "entity Ida : character; utility(): if((1 == 1) 1 else 0",
        expect![[r#"
        E0106 1:38 `(`: this `(` is never closed
          1:56 ``: at the latest here, `)` was expected
          help: add the missing `)`
    "#]],
    );
}

#[test]
fn warnings() {
    check(
        "utility(): lit(Lamp);",
        expect![[r#"
        W0103 1:1 `utility(): lit(Lamp)`: this utility is given again below, and only the last one counts
          14:1 `utility(): dark()`: this one counts
          help: remove one of the two
    "#]],
    );
    check(
        "action a() { effect: dark(); effect: lit(Lamp); };",
        expect![[r#"
        W0102 1:22 `dark()`: this part is given again below, and only the last one counts
          1:30 `effect: lit(Lamp)`: this one counts
          help: remove one of the two
    "#]],
    );
    check(
        "trigger a() { precondition: dark(); };",
        expect![[r#"
        W0106 1:9 `a`: this trigger has no effect, so it never happens
          help: add `effect: …;`
    "#]],
    );
    check_alone(
        "entity Ida : character;",
        expect![[r#"
        W0104 -: the author wants nothing, so no story can improve anything
          help: add `utility(): …;`
    "#]],
    );
    check_alone(
        "",
        expect![[r#"
        E0219 1:1 ``: this world has nothing in it
          help: a problem declares its characters with `entity`, what can change with `property`, what can be done with `action`, and wants with `utility`
    "#]],
    );
    check_alone(
        "// nothing\n/* at all */\n",
        expect![[r#"
        E0219 1:1 ``: this world has nothing in it
          help: a problem declares its characters with `entity`, what can change with `property`, what can be done with `action`, and wants with `utility`
    "#]],
    );
}

#[test]
fn many_at_once() {
    check(
        "at(Idda) = Hut; darkk() & at(Ida) = Lamp & coins(Ida) = ida;\naction a(c : charakter) { effect: x(c); };",
        expect![[r#"
            E0202 1:4 `Idda`: there is no variable or entity `Idda`
              help: did you mean `Ida`?
            E0203 1:17 `darkk`: there is no property `darkk`
              help: did you mean `dark`?
            E0304 1:37 `Lamp`: `at(character)` takes values of type `place`, and this is `Lamp : item`
              10:10 `at`: its values are of type `place`
              help: use something declared as `place` or a kind of it
            E0202 1:57 `ida`: there is no variable or entity `ida`
              help: did you mean `Ida`?
            E0201 2:14 `charakter`: there is no type `charakter`
              help: did you mean `character`?
        "#]],
    );
    let text = "x y;\n".repeat(1000);
    let reading = read(&text);
    assert_eq!(reading.diagnostics.len(), 201);
    assert_eq!(reading.diagnostics[200].code.id(), "E0120");
}
