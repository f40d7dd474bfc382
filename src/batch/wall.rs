//! A wall around each file: it is converted in a process of its own, which is kept for the next one. Whatever becomes of
//! that process (a stack that overflows, memory that is not there, a loop without end), the file is a failed document and
//! the others are as they would be without it.

use super::frames::{Ask, Made, Start, answered, receive, send};
use crate::emit::wire::{Document, Source};
use crate::model::Failure;
use crate::pipeline::{self, Settings};
use std::ffi::OsString;
use std::io::{self, BufReader, Read};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How often a file is given to a process that ends on it, before it is that file's fault.
const TRIES: usize = 2;

/// What a process gets beyond the time of a file, within which it should have given up by itself.
const GRACE: Duration = Duration::from_millis(500);

/// What a process may take to start: it loads the vocabulary.
const START: Duration = Duration::from_secs(120);

/// How often it is looked whether a process is late.
const LOOK: Duration = Duration::from_millis(25);

/// A process that has written a document of so many bytes is replaced: what it took for that is not given back soon.
const BLOATED: usize = 16 << 20;

/// What yusuan's command line is started with: a program, and arguments before its own.
static PROGRAM: OnceLock<Vec<OsString>> = OnceLock::new();

/// Says what starts yusuan's command line, where this process is not its own program: a program, and arguments before the
/// command's. Only the first answer counts.
pub fn started_by(command: Vec<OsString>) {
    let _ = PROGRAM.set(command);
}

/// Processes that convert, as many as are asked at once.
pub struct Wall {
    command: fn() -> Command,
    start: Vec<u8>,
    limit: Duration,
    memory: u64,
    longest: u64,
    idle: Mutex<Vec<Process>>,
    watch: Watch,
}

impl Wall {
    /// Starts nothing yet. `templates` are path and text of the user's; the `rows` of the tables are made where they are
    /// wanted. Where `stop` is set, all processes are ended.
    pub fn new(
        settings: &Settings,
        templates: &[(String, String)],
        rows: bool,
        stop: &'static AtomicBool,
    ) -> io::Result<Wall> {
        let start = Start { settings: settings.clone(), templates: templates.to_vec(), rows };
        Ok(Wall {
            command,
            start: serde_json::to_vec(&start)?,
            limit: settings.max_time,
            memory: settings.max_memory_bytes,
            longest: settings.max_output_bytes,
            idle: Mutex::default(),
            watch: Watch::start(stop)?,
        })
    }

    /// What is made of the PDF `bytes`, given as `name`.
    ///
    /// # Errors
    /// No process can be started, or all were asked to stop.
    pub fn make(&self, name: &str, bytes: &[u8]) -> io::Result<Made> {
        let size = |made: &Made| made.json().map_or(0, <[u8]>::len);
        let ask = Ask::Document { name: name.to_owned() };
        let made = self.asked(&ask, bytes, |from| answered(from, self.longest), size)?;
        Ok(made.unwrap_or_else(|(failure, error)| {
            let document = Document::failed(Source::of(name, bytes), error).with_failure(failure);
            Made::failed(&document)
        }))
    }

    /// What a process answers that is asked this of the PDF `bytes`, or why there is no answer; its size as `size` knows it.
    pub(super) fn asked<T>(
        &self,
        ask: &Ask,
        bytes: &[u8],
        answer: impl Fn(&mut BufReader<ChildStdout>) -> io::Result<T>,
        size: impl Fn(&T) -> usize,
    ) -> io::Result<Result<T, (Failure, String)>> {
        let ask = serde_json::to_vec(ask)?;
        let mut left = self.limit.saturating_add(GRACE);
        let mut first = None;
        for _ in 0..TRIES {
            let mut process = self.process()?;
            let begun = Instant::now();
            match process.ask(&ask, bytes, left, &answer) {
                Ok(made) => {
                    let bloated = size(&made) >= BLOATED;
                    if !bloated && !process.watched.late.load(Ordering::Relaxed) {
                        lock(&self.idle).push(process);
                    }
                    return Ok(Ok(made));
                }
                Err(_) if self.watch.stopped() => return Err(io::ErrorKind::Interrupted.into()),
                Err(_) => {
                    let end = process.end();
                    if end == End::Late {
                        return Ok(Err(self.failed(first.unwrap_or(end))));
                    }
                    if !end.is_from_outside() {
                        left = left.saturating_sub(begun.elapsed()).max(GRACE);
                    }
                    first.get_or_insert(end);
                }
            }
        }
        Ok(Err(self.failed(first.unwrap_or(End::Late))))
    }

