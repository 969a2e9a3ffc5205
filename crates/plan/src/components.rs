//! The parts that a search is put together from, by name.
//!
//! Each can be chosen or left out by whoever compares (`--search`, `--heuristic`, `--without`); the
//! default is the best known combination. `docs/components.md` is made from this table.

/// A part that is chosen or left out by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Component {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it is, in one line.
    pub summary: &'static str,
    /// How it works, what it is good for and what it costs; a paragraph or two.
    pub notes: &'static str,
}

/// The order in which the author's search takes up worlds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strategy {
    /// Weighted and greedy search that take turns.
    #[default]
    Portfolio,
    /// Length so far plus twice the estimate.
    Weighted,
    /// Length so far plus the estimate.
    AStar,
    /// The estimate alone.
    Greedy,
    /// Length so far alone.
    BreadthFirst,
}

impl Strategy {
    /// All of them, the default first.
    pub const ALL: [Strategy; 5] = [
        Strategy::Portfolio,
        Strategy::Weighted,
        Strategy::AStar,
        Strategy::Greedy,
        Strategy::BreadthFirst,
    ];

    /// Its name and description.
    #[must_use]
    pub fn component(self) -> Component {
        match self {
            Strategy::Portfolio => Component {
                name: "portfolio",
                summary: "`weighted` with postponing and `greedy` without it, taking turns",
                notes: "Which steps are worth the proof that nobody has a reason for them depends \
                        on the world, and one order that is quick in one world is hopeless in \
                        another. The two searches share states, estimates and answers. The first \
                        has the first 2,000 ticks for itself.",
            },
            Strategy::Weighted => Component {
                name: "weighted",
                summary: "length so far plus twice the estimate",
                notes: "Weighted A* (Pohl 1970). The weight trades a little length for much less \
                        search; a story that it finds need not be a shortest.",
            },
            Strategy::AStar => Component {
                name: "a-star",
                summary: "length so far plus the estimate",
                notes: "A* (Hart, Nilsson and Raphael 1968). With `--heuristic hmax` the estimate \
                        is a bound. Deepening and postponing add penalties to it, so the first \
                        story is a shortest only without these two. `--optimal` orders by the \
                        bound and lets penalties decide between worlds of the same bound alone.",
            },
            Strategy::Greedy => Component {
                name: "greedy",
                summary: "the estimate alone",
                notes: "Greedy best-first search. It pays no attention to how long a story has \
                        become, which is quick where the estimate can be trusted.",
            },
            Strategy::BreadthFirst => Component {
                name: "breadth-first",
                summary: "length so far alone",
                notes: "All runs of one step, then all of two, and so on. The first story found \
                        is a shortest.",
            },
        }
    }
}

/// How far away an improvement is thought to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Heuristic {
    /// The number of steps in a relaxed plan; hmax cuts off.
    #[default]
    RelaxedPlan,
    /// The number of layers of the relaxed graph, which also cuts off.
    Hmax,
    /// Nothing is known.
    Blind,
}

impl Heuristic {
    /// All of them, the default first.
    pub const ALL: [Heuristic; 3] = [Heuristic::RelaxedPlan, Heuristic::Hmax, Heuristic::Blind];

    /// Its name and description.
    #[must_use]
    pub fn component(self) -> Component {
        match self {
            Heuristic::RelaxedPlan => Component {
                name: "relaxed-plan",
                summary: "the number of steps in a relaxed plan (hFF), cut off by hmax",
                notes: "Hoffmann and Nebel 2001. In the relaxed graph nothing is ever lost; a plan \
                        is read back from its first layer in which the utility can be better. The \
                        number of its steps orders well and is no bound. Where the layers (hmax) \
                        say that no improvement is near enough, the branch is cut off.",
            },
            Heuristic::Hmax => Component {
                name: "hmax",
                summary: "the number of layers of the relaxed graph, a bound",
                notes: "Bonet and Geffner 2001. The first layer in which the utility can be better \
                        is a lower bound on the number of steps. It cuts off, and with `--search \
                        a-star` it finds shortest stories.",
            },
            Heuristic::Blind => Component {
                name: "blind",
                summary: "nothing: every world seems equally near",
                notes: "No relaxed graph is made, and nothing is cut off but by the limits. For \
                        comparison.",
            },
        }
    }
}

/// What makes proofs that somebody has no reason shorter. Each can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shortcut {
    /// Short reasons are looked for first.
    Deepening,
    /// Steps that nobody ever seems to have a reason for wait.
    Postponing,
    /// Steps that cannot matter soon enough are left out.
    Influence,
    /// States are compared with what would be without the first step.
    Shadows,
    /// An answer serves for other limits as well.
    Sharing,
}

impl Shortcut {
    /// All of them.
    pub const ALL: [Shortcut; 5] = [
        Shortcut::Deepening,
        Shortcut::Postponing,
        Shortcut::Influence,
        Shortcut::Shadows,
        Shortcut::Sharing,
    ];

