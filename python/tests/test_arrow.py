"""The tables in other people's programs, without a copy."""

from decimal import Decimal

import pyarrow
import pytest
import yusuan

FILE = "fixtures/seed/libreoffice.pdf"


@pytest.fixture(scope="module")
def facts():
    return yusuan.facts(FILE)


@pytest.fixture(scope="module")
def total(facts):
    """The sum of the projects' column, by hand."""
    found = pyarrow.table(facts).to_pylist()
    return sum(row["amount_yuan"] for row in found if row["column"] == "project")


def test_pyarrow_takes_the_same_memory_each_time(facts):
    def places(table):
        return [[b and b.address for b in chunk.buffers()] for name in ("amount_yuan", "row", "x0") for chunk in table[name].chunks]

    assert places(pyarrow.table(facts)) == places(pyarrow.table(facts))
    assert pyarrow.schema(facts) == pyarrow.table(facts).schema


def test_rows_outlive_their_table():
    found = pyarrow.table(yusuan.facts(FILE))
    yusuan.facts(FILE)
    assert found.num_rows == 139 and found["amount_yuan"][2].as_py() == Decimal("5480300")


def test_pandas(facts, total):
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame.from_arrow(facts)
    assert frame[frame["column"] == "project"]["amount_yuan"].sum() == total
    assert frame["code"].astype(object).map(type).isin([str, float, type(None)]).all()


def test_polars(facts, total):
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame(facts)
    assert frame.filter(polars.col("column") == "project")["amount_yuan"].sum() == total
    assert frame["amount_yuan"].dtype == polars.Decimal(38, 9)


def test_duckdb(facts, total):
    duckdb = pytest.importorskip("duckdb")
    found = duckdb.sql("""SELECT sum(amount_yuan), any_value(typeof(amount_yuan)) FROM facts WHERE "column" = 'project'""").fetchall()
    assert found == [(total, "DECIMAL(38,9)")]


def test_long_tables_come_in_batches():
    found = pyarrow.table(yusuan.facts([FILE] * 500))
    assert found.num_rows == 139 * 500 and found["row"].num_chunks == 2
    assert found["name"].to_pylist()[:139] == found["name"].to_pylist()[-139:]
