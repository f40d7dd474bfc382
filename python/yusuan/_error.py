"""The exception."""

from __future__ import annotations


class Error(Exception):
    """Nothing could be had from an input, or not what was asked for.

    >>> import yusuan
    >>> try:
    ...     yusuan.convert("fixtures/bad/scan.pdf")
    ... except yusuan.Error as error:
    ...     print(error.code, error.file, error.page)
    no-text fixtures/bad/scan.pdf None
    """

    code: str
    """Stable name of the kind of error: `no-input`, `empty`, `not-pdf`, `damaged`, `encrypted`, `too-large`, `no-text`,
    `overtime`, `out-of-memory`, `ended`, `no-such-page`, `internal`; with `strict`, the code of the finding."""
    file: str
    """The input as given."""
    page: int | None
    """1-based page, where the error is of one."""
    message: str
    """What is wrong and what to do, in the command line's words."""

    def __init__(self, code: str, file: str, page: int | None, message: str) -> None:
        super().__init__(code, file, page, message)
        self.code, self.file, self.page, self.message = code, file, page, message

    def __str__(self) -> str:
        page = "" if self.page is None else f", page {self.page}"
        return f"{self.file}{page}: {self.message} [{self.code}]"
