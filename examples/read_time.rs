//! Reads one file and says nothing: what `scripts/bench` times. `read_time --peak FILE` prints the peak memory in kB.

use yusuan::read::{Settings, read};

/// The program's own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let first = args.next().ok_or("usage: read_time [--peak] FILE")?;
    let peak = first == "--peak";
    let path = if peak { args.next().ok_or("--peak needs a file")? } else { first };
    let paper = read(&std::fs::read(path)?, &Settings::default())?;
    std::hint::black_box(&paper);
    if peak {
        let status = std::fs::read_to_string("/proc/self/status")?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0 kB");
        println!("{}", line.trim().trim_end_matches(" kB"));
    }
    Ok(())
}
