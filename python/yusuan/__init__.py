"""yusuan: budget disclosures (预算公开, 决算公开) of Chinese public bodies, from PDF to proven data.

`convert` gives one disclosure as values, `tables` (or `facts`, `checks`, `check_terms`, `narrative`, `performance`,
`findings`, `units`, `figures`) the rows of one or many as Arrow tables. `check` tells what does not add up, `report` writes a
page to look through it all, `inspect_svg` draws a page as the tool saw it. `yusuan.workers` converts in processes of their
own, `yusuan.daft` in Daft. The command line is `python -m yusuan`, or the script `yusuan`.

An input is a path (a PDF; for tables also a folder, a zip file or a pattern), the bytes of a PDF, or a pair of a name and
bytes. Python's lock is free while a file is converted, so threads run in parallel.

These options are the command line's:

- `password`: of encrypted files;
- `templates`: a folder of templates `<省>/<市>.toml`, words of single cities;
- `max_seconds` (60), `max_file_mb` (512), `max_pages` (5,000), `max_objects` (5,000,000), `max_inflated_mb` (1,024): limits
  for each file.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

import orjson

from . import _native
from ._checked import Checked
from ._error import Error
from ._native import Table, __version__

if TYPE_CHECKING:
    from typing_extensions import Unpack

Source = Union[str, "os.PathLike[str]", bytes, "tuple[str, bytes]"]
"""One input."""


class Options(TypedDict, total=False):
    """The options of every function here; `None` is the default."""

    password: str | None
    templates: str | os.PathLike[str] | None
    max_seconds: float | None
    max_file_mb: int | None
    max_pages: int | None
    max_objects: int | None
    max_inflated_mb: int | None


SHEETS: tuple[str, ...] = tuple(_native.sheets())
"""The names of the tables: documents, facts, checks, check_terms, narrative, performance, findings, units, figures."""


def convert(source: Source, *, name: str | None = None, strict: bool = False, **options: Unpack[Options]) -> dict[str, Any]:
    """The disclosure as the JSON document is: dicts and lists, exact figures as decimal strings.

    `name` is what the input is called in it, instead of its path. With `strict`, a document with a warning is an error
    with that warning's code and page, too.

    Raises `yusuan.Error` where nothing can be had.

    >>> import yusuan
    >>> document = yusuan.convert("fixtures/seed/libreoffice.pdf")
    >>> document["identity"]["fiscal_year"], len(document["tables"])
    (2025, 10)
    >>> document["tables"][0]["rows"][0]["cells"][0]["amount_yuan"]
    '6025600.00'
    """
    document: dict[str, Any] = orjson.loads(_native.convert(source, name, strict, options))
    return document


def convert_json(source: Source, *, name: str | None = None, strict: bool = False, **options: Unpack[Options]) -> bytes:
    """The JSON document itself, the same bytes as those of `yusuan convert`.

    >>> import yusuan
    >>> yusuan.convert_json("fixtures/seed/libreoffice.pdf")[:25]
    b'{\\n  "format_version": 1,\\n'
    """
    return _native.convert_json(source, name, strict, options)


def tables(
    sources: Source | Iterable[Source], *, only: Iterable[str] = SHEETS, jobs: int = 0, **options: Unpack[Options]
) -> dict[str, Table]:
    """All tables over the inputs, from one conversion of each, with the rows that `yusuan convert --out` writes: the
    equations between documents (B1 to B5) are among the checks.

    Every input is a row of `documents`; one that fails has the status `failed` and its error there, and no other row.
    `jobs` is the number of threads, 0 one for each core. Take a `Table` over without a copy: `pyarrow.table(t)`,
    `pandas.DataFrame.from_arrow(t)`, `polars.DataFrame(t)`, or name it in DuckDB's SQL.

    >>> import yusuan
    >>> found = yusuan.tables(["fixtures/seed/libreoffice.pdf", "fixtures/bad/scan.pdf"])
    >>> found["documents"], found["facts"]
    (<yusuan.Table documents: 2 rows, 22 columns>, <yusuan.Table facts: 139 rows, 30 columns>)
    """
    only = tuple(only)
    return dict(zip(only, _native.tables(sources, only, False, jobs, options)))


def _table(name: str, sources: Source | Iterable[Source], errors: str, jobs: int, options: Options) -> Table:
    if errors not in ("raise", "skip"):
        raise ValueError(f"errors is 'raise' or 'skip', not {errors!r}")
    return _native.tables(sources, (name,), errors == "raise", jobs, options)[0]


def facts(
    sources: Source | Iterable[Source], *, errors: Literal["raise", "skip"] = "raise", jobs: int = 0, **options: Unpack[Options]
) -> Table:
    """The amounts that the tables of the inputs state, a row for each.

    The first input that fails is the error; with `errors="skip"` such inputs have no rows (`tables` tells which).

    >>> import pyarrow, yusuan
    >>> facts = pyarrow.table(yusuan.facts("fixtures/seed/libreoffice.pdf"))
    >>> facts["amount_yuan"][0].as_py(), facts["column"][0].as_py()
    (Decimal('6025600.000000000'), 'amount')
    """
    return _table("facts", sources, errors, jobs, options)


def checks(
    sources: Source | Iterable[Source], *, errors: Literal["raise", "skip"] = "raise", jobs: int = 0, **options: Unpack[Options]
) -> Table:
    """The equations that the inputs allow, evaluated, a row for each; those between the inputs come last.

    >>> import pyarrow, yusuan
    >>> verdicts = pyarrow.table(yusuan.checks("fixtures/seed/altered.pdf"))["verdict"].to_pylist()
    >>> verdicts.count("mismatch") > 0
    True
    """
    return _table("checks", sources, errors, jobs, options)


def narrative(
    sources: Source | Iterable[Source], *, errors: Literal["raise", "skip"] = "raise", jobs: int = 0, **options: Unpack[Options]
) -> Table:
    """The figures that the explanations (情况说明) state in prose, a row for each mention.

    >>> import pyarrow, yusuan
    >>> pyarrow.table(yusuan.narrative("fixtures/seed/libreoffice.pdf"))["key"][0].as_py()
    'income_total'
    """
    return _table("narrative", sources, errors, jobs, options)


def performance(
    sources: Source | Iterable[Source], *, errors: Literal["raise", "skip"] = "raise", jobs: int = 0, **options: Unpack[Options]
) -> Table:
    """The indicators of the performance tables (绩效目标表), a row for each.

    >>> import yusuan
    >>> yusuan.performance("fixtures/seed/libreoffice.pdf").column_names[3:5]
    ['project_no', 'project']
    """
    return _table("performance", sources, errors, jobs, options)


def check_terms(
    sources: Source | Iterable[Source], *, errors: Literal["raise", "skip"] = "raise", jobs: int = 0, **options: Unpack[Options]
) -> Table:
    """The figures of the equations, a row for each: position 0 is the stated one, then the addends.

    >>> import yusuan
    >>> yusuan.check_terms("fixtures/seed/altered.pdf").column_names[1:4]
    ['check_no', 'position', 'table']
    """
    return _table("check_terms", sources, errors, jobs, options)


def findings(
    sources: Source | Iterable[Source], *, errors: Literal["raise", "skip"] = "raise", jobs: int = 0, **options: Unpack[Options]
) -> Table:
    """What could not be read, is doubtful, or is worth knowing, a row for each.

    >>> import pyarrow, yusuan
    >>> "unread-cell" in pyarrow.table(yusuan.findings("fixtures/quirks/figures.pdf"))["code"].to_pylist()
    True
    """
    return _table("findings", sources, errors, jobs, options)


def units(
    sources: Source | Iterable[Source], *, errors: Literal["raise", "skip"] = "raise", jobs: int = 0, **options: Unpack[Options]
) -> Table:
    """The public bodies of the disclosures, a row for each over all its documents.

    >>> import pyarrow, yusuan
    >>> pyarrow.table(yusuan.units("fixtures/seed/libreoffice.pdf"))["budgets"].to_pylist()
    [1]
    """
    return _table("units", sources, errors, jobs, options)


def figures(
    sources: Source | Iterable[Source], *, errors: Literal["raise", "skip"] = "raise", jobs: int = 0, **options: Unpack[Options]
) -> Table:
    """The named figures of each disclosure, a row for each, wherever and however it prints them: what a panel is built of.

    >>> import pyarrow, yusuan
    >>> rows = pyarrow.table(yusuan.figures("fixtures/seed/libreoffice.pdf")).to_pylist()
    >>> {row["figure"]: f"{row['amount_yuan']:.2f}" for row in rows}["expenditure_total"]
    '6025600.00'
    """
    return _table("figures", sources, errors, jobs, options)


def check(
    sources: Source | Iterable[Source],
    *,
    select: str | Iterable[str] = (),
    ignore: str | Iterable[str] = (),
    lang: Literal["en", "zh"] = "en",
    jobs: int = 0,
    **options: Unpack[Options],
) -> Checked:
    """Checks that the inputs add up, each in itself and all together (B1 to B5), as `yusuan check` does. No input is an
    exception: one that fails is among what was found.

    `select` and `ignore` are rules and findings by id (`W3`, `unread-cell`) or beginning (`W`, `no-`), as a list or
    separated by commas. `lang` is the language of `summary` and of what is printed.

    >>> import yusuan
    >>> found = yusuan.check(["fixtures/seed/altered.pdf", "fixtures/bad/scan.pdf"], select="W,X")
    >>> found
    <yusuan.Checked not ok: 2 inputs: 1 ok, 1 failed; 139 facts; checks: 513 exact, 1 rounding, 3 mismatch, 0 not checked>
    >>> found.mismatches[0]["rule"], found.mismatches[0]["lhs"], found.mismatches[0]["rhs"]
    ('W2', Decimal('205600.000000000'), Decimal('211600.000000000'))
    >>> bool(yusuan.check("fixtures/seed/libreoffice.pdf"))
    True
    """

    def words(given: str | Iterable[str]) -> list[str]:
        return given.split(",") if isinstance(given, str) and given else list(given)

    ok, summary, tables, notes = _native.check(sources, words(select), words(ignore), lang, jobs, options)
    return Checked(ok, summary, *tables, *notes, lang)


def report(
    given: Source | Iterable[Source],
    to: str | os.PathLike[str] | None = None,
    *,
    lang: Literal["en", "zh"] = "en",
    rounding: bool = False,
    jobs: int = 0,
    **options: Unpack[Options],
) -> Path:
    """Writes one HTML page, which needs nothing beside it: what was read, what it adds up to, what contradicts itself and
    where. Gives its path.

    `given` is the folder that `yusuan convert --out` or `merge` wrote, and the page goes to `report.html` in it if `to`
    does not say another place; or inputs, which are converted for the page alone, and `to` must say where it goes. A
    folder with a `journal.jsonl` or with `documents/*.json` in it is taken for one that was written.

    `lang` is the language that the page opens in, `rounding` lists equations that only rounding explains, too. What is left
    out because the page would be too large is counted on it, and a warning.

    >>> import pathlib, tempfile, yusuan
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     page = yusuan.report("fixtures/seed/altered.pdf", to=pathlib.Path(folder) / "altered.html")
    ...     page.name, page.read_text(encoding="utf-8")[:15]
    ('altered.html', '<!doctype html>')
    """
    place, left_out = _native.report(given, to, lang, rounding, jobs, options)
    if left_out is not None:
        warnings.warn(f"{place}: {left_out}", stacklevel=2)
    return Path(place)


def inspect_svg(source: Source, page: int, *, name: str | None = None, **options: Unpack[Options]) -> str:
    """A page as the tool saw it, as SVG: every figure coloured by the worst verdict of the checks on it.

    Raises `yusuan.Error` with the code `no-such-page` and the page where there is none.

    >>> import yusuan
    >>> yusuan.inspect_svg("fixtures/seed/libreoffice.pdf", 12)[:34]
    '<svg xmlns="http://www.w3.org/2000'
    """
    return _native.inspect_svg(source, page, name, options)


__all__ = [
    "SHEETS", "Checked", "Error", "Options", "Source", "Table", "__version__", "check", "check_terms", "checks", "convert",
    "convert_json", "facts", "figures", "findings", "inspect_svg", "narrative", "performance", "report", "tables", "units",
]  # fmt: skip
