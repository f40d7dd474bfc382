"""Processes of their own: whatever becomes of one, there is a row."""

import os
import pathlib
import signal
import threading

import pytest
import yusuan
from conftest import ROOT, SMALL

pyarrow = pytest.importorskip("pyarrow")
workers = pytest.importorskip("yusuan.workers")


def pairs(*files):
    return [(file, (ROOT / file).read_bytes()) for file in files]


def test_rows_are_those_of_the_tables():
    files = [SMALL, "fixtures/bad/scan.pdf", "fixtures/seed/altered.pdf", "fixtures/read/simple.pdf"]
    with workers.Workers(2, sheets=["facts", "checks", "narrative", "performance"], json=True) as pool:
        found = pool.convert(pairs(*files) + [("gone.pdf", None)])
    assert found.schema == pool.schema
    assert found["json"][0].as_py().encode() == yusuan.convert_json(SMALL)
    for sheet in ("facts", "narrative", "performance"):
        rows = [row for rows in found[sheet].to_pylist() for row in rows]
        assert rows == pyarrow.table(yusuan.tables(files)[sheet]).to_pylist()
    documents = found["document"].to_pylist()
    assert documents[:4] == pyarrow.table(yusuan.tables(files)["documents"]).to_pylist()
    assert (documents[4]["source_file"], documents[4]["status"]) == ("gone.pdf", "failed")
    checks = [row for rows in found["checks"].to_pylist() for row in rows]
    alone = [row for file in files for row in pyarrow.table(yusuan.checks(file, errors="skip")).to_pylist()]
    assert checks == [row for row in alone if row["rule"] not in ("B1", "B2", "B3", "B4", "B5")], "which need all documents"


def test_a_killed_process_is_replaced_and_its_file_converted():
    files = pairs(SMALL) * 60
    with workers.Workers(2) as pool:
        pool.convert(files[:4])
        victims = pool.pids()
        killer = threading.Timer(0.05, os.kill, (victims[0], signal.SIGKILL))
        killer.start()
        found = pool.convert(files)
        killer.join()
        assert victims[0] not in pool.pids() or pool.convert(files[:4]).num_rows == 4
    assert {row["status"] for row in found["document"].to_pylist()} == {"ok"}
    assert len({len(facts) for facts in found["facts"]}) == 1


def test_a_file_beyond_its_time_is_a_row(monkeypatch):
    with workers.Workers(1, max_seconds=1e-6) as pool:
        (row,) = pool.convert(pairs("fixtures/seed/chromium.pdf"))["document"].to_pylist()
    assert row["status"] == "failed" and "it takes longer than the limit" in row["error"]
    # patience that ends before the time of a file: what hangs is waited for a little, what works has all the time it needs
    with workers.Workers(1, max_seconds=1800) as pool:
        pool.convert(pairs(SMALL))
        (process,), stopped = pool._processes, pool.pids()[0]
        os.kill(stopped, signal.SIGSTOP)  # a process that hangs
        with monkeypatch.context() as impatient:
            impatient.setattr(process, "_limit", 2)
            (row,) = pool.convert(pairs(SMALL))["document"].to_pylist()
        assert row["status"] == "failed" and row["error"].startswith("it takes longer than 1810 s")
        assert pool.convert(pairs(SMALL))["document"].to_pylist()[0]["status"] == "ok"
        with pytest.raises(ProcessLookupError):
            os.kill(stopped, 0)


def test_a_file_that_ends_every_process_is_a_row():
    with workers.Workers(1, max_memory_mb=1) as pool:
        (row,) = pool.convert(pairs(SMALL))["document"].to_pylist()
    assert row["status"] == "failed" and row["error"].startswith("the process that converts it ends (")
    assert row["sha256"] is not None


def test_no_process_outlives_its_pool():
    with workers.Workers(2) as pool:
        pool.convert(pairs(SMALL, SMALL, SMALL))
        pids = pool.pids()
    assert pids
    for pid in pids:
        assert not pathlib.Path(f"/proc/{pid}").exists()
