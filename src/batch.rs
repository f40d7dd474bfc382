//! Many files: inputs found, converted in parallel, handed on in input order. Alone knows threads, but for those that put the tables on the disk (`emit`).

mod asked;
mod back;
mod collect;
mod find;
mod folder;
mod frames;
mod inputs;
mod journal;
mod line;
mod merge;
mod origin;
mod part;
mod summaries;
mod syncing;
mod wall;
mod worker;

pub use back::is_output;
pub(crate) use back::{Held, read};
pub(crate) use collect::Collect;
pub(crate) use folder::{Done, Folder};
pub use frames::Made;
#[cfg(feature = "serve")]
pub(crate) use inputs::stems;
pub use inputs::{Input, expand, listed};
#[cfg(feature = "serve")]
pub(crate) use line::{Lines, open_alone, with_sum};
pub(crate) use merge::merge;
pub(crate) use origin::read_file;
pub(crate) use part::Part;
pub(crate) use summaries::Summaries;
pub use wall::{Wall, started_by};
pub(crate) use wall::{how, this_program};
pub(crate) use worker::limit;
pub use worker::serve;

use crate::catalog::Catalog;
use crate::emit::wire::{Document, Source};
use crate::model::Failure;
use crate::pipeline::{self, Settings, Size};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, Once, PoisonError, mpsc};

/// Inputs under way for each thread, finished ones that wait for their turn included: this bounds memory.
const WINDOW: usize = 4;

/// Stack of a thread that converts. Default 8 MiB, as a main thread has: PDF objects nest.
pub const STACK: usize = 8 << 20;

/// Converts `inputs` on `jobs` threads (0: one for each core). `each` gets the documents on the calling thread, in input
/// order; its first error ends the run.
///
/// All of it is this process: a file's time and its other limits are kept as far as a process can keep them itself. What
/// would end it (a stack that overflows, memory that is not there) ends the run; [`Wall`] is what keeps that out.
pub fn run(
    inputs: &[Input],
    settings: &Settings,
    catalog: &Catalog,
    jobs: usize,
    mut each: impl FnMut(Document) -> io::Result<()>,
) -> io::Result<()> {
    let work = |index: usize| Ok(convert(&inputs[index], settings, catalog));
    in_order(inputs.len(), jobs, &AtomicBool::new(false), work, |_, document| each(document))
        .map(drop)
}

/// `work` for the numbers below `count` on `jobs` threads, `each` on the calling thread in the order of the numbers. The
/// first error of either ends the run. So does `stop`: what is under way is finished, the answer is false.
pub fn in_order<T: Send>(
    count: usize,
    jobs: usize,
    stop: &AtomicBool,
    work: impl Fn(usize) -> io::Result<T> + Sync,
    mut each: impl FnMut(usize, T) -> io::Result<()>,
) -> io::Result<bool> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(jobs)
        .stack_size(STACK)
        .build()
        .map_err(io::Error::other)?;
    let window = pool.current_num_threads() * WINDOW;
    let over = AtomicBool::new(false);
    let stopped = || stop.load(Ordering::Relaxed) || over.load(Ordering::Relaxed);
    let (done, results) = mpsc::channel();
    let one = |index: usize| {
        let result = (!stopped()).then(|| {
            contained(|| work(index)).unwrap_or_else(|panic| Err(io::Error::other(panic)))
        });
        (index, result)
    };
    pool.in_place_scope(|scope| {
        let start = |index: usize| {
            let (done, one) = (done.clone(), &one);
            // the receiver is gone only when the run has ended
            scope.spawn(move |_| drop(done.send(one(index))));
        };
        (0..window.min(count)).for_each(start);
        let mut waiting = BTreeMap::new();
        for next in 0..count {
            if stopped() {
                return Ok(false);
            }
            let result = loop {
                match waiting.remove(&next) {
                    Some(result) => break result,
                    None => waiting.extend(results.recv().ok()),
                }
            };
            let Some(result) = result else { return Ok(false) };
            if result.is_err() && stop.load(Ordering::Relaxed) {
                return Ok(false); // it was cut off
            }
            if let Err(error) = result.and_then(|result| each(next, result)) {
                over.store(true, Ordering::Relaxed);
                return Err(error);
            }
            if next + window < count {
                start(next + window);
            }
        }
        Ok(true)
    })
}

/// Bytes of a file beside which no other of its size is converted: disclosures have a few megabytes.
const LARGE: u64 = 128 << 20;

/// As [`run`], each file in a process of its own, behind the `wall`. Where `stop` is set, what is under way is dropped and
/// the answer is false.
pub fn run_behind(
    inputs: &[Input],
    wall: &Wall,
    settings: &Settings,
    jobs: usize,
    stop: &AtomicBool,
    mut each: impl FnMut(Made) -> io::Result<()>,
) -> io::Result<bool> {
    // a large file is held twice, here and where it is converted: of such there is one at a time
    let large = Mutex::new(());
    let work = |index: usize| {
        let input = &inputs[index];
        let is_large = input.claims() > LARGE;
        let _alone = is_large.then(|| large.lock().unwrap_or_else(PoisonError::into_inner));
        match bytes_of(input, settings) {
            Err(failed) => Ok(Made::failed(&failed)),
            Ok(bytes) => wall.make(input.name(), &bytes),
        }
    };
    in_order(inputs.len(), jobs, stop, work, |_, made| each(made))
}

