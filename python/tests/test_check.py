"""`yusuan.check` and `yusuan.report` tell what the command line tells."""

import json
import pathlib
import pickle
import re
import subprocess
from decimal import Decimal

import pyarrow
import pyarrow.compute
import pytest
import yusuan


SOURCES = [f"fixtures/{folder}" for folder in ("seed", "batch", "bad", "quirks")]


def told(program, *args):
    """What the command line says: exit code, standard output, last line of standard error."""
    run = subprocess.run([program, *map(str, args)], capture_output=True, text=True, encoding="utf-8")
    return run.returncode, run.stdout, run.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    "args, chosen",
    [
        (["--lang", "en"], {}),
        (["--lang", "zh"], {"lang": "zh"}),
        (["--lang", "en", "--select", "W,B4,no-", "--ignore", "W2"], {"select": ["W", "B4", "no-"], "ignore": "W2"}),
    ],
)
def test_a_check_is_the_command_lines(args, chosen, program):
    found = yusuan.check(SOURCES, **chosen)
    code, text, summary = told(program, "check", *SOURCES, *args)
    assert (found.ok, bool(found), code) == (False, False, 1)
    assert found.summary == summary
    assert str(found) == text + summary
    _, notes, _ = told(program, "check", *SOURCES, "--format", "json", *args)
    assert found.notes == json.loads(notes)["notes"] and len(found.notes) > 20


def test_what_is_found_are_rows_of_the_tables():
    tables = {name: pyarrow.table(table) for name, table in yusuan.tables(SOURCES).items()}
    checks, only_w2 = tables["checks"], yusuan.check(SOURCES, select="W2,unread")
    found = yusuan.check(SOURCES, jobs=2)

    def of(verdict, rows=checks):
        return rows.filter(pyarrow.compute.equal(rows["verdict"].cast("string"), verdict)).to_pylist()

    assert list(found.mismatches) == of("mismatch") and list(found.not_checked) == of("not_checked")
    assert list(found.findings) == tables["findings"].to_pylist()
    documents = tables["documents"].to_pylist()
    assert list(found.failed) == [row for row in documents if row["status"] == "failed"]
    counted = re.search(r"(\d+) mismatch, (\d+) not checked$", found.summary).groups()
    assert (str(len(found.mismatches)), str(len(found.not_checked))) == counted
    # by its number a check's figures are found, whatever is selected
    assert list(only_w2.mismatches) == [row for row in of("mismatch") if row["rule"] == "W2"] != []
    assert {row["code"] for row in only_w2.findings} == {"unread-cell"}


def test_documents_are_held_against_each_other():
    found = yusuan.check("fixtures/batch", select="B")
    rows = [(row["source_file"], row["rule"], row["item"], row["lhs"], row["rhs"]) for row in found.mismatches]
    assert rows == [("fixtures/batch/xiamen-2024-final.pdf", "B4", "general_public_budget_total_initial_budget", Decimal(9_050_000), Decimal(9_500_000))]
    assert not found and yusuan.check("fixtures/batch", ignore="B4")
    assert [len(table) for table in (found.findings, found.failed)] == [0, 0]


def test_an_input_that_fails_is_not_ok_and_no_exception():
    found = yusuan.check(["gone.pdf", ("a.pdf", b"no PDF")])
    assert not found and [row["source_file"] for row in found.failed] == ["gone.pdf", "a.pdf"]
    assert found.summary == "2 inputs: 2 failed; 0 facts; checks: 0 exact, 0 rounding, 0 mismatch, 0 not checked"
    assert yusuan.check([])


def test_what_was_found_can_be_kept_and_shown():
    found = yusuan.check("fixtures/seed/altered.pdf")
    again = pickle.loads(pickle.dumps(found))
    assert (str(again), repr(again), list(again.mismatches)) == (str(found), repr(found), list(found.mismatches))
    page = found._repr_html_()
    assert page.startswith("<p>&lt;yusuan.Checked not ok: 1 input: 1 ok; ") and page.count("<table>") == 1


@pytest.mark.parametrize(
    "chosen, message",
    [
        ({"select": "unraed-cell"}, "did you mean `unread-cell`"),
        ({"ignore": ["Q7"]}, "no rule or finding `Q7`"),
        ({"select": "R1"}, "R1 to R7 are no checks"),
        ({"lang": "fr"}, "no language 'fr': there are en, zh"),
    ],
)
def test_what_cannot_be_chosen_is_told(chosen, message):
    with pytest.raises(ValueError, match=message):
        yusuan.check("fixtures/seed/typst.pdf", **chosen)


@pytest.fixture(scope="module")
def folder(program, tmp_path_factory):
    """An output folder of two documents that contradict each other, one that contradicts itself, and one that failed."""
    out = tmp_path_factory.mktemp("report") / "data"
    files = ["fixtures/batch/xiamen-2024-budget.pdf", "fixtures/batch/xiamen-2024-final.pdf", "fixtures/seed/altered.pdf", "fixtures/bad/scan.pdf"]
    assert told(program, "convert", *files, "--out", out, "--format", "csv")[0] == 1
    return files, out


@pytest.mark.parametrize("args, chosen", [(["--lang", "en"], {}), (["--lang", "zh", "--rounding"], {"lang": "zh", "rounding": True})])
def test_a_report_is_the_command_lines(args, chosen, folder, program, tmp_path):
    files, out = folder
    assert told(program, "report", out, "--out", tmp_path / "theirs.html", *args)[0] == 0
    theirs = (tmp_path / "theirs.html").read_text(encoding="utf-8")
    assert yusuan.report(out, **chosen) == out / "report.html" and (out / "report.html").read_text(encoding="utf-8") == theirs
    assert yusuan.report(str(out), tmp_path / "ours.html", **chosen) == tmp_path / "ours.html"
    assert (tmp_path / "ours.html").read_text(encoding="utf-8") == theirs

    # the same documents, converted for the page: it names no folder
    page = yusuan.report(files, to=tmp_path / "inputs.html", jobs=2, **chosen).read_text(encoding="utf-8")
    named = f'"folder":{json.dumps(str(out))}'
    assert named in theirs and page == theirs.replace(named, '"folder":""')
    overview = json.loads(re.search(r'id="data-overview">(.*?)</script>', page, re.S)[1])
    assert (overview["inputs"], overview["statuses"], overview["verdicts"][2]) == (4, [3, 0, 0, 1], 4)


def test_where_a_report_comes_from_and_goes_must_be_known(folder, tmp_path):
    _, out = folder
    for given in ("fixtures/seed/typst.pdf", tmp_path, "gone"):
        with pytest.raises(TypeError, match="say where the page goes with to="):
            yusuan.report(given)
    with pytest.raises(TypeError, match="nothing is converted where a page is made of an output folder"):
        yusuan.report(out, password="x")
    with pytest.raises(FileNotFoundError, match="gone"):
        yusuan.report(out, tmp_path / "gone" / "page.html")
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a.json").write_text("{}")
    with pytest.raises(OSError, match="a.json is no document of yusuan"):
        yusuan.report(tmp_path)
    assert sorted(path.name for path in pathlib.Path(tmp_path).iterdir()) == ["documents"], "no page is begun and left"
