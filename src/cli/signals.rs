//! Ctrl-C and SIGTERM: whatever runs ends within a second, with code 130, and leaves no half of a file and no process.

use crate::emit;
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

/// The process was asked to stop.
pub static STOP: AtomicBool = AtomicBool::new(false);

/// It will stop by itself, and has something to say then.
static HEEDED: AtomicBool = AtomicBool::new(false);

/// Time to come to an end in order.
const PATIENCE: Duration = Duration::from_millis(700);

/// From now on the first signal sets [`STOP`] and, a little later, ends the process; the second does so at once.
pub fn watch() {
    let handler = || {
        if !STOP.swap(true, Ordering::Relaxed) && HEEDED.load(Ordering::Relaxed) {
            thread::sleep(PATIENCE);
        }
        leave();
    };
    let _ = ctrlc::set_handler(handler); // without it the signal ends the process, which the journal survives too
}

/// This command looks at [`STOP`].
pub fn heed() -> &'static AtomicBool {
    HEEDED.store(true, Ordering::Relaxed);
    &STOP
}

/// Ends the process. Those that convert notice by themselves.
pub fn leave() -> ! {
    emit::give_up();
    process::exit(130)
}
