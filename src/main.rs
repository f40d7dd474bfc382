//! The `yusuan` binary.

fn main() -> std::process::ExitCode {
    yusuan::cli::main()
}
