"""What the tests share. They run with the wheel installed, from the project's folder, beside a built `yusuan`."""

import csv
import os
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "fixtures"
SETS = {"fixtures": ["fixtures"], "corpus": [f"../shared/corpus/{folder}" for folder in ("real", "synthetic", "negatives", "ink")]}
"""Files that results are compared on. What is there to break the program (corpus/hostile) is for other tests."""
SMALL = "fixtures/seed/reportlab-gbk.pdf"
HANG = 1800
"""Seconds after which a process hangs: none takes a tenth of it, on a busy machine neither."""
LONG = "LONG" in os.environ
"""Is everything asked for, also what a run of every day takes a part of?"""
csv.field_size_limit(1 << 30)


@pytest.fixture(autouse=True)
def in_the_project(monkeypatch):
    monkeypatch.chdir(ROOT)


@pytest.fixture(scope="session")
def program():
    """The command line that results are compared with: $YUSUAN, which scripts/python/test builds."""
    path = os.environ.get("YUSUAN")
    if path is None:
        pytest.fail("YUSUAN is not set: run scripts/python/test")
    return path


@pytest.fixture(scope="session", params=SETS)
def converted(request, program, tmp_path_factory):
    """The folders of a set of files, and the folder that the command line made of them."""
    folders = SETS[request.param]
    if not all((ROOT / folder).is_dir() for folder in folders):
        pytest.skip(f"no corpus at {folders[0]}")
    out = tmp_path_factory.mktemp("out")
    command = [program, "convert", *folders, "--out", out, "--format", "csv,parquet", "--quiet"]
    assert subprocess.run(command, cwd=ROOT).returncode == 1, "some of these are no PDFs"
    return folders, out


def rows(path):
    """The rows of a CSV file."""
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def python(*command, **more):
    """Runs this Python; gives what it printed."""
    run = subprocess.run([sys.executable, *map(str, command)], cwd=ROOT, capture_output=True, text=True, timeout=HANG, **more)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout
