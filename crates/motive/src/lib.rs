//! Stories in which everyone has a reason.
//!
//! A world goes in: who is in it, what they want, what they believe (rightly or wrongly, of the
//! world and of each other) and what they can do. Stories come out in which every act has a motive:
//! each character who takes part in a step can imagine how it leads to something better, as that
//! character believes the world to be. This crate is all that a program needs to add.
//!
//! ```
//! use motive::{Limits, Next, Options, World};
//!
//! let world = World::from_source("pear.txt", "
//!     // Ada is hungry and believes the pear to be in the barn. Ben moved it to the loft.
//!     type place;
//!     entity Ada : character;  entity Ben : character;
//!     entity Barn : place;     entity Loft : place;   entity Yard : place;
//!     property at(who : character) : place;
//!     property pear() : place;
//!     property fed(who : character) : boolean;
//!     at(Ada) = Yard;  at(Ben) = Yard;  pear() = Loft;  believes(Ada, pear() = Barn);
//!     action walk(who : character, to : place) {
//!         precondition: at(who) != to;  effect: at(who) = to;  consenting: who;
//!     };
//!     action eat(who : character, here : place) {
//!         precondition: at(who) == here & pear() == here;
//!         effect: fed(who) & pear() = ?;
//!         consenting: who;
//!     };
//!     utility(): at(Ada) == Barn;
//!     utility(Ada): fed(Ada);
//! ").expect("the world above is well formed");
//!
//! // Ada goes to the barn, since she believes that there is something to eat.
//! let outcome = world.plan(&Options::default()).expect("the world can be run");
//! let story = &outcome.stories[0].story;
//! assert_eq!(motive::format::sabre::short(world.program(), story), "walk(Ada, Barn)\n");
//! assert_eq!(story.steps[0].reasons[0].plan.len(), 2, "she has in mind to walk and to eat");
//!
//! // The judge, a second reading of what a story is, has confirmed it, and will judge any other.
//! let (given, _) = world.read_story("mine", "walk(Ben, Barn) walk(Ada, Barn)").expect("readable");
//! let verdict = world.verify(&given, &Limits { goal: None, ..Options::default().limits }, None);
//! println!("{verdict:?}");
//!
//! // In a game: what has happened, and what would she do next?
//! let mut game = world.begin(&Options::default().limits).expect("the start is sound");
//! if let Next::Action(intention) = game.next_action("Ada", 10_000).expect("there is an Ada") {
//!     println!("{}, as {:?}", motive::names::step_name(world.program(), &intention.step),
//!              intention.reasons);
//! }
//! game.happen("walk(Ada, Barn)").expect("nothing keeps her from it");
//! ```
//!
//! Where to find what: [`World`] reads, plans, verifies and checks; [`Search`] is planning in
//! slices; [`Chronicle`] is a game in its course, [`Simulation`] a world in which
//! everyone acts for themselves; [`format`](mod@format) reads and writes stories;
//! [`account`] says what a story changes, [`flaw`] what is wrong with one, and
//! [`World::tell`] tells one in prose.
//!
//! Every story that leaves this crate has passed the judge, an independent reading of the same
//! definitions. Deliberately absent: files, clocks, terminals; a search takes a budget of ticks,
//! and cancelling one is dropping it.

pub mod account;
mod chances;
mod chronicle;
mod concluded;
mod demands;
mod diagnostics;
mod faults;
pub mod flaw;
pub mod format;
mod leak;
mod lint;
pub mod names;
mod past;
pub mod reads;
mod search;
mod simulation;
mod source_tests;
pub mod tell;
pub mod text;
mod uses;
mod wanting;
mod wording;
mod world;
pub mod written;

pub use chronicle::{Chronicle, Next, Refused};
pub use demands::CheckOptions;
pub use diagnostics::{Diagnostics, Error, Source, Sources};
pub use lint::Size;
pub use motive_judge::{Breach, Broken, Flaw, Note, Why};
pub use motive_lang::diagnostic::{
    self, Code, Diagnostic, FileId, LineIndex, Severity, Span, codes,
};
pub use motive_lang::motive::Unreadable;
pub use motive_plan::components::{self, Component, Components, Heuristic, Shortcut, Strategy};
pub use motive_plan::outline::Shortfall;
pub use motive_plan::policy::Intention;
pub use motive_plan::search::{Statistics, StopReason};
pub use motive_world::fault::Fault;
pub use motive_world::id::CharacterId;
pub use motive_world::outline::{Aim, Entry, Outline, Pattern};
pub use motive_world::program::{ActionSchema, Domain, Program};
pub use motive_world::story::{ExplainedStep, Limits, Purpose, Reason, Step, Story};
pub use motive_world::value::{Number, Value};
pub use search::{Candidate, EFFORT, Judged, Judgement, Options, Outcome, Progress, Search};
pub use simulation::{
    Ending, Happened, Inquiry, MOST_QUESTIONS, Origin, Run, Runs, Share, Simulation, Stage, Tally,
};
pub use world::{Language, Verdict, World};
