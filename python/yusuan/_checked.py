"""What `yusuan.check` found."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import Any

import orjson

from . import _native
from ._native import Table


@dataclass(frozen=True, eq=False, repr=False)
class Checked:
    """What a check found. It is true if every input was read and nothing contradicts itself, as the exit code 0 of
    `yusuan check`; what could not be checked or read contradicts nothing, so look at `not_checked` and `findings`, too.

    `print` shows it as the command line does, each thing with its place, both figures and what to do.

    >>> import yusuan
    >>> found = yusuan.check("fixtures/seed/altered.pdf")
    >>> if not found:
    ...     print(str(found).splitlines()[0])
    mismatch W2: each row adds up
    """

    ok: bool
    """What it is as a truth value."""
    summary: str
    """Inputs, amounts and checks, counted: the line that the command line ends with."""
    mismatches: Table
    """Checks that fail: rows of the table `checks`. `source_file` and `check_no` find their figures in `check_terms`."""
    not_checked: Table
    """Checks that could not be evaluated: rows of `checks` with the reason."""
    findings: Table
    """What could not be read, is doubtful, or is worth knowing: rows of the table `findings`."""
    failed: Table
    """Inputs of which nothing could be had: rows of the table `documents` with their error."""
    _notes: bytes
    _told: bytes
    _lang: str

    @property
    def notes(self) -> list[dict[str, Any]]:
        """What the command line shows, as `yusuan check --format json` has it under `notes`: what is wrong, its place as
        printed, and what to do next. Checks that fail from the cause of another one are told by that one."""
        return [orjson.loads(line) for line in self._notes.splitlines()]

    def __bool__(self) -> bool:
        return self.ok

    def __str__(self) -> str:
        return _native.shown(self._told, self._lang) + self.summary

    def __repr__(self) -> str:
        return f"<yusuan.Checked {'ok' if self.ok else 'not ok'}: {self.summary}>"

    def _repr_html_(self) -> str:
        tables = (self.failed, self.mismatches, self.not_checked, self.findings)
        return f"<p>{html.escape(repr(self))}</p>" + "".join(table._repr_html_() for table in tables if len(table))