    /// Its name and description.
    #[must_use]
    pub fn component(self) -> Component {
        match self {
            Shortcut::Deepening => Component {
                name: "deepening",
                summary: "reasons of few steps are looked for before longer ones",
                notes: "A step of the author's search is first tried with the shortest reasons that \
                        the bounds allow. Where there is none, the step is put back with a penalty \
                        and tried again with reasons one step longer when its turn comes, up to \
                        the character limit. Most stories need only short reasons, and a proof \
                        that no long reason exists is the most expensive thing there is.",
            },
            Shortcut::Postponing => Component {
                name: "postponing",
                summary: "steps that keep having no reason are put off",
                notes: "Some steps look good in every state and have a reason in none. Each time \
                        that a step has failed twice as often as before, at one length of reasons, \
                        it waits a little longer before that length is tried again. Nothing waits \
                        for ever.",
            },
            Shortcut::Influence => Component {
                name: "influence",
                summary: "steps that cannot make a difference to the utility soon enough are left out",
                notes: "A step matters to a utility only along a chain of events, each of which \
                        reads what the one before has changed. A step that is further from the \
                        utility than there are steps left is padding in every plan. At the \
                        epistemic limit, where others count on immediate gains only, this leaves \
                        little.",
            },
            Shortcut::Shadows => Component {
                name: "shadows",
                summary: "plans in which the explained step makes no difference are recognised early",
                notes: "Once a plan has turned out to be padding, every state of the search is \
                        paired with its shadow: where the same steps lead without the explained \
                        one. Where state and shadow meet, or can no longer come to differ in the \
                        utility, nothing that follows is a reason. Pairs take the place of paths, \
                        so a proof that all plans are padding no longer looks at every path.",
            },
            Shortcut::Sharing => Component {
                name: "sharing",
                summary: "an answer for one character limit serves for others",
                notes: "Who has a reason within fewer steps nearly always has it within more, and who \
                        has none within more has none within fewer. Left out, every number of \
                        steps left is a question of its own, as it is wherever nothing may be \
                        missing (docs/semantics.md).",
            },
        }
    }
}

/// A combination of components.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Components {
    /// The order of the author's search.
    pub strategy: Strategy,
    /// The estimate, for the author and for characters.
    pub heuristic: Heuristic,
    /// Whether short reasons are looked for first.
    pub deepening: bool,
    /// Whether steps that keep failing wait.
    pub postponing: bool,
    /// Whether steps without influence are left out.
    pub influence: bool,
    /// Whether states are paired with their shadows.
    pub shadows: bool,
    /// Whether answers serve for other limits.
    pub sharing: bool,
}

impl Default for Components {
    fn default() -> Self {
        Components {
            strategy: Strategy::default(),
            heuristic: Heuristic::default(),
            deepening: true,
            postponing: true,
            influence: true,
            shadows: true,
            sharing: true,
        }
    }
}

impl Components {
    /// The same without the shortcuts that take it for granted that who has a reason has one with
    /// more of the character limit left as well (docs/semantics.md): what a proof rests on.
    #[must_use]
    pub fn exact(self) -> Self {
        [Shortcut::Deepening, Shortcut::Influence, Shortcut::Sharing]
            .into_iter()
            .fold(self, Components::without)
    }

    /// The same without one shortcut.
    #[must_use]
    pub fn without(mut self, shortcut: Shortcut) -> Self {
        match shortcut {
            Shortcut::Deepening => self.deepening = false,
            Shortcut::Postponing => self.postponing = false,
            Shortcut::Influence => self.influence = false,
            Shortcut::Shadows => self.shadows = false,
            Shortcut::Sharing => self.sharing = false,
        }
        self
    }
}

/// The manual page of all components, as Markdown.
#[must_use]
pub fn manual() -> String {
    let intro = wrapped(
        "What a search is put together from. `motive plan` and `motive bench` take `--search NAME`, \
         `--heuristic NAME` and `--without NAME` for those who compare; the default is the best \
         known combination, the same for every world. What each part is worth is measured in \
         [performance.md](performance.md). This page is made from the registration of the \
         components in `crates/plan/src/components.rs`.",
    );
    let mut page = format!("# Components\n\n{intro}\n");
    let mut section = |title: &str, intro: &str, components: &[Component]| {
        page.push_str(&format!("\n## {title}\n{intro}\n"));
        for (index, component) in components.iter().enumerate() {
            let Component { name, summary, notes } = component;
            let default = if index == 0 && title != "`--without`" { " (default)" } else { "" };
            let notes = wrapped(notes);
            page.push_str(&format!("\n### `{name}`{default}\n*{summary}*\n\n{notes}\n"));
        }
    };
    section(
        "`--search`",
        "The order in which the author's search takes up worlds.",
        &Strategy::ALL.map(Strategy::component),
    );
    section(
        "`--heuristic`",
        "How far away an improvement is thought to be, by the author and by everyone in the story.",
        &Heuristic::ALL.map(Heuristic::component),
    );
    section(
        "`--without`",
        "What makes proofs shorter, and can be left out. None of them changes which stories are \
         valid.",
        &Shortcut::ALL.map(Shortcut::component),
    );
    page
}

/// The text in lines of at most a hundred characters.
fn wrapped(text: &str) -> String {
    let mut lines = String::new();
    let mut width = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if width > 0 && width + 1 + length > 100 {
            lines.push('\n');
            width = 0;
        } else if width > 0 {
            lines.push(' ');
            width += 1;
        }
        lines.push_str(word);
        width += length;
    }
    lines
}
