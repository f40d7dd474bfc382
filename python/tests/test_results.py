"""Results are the command line's, for the shipped fixtures and, where it is at hand, the shared corpus."""

import json
import pathlib
import subprocess

import pyarrow
import pyarrow.parquet
import pytest
import yusuan
from conftest import LONG, rows


def test_documents_are_the_command_lines(converted):
    folders, out = converted
    inputs = rows(out / "documents.csv")
    left = {path.stem: path for path in (out / "documents").iterdir()}
    taken = {}
    part = 1 if LONG or folders == ["fixtures"] else 3
    for at, row in enumerate(inputs):
        path = row["source_file"]
        number = taken[pathlib.Path(path).stem.lower()] = taken.get(pathlib.Path(path).stem.lower(), 0) + 1
        stem = pathlib.Path(path).stem + (f"~{number}" if number > 1 else "")
        if row["status"] == "failed":
            for function in (yusuan.convert, yusuan.convert_json):
                with pytest.raises(yusuan.Error) as caught:
                    function(path)
                assert (caught.value.file, caught.value.message) == (path, row["error"])
        else:
            expected = left.pop(stem).read_bytes()
            if at % part:
                continue
            assert yusuan.convert_json(path) == expected
            if folders == ["fixtures"]:
                assert yusuan.convert_json(pathlib.Path(path).read_bytes(), name=path) == expected
            assert list(walk(yusuan.convert(path))) == list(walk(json.loads(expected))), "the order of keys, too"
    assert len(inputs) > 40 and not left


def walk(value):
    """Every key and value with its type, in order."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from walk(inner)
    elif isinstance(value, list):
        yield len(value)
        for inner in value:
            yield from walk(inner)
    else:
        yield type(value), value


def test_tables_are_the_command_lines(converted):
    folders, out = converted
    tables = yusuan.tables(folders, jobs=2)
    assert tuple(tables) == yusuan.SHEETS == ("documents", "facts", "checks", "check_terms", "narrative", "performance", "findings", "units", "figures")
    for name, table in tables.items():
        expected = pyarrow.parquet.read_table(out / f"{name}.parquet")
        found = pyarrow.table(table)
        text = pyarrow.dictionary(pyarrow.int32(), pyarrow.string())
        assert found.schema.types == [text if kind == pyarrow.string() else kind for kind in expected.schema.types]
        assert found.cast(expected.schema).equals(expected), name
        assert len(table) == len(expected) > 0
        assert table.column_names == expected.column_names
        if folders == ["fixtures"] and name != "documents":
            only = getattr(yusuan, name)
            assert pyarrow.table(only(folders, errors="skip")).cast(expected.schema).equals(expected), name


def test_several_inputs_of_every_kind_are_one_table():
    bytes_ = pathlib.Path("fixtures/seed/typst.pdf").read_bytes()
    several = ["fixtures/seed/altered.pdf", pathlib.Path("fixtures/seed/typst.pdf"), bytes_, ("my name", bytearray(bytes_)), "fixtures/seed/rep*.pdf"]
    documents = pyarrow.table(yusuan.tables(iter(several), only=["documents"])["documents"]).to_pydict()
    names = ["fixtures/seed/altered.pdf", "fixtures/seed/typst.pdf", "<bytes>", "my name"]
    assert documents["source_file"] == names + [f"fixtures/seed/reportlab-{way}.pdf" for way in ("gbk", "truetype", "unigb")]
    assert documents["facts"][1:4] == [documents["facts"][1]] * 3
    assert len(set(documents["sha256"][1:4])) == 1


def test_the_module_is_of_the_programs_version(program):
    said = subprocess.run([program, "--version"], capture_output=True, text=True).stdout
    assert said.split()[:2] == ["yusuan", yusuan.__version__], "a released program names its commit as well"


def test_no_input_is_an_empty_table_with_its_columns():
    table = pyarrow.table(yusuan.facts([]))
    assert (table.num_rows, table.num_columns, str(table.schema.field("amount_yuan").type)) == (0, 30, "decimal128(38, 9)")


def test_a_page_is_drawn_as_the_command_line_draws_it(program):
    drawn = subprocess.run([program, "inspect", "fixtures/seed/libreoffice.pdf", "--page", "12", "--svg"], capture_output=True)
    assert yusuan.inspect_svg("fixtures/seed/libreoffice.pdf", 12).encode() == drawn.stdout
    assert yusuan.inspect_svg(pathlib.Path("fixtures/seed/libreoffice.pdf").read_bytes(), 12).encode() == drawn.stdout


def test_templates_are_words_on_top(tmp_path):
    (tmp_path / "某省").mkdir()
    path = tmp_path / "某省" / "某市.toml"
    path.write_text("nonsense = [", encoding="utf-8")
    with pytest.raises(OSError, match="某市.toml"):
        yusuan.convert("fixtures/seed/typst.pdf", templates=tmp_path)
    with pytest.raises(OSError, match="no-such-folder"):
        yusuan.convert("fixtures/seed/typst.pdf", templates="no-such-folder")
