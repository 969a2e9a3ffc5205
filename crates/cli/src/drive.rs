//! Driving a search: the clock, Ctrl-C and progress, between slices of about a millisecond.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use motive::{Judged, Options, Progress, Search, StopReason, World};

use crate::failure::Failure;
use crate::progress::Meter;
use crate::story::{counted, grouped};

/// Why a search ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    /// The search itself was over.
    Search(StopReason),
    /// The time was up.
    Time,
    /// Somebody pressed Ctrl-C.
    Interrupt,
}

impl Stop {
    /// Whether a limit, rather than an answer, ended the search.
    pub(crate) fn is_early(&self) -> bool {
        !matches!(self, Stop::Search(StopReason::Found | StopReason::Exhausted))
    }
}

/// How a search went.
pub(crate) struct Run<'w> {
    /// The search, as it was left.
    pub(crate) search: Search<'w>,
    /// Why it ended.
    pub(crate) stop: Stop,
    /// How long it searched, without the time that the judge took.
    pub(crate) elapsed: Duration,
    /// How long the judge took.
    pub(crate) judging: Duration,
}

/// How much longer a search may take that has found a story and only has to tell it.
const LAST_MOMENT: Duration = Duration::from_millis(30);

/// Searches, handing each story to `found` as soon as it has passed the judge.
pub(crate) fn search<'w>(
    world: &'w World,
    options: &Options,
    time: Option<Duration>,
    meter: &mut Meter,
    mut found: impl FnMut(Judged) -> Result<(), Failure>,
) -> Result<Run<'w>, Failure> {
    let interrupted = interruption();
    let start = Instant::now();
    let mut search = world.search(options)?;
    let mut judging = Duration::ZERO;
    // Grown or shrunk so that one slice takes between half a millisecond and two.
    let mut slice: u64 = 64;
    let mut last_moment = None;
    let stop = loop {
        let slice_start = Instant::now();
        let progress = search.advance(slice);
        let took = slice_start.elapsed();
        match progress {
            Progress::Running => {}
            Progress::Candidate(candidate) => {
                meter.clear();
                let judging_start = Instant::now();
                let judged = search.judge(candidate)?;
                judging += judging_start.elapsed();
                found(judged)?;
            }
            Progress::Done(reason) => break Stop::Search(reason),
        }
        let elapsed = start.elapsed().saturating_sub(judging);
        let stop = if interrupted.load(Ordering::Relaxed) {
            Some(Stop::Interrupt)
        } else {
            time.is_some_and(|limit| elapsed >= limit).then_some(Stop::Time)
        };
        if let Some(stop) = stop {
            // A story that is all but told is told.
            let until = *last_moment.get_or_insert(elapsed + LAST_MOMENT);
            if elapsed >= until || !search.hurry() {
                break stop;
            }
        }
        if took < Duration::from_micros(500) {
            slice = slice.saturating_mul(2).min(1 << 30);
        } else if took > Duration::from_millis(2) {
            slice = (slice / 2).max(1);
        }
        meter.show(|| describe(&search, elapsed));
    };
    meter.clear();
    Ok(Run { search, stop, elapsed: start.elapsed().saturating_sub(judging), judging })
}

/// The clock of characters who think, in slices of about a millisecond.
pub(crate) struct Clock {
    start: Instant,
    time: Option<Duration>,
    nodes: Option<u64>,
    slice: u64,
    began: Instant,
    interrupted: &'static AtomicBool,
}

impl Clock {
    /// A clock that starts now.
    pub(crate) fn start(time: Option<Duration>, nodes: Option<u64>) -> Self {
        let start = Instant::now();
        Clock { start, time, nodes, slice: 64, began: start, interrupted: interruption() }
    }

    /// How many ticks may be spent next, where so many have been; or why none may.
    pub(crate) fn slice(&mut self, spent: u64) -> Result<u64, Stop> {
        let now = Instant::now();
        let took = now - self.began;
        self.began = now;
        if took < Duration::from_micros(500) {
            self.slice = self.slice.saturating_mul(2).min(1 << 30);
        } else if took > Duration::from_millis(2) {
            self.slice = (self.slice / 2).max(1);
        }
        if self.interrupted.load(Ordering::Relaxed) {
            return Err(Stop::Interrupt);
        }
        if self.time.is_some_and(|limit| now - self.start >= limit) {
            return Err(Stop::Time);
        }
        match self.nodes {
            Some(limit) if spent >= limit => Err(Stop::Search(StopReason::Ticks)),
            Some(limit) => Ok(self.slice.min(limit - spent)),
            None => Ok(self.slice),
        }
    }

    /// How long it has been running.
    pub(crate) fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }
}

fn describe(search: &Search<'_>, elapsed: Duration) -> String {
    let statistics = search.statistics();
    let depth = match statistics.depth {
        0 => String::new(),
        depth => format!(", all stories of up to {}", counted(u64::from(depth), "step")),
    };
    format!(
        "searching: {:.0} s, {} worlds, {} states, {} MiB{depth}",
        elapsed.as_secs_f64(),
        grouped(statistics.ticks),
        grouped(statistics.states),
        statistics.memory >> 20,
    )
}

/// Set once Ctrl-C has been pressed. The second time ends the program on the spot.
pub(crate) fn interruption() -> &'static AtomicBool {
    static PRESSED: AtomicBool = AtomicBool::new(false);
    static INSTALLED: OnceLock<()> = OnceLock::new();
    INSTALLED.get_or_init(|| {
        // Where no handler can be installed, Ctrl-C ends the program as it always does.
        let _ = ctrlc::set_handler(|| {
            if PRESSED.swap(true, Ordering::Relaxed) {
                std::process::exit(i32::from(crate::exit::STOPPED));
            }
        });
    });
    &PRESSED
}