    /// One that waits, or a new one.
    fn process(&self) -> io::Result<Process> {
        loop {
            let waiting = lock(&self.idle).pop();
            match waiting {
                None => return Process::start((self.command)(), &self.start, &self.watch),
                Some(process) if process.watched.is_running() => return Ok(process),
                Some(ended) => drop(ended), // no file was the cause
            }
        }
    }

    fn failed(&self, end: End) -> (Failure, String) {
        match &end {
            End::Late => (Failure::Overtime, pipeline::overtime(self.limit)),
            End::Memory => (Failure::Memory, out_of_memory(self.memory)),
            End::Stack => (
                Failure::Ended,
                "its objects nest so deep that the process that converts it ends: report it with the file".into(),
            ),
            End::Other(how) => (
                Failure::Ended,
                format!("the process that converts it ends twice ({how}): report it with the file"),
            ),
        }
    }

    /// The processes that run, those at work too: for tests and for people who watch.
    pub fn processes(&self) -> Vec<u32> {
        let all: Vec<_> = lock(&self.watch.all).iter().filter_map(Weak::upgrade).collect();
        let running = all.iter().filter(|one| one.is_running());
        running.map(|one| lock(&one.child).id()).collect()
    }

    /// Ends those that wait for files; the next file gets a new one.
    pub fn end(&self) {
        lock(&self.idle).clear();
    }
}

fn out_of_memory(limit: u64) -> String {
    let megabytes = limit >> 20;
    format!(
        "it takes more memory than the limit of {megabytes} MB: look whether it is what it claims to be, or allow more with --max-memory-mb"
    )
}

/// How a process ended.
#[derive(Debug, Clone, PartialEq, Eq)]
enum End {
    /// It was late, and ended for that.
    Late,
    Memory,
    Stack,
    Other(String),
}

/// What a signal from outside ends a process with.
const KILLED: &str = "signal 9";

impl End {
    /// From how it ended, and what it said then.
    fn of(status: Option<ExitStatus>, told: &str) -> End {
        if told.contains("overflowed its stack") {
            End::Stack
        } else if told.contains("memory allocation of") || told.contains("out of memory") {
            End::Memory
        } else {
            End::Other(status.map_or_else(|| "its end is not known".into(), how))
        }
    }

    fn is_from_outside(&self) -> bool {
        matches!(self, End::Other(how) if how == KILLED)
    }
}

/// `signal 9`, `exit code 3`.
pub fn how(status: ExitStatus) -> String {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return format!("signal {signal}");
    }
    format!("exit code {}", status.code().unwrap_or_default())
}

