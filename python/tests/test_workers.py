"""Processes of their own: whatever becomes of one, there is a row."""

import hashlib
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time

import pytest
import yusuan
from conftest import HANG, ROOT, SMALL, python

pyarrow = pytest.importorskip("pyarrow")
workers = pytest.importorskip("yusuan.workers")


def pairs(*files):
    return [(file, (ROOT / file).read_bytes()) for file in files]


def is_there(pid):
    try:
        return ") Z " not in pathlib.Path(f"/proc/{pid}/stat").read_text()  # one that nobody has asked for is not
    except OSError:
        return False


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
        victim = pool.pids()[0]
        killer = threading.Timer(0.05, os.kill, (victim, signal.SIGKILL))
        killer.start()
        found = pool.convert(files)
        killer.join()
        assert victim not in pool.pids()
    assert {row["status"] for row in found["document"].to_pylist()} == {"ok"}
    assert len({len(facts) for facts in found["facts"]}) == 1


def test_a_file_beyond_its_time_is_a_row():
    with workers.Workers(1, max_seconds=1e-6) as pool:
        (row,) = pool.convert(pairs("fixtures/seed/chromium.pdf"))["document"].to_pylist()
    assert row["status"] == "failed" and "it takes longer than the limit of 0.000001 s" in row["error"]


def test_a_process_that_hangs_is_ended():
    with workers.Workers(1, max_seconds=5) as pool:
        pool.convert([("a.pdf", b"no PDF")])
        (stopped,) = pool.pids()
        os.kill(stopped, signal.SIGSTOP)
        (row,) = pool.convert([("a.pdf", b"no PDF")])["document"].to_pylist()
        assert row["status"] == "failed" and row["error"].startswith("it takes longer than the limit of 5 s")
        assert not is_there(stopped)
        (row,) = pool.convert([("a.pdf", b"no PDF")])["document"].to_pylist()
        assert "not a PDF" in row["error"], "by another process"


def test_a_process_that_ended_while_it_waited_is_replaced():
    with workers.Workers(1) as pool:
        pool.convert(pairs(SMALL))
        (killed,) = pool.pids()
        os.kill(killed, signal.SIGKILL)
        assert pool.convert(pairs(SMALL))["document"].to_pylist()[0]["status"] == "ok"
        (other,) = pool.pids()
    assert other != killed


def with_program(program, call):
    """What is printed of `call`, which has the pair of a name and bytes, by a Python that takes `program` for its own."""
    code = f"""if True:
        import sys
        from yusuan import workers
        sys.executable, pair = {str(program)!r}, ("a.pdf", b"%PDF-1.4")
        print({call})
    """
    return python("-c", code)


def test_a_file_that_ends_every_process_is_a_row(tmp_path):
    ends = tmp_path / "ends"
    ends.write_text("#!/bin/sh\necho >> $0.count\nkill -9 $$\n")
    ends.chmod(0o755)
    call = "[*map(workers.convert([pair])['document'][0].as_py().get, ('status', 'error', 'sha256'))]"
    error = "the process that converts it ends twice (signal 9): report it with the file"
    assert with_program(ends, call) == f"{['failed', error, hashlib.sha256(b'%PDF-1.4').hexdigest()]}\n"
    assert (tmp_path / "ends.count").read_text() == "\n\n", "two processes had it"


def test_where_no_process_can_be_started_no_file_is_to_blame(tmp_path):
    with pytest.raises(AssertionError, match="FileNotFoundError: no process that converts can be started"):
        with_program(tmp_path / "gone", "workers.convert([pair])")


def test_a_file_beyond_its_memory_is_a_row_and_no_other():
    numbers = b"1 " * 4_500_000  # an array of so many takes more than two hundred megabytes
    large = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
    large += b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>\nendobj\n4 0 obj\n[" + numbers + b"]\nendobj\n"
    large += b"trailer\n<</Size 5/Root 1 0 R>>\n%%EOF\n"
    with workers.Workers(2, max_memory_mb=64) as pool:
        found = pool.convert([*pairs(SMALL), ("large.pdf", large), *pairs(SMALL)])["document"].to_pylist()
    assert [row["status"] for row in found] == ["ok", "failed", "ok"]
    assert found[1]["error"].startswith("it takes more memory than the limit of 64 MB")


