#!/usr/bin/env python3
"""src/catalog/data/divisions.tsv from a list of administrative divisions (行政区划代码, GB/T 2260) with their years.

    scripts/divisions.py divisions.csv

The list is that of github.com/yescallop/areacodes (CC0-1.0): code, first and second level, name, level, state, first year,
year of its end, new code.
"""

import csv
import pathlib
import sys

TARGET = pathlib.Path(__file__).parent.parent / "src/catalog/data/divisions.tsv"
HEAD = """\
# Administrative divisions (行政区划, GB/T 2260) with the years in which their codes are valid: from the first year on, up to
# the year before the last one. Origin: github.com/yescallop/areacodes (CC0-1.0), by scripts/divisions.py.
# code, name, first year, year of the end
"""


def main(source):
    with open(source, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))[1:]
    lines = sorted({(row[0], row[3], row[6], row[7]) for row in rows})
    TARGET.write_text(HEAD + "".join("\t".join(line) + "\n" for line in lines), encoding="utf-8")
    print(f"{len(lines)} divisions in {TARGET.name}")


main(*sys.argv[1:])
