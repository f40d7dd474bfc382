"""Daft on its native runner and on a local Ray runner: every file has its row, and the facts are the command line's."""

import os
import shutil
import subprocess

import pytest
from conftest import FIXTURES, rows, python

pytest.importorskip("daft")


@pytest.fixture(scope="module")
def archive(tmp_path_factory, program):
    """240 files, 30 of them bad, and what the command line makes of them."""
    folder, out = tmp_path_factory.mktemp("archive"), tmp_path_factory.mktemp("out")
    for copy in range(5):
        for file in sorted(FIXTURES.rglob("*.pdf")):
            to = folder / str(copy) / f"{file.parent.name}-{file.name}"
            to.parent.mkdir(exist_ok=True)
            shutil.copy(file, to)
    assert subprocess.run([program, "convert", folder, "--out", out, "--quiet"]).returncode == 1
    return folder, out


@pytest.mark.parametrize("runner", ["native", "ray"])
def test_every_file_has_its_row_though_a_worker_is_killed(runner, archive, tmp_path):
    if runner == "ray":
        pytest.importorskip("ray")
    folder, expected = archive
    environment = {**os.environ, "YUSUAN_JOB": str(tmp_path), "RAY_DISABLE_IMPORT_WARNING": "1", "DO_NOT_TRACK": "1"}
    printed = python("python/tests/daft_job.py", runner, folder, tmp_path, env=environment)
    assert "killed" in printed
    documents = rows(expected / "documents.csv")
    assert len(documents) >= 200 and sum(row["status"] == "failed" for row in documents) >= 30
    for sheet in ("documents", "facts"):
        ours, theirs = (sorted((folder / f"{sheet}.csv").read_bytes().split(b"\n")) for folder in (tmp_path, expected))
        assert ours == theirs, sheet
