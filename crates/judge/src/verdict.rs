//! What the judge can say of a story.

use motive_world::id::CharacterId;
use motive_world::story::{Reason, Step, Story};
use motive_world::value::{Number, Value};

/// The judgement of a story. Steps are counted from 0.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// The story is valid (planning-semantics §6.1, P1 to P6).
    Valid {
        /// The story with a reason for everyone who consents to a step, and with its utilities.
        story: Story,
        /// The reasons given that are none, and were replaced by others.
        notes: Vec<Note>,
        /// Whether it is proved that nothing can be left out (P4, and R4 in its reasons). Else some
        /// shortened run ends as well, and the effort did not suffice to show that somebody in it
        /// has no reason; everything else is proved.
        lean: bool,
    },
    /// It is not, for this reason among others perhaps.
    Invalid(Flaw),
    /// The effort allowed did not suffice to find out, and nothing else is wrong with it.
    Undecided,
}

/// The judgement of one step that happens, wherever it leads.
#[derive(Clone, Debug, PartialEq)]
pub enum Upheld {
    /// It can happen, and everyone who consents to it has a reason.
    Yes {
        /// A reason for each, in the order of consent.
        reasons: Vec<Reason>,
        /// What is wrong with the reasons that were given and are none.
        breaches: Vec<(CharacterId, Breach)>,
    },
    /// There is no such step, or it cannot happen there.
    Impossible,
    /// Something presses there, and the step does not serve it.
    MustWait,
    /// Somebody who consents has no reason.
    Unexplained {
        /// The first of them.
        character: CharacterId,
        /// Why not.
        why: Why,
    },
}

/// Why a story is not valid.
#[derive(Clone, Debug, PartialEq)]
pub enum Flaw {
    /// There is no such step: the action, its arguments or its outcome do not exist.
    NoSuchStep {
        /// Which step of the story.
        index: usize,
    },
    /// The precondition of a step is false (P1).
    NotExecutable {
        /// Which step.
        index: usize,
        /// The false part: an index into a conjunction, into the conjunction there, and so on.
        part: Vec<usize>,
    },
    /// A step cannot turn out like this: the guard of its outcome is false, or its weight is not above
    /// 0 (P1).
    NotPossible {
        /// Which step.
        index: usize,
    },
    /// With this step there are more accidents than a story may contain, beyond those that its outline
    /// names.
    TooManyAccidents {
        /// Which step.
        index: usize,
        /// How many it may contain.
        limit: u32,
    },
    /// There are more steps than the author limit allows (P6).
    TooLong {
        /// How many.
        steps: usize,
        /// The limit.
        limit: u32,
    },
    /// An entry of the outline is not reached after the ones before it.
    EntryMissed {
        /// Which.
        entry: usize,
    },
    /// The way to an entry of the outline, or from the last one to the end, is longer than the author
    /// limit allows.
    LongLeg {
        /// Which entry; the number of entries for the way to the end.
        entry: usize,
        /// How many steps.
        steps: usize,
        /// The limit.
        limit: u32,
    },
    /// The author's utility does not reach the goal, or is no better than at the start (P2).
    GoalNotReached {
        /// The utility at the start.
        before: Value,
        /// The utility at the end.
        after: Value,
        /// What had to be reached; `None` where it is derived from an unknown start.
        goal: Option<Number>,
    },
    /// So many steps are enough: the author's utility is as high there already (P5).
    Sooner {
        /// How many.
        steps: usize,
    },
    /// Somebody who consents to a step has no reason for it (P3).
    Unmotivated {
        /// Which step.
        index: usize,
        /// Who.
        character: CharacterId,
        /// Why not.
        why: Why,
        /// What is wrong with the reason that the story gives, if it gives one.
        given: Option<Breach>,
        /// Whether the rest of the story, as the character comes to see it, does end better for
        /// him: only hindsight explains the step (§6.4).
        hindsight: bool,
    },
    /// A step must wait, since somebody has something urgent to do (docs/semantics.md, 12.4).
    MustWait {
        /// Which step.
        index: usize,
        /// What is urgent there.
        urgent: Step,
        /// Whom it serves.
        character: CharacterId,
        /// Which of that character's wants.
        want: usize,
    },
    /// Somebody has something urgent to do at the end (docs/semantics.md, 12.4).
    NotQuiet {
        /// What is urgent there.
        urgent: Step,
        /// Whom it serves.
        character: CharacterId,
        /// Which of that character's wants.
        want: usize,
    },
    /// Steps can be left out and all comes to the same (P4).
    Padded {
        /// From this step on.
        from: usize,
        /// The steps from there that suffice.
        kept: Vec<usize>,
    },
}

/// Why a character has no reason for a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The character does not believe that the step is possible (R0).
    Disbelieves {
        /// The part of the precondition that is believed to be false; see
        /// [`Flaw::NotExecutable`].
        part: Vec<usize>,
    },
    /// The character counts on no outcome of it, or not on the one in question.
    NotCountedOn,
    /// The limits leave no step for a reason as deep as this one (R5).
    NoStepsLeft,
    /// No plan that starts with the step ends better (R2).
    NoGain {
        /// Whether the limits on the length of plans ended the search; else there are no longer
        /// plans to look at.
        limited: bool,
    },
    /// No plan that starts with the step ends better without bringing about what the character
    /// refuses.
    Refuses {
        /// Which refusal of the program, the first that was met.
        refusal: usize,
        /// Whether the step itself brings it about.
        at_once: bool,
    },
    /// Some do, but each can do without a step (R4), or has a later step of the character's own
    /// that has no reason from there on (R3).
    OnlyPadding,
}

/// A reason that the story gives and that is none. Another one took its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// For which step of the story.
    pub index: usize,
    /// Whose reason.
    pub character: CharacterId,
    /// What is wrong with it.
    pub breach: Breach,
}

/// Where and how a given reason fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// Which step of its plan, from 0; the first is the explained step.
    pub at: usize,
    /// How.
    pub how: Broken,
}

/// How a given reason fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// It does not begin with the step that it is to explain, or is not that character's.
    OtherStep,
    /// There is no such step.
    NoSuchStep,
    /// The step is not possible there, as the character sees it (R0, R1).
    NotExecutable {
        /// See [`Flaw::NotExecutable`].
        part: Vec<usize>,
    },
    /// The character does not count on that outcome there.
    NotCountedOn,
    /// The limits do not allow a plan of this length here (R5).
    TooLong,
    /// It does not end better for the character (R2).
    NoGain,
    /// It brings about what the character refuses.
    Refused {
        /// Which refusal of the program.
        refusal: usize,
    },
    /// Nobody consents to the step, so that nobody can reckon with it (R3).
    NobodyConsents,
    /// It is to avert something, and the character has nothing to fear.
    NothingFeared,
    /// It is to avert something, and this step of others is to be expected as things are: to count
    /// on it is to hope that the danger wanders off.
    Hoped,
    /// Somebody who consents to the step has no reason for it there (R3).
    Unmotivated(CharacterId),
    /// From this step on these positions of the plan suffice (R4).
    Padded(Vec<usize>),
}
