"""Conversion in processes of their own, for jobs that must not be lost: engines (Daft, Ray, Spark), services, hostile files.

Whatever becomes of a process, there is a row: a file that takes longer than its time or more than its memory, or that
ends the process, is a document with the status `failed` and the reason. A process that is killed from outside is
replaced and its file converted again.

A row is a struct `document` (the columns of the table `documents`), and for each of the tables asked for a list of its
rows, as plain Arrow types; `json` is the whole document. Equations between documents need all of them and are not here.

Needs pyarrow, and a system with POSIX processes.
"""

from __future__ import annotations

import functools
import os
import queue
import subprocess
import weakref
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import Pipe
from typing import TYPE_CHECKING, Any

import pyarrow

from . import Options, _native
from ._isolated import isolated

if TYPE_CHECKING:
    from typing_extensions import Unpack

SHEETS = ("facts", "checks")
"""The tables that are made if none are named."""

GRACE = 10.0
"""Seconds that a process gets beyond `max_seconds`, within which the core should have given up by itself."""

TRIES = 2
"""How often a file is given to a process that ends on it, before it is that file's fault."""


class _Process:
    """One process; started when it is first asked, and again after it has ended."""

    def __init__(self, start: tuple[list[str], Options, int | None], limit: float) -> None:
        self._start, self._limit = start, limit
        self._child: subprocess.Popen[bytes] | None = None

    def ask(self, name: str, data: bytes) -> bytes:
        """The answer; TimeoutError, EOFError or OSError where there is none."""
        if self._child is None or self._child.poll() is not None:
            self._peer, theirs = Pipe()
            with theirs:
                command = [*isolated("_worker"), str(theirs.fileno())]
                self._child = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
            self._peer.send(self._start)
        self._peer.send(name)
        self._peer.send_bytes(data)
        if not self._peer.poll(self._limit):
            raise TimeoutError
        return self._peer.recv_bytes()

    @property
    def pid(self) -> int | None:
        return None if self._child is None else self._child.pid

    def end(self) -> str:
        """Ends it; tells how it ended."""
        if self._child is None:
            return "not started"
        self._peer.close()
        self._child.kill()
        code = self._child.wait()
        self._child = None
        return f"signal {-code}" if code < 0 else f"exit code {code}"


class Workers:
    """`processes` processes (0: one for each core); `max_memory_mb` bounds the address space of each.

    >>> from yusuan.workers import Workers
    >>> with Workers(2) as workers:
    ...     table = workers.convert([("a.pdf", open("fixtures/seed/libreoffice.pdf", "rb").read()), ("b.pdf", b"no PDF")])
    >>> [row["status"] for row in table["document"].to_pylist()], len(table["facts"][0])
    (['ok', 'failed'], 139)
    """

    def __init__(
        self,
        processes: int = 0,
        *,
        sheets: Iterable[str] = SHEETS,
        json: bool = False,
        max_memory_mb: int | None = None,
        **options: Unpack[Options],
    ) -> None:
        sheets = tuple(sheets)
        self.schema = schema(sheets, json=json)
        self._sheets = [*sheets, *(["json"] if json else [])]
        count = processes or len(os.sched_getaffinity(0))
        limit = (options.get("max_seconds") or 60) + GRACE
        self._limit = limit
        self._processes = [_Process((self._sheets, options, max_memory_mb), limit) for _ in range(count)]
        self._idle: queue.LifoQueue[_Process] = queue.LifoQueue()
        for process in self._processes:
            self._idle.put(process)
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="yusuan")
        self._finalizer = weakref.finalize(self, _end, self._processes)

    def convert(self, pairs: Iterable[tuple[str, bytes | None]]) -> pyarrow.Table:
        """A row for each pair of name and bytes, in their order; bytes that could not be had are `None`."""
        streams = self._threads.map(lambda pair: self._one(*pair), pairs)
        batches = [batch for stream in streams for batch in pyarrow.ipc.open_stream(stream)]
        return pyarrow.Table.from_batches(batches, self.schema)

    def _one(self, name: str, data: bytes | None) -> bytes:
        if data is None:
            return self._failed(name, data, "its bytes could not be had: check that it is there and may be read")
        ends: list[str] = []
        while len(ends) < TRIES:
            process = self._idle.get()
            try:
                return process.ask(name, data)
            except TimeoutError:
                process.end()
                return self._failed(name, data, f"it takes longer than {self._limit:g} s: look whether it is what it claims to be, or allow more with max_seconds")
            except (EOFError, OSError):
                ends.append(process.end())
            finally:
                self._idle.put(process)
        return self._failed(name, data, f"the process that converts it ends ({', then '.join(ends)}): allow it more memory with max_memory_mb, or report it with the file")

    def _failed(self, name: str, data: bytes | None, error: str) -> bytes:
        return _native.nested_failure(name, data, error, self._sheets)

    def pids(self) -> list[int]:
        """The processes that have been started."""
        return [process.pid for process in self._processes if process.pid is not None]

    def close(self) -> None:
        """Ends the processes."""
        self._threads.shutdown()
        self._finalizer()

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _end(processes: list[_Process]) -> None:
    for process in processes:
        process.end()


def schema(sheets: Iterable[str] = SHEETS, *, json: bool = False) -> pyarrow.Schema:
    """The columns of a row.

    >>> from yusuan.workers import schema
    >>> schema(["facts"], json=True).names
    ['document', 'json', 'facts']
    """
    return pyarrow.ipc.open_stream(_native.nested([], [*sheets, *(["json"] if json else [])], None)).schema


def row_schema(sheet: str) -> pyarrow.Schema:
    """The columns of a table, as plain Arrow types.

    >>> from yusuan.workers import row_schema
    >>> row_schema("facts").field("amount_yuan").type
    Decimal128Type(decimal128(38, 9))
    """
    kind = schema([sheet]).field("document" if sheet == "documents" else sheet).type
    return pyarrow.schema(kind if sheet == "documents" else kind.value_type)


def rows(found: pyarrow.Table, sheet: str) -> pyarrow.Table:
    """The rows of a table in what `convert` gave.

    >>> from yusuan.workers import convert, rows
    >>> rows(convert([("a.pdf", b"no PDF")]), "documents").select(["source_file", "status"]).to_pylist()
    [{'source_file': 'a.pdf', 'status': 'failed'}]
    """
    column = found["document" if sheet == "documents" else sheet]
    structs = [chunk if sheet == "documents" else chunk.flatten() for chunk in column.chunks]
    batches = [pyarrow.RecordBatch.from_struct_array(chunk) for chunk in structs]
    return pyarrow.Table.from_batches(batches, row_schema(sheet))


@functools.lru_cache(maxsize=4)
def _shared(_pid: int, processes: int, sheets: tuple[str, ...], json: bool, options: tuple[tuple[str, Any], ...]) -> Workers:
    return Workers(processes, sheets=sheets, json=json, **dict(options))


def convert(
    pairs: Iterable[tuple[str, bytes | None]],
    *,
    processes: int = 1,
    sheets: Iterable[str] = SHEETS,
    json: bool = False,
    max_memory_mb: int | None = None,
    **options: Unpack[Options],
) -> pyarrow.Table:
    """As `Workers.convert`, with workers that this process keeps: what an engine calls for each batch.

    >>> from yusuan.workers import convert
    >>> convert([("a.pdf", None)])["document"][0].as_py()["error"]
    'its bytes could not be had: check that it is there and may be read'
    """
    given = tuple(sorted({**options, "max_memory_mb": max_memory_mb}.items()))
    return _shared(os.getpid(), processes, tuple(sheets), json, given).convert(pairs)