def test_a_document_beyond_its_length_is_a_row():
    with workers.Workers(1, max_output_mb=0) as pool:
        (row,) = pool.convert(pairs(SMALL))["document"].to_pylist()
    assert row["status"] == "failed" and "longer than the limit of 0 bytes" in row["error"]


def test_options_that_make_no_sense_are_told_at_once():
    with pytest.raises(TypeError, match="there is no option 'max_second'"):
        workers.Workers(1, max_second=1)
    with pytest.raises(ValueError, match="max_memory_mb must be 64 or more"):
        workers.Workers(1, max_memory_mb=63)
    with pytest.raises(ValueError, match="no table 'fact'"):
        workers.Workers(1, sheets=["fact"])
    with pytest.raises(OSError, match="gone"):
        workers.convert(pairs(SMALL), templates="gone")


def test_templates_that_change_are_read_again(tmp_path):
    def tables():
        found = workers.convert(pairs("fixtures/seed/typst.pdf"), templates=tmp_path)
        return {row["table"] for row in workers.rows(found, "facts").to_pylist()}

    (tmp_path / "某省").mkdir()
    template = tmp_path / "某省" / "某市.toml"
    text = 'place = ["福州市社会保险"]\n[[title]]\nid = "procurement"\nwords = ["某表"]\n'
    template.write_text(text, encoding="utf-8")
    before = tables()
    assert "expenditure_summary" in before
    template.write_text(text.replace("某表", "支出预算总表"), encoding="utf-8")
    assert "expenditure_summary" not in tables()
    template.write_text("nonsense = [", encoding="utf-8")
    with pytest.raises(OSError, match="某市.toml"):
        tables()
    template.write_text(text, encoding="utf-8")
    assert tables() == before


def test_no_process_outlives_its_pool():
    with workers.Workers(2) as pool:
        pool.convert(pairs(SMALL, SMALL, SMALL))
        pids = pool.pids()
    assert pids and not pool.pids()
    for pid in pids:
        assert not is_there(pid)


def test_no_process_outlives_who_asks():
    code = f"""if True:
        import os, signal
        from yusuan.workers import Workers
        pool = Workers(1)
        pool.convert([({SMALL!r}, open({SMALL!r}, "rb").read())])
        print(*pool.pids(), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    """
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=HANG)
    assert run.returncode == -signal.SIGKILL
    (pid,) = map(int, run.stdout.split())
    end = time.monotonic() + HANG
    while is_there(pid) and time.monotonic() < end:
        time.sleep(0.01)
    assert not is_there(pid)


def test_a_fork_has_workers_of_its_own_and_leaves_the_others_alone():
    code = f"""if True:
        import gc, os, sys
        from yusuan import workers
        pair = ({SMALL!r}, open({SMALL!r}, "rb").read())
        status = lambda found: found["document"][0].as_py()["status"]
        pool = workers.Workers(1)
        print(status(pool.convert([pair])), status(workers.convert([pair])), flush=True)
        before = pool.pids()
        if os.fork() == 0:
            try:
                pool.convert([pair])
            except RuntimeError as error:
                print(error)
            print(status(workers.convert([pair])))
            pool.close()
            del pool
            gc.collect()
            sys.exit(7)
        print(os.waitstatus_to_exitcode(os.wait()[1]), status(pool.convert([pair])), pool.pids() == before)
    """
    assert python("-c", code).splitlines() == [
        "ok ok",
        "these workers are those of the process that this one was forked off: make others here",
        "ok",
        "7 ok True",
    ]


def test_what_lies_in_the_working_directory_is_not_imported(tmp_path):
    for module in ("yusuan", "orjson", "signal", "pathlib"):
        (tmp_path / f"{module}.py").write_text("raise SystemExit(9)")
    code = f"""if True:
        import os
        from yusuan import workers
        data = open({SMALL!r}, "rb").read()
        os.chdir({str(tmp_path)!r})
        print(workers.convert([("a.pdf", data)])["document"][0].as_py()["status"])
    """
    assert python("-c", code, env={**os.environ, "PYTHONPATH": str(tmp_path / "gone")}) == "ok\n"
