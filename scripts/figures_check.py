#!/usr/bin/env python3
"""Compares figures.csv with what pages say to another reader.

    yusuan convert ../shared/corpus/real --out OUT && scripts/figures_check.py OUT

Reads the words of each document's pages with PyMuPDF, none of yusuan's output but figures.csv, puts them into lines, and
looks in these for income_total, expenditure_total, basic, project and the functional classes, by words and order alone. What
it is not sure of it does not read: names that wrap, columns that it cannot tell apart, figures without decimals. Prints how
many it read of each, where the two differ, and which documents lack a figure; exit code 1 if any differ. Needs Python, PyMuPDF
and the shared corpus: without them it says so and ends.
"""

import csv
import re
import sys
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

try:
    import pymupdf
except ImportError:
    pymupdf = None

ROOT = Path(__file__).resolve().parent.parent
CODES = ROOT.parent / "shared" / "codes" / "functional.tsv"
UNITS = {"万元": Decimal(10_000), "元": Decimal(1), "亿元": Decimal(100_000_000)}
NUMBER = r"-?(?:\d[\d,]*\.\d+|\d{1,3}(?:,\d{3})+)"
SUMMARY = re.compile(r"(收支|收入支出|财务收支)(预算|决算|总体)?(总表|情况表|预算总表|决算总表|总体情况表)|收支预算总表")
SPENDING = re.compile(r"(?<!拨款)(?<!收入)支出(预算|决算)?(总表|总体情况表)|支出(预算|决算)表")
OTHER = re.compile(r"财政拨款|一般公共预算|政府性基金|国有资本")


def lines_of(words):
    """Words on one height are a line; letters of a word that was set wide are put together."""
    lines = []
    for x0, y0, x1, y1, text, *_ in sorted(words, key=lambda w: (w[1] + w[3], w[0])):
        if lines and abs(lines[-1][0] - (y0 + y1) / 2) < 3:
            lines[-1][1].append((x0, x1, y1 - y0, text))
        else:
            lines.append(((y0 + y1) / 2, [(x0, x1, y1 - y0, text)]))
    for _, line in lines:
        out, end = "", 0.0
        for x0, x1, height, text in sorted(line):
            wide = out and not (x0 - end < 2.5 * height and re.search(r"[一-龥]$", out) and re.match(r"[一-龥]", text))
            out, end = out + ("   " if wide else "") + text, x1
        yield out


def pages(file):
    with pymupdf.open(file) as document:
        return [list(lines_of(page.get_text("words"))) for page in document]


def unit(lines):
    for line in lines:
        found = re.search(r"单位[:：]?\s*(?:人民币)?\s*(万元|亿元|元)", line) or re.search(r"^(万元|元)$", line)
        if found:
            return UNITS[found[1]]
    return None


def worth(text, of):
    return Decimal(text.replace(",", "")) * of


def after(words, lines):
    """The figures that stand right behind one of the words."""
    pattern = re.compile(rf"(?:{words})\s+(?:\d{{1,2}}\s+)?({NUMBER})(?![\d,.%])")  # the second may be a row's number
    return [found for line in lines for found in pattern.findall(line.replace("　", " "))]


def is_title(line, pattern):
    bare = re.sub(r"\s", "", line)
    return len(bare) < 60 and pattern.search(bare) and not OTHER.search(bare) and "...." not in bare and "…" not in bare


def summary(all_pages, names):
    """Totals and classes of the first summary: a page with its title and a total, and the next if it goes on there."""
    for at, lines in enumerate(all_pages):
        titled = [i for i, line in enumerate(lines) if is_title(line, SUMMARY)]
        if not titled:
            continue
        lines = lines[titled[0] :]
        if not any(re.search(r"收入(总计|合计|总额)|总计|合计", line) and re.search(r"\d", line) for line in lines):
            lines = lines + (all_pages[at + 1] if at + 1 < len(all_pages) else [])
        of = unit(lines)
        read = {}
        for figure, words in (("income_total", "收入总计|收入总额"), ("expenditure_total", "支出总计|支出总额")):
            found = after(words, lines)
            if found and of:
                read[figure] = worth(found[0], of)
        for code, name in names.items():
            found = after(rf"(?<![一-龥]){re.escape(name)}|[、.．)）]\s*{re.escape(name)}", lines)
            if len(set(found)) == 1 and of:
                read[f"function.{code}"] = worth(found[0], of)
        if read:
            return read
    return {}


