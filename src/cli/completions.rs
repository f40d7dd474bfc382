//! `yusuan completions`.

use clap::Command;
use clap_complete::Shell;
use std::io::{self, Write};
use std::process::ExitCode;

/// Print the completions of a shell
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  yusuan completions bash > ~/.local/share/bash-completion/completions/yusuan
  yusuan completions fish > ~/.config/fish/completions/yusuan.fish")]
pub struct Completions {
    /// The shell
    shell: Shell,
}

/// Runs the command.
pub fn run(args: Completions, mut command: Command) -> io::Result<ExitCode> {
    let mut script = vec![];
    clap_complete::generate(args.shell, &mut command, "yusuan", &mut script);
    io::stdout().write_all(&script)?;
    Ok(ExitCode::SUCCESS)
}
