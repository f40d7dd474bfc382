//! `yusuan man`.

use crate::emit;
use clap::Command;
use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Print the manual page, or write those of all commands
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  yusuan man | man -l -
  yusuan man --out ~/.local/share/man/man1")]
pub struct Man {
    /// Folder to write yusuan.1, yusuan-convert.1 … to
    #[arg(long, short, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: Man, command: Command) -> io::Result<ExitCode> {
    match args.out {
        Some(out) if !emit::is_standard(&out) => {
            fs::create_dir_all(&out).map_err(|e| emit::about(&out, e))?;
            clap_mangen::generate_to(command, &out).map_err(|e| emit::about(&out, e))?;
        }
        _ => {
            let mut page = vec![];
            clap_mangen::Man::new(command).render(&mut page)?;
            io::stdout().write_all(&page)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
