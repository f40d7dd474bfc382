//! The clerk's window: a page on this machine alone, where disclosures are looked at before they are published. The page
//! sends the files, the server keeps them in a folder, has them converted behind the wall, and tells what stands in them.
//!
//! ```text
//! browser ─▶ guard ─▶ routes ─┬▶ upload ──▶ shelf ◀── queue ─▶ wall
//!                             ├▶ answers ─▶ shelf, notes, tables
//!                             └▶ downloads ▶ shelf, notes, batch::Collect
//! ```

mod all;
mod answers;
mod downloads;
mod entry;
mod findings;
mod guard;
mod log;
mod mark;
mod names;
mod notes;
mod page;
mod pictures;
mod queue;
mod reply;
mod routes;
mod shelf;
mod tables;
mod upload;
mod window;

use crate::batch::Wall;
use crate::emit::in_words;
use crate::pipeline::Settings;
use crate::render::Lang;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use shelf::Shelf;
use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::timeout;
use window::Window;

/// How long a browser may take for the head of a request, or leave a connection unused.
const HEAD: Duration = Duration::from_secs(15);
/// How long one connection may be kept.
const LONGEST: Duration = Duration::from_secs(60 * 60);
/// Connections at a time; a browser has six.
const CONNECTIONS: usize = 128;
/// How often it is looked whether to end.
const LOOK: Duration = Duration::from_millis(50);
/// Answers that are worked on at a time, beside those that take no time.
const THREADS: usize = 8;

/// What a window is opened with.
pub struct Opening {
    /// The folder that keeps everything.
    pub folder: PathBuf,
    /// The port, 0 for a free one.
    pub port: u16,
    /// Files converted at once, 0 for one for each core.
    pub jobs: usize,
    /// Documents that the folder may hold.
    pub max_files: usize,
    /// What a file may cost.
    pub settings: Settings,
    /// Fingerprint of what decides what becomes of a file.
    pub key: String,
    /// The language of what asks for none.
    pub lang: Lang,
}

/// Opens a window and answers until `stop` is set; `ready` gets its address.
///
/// # Errors
/// The folder or the port cannot be had.
pub fn serve(
    opening: Opening,
    wall: Wall,
    stop: &'static AtomicBool,
    ready: impl FnOnce(&str) -> io::Result<()>,
) -> io::Result<()> {
    let Opening { folder, port, jobs, max_files, settings, key, lang } = opening;
    let shelf = Shelf::open(&folder, max_files, &key)?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| {
        let why = in_words(&error);
        io::Error::new(
            error.kind(),
            format!("port {port} cannot be had ({why}): name another one with --port, or none"),
        )
    })?;
    listener.set_nonblocking(true)?;
    let port = listener.local_addr()?.port();
    let token = guard::token()?;
    let address = format!("http://127.0.0.1:{port}/{token}/");
    let window = Arc::new(Window::new(shelf, wall, settings, token, port, max_files, lang));
    let jobs = if jobs == 0 { thread::available_parallelism().map_or(1, Into::into) } else { jobs };
    for _ in 0..jobs {
        let window = window.clone();
        let work = move || queue::work(&window, stop);
        thread::Builder::new().name("queue".into()).spawn(work)?;
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(THREADS)
        .build()?;
    let listened = runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        ready(&address)?;
        listen(&listener, &window, stop).await
    });
    runtime.shutdown_background(); // what is under way is not waited for: the folder survives that
    listened
}

async fn listen(
    listener: &tokio::net::TcpListener,
    window: &Arc<Window>,
    stop: &AtomicBool,
) -> io::Result<()> {
    let open = Arc::new(AtomicUsize::new(0));
    while !stop.load(Ordering::Relaxed) {
        let Ok(accepted) = timeout(LOOK, listener.accept()).await else { continue };
        let Ok((stream, _)) = accepted else {
            tokio::time::sleep(LOOK).await; // no more files can be opened, most often
            continue;
        };
        if open.fetch_add(1, Ordering::Relaxed) >= CONNECTIONS {
            open.fetch_sub(1, Ordering::Relaxed);
            continue;
        }
        let (window, open) = (window.clone(), open.clone());
        tokio::spawn(async move {
            connection(stream, window).await;
            open.fetch_sub(1, Ordering::Relaxed);
        });
    }
    Ok(())
}

/// Answers what comes over a connection, until either side has enough.
async fn connection(stream: TcpStream, window: Arc<Window>) {
    let answer = service_fn(move |request| {
        let window = window.clone();
        async move { Ok::<_, Infallible>(routes::answer(window, request).await) }
    });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(64 << 10)
        .serve_connection(TokioIo::new(stream), answer);
    let _ = timeout(LONGEST, served).await; // a connection that breaks is the browser's affair
}
