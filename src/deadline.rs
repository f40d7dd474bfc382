//! The time that one file may take. Every loop that a file can make long calls [`tick`]; past the deadline the call
//! unwinds to [`within`], so that no function in between has to hand the end of time on.

use std::any::Any;
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::time::{Duration, Instant};

thread_local! {
    /// When the work on this thread must end; `None` outside [`within`].
    static DEADLINE: Cell<Option<Instant>> = const { Cell::new(None) };
    static TICKS: Cell<u32> = const { Cell::new(0) };
}

/// Ticks between two looks at the clock.
const INTERVAL: u32 = 256;

/// The work took longer than it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overtime;

/// The value of `work`, unless it is still ticking after `limit`.
pub fn within<T>(limit: Duration, work: impl FnOnce() -> T) -> Result<T, Overtime> {
    let before = DEADLINE.replace(Instant::now().checked_add(limit));
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    DEADLINE.set(before);
    result.map_err(
        |payload: Box<dyn Any + Send>| {
            if payload.is::<Overtime>() { Overtime } else { panic::resume_unwind(payload) }
        },
    )
}

/// One more round of a loop. The clock is looked at every few hundred rounds.
#[inline]
pub fn tick() {
    let ticks = TICKS.get().wrapping_add(1);
    TICKS.set(ticks);
    if ticks.is_multiple_of(INTERVAL) {
        tick_long();
    }
}

/// One more round of a loop whose rounds are long: looks at the clock at once.
#[cold]
pub fn tick_long() {
    if DEADLINE.get().is_some_and(|deadline| Instant::now() >= deadline) {
        panic::resume_unwind(Box::new(Overtime)); // no panic: nothing is printed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_ends_at_its_deadline() {
        assert_eq!(
            within(Duration::from_secs(600), || (0..100_000).map(|i| (tick(), i).1).max()),
            Ok(Some(99_999))
        );
        let endless = within(Duration::from_millis(20), || -> () {
            loop {
                tick();
            }
        });
        assert_eq!(endless, Err(Overtime));
        (0..1000).for_each(|_| tick()); // no deadline outlives its work
    }

    #[test]
    fn a_panic_of_the_work_stays_a_panic() {
        let panic = panic::catch_unwind(|| {
            within(Duration::from_secs(600), || panic::resume_unwind(Box::new("fault")))
        });
        assert_eq!(*panic.unwrap_err().downcast::<&str>().unwrap(), "fault");
    }
}