/// One input's document; whatever goes wrong in it stays in it.
pub fn convert(input: &Input, settings: &Settings, catalog: &Catalog) -> Document {
    match bytes_of(input, settings) {
        Err(failed) => *failed,
        Ok(bytes) => document_of(input.name(), &bytes, settings, catalog),
    }
}

/// The input's bytes, or the document of an input that has none.
fn bytes_of(input: &Input, settings: &Settings) -> Result<Vec<u8>, Box<Document>> {
    let bytes = contained(|| input.read(settings.read.max_file_bytes, settings.max_time))
        .unwrap_or_else(|panic| Err(fault_message(panic)));
    bytes.map_err(|error| {
        Box::new(
            Document::failed(Source::unread(input.name()), error).with_failure(Failure::NoInput),
        )
    })
}

/// The document of the PDF `bytes`, given as `name`; whatever goes wrong in it stays in it.
pub fn document_of(name: &str, bytes: &[u8], settings: &Settings, catalog: &Catalog) -> Document {
    document_with(name, bytes, settings, catalog, |_, _| ()).0
}

/// The same, and what `rest` makes of the document and the sizes of its pages within the same time.
fn document_with<T>(
    name: &str,
    bytes: &[u8],
    settings: &Settings,
    catalog: &Catalog,
    rest: impl Fn(&Document, &[Size]) -> T,
) -> (Document, T) {
    contained(|| pipeline::extract_with(bytes, name, settings, catalog, &rest)).unwrap_or_else(
        |panic| {
            let document = Document::failed(Source::of(name, bytes), fault_message(panic))
                .with_failure(Failure::Internal);
            let rest = rest(&document, &[]);
            (document, rest)
        },
    )
}

fn fault_message(panic: String) -> String {
    format!(
        "yusuan stumbled over this file ({panic}): a fault of the program, please report it with the file"
    )
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
            let place = info
                .location()
                .map(|at| format!(" at {}:{}", file_name(at.file()), at.line()))
                .unwrap_or_default();
            let ours = CAUGHT.with_borrow_mut(|caught| {
                caught.as_mut().map(|caught| *caught = format!("{message}{place}"))
            });
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
    use std::sync::atomic::AtomicUsize;

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
        let (written, taken, widest) =
            (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
        let mut seen = vec![];
        let (settings, catalog) = (Settings::default(), Catalog::builtin().unwrap());
        let work = |index: usize| {
            let document = convert(&inputs[index], &settings, &catalog);
            if inputs[index].name().ends_with("0.pdf") {
                std::thread::sleep(std::time::Duration::from_millis(5)); // later ones overtake it
            }
            let ahead = (written.fetch_add(1, Ordering::SeqCst) + 1usize)
                .saturating_sub(taken.load(Ordering::SeqCst));
            widest.fetch_max(ahead, Ordering::SeqCst);
            Ok(document)
        };
        let each = |_, document: Document| {
            taken.fetch_add(1, Ordering::SeqCst);
            seen.push(document.source.file);
            Ok(())
        };
        assert!(in_order(inputs.len(), 3, &AtomicBool::new(false), work, each).unwrap());
        assert_eq!(seen, inputs.iter().map(|i| i.name().to_string()).collect::<Vec<_>>());
        assert!(widest.into_inner() <= 3 * WINDOW + 1, "finished documents pile up");
    }

    #[test]
    fn a_stopped_run_finishes_what_is_under_way() {
        let (stop, started) = (AtomicBool::new(false), AtomicUsize::new(0));
        let mut taken = vec![];
        let work = |index| Ok((started.fetch_add(1, Ordering::SeqCst), index).1);
        let each = |number: usize, index: usize| {
            assert_eq!(number, index);
            taken.push(index);
            if index == 9 {
                stop.store(true, Ordering::SeqCst);
            }
            Ok(())
        };
        assert!(!in_order(1000, 2, &stop, work, each).unwrap());
        assert!(taken.len() >= 10 && taken.iter().copied().eq(0..taken.len()), "{taken:?}");
        assert!(started.into_inner() <= 10 + 2 * WINDOW, "no new ones are started");
    }

    #[test]
    fn an_error_of_the_output_ends_the_run() {
        let mut taken = 0;
        let each = |_| {
            taken += 1;
            if taken == 5 { Err(io::Error::other("disk full")) } else { Ok(()) }
        };
        let error = run(&missing(50), &Settings::default(), &Catalog::builtin().unwrap(), 2, each)
            .unwrap_err();
        assert_eq!((error.to_string().as_str(), taken), ("disk full", 5));
    }
}
