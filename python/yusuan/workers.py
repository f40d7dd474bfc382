"""Conversion in processes of their own, for jobs that must not be lost: engines (Daft, Ray, Spark), services, hostile files.

The processes are those of the command line, with its limits. Whatever becomes of one, there is a row: a file that takes
longer than its time or more than its memory, or that ends two processes, is a document with the status `failed` and the
reason, in the command line's words (`--max-memory-mb` is `max_memory_mb` here). A process that is killed from outside is
replaced and its file converted again. All end when the process that asks does. Where no process can be started at all, no
file is to blame: that is an `OSError`.

A row is a struct `document` (the columns of the table `documents`), and for each of the tables asked for a list of its
rows, as plain Arrow types; `json` is the whole document. Equations between documents need all of them and are not here.

Needs pyarrow. Tested on Linux; nothing here is of one system alone, but Windows, where memory is not limited, is untested.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pyarrow

from . import Options, _native
from ._isolated import isolated

if TYPE_CHECKING:
    from typing_extensions import Unpack

SHEETS = ("facts", "checks")
"""The tables that are made if none are named."""


class Workers:
    """`processes` processes (0: one for each core). Beside the options of every function of yusuan, each file has
    `max_memory_mb` (1,024; at least 64), what converting it may take where the system has such a limit, and
    `max_output_mb` (128), what its JSON or its rows may. Templates are read once, here.

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
        max_output_mb: int | None = None,
        **options: Unpack[Options],
    ) -> None:
        sheets = tuple(sheets)
        self.schema = schema(sheets, json=json)
        limits = {"max_memory_mb": max_memory_mb, "max_output_mb": max_output_mb}
        self._wall = _native.Wall(_columns(sheets, json), {**options, **limits}, isolated("__main__"))
        self._threads = ThreadPoolExecutor(processes or _cores(), thread_name_prefix="yusuan")

    def convert(self, pairs: Iterable[tuple[str, bytes | None]]) -> pyarrow.Table:
        """A row for each pair of name and bytes, in their order; bytes that could not be had are `None`."""
        self._wall.pids()  # after a fork there are no threads that would say so
        streams = self._threads.map(lambda pair: self._wall.row(*pair), pairs)
        batches = [batch for stream in streams for batch in pyarrow.ipc.open_stream(stream)]
        return pyarrow.Table.from_batches(batches, self.schema)

    def pids(self) -> list[int]:
        """The processes that run: each is started when it is needed."""
        return self._wall.pids()

    def close(self) -> None:
        """Ends the processes."""
        self._threads.shutdown()
        self._wall.end()

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _columns(sheets: Iterable[str], json: bool) -> list[str]:
    return [*sheets, *(["json"] if json else [])]


def _cores() -> int:
    """Those that this process may use, where the system tells."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def schema(sheets: Iterable[str] = SHEETS, *, json: bool = False) -> pyarrow.Schema:
    """The columns of a row.

    >>> from yusuan.workers import schema
    >>> schema(["facts"], json=True).names
    ['document', 'json', 'facts']
    """
    return pyarrow.ipc.open_stream(_native.nested(_columns(sheets, json))).schema


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
def _shared(
    _pid: int, _templates: str, processes: int, sheets: tuple[str, ...], json: bool, options: tuple[tuple[str, Any], ...]
) -> Workers:
    return Workers(processes, sheets=sheets, json=json, **dict(options))


def convert(
    pairs: Iterable[tuple[str, bytes | None]],
    *,
    processes: int = 1,
    sheets: Iterable[str] = SHEETS,
    json: bool = False,
    max_memory_mb: int | None = None,
    max_output_mb: int | None = None,
    **options: Unpack[Options],
) -> pyarrow.Table:
    """As `Workers.convert`, with workers that this process keeps: what an engine calls for each batch. A process that is
    forked off has others, and so has a folder of templates that was changed.

    >>> from yusuan.workers import convert
    >>> convert([("a.pdf", None)])["document"][0].as_py()["error"]
    'its bytes could not be had: check that it is there and may be read'
    """
    limits = {"max_memory_mb": max_memory_mb, "max_output_mb": max_output_mb}
    given = tuple(sorted({**options, **limits}.items()))
    templates = _native.fingerprint(options.get("templates"))
    return _shared(os.getpid(), templates, processes, tuple(sheets), json, given).convert(pairs)
