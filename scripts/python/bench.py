"""The measurements of scripts/python/bench: bench.py YUSUAN [FOLDER [ROUNDS]].

The wheel: CPU time (user and system) of one process over all files, one thread, rounds interleaved, medians. The command
line writes documents and tables, as it always does; Python makes what the line says, and `all` of it at once.
Daft: wall time from the query to the last file, two processes, against `--jobs 2`, both writing documents, facts and
checks as Parquet; its import (about a second) is not in it.
"""
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
COPIES = 6

DICTS = "import sys, yusuan\nfor file in sys.argv[2:]: yusuan.convert(file)"
JSON = "import sys, yusuan\nfor i, file in enumerate(sys.argv[2:]): open(f'{sys.argv[1]}/{i}.json', 'wb').write(yusuan.convert_json(file))"
TABLES = "import sys, yusuan\nyusuan.tables(sys.argv[2:], jobs=1)"
DAFT = """
import sys, time
import daft, yusuan.daft
from daft import col
daft.set_runner_native()
start = time.monotonic()
files = daft.from_glob_path(f"{sys.argv[2]}/**/*.pdf").select("path")
found = files.select(yusuan.daft.convert_url(col("path"), processes=2).alias("yusuan")).collect()
for sheet in ("documents", "facts", "checks"):
    yusuan.daft.rows(found, sheet).write_parquet(f"{sys.argv[1]}/{sheet}")
print(time.monotonic() - start)
"""


def cpu(command):
    """CPU seconds of a command and of the processes that it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def medians(ways, rounds, measure):
    """The median of each way, rounds interleaved."""
    found = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            with tempfile.TemporaryDirectory() as out:
                found[name].append(measure(way(out)))
    return {name: statistics.median(values) for name, values in found.items()}


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    corpus = ROOT.parent / "shared" / "corpus" / "real"
    folder = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else corpus if corpus.is_dir() else ROOT / "fixtures" / "seed"
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    files = sorted(map(str, folder.rglob("*.pdf")))
    python = [sys.executable, "-c"]
    ways = {
        "`yusuan convert --out`": lambda out: [program, "convert", *files, "--out", out, "--jobs", "1", "--quiet"],
        "`yusuan.convert`: dicts": lambda out: [*python, DICTS, out, *files],
        "`yusuan.convert_json`: files": lambda out: [*python, JSON, out, *files],
        "`yusuan.tables`: Arrow": lambda out: [*python, TABLES, out, *files],
    }
    found = medians(ways, rounds, cpu)
    base = next(iter(found.values()))
    print(f"{len(files)} files, medians of {rounds} interleaved rounds\n\n| way | CPU, s | against the command line |\n| --- | --- | --- |")
    for name, seconds in found.items():
        print(f"| {name} | {seconds:.2f} | {seconds / base:.2f} |")
    try:
        import daft  # noqa: F401
    except ImportError:
        print("\nDaft is not installed: not measured")
        return
    with tempfile.TemporaryDirectory() as work:
        many = pathlib.Path(work, "in")
        for copy in range(COPIES):
            for number, file in enumerate(files):
                to = many / str(copy) / f"{number}.pdf"
                to.parent.mkdir(parents=True, exist_ok=True)
                os.link(os.path.realpath(file), to) if os.stat(work).st_dev == os.stat(file).st_dev else to.write_bytes(pathlib.Path(file).read_bytes())

        def command_line(out):
            start = time.monotonic()
            subprocess.run([program, "convert", many, "--out", out, "--jobs", "2", "--quiet", "--format", "parquet"], check=False)
            return time.monotonic() - start

        def on_daft(out):
            run = subprocess.run([*python, DAFT, out, str(many)], capture_output=True, text=True)
            if run.returncode:
                sys.exit(run.stderr)
            return float(run.stdout.split()[-1])

        ways = {"`yusuan convert --jobs 2`": lambda out: lambda: command_line(out), "Daft, native runner, 2 processes": lambda out: lambda: on_daft(out)}
        found = medians(ways, max(rounds // 2, 1), lambda run: run())
    base = next(iter(found.values()))
    print(f"\n{COPIES * len(files)} files\n\n| way | wall, s | files/s | throughput against `--jobs 2` |\n| --- | --- | --- | --- |")
    for name, seconds in found.items():
        print(f"| {name} | {seconds:.1f} | {COPIES * len(files) / seconds:.0f} | {base / seconds:.2f} |")


if __name__ == "__main__":
    main()