/// One process; dropped, it ends.
struct Process {
    watched: Arc<Watched>,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl Process {
    fn start(mut command: Command, start: &[u8], watch: &Watch) -> io::Result<Process> {
        let broken = || io::Error::other("a process without pipes");
        let about = |e: io::Error| {
            io::Error::new(e.kind(), format!("no process that converts can be started: {e}"))
        };
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(about)?;
        let (to, from) = (child.stdin.take(), child.stdout.take());
        let watched = Arc::new(Watched {
            child: Mutex::new(child),
            due: Mutex::default(),
            late: AtomicBool::new(false),
        });
        watch.add(&watched);
        let (to, from) = (to.ok_or_else(broken)?, from.ok_or_else(broken)?);
        widen(&to, &from);
        let mut process = Process { watched, to, from: BufReader::with_capacity(1 << 16, from) };
        process.watched.is_due(START);
        let ready = send(&mut process.to, start).and_then(|()| receive(&mut process.from, 9));
        process.watched.is_done();
        // one that ends at once is no error yet: a file will show what is wrong
        let _ = ready;
        Ok(process)
    }

    fn ask<T>(
        &mut self,
        ask: &[u8],
        bytes: &[u8],
        limit: Duration,
        answer: impl Fn(&mut BufReader<ChildStdout>) -> io::Result<T>,
    ) -> io::Result<T> {
        self.watched.is_due(limit);
        let made = send(&mut self.to, ask)
            .and_then(|()| send(&mut self.to, bytes))
            .and_then(|()| answer(&mut self.from));
        self.watched.is_done();
        made
    }

    /// Ends it, and tells how it ended.
    fn end(self) -> End {
        let late = self.watched.late.load(Ordering::Relaxed);
        let mut child = lock(&self.watched.child);
        let _ = child.kill(); // it may have ended by itself: then this changes nothing
        let status = child.wait().ok();
        let mut told = String::new();
        if let Some(from) = &mut child.stderr {
            let _ = from.take(1 << 12).read_to_string(&mut told); // what it said, if it could
        }
        if late { End::Late } else { End::of(status, &told) }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let mut child = lock(&self.watched.child);
        let _ = child.kill();
        let _ = child.wait();
    }
}

/// The command, in a group of its own: Ctrl-C is for the process that asks.
fn command() -> Command {
    let mut command = this_program();
    // the allocator takes a gigabyte of addresses at once: what it has not used is not to count as memory
    command.arg("worker").env("MIMALLOC_ARENA_EAGER_COMMIT", "0");
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    #[cfg(windows)]
    std::os::windows::process::CommandExt::creation_flags(&mut command, 0x200);
    command
}

/// This program once more, even where its file has been replaced since.
pub fn this_program() -> Command {
    if let Some([program, args @ ..]) = PROGRAM.get().map(Vec::as_slice) {
        let mut command = Command::new(program);
        command.args(args);
        return command;
    }
    let own = std::path::Path::new("/proc/self/exe");
    let mut command = Command::new(match own.exists() {
        true => own.to_owned(),
        false => std::env::current_exe().unwrap_or_else(|_| "yusuan".into()),
    });
    #[cfg(unix)]
    std::os::unix::process::CommandExt::arg0(&mut command, "yusuan");
    command
}

/// Pipes that take a small file at once, where the system has such.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn widen(to: &ChildStdin, from: &ChildStdout) {
    let _ = rustix::pipe::fcntl_setpipe_size(to, 1 << 20);
    let _ = rustix::pipe::fcntl_setpipe_size(from, 1 << 20);
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn widen(_to: &ChildStdin, _from: &ChildStdout) {}

/// A process, and when it must have answered.
struct Watched {
    child: Mutex<Child>,
    due: Mutex<Option<Instant>>,
    late: AtomicBool,
}

impl Watched {
    fn is_due(&self, limit: Duration) {
        *lock(&self.due) = Instant::now().checked_add(limit);
    }

    fn is_done(&self) {
        *lock(&self.due) = None;
    }

    fn is_running(&self) -> bool {
        matches!(lock(&self.child).try_wait(), Ok(None))
    }

    /// Ends it if its time is over, or in any case.
    fn look(&self, stop: bool) {
        // held while it ends: an answer that comes now is not taken for one that came in time
        let due = lock(&self.due);
        let late = due.is_some_and(|due| Instant::now() >= due);
        if late || stop {
            self.late.fetch_or(late, Ordering::Relaxed);
            let _ = lock(&self.child).kill();
        }
    }
}

/// The thread that ends processes which are late.
struct Watch {
    all: Arc<Mutex<Vec<Weak<Watched>>>>,
    over: Arc<AtomicBool>,
    stop: &'static AtomicBool,
    thread: Option<JoinHandle<()>>,
}

impl Watch {
    fn start(stop: &'static AtomicBool) -> io::Result<Watch> {
        let (all, over) =
            (Arc::<Mutex<Vec<Weak<Watched>>>>::default(), Arc::<AtomicBool>::default());
        let (seen, ended) = (all.clone(), over.clone());
        let watch = move || {
            while !ended.load(Ordering::Relaxed) {
                thread::park_timeout(LOOK);
                let stop = stop.load(Ordering::Relaxed);
                lock(&seen).retain(|one| one.upgrade().map(|one| one.look(stop)).is_some());
            }
        };
        let thread = thread::Builder::new().name("watch".into()).spawn(watch)?;
        Ok(Watch { all, over, stop, thread: Some(thread) })
    }

