"""The module as a guest of its process: threads, memory, signals, the command line, the documentation."""

import doctest
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import yusuan
from conftest import FIXTURES, HANG, ROOT, SMALL, python


def test_threads_get_what_one_gets():
    files = sorted(map(str, FIXTURES.glob("seed/*.pdf"))) * 4
    alone = [yusuan.convert_json(file) for file in files]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(yusuan.convert_json, files)) == alone


def test_pythons_lock_is_free_while_a_file_is_read(tmp_path):
    pipe = tmp_path / "pipe.pdf"
    os.mkfifo(pipe)
    # the reader waits for a writer: were the lock held, nobody could ever write
    code = f"""if True:
        import threading, yusuan
        found = []
        reader = threading.Thread(target=lambda: found.append(yusuan.convert({str(pipe)!r})))
        reader.start()
        with open({str(pipe)!r}, "wb") as to:
            to.write(open({SMALL!r}, "rb").read())
        reader.join()
        print(found[0]["status"])
    """
    assert python("-c", code) == "ok\n"


def test_memory_is_steady_over_two_thousand_conversions():
    code = f"""if True:
        import yusuan
        def resident():
            return int(open("/proc/self/statm").read().split()[1]) * 4096 / 1e6
        data = open({SMALL!r}, "rb").read()
        for i in range(1000):
            yusuan.convert(data)
            yusuan.tables([data], jobs=1)
            if i == 200:
                before = resident()
        print(before, resident())
    """
    before, after = map(float, python("-c", code).split())
    assert after < before + 8, f"{before} MB after 400 conversions, {after} MB after 2,000"


def test_memory_of_errors_is_steady_too():
    code = """if True:
        import yusuan
        def resident():
            return int(open("/proc/self/statm").read().split()[1]) * 4096 / 1e6
        for i in range(2000):
            try:
                yusuan.convert("fixtures/bad/truncated.pdf")
            except yusuan.Error:
                pass
            if i == 500:
                before = resident()
        print(before, resident())
    """
    before, after = map(float, python("-c", code).split())
    assert after < before + 4


def test_a_fork_converts_too():
    code = f"""if True:
        import multiprocessing, yusuan
        yusuan.convert({SMALL!r})
        with multiprocessing.get_context("fork").Pool(2) as pool:
            print(len(set(pool.map(yusuan.convert_json, [{SMALL!r}] * 8))))
    """
    assert python("-c", code) == "1\n"


COMMANDS = [sys.executable, "-m", "yusuan"], [os.path.join(os.path.dirname(sys.executable), "yusuan")]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    "args",
    [["--version"], ["codes", "养老"], ["convert", "fixtures/seed/typst.pdf"], ["convert", "gone.pdf"], ["convert", "--no-such-flag"], ["rules", "W3"], []],
)
def test_the_command_line_is_the_same(command, args, program):
    ours, theirs = (subprocess.run([*way, *args], cwd=ROOT, capture_output=True) for way in (command, [program]))
    assert (ours.returncode, ours.stdout, ours.stderr) == (theirs.returncode, theirs.stdout, theirs.stderr)


@pytest.mark.parametrize(("args", "code"), [(["convert", "fixtures/seed", "PIPE", "--out"], 130), (["convert", "PIPE"], -signal.SIGINT)])
def test_ctrl_c_ends_the_command_line(args, code, tmp_path):
    pipe = tmp_path / "pipe.pdf"
    os.mkfifo(pipe)
    args = [str(pipe) if arg == "PIPE" else arg for arg in args] + ([str(tmp_path / "out")] if args[-1] == "--out" else [])
    run = subprocess.Popen([sys.executable, "-m", "yusuan", *args], cwd=ROOT, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    with open(pipe, "wb"):  # from here on it reads, and waits for the end of the file
        end = time.monotonic() + HANG
        while run.poll() is None and time.monotonic() < end:
            run.send_signal(signal.SIGINT)  # with --out the first one asks it to finish what is under way
            time.sleep(0.1)
        run.kill()
        assert run.wait() == code


def test_ctrl_c_ends_a_call(tmp_path):
    pipe = tmp_path / "pipe.pdf"
    os.mkfifo(pipe)
    code = f"""if True:
        import os, signal, threading, yusuan
        def stop():
            with open({str(pipe)!r}, "wb"):  # from here on the call reads
                os.kill(os.getpid(), signal.SIGINT)
        threading.Thread(target=stop).start()
        try:
            yusuan.facts([{str(pipe)!r}] + [{SMALL!r}] * 30_000, errors="skip")
        except KeyboardInterrupt:
            print("stopped")
    """
    assert python("-c", code) == "stopped\n"


@pytest.mark.parametrize("module", ["yusuan", "yusuan._error", "yusuan.workers", "yusuan.daft"])
def test_the_examples_of_the_documentation_hold(module):
    if module == "yusuan.daft":
        pytest.importorskip("daft")
    ran = doctest.testmod(__import__(module, fromlist=["_"]))
    assert ran.failed == 0 and ran.attempted > 0


def test_everything_public_has_an_example():
    for name in yusuan.__all__:
        thing = getattr(yusuan, name)
        if callable(thing) and name not in ("Options", "Source", "Table"):
            assert ">>> " in thing.__doc__, name


def test_the_wheel_and_what_it_declares_are_enough(tmp_path):
    wheel = os.environ.get("YUSUAN_WHEEL")
    if wheel is None:
        pytest.skip("YUSUAN_WHEEL is not set: run scripts/python/test")
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "env"], check=True)
    fresh = tmp_path / "env" / "bin"
    subprocess.run([fresh / "pip", "install", "--quiet", "--disable-pip-version-check", wheel], check=True)
    assert "abi3" in pathlib.Path(wheel).name
    code = "import yusuan; print(len(yusuan.convert('fixtures/seed/typst.pdf')['tables']), len(yusuan.facts('fixtures/seed/typst.pdf')))"
    printed = subprocess.run([fresh / "python", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert printed == "10 139\n"
    assert subprocess.run([fresh / "yusuan", "--version"], capture_output=True, text=True).stdout.startswith("yusuan 0.")


def test_threads_start_none_that_stay():
    before = threading.active_count(), len(os.listdir("/proc/self/task"))
    for _ in range(20):
        yusuan.convert(SMALL)
        yusuan.facts([SMALL, SMALL], jobs=2)
    end = time.monotonic() + HANG
    while (now := (threading.active_count(), len(os.listdir("/proc/self/task")))) != before and time.monotonic() < end:
        time.sleep(0.01)  # a pool's threads end soon after it
    assert now == before
