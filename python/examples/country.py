#!/usr/bin/env python3
"""A country's archive into partitioned Parquet, resumable: country.py IN OUT

    country.py archive/ out/                        a folder, on this machine
    country.py s3://bucket/2025 s3://bucket/out     a bucket (credentials as Daft finds them)
    country.py archive/ out/ --ray auto             on a Ray cluster; IN and OUT must be where all its machines see them

IN is searched for .pdf files. OUT gets

    documents/, facts/, checks/   year=…/province=…/*.parquet
    parts/<part>.json             what each finished part has written

A document's year is what it says; `yusuan.province` tells its province, and where that is known from. Unknown is null, the
partition `__HIVE_DEFAULT_PARTITION__`; the column `province_from` of documents says why. Every input is a row of documents,
a failed one with its error. Equations between documents are not evaluated: `yusuan check` does so for a folder.

The inputs, in order of their paths, are cut into parts. A part is done when its file in parts/ is there; the same command
does the rest, and first deletes what a part that was cut off has written. One part is held in memory at a time, spread
over the cluster.
"""

from __future__ import annotations

import argparse
import atexit
import hashlib
import json
import os
import sys

import daft
import pyarrow.fs
import yusuan
import yusuan.daft
from daft import DataType, Series, col
from yusuan.province import province

SHEETS = ("documents", "facts", "checks")
PLACE = DataType.struct({"province": DataType.string(), "province_from": DataType.string()})


@daft.func.batch(return_dtype=PLACE)
def place(units: Series, files: Series) -> list[dict[str, str | None]]:
    """Province and its origin for each unit's name and path."""
    found = (province(unit, file) for unit, file in zip(units.to_pylist(), files.to_pylist()))
    return [{"province": name, "province_from": origin} for name, origin in found]


def parts_of(source: str, size: int) -> dict[str, list[str]]:
    """The inputs cut into parts; a part's name says which files of which sizes, converted by which version."""
    found = daft.from_glob_path([f"{source.rstrip('/')}/**/*.{ending}" for ending in ("pdf", "PDF")]).select("path", "size").sort("path").to_pydict()
    files = list(zip(found["path"], found["size"]))
    parts = {}
    for start in range(0, len(files), size):
        part = files[start : start + size]
        name = hashlib.sha256(json.dumps([yusuan.__version__, part]).encode()).hexdigest()[:16]
        parts[name] = [path for path, _ in part]
    return parts


def convert(paths: list[str], out: str, options: argparse.Namespace) -> dict[str, list[str]]:
    """Converts a part; gives the files written for each table, by their places in its folder."""
    inputs = daft.from_pydict({"path": paths})
    if options.partitions > 1:
        inputs = inputs.into_partitions(options.partitions)
    pdf, name = col("path").download(on_error="null"), col("path").regexp_replace("^file://", "")
    found = inputs.select(
        yusuan.daft.convert(pdf, name, max_seconds=options.max_seconds, max_memory_mb=options.max_memory_mb).alias("yusuan")
    )
    document = col("yusuan").get("document")
    found = found.with_column("place", place(document.get("unit_name"), document.get("source_file")))
    place_of, from_ = col("place").get("province"), col("place").get("province_from")
    found = found.with_columns({"year": document.get("fiscal_year"), "province": place_of, "province_from": from_}).collect()
    written = {}
    for sheet in SHEETS:
        keep = ["year", "province", *(["province_from"] if sheet == "documents" else [])]
        table = yusuan.daft.rows(found, sheet, keep=keep)
        files = table.write_parquet(f"{out}/{sheet}", partition_cols=["year", "province"], write_mode="append").to_pydict()
        written[sheet] = sorted(path.rsplit(f"/{sheet}/", 1)[-1] for path in files["path"])
    return written


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", metavar="IN")
    parser.add_argument("out", metavar="OUT")
    parser.add_argument("--part", type=int, default=1000, metavar="N", help="inputs in a part (1000)")
    parser.add_argument("--partitions", type=int, default=1, metavar="N", help="pieces of a part: machines of the cluster (1)")
    parser.add_argument("--max-seconds", type=float, default=60, metavar="N", help="time for one file (60)")
    parser.add_argument("--max-memory-mb", type=int, default=1024, metavar="N", help="memory that converting one file takes (1024)")
    parser.add_argument("--ray", metavar="ADDRESS", help="address of a Ray cluster; auto finds the one of this machine")
    options = parser.parse_args()
    if options.ray:
        daft.set_runner_ray(options.ray)
    else:
        daft.set_runner_native()

    source, out = (where if "://" in where else os.path.abspath(where) for where in (options.source, options.out.rstrip("/")))
    disk, root = pyarrow.fs.FileSystem.from_uri(out)
    disk.create_dir(f"{root}/parts")
    listed = disk.get_file_info(pyarrow.fs.FileSelector(f"{root}/parts"))
    listed = [file for file in listed if file.extension == "json"]
    done = {file.base_name.removesuffix(".json"): json.loads(disk.open_input_stream(file.path).read()) for file in listed}
    for sheet in SHEETS:
        whole = {f"{root}/{sheet}/{path}" for part in done.values() for path in part[sheet]}
        for file in disk.get_file_info(pyarrow.fs.FileSelector(f"{root}/{sheet}", recursive=True, allow_not_found=True)):
            if file.is_file and file.path not in whole:
                disk.delete_file(file.path)  # of a part that was cut off

    parts = parts_of(source, options.part)
    for number, (name, paths) in enumerate(parts.items(), 1):
        if name not in done:
            written = convert(paths, out, options)
            with disk.open_output_stream(f"{root}/parts/{name}.new") as to:
                to.write(json.dumps(written, ensure_ascii=False, indent=1).encode())
            disk.move(f"{root}/parts/{name}.new", f"{root}/parts/{name}.json")
        print(f"part {number} of {len(parts)}: {len(paths)} inputs {'were done' if name in done else 'done'}", file=sys.stderr)
    stale = done.keys() - parts.keys()
    if stale:
        print(f"{len(stale)} parts in {out}/parts are of inputs that have changed since, or of other settings: use a new folder", file=sys.stderr)
    leave(1 if stale else 0)


def leave(code: int) -> None:
    """Ends the process, without Python's own teardown: Daft's threads that are still finishing can crash in it, when all is
    written and the exit code should say so (pyo3-async-runtimes, issue 40)."""
    atexit._run_exitfuncs()  # Ray's
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
