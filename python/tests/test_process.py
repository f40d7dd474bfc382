"""The module as a guest of its process: threads, memory, signals, the command line, the documentation."""

import doctest
import os
import pathlib
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import yusuan
from conftest import FIXTURES, HANG, LONG, ROOT, SMALL, python


def test_threads_get_what_one_gets():
    files = sorted(map(str, FIXTURES.glob("seed/*.pdf"))) * 4
    alone = [yusuan.convert_json(file) for file in files]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(yusuan.convert_json, files)) == alone


def test_pythons_lock_is_free_while_files_are_read():
    # were the lock held, this thread would not come to its turn before the other is done
    code = f"""if True:
        import threading, yusuan
        done = threading.Event()
        threading.Thread(target=lambda: (yusuan.facts([{SMALL!r}] * 300, jobs=1), done.set())).start()
        turns = 0
        while not done.wait(0.001):
            turns += 1
        print(turns > 20)
    """
    assert python("-c", code) == "True\n"


def test_a_pipe_is_no_input(tmp_path):
    os.mkfifo(tmp_path / "pipe.pdf")
    with pytest.raises(yusuan.Error) as raised:
        yusuan.convert(tmp_path / "pipe.pdf")
    assert raised.value.code == "no-input"


def test_memory_is_steady_over_many_conversions():
    # what a conversion leaves behind would be a good part of its document: 20 kB of it are seen
    times = 1000 if LONG else 300
    code = f"""if True:
        import yusuan
        def resident():
            return int(open("/proc/self/statm").read().split()[1]) * 4096 / 1e6
        data = open({SMALL!r}, "rb").read()
        for i in range({times}):
            yusuan.convert(data)
            yusuan.tables([data], jobs=1)
            if i == 100:
                before = resident()
        print(before, resident())
    """
    before, after = map(float, python("-c", code).split())
    assert after < before + 8, f"{before} MB after 200 conversions, {after} MB after {2 * times}"


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


def test_ctrl_c_ends_the_command_line(tmp_path):
    (tmp_path / "many").write_text(f"{SMALL}\n" * 2_000)
    args = ["convert", "--files-from", tmp_path / "many", "--out", tmp_path / "out"]
    run = subprocess.Popen([sys.executable, "-m", "yusuan", *args], cwd=ROOT, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    end = time.monotonic() + HANG
    while not (tmp_path / "out/journal.jsonl").exists() and run.poll() is None and time.monotonic() < end:
        time.sleep(0.01)  # from the journal on it converts
    while run.poll() is None and time.monotonic() < end:
        run.send_signal(signal.SIGINT)
        time.sleep(0.1)
    run.kill()
    assert run.wait() == 130


def test_ctrl_c_ends_a_call():
    code = f"""if True:
        import os, signal, threading, time, yusuan
        def stop():
            time.sleep(0.5)  # the call takes minutes
            os.kill(os.getpid(), signal.SIGINT)
        try:
            threading.Thread(target=stop).start()
            yusuan.facts([{SMALL!r}] * 30_000, errors="skip")
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
    # in a process of its own: what other libraries keep or end in this one is not ours
    code = f"""if True:
        import os, time, yusuan
        def threads():
            return len(os.listdir("/proc/self/task"))
        before = threads()
        for _ in range(20):
            yusuan.convert({SMALL!r})
            yusuan.facts([{SMALL!r}, {SMALL!r}], jobs=2)
        end = time.monotonic() + {HANG}
        while threads() != before and time.monotonic() < end:
            time.sleep(0.01)  # a pool's threads end soon after it
        print(threads() == before)
    """
    assert python("-c", code) == "True\n"
