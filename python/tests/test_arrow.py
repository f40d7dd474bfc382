"""The tables in other people's programs, without a copy."""

import pickle
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


def test_frames_by_name(facts, total):
    frame = facts.to_pandas()
    assert frame[frame["column"] == "project"]["amount_yuan"].sum() == total
    # text is text: its beginnings are asked for, and columns compared
    assert frame[frame["code"].fillna("").str.startswith("208")]["code"].nunique() == 6
    assert (frame["code"] == frame["item"]).sum() == 0 and (frame["stated"] == frame["stated"]).all()
    # with an empty cell among them as without one
    assert [str(frame[name].dtype) for name in ("fiscal_year", "level")] == ["Int64", "Int64"]
    assert frame["level"].isna().any() and not frame["fiscal_year"].isna().any()


def test_a_polars_frame_by_name(facts, total):
    polars = pytest.importorskip("polars")
    frame = facts.to_polars()
    assert frame.filter(polars.col("column") == "project")["amount_yuan"].sum() == total
    assert frame.filter(polars.col("code").str.starts_with("208"))["code"].n_unique() == 6
    assert frame["amount_yuan"].dtype == polars.Decimal(38, 9) and frame.columns == facts.column_names


def test_columns_and_rows_are_had_by_name_and_number(facts):
    expected = pyarrow.table(facts)
    assert facts["code"].equals(expected["code"])
    assert facts[2] == expected.to_pylist()[2] and facts[-1] == expected.to_pylist()[-1]
    assert facts[3:5].equals(expected.slice(3, 2))
    for number in (139, -140):
        with pytest.raises(IndexError, match=f"no row {number}: there are 139"):
            facts[number]
    assert facts[["code", "amount_yuan"]].equals(expected.select(["code", "amount_yuan"]))
    for missing in ("no such column", ["code", "no such column"]):
        with pytest.raises(KeyError):
            facts[missing]
    assert "code" in facts and "no such column" not in facts and 2 not in facts
    assert facts._ipython_key_completions_() == facts.column_names


def test_rows_come_one_by_one(facts):
    assert list(facts) == pyarrow.table(facts).to_pylist() and len(list(facts)) == 139
    assert list(yusuan.facts([])) == []
    assert facts.shape == (139, 30) and facts.to_arrow().equals(pyarrow.table(facts))


def test_a_pickled_table_is_the_same(facts):
    for table in (facts, yusuan.facts([]), yusuan.facts([FILE] * 500)):
        again = pickle.loads(pickle.dumps(table))
        assert pyarrow.table(again).equals(pyarrow.table(table)) and repr(again) == repr(table)
    with pytest.raises(ValueError, match="no pickled table"):
        yusuan._native.unpickled("facts", b"nonsense")


def test_notebooks_show_the_first_rows(facts):
    html = facts._repr_html_()
    assert html.startswith("<table><caption>&lt;yusuan.Table facts: 139 rows, 30 columns&gt;</caption><tr><th>source_file</th>")
    assert html.count("<tr>") == 1 + 10 and "<td>6025600.00</td>" in html


def test_duckdb(facts, total):
    duckdb = pytest.importorskip("duckdb")
    found = duckdb.sql("""SELECT sum(amount_yuan), any_value(typeof(amount_yuan)) FROM facts WHERE "column" = 'project'""").fetchall()
    assert found == [(total, "DECIMAL(38,9)")]


def test_long_tables_come_in_batches():
    found = pyarrow.table(yusuan.facts([FILE] * 500))
    assert found.num_rows == 139 * 500 and found["row"].num_chunks == 2
    assert found["name"].to_pylist()[:139] == found["name"].to_pylist()[-139:]
