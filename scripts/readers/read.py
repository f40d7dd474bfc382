#!/usr/bin/env python3
"""Reads tables with other people's programs and prints what they get, for tests/all/formats.rs.

    read.py WAY,... DIR SHEET...    of each table in each way a line that names them, its columns and its rows in order,
                                    a JSON array of strings and nulls each
    read.py frictionless DIR        whether the validator accepts datapackage.json
    read.py croissant DIR           whether ML Commons' own loader accepts croissant.json; how many rows it gets of each table
    read.py annotations DIR FILE    what is marked in a PDF: page, colour and note of each mark

WAY is one of duckdb-csv, duckdb-jsonl, duckdb-parquet, pandas-csv, pandas-parquet, pyarrow, openpyxl. Codes must come
as text and amounts as decimals (in XLSX as numbers of up to 15 digits, or text): anything else is an error.
"""
import decimal
import json
import os
import sys


def text(value, column):
    """A value as CSV has it; decimals may have other trailing zeros."""
    if value is None or str(value) == "<NA>" or value != value:
        return None
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    if isinstance(value, float):
        return format(decimal.Decimal(repr(value)), "f")
    if not isinstance(value, (str, int)):
        raise TypeError(f"{column}: {type(value)}")
    if column in ("code", "stated") and not isinstance(value, str):
        raise TypeError(f"{column} is no text: {value!r}")
    return str(value) or None


def duckdb(path, ending):
    import duckdb

    options = {"csv": ", all_varchar=true", "jsonl": "", "parquet": ""}[ending]
    reader = {"csv": "read_csv", "jsonl": "read_json", "parquet": "read_parquet"}[ending]
    if ending == "jsonl":  # no guessing: the package says what the columns are; exact figures are strings
        package = json.load(open(os.path.join(os.path.dirname(path), "datapackage.json"), encoding="utf-8"))
        fields = next(r for r in package["resources"] if r["path"] == os.path.basename(path))["schema"]["fields"]
        kinds = {"string": "VARCHAR", "integer": "BIGINT", "number": "VARCHAR"}
        types = {f["name"]: "DOUBLE" if f.get("unit") == "PDF points" else kinds[f["type"]] for f in fields}
        options = f", format='newline_delimited', columns={types}"
    found = duckdb.sql(f"SELECT * FROM {reader}('{path}'{options})")
    if ending == "parquet":
        for name, kind in zip(found.columns, map(str, found.types)):
            if name == "amount_yuan" and kind != "DECIMAL(38,9)" or name == "code" and kind != "VARCHAR":
                raise TypeError(f"{name} is {kind}")
    return found.columns, found.fetchall()


def pandas(path, ending):
    import pandas

    table = pandas.read_parquet(path, dtype_backend="pyarrow") if ending == "parquet" else pandas.read_csv(path, dtype=str, keep_default_na=False)
    return list(table.columns), table.astype(object).itertuples(index=False, name=None)


def pyarrow(path, _):
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(path)
    return table.column_names, zip(*(column.to_pylist() for column in table.columns))


def openpyxl(path, _):
    import openpyxl
    from openpyxl.utils.escape import unescape

    book = openpyxl.load_workbook(path, read_only=True)
    rows = [row for sheet in book.sheetnames for row in list(book[sheet].iter_rows(values_only=True))[sheet != book.sheetnames[0]:]]
    # _x0041_ in a text is escaped in the file, as Excel does; openpyxl leaves that to its user
    plain = [tuple(unescape(value) if isinstance(value, str) else value for value in row) for row in rows]
    return plain[0], (row + (None,) * (len(plain[0]) - len(row)) for row in plain[1:])


def frictionless(folder):
    import frictionless

    report = frictionless.validate(f"{folder}/datapackage.json")
    for task in report.tasks:
        print(task.name, "valid" if task.valid else [error.message for error in task.errors[:5]])
    for error in report.errors:
        print(error.message)
    sys.exit(not report.valid)


def croissant(folder):
    import mlcroissant

    dataset = mlcroissant.Dataset(f"{folder}/croissant.json")  # raises what is wrong
    for table in dataset.metadata.record_sets:
        print(table.id, sum(1 for _ in dataset.records(table.id)))


def annotations(path):
    import pikepdf

    with pikepdf.open(path) as pdf:
        for problem in pdf.check_pdf_syntax() if hasattr(pdf, "check_pdf_syntax") else pdf.check():
            raise ValueError(problem)
        for number, page in enumerate(pdf.pages, 1):
            for mark in page.get("/Annots", []):
                if mark.Subtype != "/Highlight":
                    continue
                drawn = mark.AP.N.read_bytes()  # what a viewer shows
                box, corners = list(map(float, mark.Rect)), list(map(float, mark.QuadPoints))
                if not (drawn and box[0] <= min(corners[::2]) and max(corners[1::2]) <= box[3]):
                    raise ValueError(f"page {number}: a mark outside of its rectangle")
                colour = "red" if float(mark.C[1]) < 0.3 else "orange"
                print(number, colour, json.dumps(str(mark.Contents), ensure_ascii=False))


def main():
    way, folder, *sheets = sys.argv[1:]
    if way == "frictionless":
        return frictionless(folder)
    if way == "croissant":
        return croissant(folder)
    if way == "annotations":
        return annotations(os.path.join(folder, sheets[0]))
    for way in way.split(","):
        program, _, ending = way.partition("-")
        ending = ending or {"pyarrow": "parquet", "openpyxl": "xlsx"}[program]
        for sheet in sheets:
            columns, rows = globals()[program](f"{folder}/{sheet}.{ending}", ending)
            print(f"{way} {sheet}")
            print(json.dumps(list(columns)))
            for row in rows:
                print(json.dumps([text(value, column) for value, column in zip(row, columns)], ensure_ascii=False))


main()
