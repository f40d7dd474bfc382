//! What one file may cost, and how many are converted at once: the options of the commands that convert.

use super::reading::Reading;
use crate::pipeline::Settings;
use crate::read;
use clap::builder::{RangedU64ValueParser, TypedValueParser};
use std::time::Duration;

/// What one file may cost. A file beyond the time or the output fails; of one beyond the others, what was read up to
/// there is converted, with a finding.
#[derive(clap::Args)]
#[command(next_help_heading = "Limits for each file")]
pub struct Limits {
    #[command(flatten)]
    cost: Cost,
    /// JSON written for it
    #[arg(long, value_name = "MB", default_value_t = 128, value_parser = number().range(1..=MOST_MEGABYTES))]
    max_output_mb: u64,
}

/// What reading one file may cost.
#[derive(clap::Args)]
#[command(next_help_heading = "Limits for each file")]
pub struct Cost {
    /// Seconds
    #[arg(long, value_name = "N", default_value_t = 60, value_parser = number().range(1..=MOST_SECONDS))]
    max_seconds: u64,
    /// Memory that converting it takes, where the system has such a limit
    #[arg(long, value_name = "MB", default_value_t = 1024, value_parser = number().range(64..=MOST_MEGABYTES))]
    max_memory_mb: u64,
    /// Size of the file
    #[arg(long, value_name = "MB", default_value_t = 512, value_parser = number().range(1..=MOST_MEGABYTES))]
    max_file_mb: u64,
    /// Pages
    #[arg(long, value_name = "N", default_value_t = 5_000, value_parser = number().range(1..=MOST))]
    max_pages: u64,
    /// PDF objects
    #[arg(long, value_name = "N", default_value_t = 5_000_000, value_parser = number().range(1..=MOST))]
    max_objects: u64,
    /// What all its streams may inflate to
    #[arg(long, value_name = "MB", default_value_t = 1024, value_parser = number().range(1..=MOST_MEGABYTES))]
    max_inflated_mb: u64,
}

/// Limits beyond these are none, or mistakes: a terabyte, a year, a thousand million.
const MOST_MEGABYTES: u64 = 1 << 20;
const MOST_SECONDS: u64 = 366 * 24 * 60 * 60;
const MOST: u64 = 1_000_000_000;

/// Processes beyond these are a mistake.
const MOST_JOBS: usize = 1024;

fn number() -> RangedU64ValueParser {
    RangedU64ValueParser::new()
}

/// Parses a number of threads.
pub fn jobs() -> impl TypedValueParser<Value = usize> {
    |text: &str| {
        let number = text.parse().ok().filter(|number| *number <= MOST_JOBS);
        number.ok_or("it is a number up to 1024; 0 is one for each core")
    }
}

impl Limits {
    /// The settings of a conversion: these limits, and how files are read.
    pub fn settings(&self, reading: &Reading) -> Settings {
        Settings { max_output_bytes: self.max_output_mb << 20, ..self.cost.settings(reading) }
    }
}

impl Cost {
    /// The settings of a conversion: these limits, how files are read, and output as it comes.
    pub fn settings(&self, reading: &Reading) -> Settings {
        let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let bytes = |megabytes: u64| count(megabytes << 20);
        let read = read::Settings {
            max_file_bytes: bytes(self.max_file_mb),
            max_pages: count(self.max_pages),
            max_objects: count(self.max_objects),
            max_total_bytes: bytes(self.max_inflated_mb),
            ..reading.settings()
        };
        Settings {
            read,
            max_time: Duration::from_secs(self.max_seconds),
            max_memory_bytes: self.max_memory_mb << 20,
            ..Settings::default()
        }
    }
}
