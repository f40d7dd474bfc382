#!/usr/bin/env python3
"""yusuan in ray.data: on_ray.py FOLDER OUT writes the facts as Parquet."""

import sys

import ray
from yusuan import workers


def facts(batch):
    """The facts of a batch of files, which are bytes with their paths."""
    found = workers.convert(zip(batch["path"].to_pylist(), batch["bytes"].to_pylist()), sheets=["facts"])
    return workers.rows(found, "facts")


if __name__ == "__main__":
    files = ray.data.read_binary_files(sys.argv[1], include_paths=True, file_extensions=["pdf"])
    files.map_batches(facts, batch_format="pyarrow", batch_size=32).write_parquet(sys.argv[2])
