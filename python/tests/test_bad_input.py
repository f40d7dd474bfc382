"""Bad input is an exception that says what, where and what to do; never a crash."""

import pathlib
import pickle

import pyarrow
import pytest
import yusuan

SEED = "fixtures/seed/reportlab-gbk.pdf"


def caught(function, *args, **options):
    with pytest.raises(yusuan.Error) as error:
        function(*args, **options)
    return error.value


@pytest.mark.parametrize(
    ("file", "code", "part"),
    [
        ("bad/empty.pdf", "empty", "the file is empty"),
        ("bad/password.pdf", "encrypted", "needs a password"),
        ("bad/scan.pdf", "no-text", "no text layer"),
        ("bad/text.pdf", "not-pdf", "not a PDF but text"),
        ("bad/truncated.pdf", "no-text", "cut off in a damaged file"),
        ("bad/web-page.pdf", "not-pdf", "not a PDF but a web page"),
        ("gone.pdf", "no-input", "no such file or directory"),
        ("seed", "no-input", "it stands for 8 files"),
        ("read/*.docx", "no-input", "no file matches this pattern"),
    ],
)
def test_errors_have_code_and_file(file, code, part):
    for function in (yusuan.convert, yusuan.convert_json, yusuan.facts):
        if function is yusuan.facts and "stands for" in part:
            continue  # tables take several
        error = caught(function, f"fixtures/{file}")
        assert (error.code, error.file, error.page) == (code, f"fixtures/{file}", None)
        assert part in error.message and str(error) == f"fixtures/{file}: {error.message} [{code}]"


def test_a_page_that_is_not_there_is_named():
    assert caught(yusuan.inspect_svg, "fixtures/bad/text.pdf", 1).code == "not-pdf"
    for page in (0, 99):
        error = caught(yusuan.inspect_svg, SEED, page)
        assert (error.code, error.file, error.page) == ("no-such-page", SEED, page)
        assert f", page {page}: no page {page}: the file has " in str(error)


def test_strict_is_an_error_at_the_first_warning():
    document = yusuan.convert("fixtures/read/no_to_unicode.pdf")
    warning = next(finding for finding in document["findings"] if finding["severity"] == "warning")
    error = caught(yusuan.convert, "fixtures/read/no_to_unicode.pdf", strict=True)
    assert (error.code, error.page) == (warning["code"], warning["page"]) and warning["message"] in error.message
    assert yusuan.convert("fixtures/seed/typst.pdf", strict=True)["status"] == "ok"


def test_errors_survive_pickling():
    error = caught(yusuan.convert, "gone.pdf")
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.code, again.page) == (str(error), "no-input", None)


def test_tables_raise_or_skip_or_tell():
    mixed = ["fixtures/bad/scan.pdf", SEED]
    assert caught(yusuan.facts, mixed).file == "fixtures/bad/scan.pdf"
    alone = pyarrow.table(yusuan.facts(SEED))
    assert pyarrow.table(yusuan.facts(mixed, errors="skip")).equals(alone)
    documents = pyarrow.table(yusuan.tables(mixed)["documents"]).to_pydict()
    assert documents["status"][0] == "failed" and "no text layer" in documents["error"][0] and documents["error"][1] is None


@pytest.mark.parametrize("wrong", [None, 7, 1.5, object(), [None], {"a": 1, 2: 3}])
def test_what_is_no_input_is_a_type_error(wrong):
    with pytest.raises(TypeError):
        yusuan.facts(wrong)
    with pytest.raises(TypeError):
        yusuan.convert(wrong)


def test_wrong_options_are_told():
    with pytest.raises(TypeError, match="there is no option 'max_second'"):
        yusuan.convert(SEED, max_second=3)
    with pytest.raises(TypeError, match="max_pages must be a whole number"):
        yusuan.convert(SEED, max_pages=-1)
    with pytest.raises(ValueError, match="max_seconds must be more than 0"):
        yusuan.convert(SEED, max_seconds=0)
    with pytest.raises(ValueError, match="no table 'fact'"):
        yusuan.tables(SEED, only=["fact"])
    with pytest.raises(ValueError, match="'raise' or 'skip'"):
        yusuan.facts(SEED, errors="ignore")


def test_limits_and_passwords_reach_the_core():
    assert caught(yusuan.convert, "fixtures/seed/chromium.pdf", max_seconds=1e-6).code == "overtime"
    assert caught(yusuan.convert, pathlib.Path(SEED).read_bytes(), max_file_mb=0).code == "too-large"
    findings = yusuan.convert(SEED, max_pages=2)["findings"]
    assert "limit-reached" in [finding["code"] for finding in findings]
    assert yusuan.convert("fixtures/bad/password.pdf", password="secret")["tables"]


def test_cut_and_altered_bytes_are_documents_or_errors():
    whole = pathlib.Path(SEED).read_bytes()
    outcomes = set()
    for cut in range(0, len(whole), len(whole) // 40):
        altered = bytearray(whole)
        altered[cut : cut + 40] = b"\xff" * 40
        for data in (whole[:cut], bytes(altered)):
            try:
                outcomes.add(yusuan.convert(data)["status"])
            except yusuan.Error as error:
                outcomes.add(error.code)
    assert {"ok", "damaged", "empty"} <= outcomes and "internal" not in outcomes