def spending(all_pages):
    """Basic and project expenditure: the figures of the total's row where their order is that of the heads."""
    for at, lines in enumerate(all_pages):
        titled = [i for i, line in enumerate(lines) if is_title(line, SPENDING)]
        for start in titled:
            rest = lines[start:] + (all_pages[at + 1] if at + 1 < len(all_pages) else [])
            of, head = unit(rest), "".join(rest[1:12])
            if not of or not re.search("基本支出.*项目支出", head) or re.search("人员|公用", head):
                continue
            for line in rest:
                found = re.match(rf"(?:\S*\s+)?(?:合计|总计)((?:\s+{NUMBER})+)$", line)
                figures = [worth(text, of) for text in re.findall(NUMBER, found[1])] if found else []
                if len(figures) >= 3 and figures[0] == sum(figures[1:]):
                    return {"basic": figures[1], "project": figures[2]}
    return {}


def main():
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    if not CODES.is_file() or out is None or pymupdf is None:
        print("figures_check: needs an output folder, PyMuPDF and the shared corpus; nothing is compared")
        return 0
    with open(CODES, encoding="utf-8") as lines:
        rows = [line.split("\t") for line in lines][1:]
    names = {row[0]: row[1] for row in rows if len(row[0]) == 3}
    figures, documents = defaultdict(dict), {}
    with open(out / "figures.csv", encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            figures[row["source_file"]][row["figure"]] = row
    with open(out / "documents.csv", encoding="utf-8", newline="") as rows:
        documents = {row["source_file"]: row for row in csv.DictReader(rows)}
    read, lacking, differing, issuers = Counter(), Counter(), [], set()
    compared = set()
    for file, document in documents.items():
        if document["status"] not in ("ok", "partial"):
            continue
        all_pages = pages(file)
        for figure, amount in {**summary(all_pages, names), **spending(all_pages)}.items():
            kind = figure.split(".")[0]
            own = figures[file].get(figure)
            if own is None and amount == 0:
                continue
            read[kind] += 1
            compared.add(file)
            issuers.add(Path(file).parent.name)
            if own is None:
                lacking[kind] += 1
                differing.append(f"{file}: {figure}: the page has {amount}, figures.csv has none")
            elif Decimal(own["amount_yuan"]) != amount:
                differing.append(f"{file}: {figure}: the page has {amount}, figures.csv {own['amount_yuan']} ({own['chosen_from']})")
    for wanted in ("income_total", "expenditure_total", "basic", "project"):
        without = [file for file, row in documents.items() if row["status"] in ("ok", "partial") and wanted not in figures[file]]
        for file in without:
            print(f"without {wanted}: {file}")
    adding = Counter()
    for file, of_file in figures.items():
        classes = [row for figure, row in of_file.items() if figure.startswith("function.") and "@" not in figure]
        total = of_file.get("expenditure_current_total") or of_file.get("expenditure_total")
        if classes and total:
            exact = sum(Decimal(row["amount_yuan"]) for row in classes) == Decimal(total["amount_yuan"])
            adding["exact" if exact else "with doubt" if total["doubt"] else "by rounding"] += 1
    print("\n".join(differing))
    counts = ", ".join(f"{kind} {count}" for kind, count in sorted(read.items()))
    print(f"{len(compared)} documents of {len(issuers)} issuers compared ({counts}): {len(differing)} differ")
    print(f"classes against their total: {dict(adding)}")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
