"""yusuan in Daft: a column of PDFs becomes a column of their rows, on one machine or on a Ray cluster.

    import daft, yusuan.daft as yd
    files = daft.from_glob_path("s3://bucket/2025/**/*.pdf")
    found = files.select(yd.convert_url(daft.col("path")).alias("yusuan")).collect()
    yd.rows(found, "facts").write_parquet("facts")
    yd.rows(found, "documents").write_parquet("documents")

Each file is converted in a process of its own with limits of time and memory (`yusuan.workers`): whatever becomes of it, it has a row,
and a failed one says why.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import daft
from daft import DataFrame, DataType, Expression, Series, col

from . import Options, workers

if TYPE_CHECKING:
    from typing_extensions import Unpack

BATCH = 64
"""Files in a batch: with their rows this is what one step holds in memory."""


def convert(
    pdfs: Expression,
    names: Expression,
    *,
    sheets: Iterable[str] = workers.SHEETS,
    json: bool = False,
    processes: int = 0,
    batch_size: int = BATCH,
    max_memory_mb: int | None = None,
    max_output_mb: int | None = None,
    **options: Unpack[Options],
) -> Expression:
    """The rows of the PDFs in a column of bytes, which are called by `names`: a struct as `yusuan.workers` describes it.

    `processes` is the number on each machine, 0 one for each core; the limits are those of `yusuan.workers.Workers`.

    >>> import daft, yusuan.daft
    >>> files = daft.from_pydict({"name": ["a.pdf", "b.pdf"], "pdf": [b"no PDF", None]})
    >>> found = files.select(yusuan.daft.convert(daft.col("pdf"), daft.col("name")).alias("yusuan"))
    >>> yusuan.daft.rows(found, "documents").select("source_file", "status").to_pydict()
    {'source_file': ['a.pdf', 'b.pdf'], 'status': ['failed', 'failed']}
    """
    sheets = tuple(sheets)
    kind = DataType.struct({field.name: DataType.from_arrow_type(field.type) for field in workers.schema(sheets, json=json)})

    @daft.func.batch(return_dtype=kind, batch_size=batch_size, use_process=False)
    def yusuan_convert(names: Series, pdfs: Series) -> object:
        pairs = zip(names.to_pylist(), pdfs.to_pylist())
        limits: Any = {"max_memory_mb": max_memory_mb, "max_output_mb": max_output_mb, **options}
        table = workers.convert(pairs, processes=processes, sheets=sheets, json=json, **limits)
        return table.to_struct_array().combine_chunks()

    return yusuan_convert(names, pdfs)


def convert_url(urls: Expression, **arguments: Any) -> Expression:
    """The same for a column of paths or URLs, each of which is its document's name.

    >>> import daft, yusuan.daft
    >>> files = daft.from_pydict({"path": ["fixtures/seed/libreoffice.pdf", "gone.pdf"]})
    >>> found = files.select(yusuan.daft.convert_url(daft.col("path")).alias("yusuan"))
    >>> yusuan.daft.rows(found, "facts").count_rows()
    139
    """
    return convert(urls.download(on_error="null"), urls, **arguments)


def rows(found: DataFrame, sheet: str, *, column: str = "yusuan", keep: Iterable[str] = ()) -> DataFrame:
    """The rows of a table (`documents`, `facts`, `checks` …) in a column that `convert` gave, with the columns to `keep`."""
    kept = [col(name) for name in keep]
    if sheet == "documents":
        return found.select(*kept, col(column).get("document").unnest())
    listed = found.select(*kept, col(column).get(sheet).alias("row"))
    return listed.where(col("row").list_count() != 0).explode("row").select(*kept, col("row").unnest())
