#!/usr/bin/env python3
"""Writes src/catalog/data/subjects_*.tsv anew: the names that the yearly lists print for each code, joined to what stands
there already of names that no yearly list prints.

    scripts/subjects.py FOLDER

FOLDER holds 2017.tsv … 2026.tsv, all.tsv and changes.tsv, whose heads say what they are read from.
"""
import collections
import pathlib
import sys
import unicodedata

DATA = pathlib.Path(__file__).resolve().parent.parent / "src" / "catalog" / "data"
YEARS = range(2017, 2027)
TITLES = {
    "function": "支出功能分类科目",
    "economic": "部门预算支出经济分类科目",
    "government_economic": "政府预算支出经济分类科目",
    "revenue": "收入分类科目",
}
HEAD = """# {title}, as far as known; format: src/catalog/subjects.rs. Written by scripts/subjects.py.
# Origin: as printed in public documents, fiscal year by fiscal year, 2017 to 2026: accounts and budgets of whole
# governments, which print nearly the whole list (github.com/chenfei2008c/china-local-debt-atlas, commit 1dce311), and 297
# disclosures of single bodies. Last column: how many documents of those years print the name; one alone is to be checked.
# With 0, and names without years: known from the classification itself, not checked against its official text; -2018: the
# last fiscal year of such a name (reforms of 2018: economic classes; of 2019 and 2020: after the reform of institutions).
"""
# Readings of one document each that are names of something else in that row.
WRONG = {
    ("economic", "310", "专项统计业、调查队调查业务经费"),
    ("function", "230", "国有资本经营预算转移支付支出"),
}


# Figures, and what is no subject, read as codes by one document each.
NO_CODES = {
    "function": "2050000 2137401 2164017 2186504 2251745 22580 2277009 2307730",
    "economic": "30320",
    "government_economic": "50196 51050",
    "revenue": "10284 10394 10403 1069764 10836 11000",
}


def plain(name):
    letters = "".join(c for c in unicodedata.normalize("NFKC", name) if c.isalnum())
    return letters[:-2] if letters.endswith("支出") and len(letters) > 2 else letters


def lines(path):
    text = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in text if not line.startswith(("#", "classification\t"))]


def ranges(years):
    """2019-2022,2024"""
    out = []
    for year in sorted(years):
        if out and out[-1][1] == year - 1:
            out[-1][1] = year
        else:
            out.append([year, year])
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in out)


def known(name):
    """What the file has already: code → [(name, years, documents)], the present name first."""
    path = DATA / f"subjects_{name}.tsv"
    found = collections.defaultdict(list)
    if path.exists():
        for code, printed, years, seen in lines(path):
            found[code].append((printed, years, int(seen)))
    return found


def main():
    folder = pathlib.Path(sys.argv[1])
    printed = collections.defaultdict(dict)
    for year in YEARS:
        for row in lines(folder / f"{year}.tsv"):
            printed[row[0], row[1]][year] = (row[2], int(row[4]))
    renamed = {(c, code): names for c, code, names in lines(folder / "changes.tsv")}
    codes = collections.defaultdict(dict)
    for c, code, name, years in lines(folder / "all.tsv"):
        # Economic classes end at 款; what is below is each body's own.
        if c.endswith("economic") and len(code) > 5 or code in NO_CODES[c].split():
            continue
        seen = [int(y) for y in years.split(",")]
        names = [(name, seen)]
        if (c, code) in renamed:
            spans = [part.split(" ", 1) for part in renamed[c, code].split(" | ")]
            names = [
                (n, [y for y in seen if int(s[:4]) <= y <= int(s[5:])]) for s, n in spans if (c, code, n) not in WRONG
            ]
        joined = {}
        for n, ys in names:
            joined.setdefault(n, []).extend(ys)
        codes[c][code] = joined
    for c, title in TITLES.items():
        out, old = [HEAD.format(title=title)], known(c)
        for code in sorted(set(codes[c]) | set(old)):
            names = codes[c].get(code, {})
            rows = []
            for name, years in sorted(names.items(), key=lambda n: -max(n[1])):
                own = [d for y, (n, d) in printed[c, code].items() if y in years and plain(n) == plain(name)]
                rows.append((name, ranges(years), max(1, sum(own))))
            # Of what stands there, only names that no list prints.
            have = {plain(name) for name in names}
            rows += [row for row in old[code] if plain(row[0]) not in have and row[2] == 0]
            out += ["\t".join([code, *map(str, row)]) + "\n" for row in rows]
        (DATA / f"subjects_{c}.tsv").write_text("".join(out), encoding="utf-8")


main()
