#!/usr/bin/env python3
"""Runs the recipes of docs/recipes.md and prints what each comes to, for tests/all/recipes.rs.

    recipes.py PAGE DIR    in DIR, where `data` is an output folder: the sql and python blocks of PAGE, each below its heading;
                           of an sql block its rows, a line each, fields separated by |
"""
import contextlib
import decimal
import io
import os
import re
import sys


def text(value):
    if value is None:
        return ""
    if isinstance(value, decimal.Decimal):
        value = value.normalize()
        return format(value, "f")
    return str(value)


def main():
    page, folder = sys.argv[1:]
    page = open(page, encoding="utf-8").read()
    os.chdir(folder)
    import duckdb

    for section in re.split(r"^## ", page, flags=re.M)[1:]:
        heading = section.split("\n", 1)[0]
        for language, block in re.findall(r"^```(sql|python)\n(.*?)^```$", section, flags=re.M | re.S):
            print(f"## {heading}")
            if language == "sql":
                for row in duckdb.sql(block).fetchall():
                    print("|".join(map(text, row)))
            else:
                out = io.StringIO()
                with contextlib.redirect_stdout(out):
                    exec(compile(block, heading, "exec"), {})
                print(out.getvalue(), end="")


main()
