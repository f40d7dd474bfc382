"""A job for tests/test_daft.py: daft_job.py RUNNER FOLDER OUT. One worker is killed on the way."""

import csv
import os
import pathlib
import signal
import sys
import threading
import time

import daft
import yusuan
import yusuan.daft

runner, folder, out = sys.argv[1:]
if runner == "ray":
    import ray

    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    daft.set_runner_ray(noop_if_initialized=True)
else:
    daft.set_runner_native()


def kill_a_worker():
    """The first process that converts for this job and can be found."""
    while True:
        for process in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                command = (process / "cmdline").read_bytes().split(b"\0")
                mine = f"YUSUAN_JOB={out}".encode() in (process / "environ").read_bytes().split(b"\0")
                if command[-2:] == [b"worker", b""] and mine:
                    time.sleep(0.1)  # some way into its work
                    os.kill(int(process.name), signal.SIGKILL)
                    print("killed", flush=True)
                    return
            except OSError:
                continue
        time.sleep(0.01)


def text(value, kind):
    """A value as the command line's CSV has it."""
    if value is None:
        return ""
    if kind == "points":
        return f"{value:.2f}"
    if kind == "decimal":
        whole, _, decimals = format(value, "f").partition(".")
        return f"{whole}.{decimals.rstrip('0').ljust(2, '0')}"
    return str(value)


killer = threading.Thread(target=kill_a_worker, daemon=True)
killer.start()
files = daft.from_glob_path(f"{folder}/**/*.pdf").select(daft.functions.regexp_replace(daft.col("path"), "^file://", "").alias("path"))
found = files.select(yusuan.daft.convert_url(daft.col("path"), processes=2, batch_size=32).alias("yusuan")).collect()
# those that have nothing to do any more can be found too; where none is, the test says so
killer.join(300)
for sheet in ("documents", "facts"):
    table = yusuan.daft.rows(found, sheet).to_arrow()
    kinds = ["points" if name in ("x0", "y0", "x1", "y1") else "decimal" if name == "amount_yuan" else "" for name in table.column_names]
    with open(f"{out}/{sheet}.csv", "w", encoding="utf-8", newline="") as file:
        to = csv.writer(file, lineterminator="\n")
        to.writerow(table.column_names)
        to.writerows([text(value, kind) for value, kind in zip(row, kinds)] for row in zip(*(column.to_pylist() for column in table.columns)))
if runner == "ray":
    ray.shutdown()
sys.stdout.flush()
os._exit(0)  # Daft's threads can crash in Python's own teardown: see python/examples/country.py
