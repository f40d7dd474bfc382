//! How far a run is, on standard error: a bar for people, lines for programs, or nothing.

use super::say;
use crate::batch::{Done, Input};
use crate::emit::wire::Status;
use crate::render::text::one_line;
use crate::render::{Lang, Summary};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// How progress is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Style {
    /// A bar, on a terminal only
    Auto,
    /// A JSON object on each line, messages included
    Json,
    /// Not at all
    None,
}

/// The progress of one run.
pub struct Progress {
    style: Style,
    lang: Lang,
    bar: ProgressBar,
    start: Instant,
    total: usize,
    count: Mutex<Count>,
}

#[derive(Default, Clone, Copy)]
struct Count {
    done: usize,
    kept: usize,
    failed: usize,
}

impl Progress {
    /// A run of `total` inputs begins.
    pub fn start(style: Style, total: usize, lang: Lang) -> Progress {
        let bar = if style == Style::Auto {
            ProgressBar::new(total as u64)
        } else {
            ProgressBar::hidden()
        };
        let template = ProgressStyle::with_template(
            "{bar:24} {pos}/{len} files{prefix}, {per_sec}, {eta} left  {wide_msg}",
        );
        let bar = bar.with_style(template.unwrap_or_else(|_| ProgressStyle::default_bar()));
        let progress =
            Progress { style, lang, bar, start: Instant::now(), total, count: Mutex::default() };
        progress.event("start", json!({ "total": total }));
        progress
    }

    /// A thread begins with an input.
    pub fn begin(&self, input: &Input) {
        if !self.bar.is_hidden() {
            self.bar.set_message(one_line(input.name()));
        }
    }

    /// An input is done.
    pub fn done(&self, done: &Done) {
        let failed = done.brief.status == Status::Failed;
        let count = {
            let mut count = self.count.lock().unwrap_or_else(|broken| broken.into_inner());
            count.done += 1;
            count.kept += usize::from(done.kept);
            count.failed += usize::from(failed);
            *count
        };
        if count.failed > 0 {
            self.bar.set_prefix(format!(", {} failed", count.failed));
        }
        self.bar.inc(1);
        if self.style == Style::Json {
            let seconds = self.start.elapsed().as_secs_f64();
            let rate = (count.done - count.kept) as f64 / seconds.max(1e-9);
            let left = (rate > 0.0).then(|| rounded((self.total - count.done) as f64 / rate));
            self.event(
                "file",
                json!({
                    "file": done.brief.source.file,
                    "status": done.brief.status.as_str(),
                    "kept": done.kept,
                    "seconds": rounded(done.time.as_secs_f64()),
                    "done": count.done,
                    "failed": count.failed,
                    "total": self.total,
                    "files_per_second": rounded(rate),
                    "seconds_left": left,
                }),
            );
        }
    }

    /// A line for people, or a `message` for programs.
    pub fn say(&self, line: &str) {
        match self.style {
            Style::Json => self.event("message", json!({ "text": line })),
            _ => self.bar.suspend(|| say(line)),
        }
    }

    /// The run is cut off.
    pub fn stop(&self, line: &str) {
        self.bar.finish_and_clear();
        self.say(line);
    }

    /// The run is over.
    pub fn end(&self, summary: &Summary, slowest: &[(Duration, String)]) {
        self.bar.finish_and_clear();
        let named: Vec<_> = slowest
            .iter()
            .map(|(time, file)| json!({ "file": file, "seconds": rounded(time.as_secs_f64()) }))
            .collect();
        self.event(
            "end",
            json!({
                "seconds": rounded(self.start.elapsed().as_secs_f64()),
                "ok": summary.ok, "partial": summary.partial, "no_tables": summary.no_tables, "failed": summary.failed,
                "facts": summary.facts,
                "exact": summary.exact, "rounding": summary.rounding, "mismatch": summary.mismatch, "not_checked": summary.not_checked,
                "slowest": named,
            }),
        );
        if self.style == Style::Json {
            return;
        }
        if self.total >= WORTH_NAMING && !slowest.is_empty() {
            let named: Vec<_> = slowest
                .iter()
                .map(|(time, file)| format!("{:.1} s {file}", time.as_secs_f64()))
                .collect();
            say(&self.lang.say(&format!("slowest: {}", named.join(", "))));
        }
        say(&summary.line(self.lang));
    }

    fn event(&self, name: &str, mut event: Value) {
        if self.style == Style::Json {
            event["event"] = name.into();
            say(&event.to_string());
        }
    }
}

/// Inputs from which on the slowest are named.
const WORTH_NAMING: usize = 20;

/// Milliseconds are enough.
fn rounded(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}
