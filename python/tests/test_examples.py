"""The examples: a country's archive into Parquet, cut off and resumed; the same function in ray.data and in Spark; a notebook."""

import contextlib
import io
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time
from decimal import Decimal

import pyarrow
import pyarrow.dataset
import pytest
import yusuan
import yusuan.province
from conftest import FIXTURES, ROOT, python

EXAMPLES = ROOT / "python" / "examples"
PARTS = 5
"""Parts that a country is converted in."""


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """60 files in folders of a province and of nowhere, some of them bad."""
    folder = tmp_path_factory.mktemp("archive")
    for copy, place in enumerate(["福州", "somewhere", "上海", "吉林"]):
        (folder / place).mkdir()
        for file in [*FIXTURES.glob("seed/*.pdf"), *FIXTURES.glob("bad/*.pdf"), FIXTURES / "read" / "plain.pdf"]:
            shutil.copy(file, folder / place / f"{copy}-{file.name}")
    return folder


def read(folder):
    """The rows below a folder of partitions, those of each file together, in order of the files' names."""
    parts = pyarrow.dataset.partitioning(pyarrow.schema([("year", pyarrow.int64()), ("province", pyarrow.string())]), flavor="hive")
    rows = pyarrow.dataset.dataset(folder, partitioning=parts).to_table().to_pylist()
    return sorted(rows, key=lambda row: row["source_file"])


def test_a_country_is_converted_once_though_the_run_is_cut_off(archive, tmp_path):
    command = [EXAMPLES / "country.py", archive, tmp_path / "out", "--part", str(60 // PARTS)]
    for _ in range(20):
        run = subprocess.Popen([sys.executable, *map(str, command)], stderr=subprocess.DEVNULL)
        while not list(tmp_path.glob("out/parts/*.json")) and run.poll() is None:
            time.sleep(0.01)
        time.sleep(0.2)  # into the next part
        run.send_signal(signal.SIGKILL)
        run.wait()
        first = {path.name for path in tmp_path.glob("out/parts/*.json")}
        if 0 < len(first) < PARTS:
            break
        shutil.rmtree(tmp_path / "out")  # on a busy machine it may have come to its end before: another one is killed
    stray = tmp_path / "out" / "facts" / "year=2025" / "stray.parquet"
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"what a part that was cut off has left")
    python(*command)
    assert first < {path.name for path in tmp_path.glob("out/parts/*.json")} and not stray.exists()

    tables = yusuan.tables(archive)
    documents, facts = read(tmp_path / "out" / "documents"), read(tmp_path / "out" / "facts")
    expected = pyarrow.table(tables["documents"]).to_pylist()
    kept = list(expected[0])
    assert [{name: row[name] for name in kept} for row in documents] == expected and len(expected) == 60
    assert [{name: row[name] for name in facts[0] if name not in ("year", "province")} for row in facts] == pyarrow.table(tables["facts"]).to_pylist()
    for row in documents:
        assert row["year"] == row["fiscal_year"]
        assert (row["province"], row["province_from"]) == yusuan.province.province(row["unit_name"], row["source_file"])
    assert {row["province"] for row in documents} >= {"福建省", None}

    written = [path for part in tmp_path.glob("out/parts/*.json") for paths in json.loads(part.read_text()).values() for path in paths]
    assert len(written) == len(list(tmp_path.glob("out/*/year=*/province=*/*.parquet")))
    before = sorted(path.stat().st_mtime_ns for path in tmp_path.rglob("*.parquet"))
    python(*command)
    assert sorted(path.stat().st_mtime_ns for path in tmp_path.rglob("*.parquet")) == before, "nothing is left to do"


@pytest.mark.parametrize("engine", ["ray", "spark"])
def test_the_same_function_in_other_engines(engine, archive, tmp_path):
    pytest.importorskip({"ray": "ray.data", "spark": "pyspark"}[engine])
    if engine == "spark" and shutil.which("java") is None:
        pytest.skip("Spark needs Java")
    environment = {**os.environ, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    python(EXAMPLES / f"on_{engine}.py", archive, tmp_path / "out", env=environment)
    rows = pyarrow.dataset.dataset(tmp_path / "out", exclude_invalid_files=True).to_table().to_pylist()
    for row in rows:
        row["source_file"] = row["source_file"].removeprefix("file:")
    expected = pyarrow.table(yusuan.facts(archive, errors="skip")).to_pylist()

    def order(rows):
        return sorted(rows, key=lambda row: (row["source_file"], row["page"], row["x0"], row["y0"]))

    assert order(rows) == order(expected) and len(pathlib.Path(expected[0]["source_file"]).parts) > 3


def test_the_notebook_prints_what_stands_in_it(monkeypatch):
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    monkeypatch.chdir(EXAMPLES)
    names = {}
    for cell in json.loads((EXAMPLES / "panel.ipynb").read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            with contextlib.redirect_stdout(io.StringIO()) as printed:
                exec("".join(cell["source"]), names)
            shown = "".join(line for output in cell["outputs"] for line in output["text"])
            assert printed.getvalue().split() == shown.split(), "but for the blanks between columns"

    assert names["checked"].summary == "8 inputs: 8 ok; 945 facts; checks: 2074 exact, 0 rounding, 1 mismatch, 2 not checked"
    panel = names["panel"]
    assert panel.loc[("350100", 2024, "budget"), "expenditure_total"] == Decimal(15_800_000)
    assert panel.loc[("350200", 2025, "budget"), "expenditure_total"] == Decimal(9_200_000)
    assert names["growth"].to_dict() == {"350100": Decimal(4_200_000), "350200": Decimal(-300_000)}
    assert [bar.get_height() for bar in names["axes"].patches] == [20.0, 36.0, 22.0, 12.0]
    assert [bar.get_width() for bar in names["bars"].patches][:2] == [109.96, 68.27]
    assert names["items"]["amount_yuan"].sum() == Decimal("3725700")
