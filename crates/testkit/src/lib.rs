//! Development only: random worlds, and the comparison of the engine with the judge on them.
//!
//! - [`rng::Rng`]: a small seeded generator, the same on every platform;
//! - [`random::RandomWorld`]: a random small world, with the features that the semantics has;
//! - [`agreement`]: everything that the two readings must agree on, and which features mattered.
//!
//! Nothing ships from here.

pub mod agreement;
pub mod print;
pub mod random;
pub mod rng;

/// The judge makes and drops many small worlds; most of the time of the long runs went into that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
