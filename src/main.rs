//! The `yusuan` binary.

/// A sixth of the time goes into allocating small strings; this allocator takes less of it than most systems' own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    yusuan::cli::main()
}
