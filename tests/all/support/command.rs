//! Running the program, and reading what it wrote.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// After this long a process hangs: no run of the tests takes a tenth of it, on a busy machine neither.
const HANG: Duration = Duration::from_secs(30 * 60);

/// What a run of the program came to.
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

/// The program, whatever the environment of the tests says of colours and languages.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yusuan"));
    for said in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "YUSUAN_LANG"] {
        command.env_remove(said);
    }
    command.env("LC_ALL", "C");
    command
}

/// Runs `yusuan` with `args` in `dir`.
pub fn yusuan(dir: &Path, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Run {
    let (status, output) = ended(program().args(args).current_dir(dir));
    let [stdout, stderr] = output.map(|bytes| String::from_utf8(bytes).unwrap());
    Run { code: status.code().unwrap(), stdout, stderr }
}

/// Starts `yusuan` with `args` in `dir`; what it says is not looked at.
pub fn start(dir: &Path, args: &[&str]) -> Child {
    let mut command = program();
    command.args(args).current_dir(dir).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().unwrap()
}

/// Runs a process to its end; what it wrote to standard output and standard error. One that hangs is killed, and fails.
pub fn ended(command: &mut Command) -> (ExitStatus, [Vec<u8>; 2]) {
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let outputs = [told(child.stdout.take().unwrap()), told(child.stderr.take().unwrap())];
    let output = outputs.map(|from| match from.recv_timeout(HANG) {
        Ok(bytes) => bytes,
        Err(_) => hangs(&mut child, command),
    });
    (child.wait().unwrap(), output)
}

/// Everything that a process writes to a pipe, once it has closed it.
fn told(mut pipe: impl Read + Send + 'static) -> mpsc::Receiver<Vec<u8>> {
    let (to, from) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = vec![];
        pipe.read_to_end(&mut bytes).unwrap();
        to.send(bytes)
    });
    from
}

fn hangs(child: &mut Child, command: &Command) -> ! {
    child.kill().unwrap();
    child.wait().unwrap();
    panic!("it hangs: {command:?}")
}

pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

/// The rows of a CSV file, each by column name.
pub fn rows(path: impl AsRef<Path>) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect()
}

/// Every file below `dir` with its bytes.
pub fn files(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()) {
        if entry.is_dir() {
            found.extend(
                files(&entry)
                    .into_iter()
                    .map(|(path, bytes)| (Path::new(entry.file_name().unwrap()).join(path), bytes)),
            );
        } else {
            found.insert(entry.file_name().unwrap().into(), std::fs::read(&entry).unwrap());
        }
    }
    found
}

/// A file of the project is what it should be. With `UPDATE` in the environment it is made so first, in one step:
/// other tests may be reading it.
pub fn keeps(name: &str, text: &str, tests: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    if std::env::var_os("UPDATE").is_some() {
        let new = path.with_extension("new");
        std::fs::write(&new, text).unwrap();
        std::fs::rename(new, &path).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{name}: {e}"));
    assert!(kept == text, "{name} is out of date: UPDATE=1 cargo test --test all {tests}::");
}
