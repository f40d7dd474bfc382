//! Many files: inputs found, converted in parallel, handed on in input order. Alone knows threads.

mod inputs;

pub use inputs::{Input, expand};

use crate::catalog::Catalog;
use crate::emit::wire::{Document, Source};
use crate::pipeline::{self, Settings};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Once, mpsc};

/// Inputs under way for each thread, finished ones that wait for their turn included: this bounds memory.
const WINDOW: usize = 4;

/// Stack of a thread. Default 8 MiB, as a main thread has: PDF objects nest.
const STACK: usize = 8 << 20;

/// Converts `inputs` on `jobs` threads (0: one for each core). `write` gets each document on the thread that made it, in
/// any order; `each` gets them on the calling thread, in input order. The first error of either ends the run.
pub fn run(
    inputs: &[Input],
    settings: &Settings,
    catalog: &Catalog,
    jobs: usize,
    write: impl Fn(&Input, &Document) -> io::Result<()> + Sync,
    mut each: impl FnMut(Document) -> io::Result<()>,
) -> io::Result<()> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).stack_size(STACK).build().map_err(io::Error::other)?;
    let window = pool.current_num_threads() * WINDOW;
    let (done, results) = mpsc::channel();
    let convert_one = |index: usize| {
        let document = convert(&inputs[index], settings, catalog);
        let written = contained(|| write(&inputs[index], &document)).unwrap_or_else(|panic| Err(io::Error::other(panic)));
        let result = written.map(|()| document);
        (index, result)
    };
    pool.in_place_scope(|scope| {
        let start = |index: usize| {
            let (done, convert_one) = (done.clone(), &convert_one);
            // the receiver is gone only when the run has ended with an error
            scope.spawn(move |_| drop(done.send(convert_one(index))));
        };
        (0..window.min(inputs.len())).for_each(start);
        let mut waiting = BTreeMap::new();
        for next in 0..inputs.len() {
            let result = loop {
                match waiting.remove(&next) {
                    Some(result) => break result,
                    None => waiting.extend(results.recv().ok()),
                }
            };
            each(result?)?;
            if next + window < inputs.len() {
                start(next + window);
            }
        }
        Ok(())
    })
}

/// One input's document; whatever goes wrong in it stays in it.
fn convert(input: &Input, settings: &Settings, catalog: &Catalog) -> Document {
    match contained(|| input.read(settings.read.max_file_bytes)) {
        Err(panic) => Document::failed(Source::unread(&input.name), stumbled(panic)),
        Ok(Err(error)) => Document::failed(Source::unread(&input.name), error),
        Ok(Ok(bytes)) => contained(|| pipeline::extract(&bytes, &input.name, settings, catalog))
            .unwrap_or_else(|panic| Document::failed(Source::of(&input.name, &bytes), stumbled(panic))),
    }
}

fn stumbled(panic: String) -> String {
    format!("yusuan stumbled over this file ({panic}): a fault of the program, please report it with the file")
}

thread_local! {
    /// Inside [`contained`]: what panicked and where, empty until then.
    static CAUGHT: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// The value of `work`, or the message and place of its panic, which is not printed.
fn contained<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let message = info.payload_as_str().unwrap_or("no message");
            let place = info.location().map(|at| format!(" at {}:{}", file_name(at.file()), at.line())).unwrap_or_default();
            let ours = CAUGHT.with_borrow_mut(|caught| caught.as_mut().map(|caught| *caught = format!("{message}{place}")));
            if ours.is_none() {
                usual(info);
            }
        }));
    });
    CAUGHT.set(Some(String::new()));
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    let caught = CAUGHT.take();
    result.map_err(|_| caught.unwrap_or_default())
}

/// The last two parts of a source path: `rebuild/ruled.rs` wherever it was compiled.
fn file_name(path: &str) -> &str {
    path.rmatch_indices(['/', '\\']).nth(1).map_or(path, |(at, _)| &path[at + 1..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn a_panic_becomes_a_message() {
        assert_eq!(contained(|| 7), Ok(7));
        let message = contained(|| -> u8 { panic!("page {}", 3) }).unwrap_err();
        assert!(message.starts_with("page 3 at src/batch.rs:"), "{message}");
        assert_eq!(file_name("/home/me/a/src/rebuild/ruled.rs"), "rebuild/ruled.rs");
    }

    fn missing(count: usize) -> Vec<Input> {
        expand(&(0..count).map(|i| PathBuf::from(format!("no/such/{i}.pdf"))).collect::<Vec<_>>())
    }

    #[test]
    fn documents_come_in_input_order_from_a_bounded_window() {
        let inputs = missing(100);
        let (written, taken, widest) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
        let mut seen = vec![];
        let write = |input: &Input, _: &Document| {
            if input.name.ends_with("0.pdf") {
                std::thread::sleep(std::time::Duration::from_millis(5)); // later ones overtake it
            }
            let ahead = (written.fetch_add(1, Ordering::SeqCst) + 1usize).saturating_sub(taken.load(Ordering::SeqCst));
            widest.fetch_max(ahead, Ordering::SeqCst);
            Ok(())
        };
        let each = |document: Document| {
            taken.fetch_add(1, Ordering::SeqCst);
            seen.push(document.source.file);
            Ok(())
        };
        run(&inputs, &Settings::default(), &Catalog::builtin().unwrap(), 3, write, each).unwrap();
        assert_eq!(seen, inputs.iter().map(|i| i.name.clone()).collect::<Vec<_>>());
        assert!(widest.into_inner() <= 3 * WINDOW + 1, "finished documents pile up");
    }

    #[test]
    fn an_error_of_the_output_ends_the_run() {
        let mut taken = 0;
        let each = |_| {
            taken += 1;
            if taken == 5 { Err(io::Error::other("disk full")) } else { Ok(()) }
        };
        let error = run(&missing(50), &Settings::default(), &Catalog::builtin().unwrap(), 2, |_, _| Ok(()), each).unwrap_err();
        assert_eq!((error.to_string().as_str(), taken), ("disk full", 5));
    }
}