    fn add(&self, one: &Arc<Watched>) {
        lock(&self.all).push(Arc::downgrade(one));
    }

    fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            let _ = thread.join(); // it cannot panic
        }
    }
}

fn lock<T>(value: &Mutex<T>) -> MutexGuard<'_, T> {
    value.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_process_said_tells_why_it_ended() {
        let stack = "\nthread 'convert' (7) has overflowed its stack\nfatal runtime error: stack overflow, aborting\n";
        assert_eq!(End::of(None, stack), End::Stack);
        assert_eq!(End::of(None, "memory allocation of 9 bytes failed\n"), End::Memory);
        assert!(matches!(End::of(None, ""), End::Other(_)));
        assert!(End::Other(KILLED.into()).is_from_outside() && !End::Stack.is_from_outside());
    }

    #[cfg(unix)]
    #[test]
    fn signals_and_codes_are_told() {
        let ended = |script: &str| how(Command::new("sh").args(["-c", script]).status().unwrap());
        assert_eq!(ended("kill -9 $$"), KILLED);
        assert_eq!(ended("exit 3"), "exit code 3");
    }
    fn behind(command: fn() -> Command, max_time: Duration, stop: &'static AtomicBool) -> Wall {
        let settings = Settings { max_time, max_memory_bytes: 7 << 20, ..Settings::default() };
        Wall { command, ..Wall::new(&settings, &[], true, stop).unwrap() }
    }

    static NEVER: AtomicBool = AtomicBool::new(false);

    /// What becomes of a file whose processes all are this script.
    fn becomes(command: fn() -> Command, max_time: Duration) -> (Failure, String) {
        let wall = behind(command, max_time, &NEVER);
        let made = wall.make("a.pdf", b"x").unwrap();
        let document = made.document().unwrap();
        assert!(made.json().is_none() && document.source.sha256.is_some());
        assert!(wall.processes().is_empty());
        (document.failure.unwrap(), document.error.unwrap())
    }

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_ends_its_processes_is_failed_with_the_reason() {
        let long = Duration::from_secs(3600);
        let (kind, error) = becomes(|| shell("kill -9 $$"), long);
        assert_eq!((kind, error.contains("twice (signal 9)")), (Failure::Ended, true), "{error}");
        let (_, error) = becomes(|| shell("exit 3"), long);
        assert!(error.contains("twice (exit code 3)"), "{error}");
        let (kind, error) =
            becomes(|| shell("echo memory allocation of 9 bytes failed >&2; kill -6 $$"), long);
        assert_eq!((kind, error.contains("limit of 7 MB")), (Failure::Memory, true), "{error}");
        let (kind, error) =
            becomes(|| shell("echo has overflowed its stack >&2; kill -6 $$"), long);
        assert_eq!((kind, error.contains("nest so deep")), (Failure::Ended, true), "{error}");
        // an answer that makes no sense is none
        let (kind, _) = becomes(|| shell("exec yes"), long);
        assert_eq!(kind, Failure::Ended);
    }

    #[cfg(unix)]
    #[test]
    fn a_process_that_never_answers_is_ended() {
        // it says that it is ready, and no more
        let ready = || shell("printf '\\005\\0\\0\\0\\0\\0\\0\\0ready'; exec sleep 99999");
        let (kind, error) = becomes(ready, Duration::from_millis(1));
        assert_eq!(
            (kind, error.contains("longer than the limit of 0.001 s")),
            (Failure::Overtime, true)
        );
    }

    #[cfg(unix)]
    #[test]
    fn all_are_ended_where_that_is_asked_for() {
        static STOP: AtomicBool = AtomicBool::new(false);
        let ready = || shell("printf '\\005\\0\\0\\0\\0\\0\\0\\0ready'; exec sleep 99999");
        let wall = behind(ready, Duration::from_secs(3600), &STOP);
        STOP.store(true, Ordering::Relaxed);
        let error = wall.make("a.pdf", b"x").map(drop).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::Interrupted);
    }
}
