#!/usr/bin/env python3
"""Compares the characters that `read` gives with those of MuPDF's structured text, page by page.

    scripts/compare_mutool.py GLYPHS_BINARY CORPUS_DIR [--below 99.5] [--show FILE]

GLYPHS_BINARY is `cargo build --example glyphs`. For each PDF the multisets of visible characters (NFKC, white space
left out) of each page are compared; agreement is 1 - (missing + extra) / (2 x MuPDF's). Prints every file below the
bound and one line of totals; exit code 1 if the total is below 99.95%.
"""
import collections
import pathlib
import re
import subprocess
import sys
import unicodedata
import xml.sax.saxutils

PAGE = re.compile(r"^page (\d+) ")
CHAR = re.compile(r'<char [^>]*?c="([^"]*)"')
SKIP = re.compile(r"[\s\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")


def normal(text):
    return collections.Counter(SKIP.sub("", unicodedata.normalize("NFKC", text)))


def ours(binary, path):
    run = subprocess.run([binary, path], capture_output=True)
    pages, number = {}, 0
    for line in run.stdout.decode("utf-8", "replace").split("\n"):
        found = PAGE.match(line)
        if found and re.match(r"page \d+ [\d.]+x[\d.]+ glyphs", line):
            number = int(found.group(1))
        elif number:
            pages[number] = pages.get(number, "") + line
    return {n: normal(t) for n, t in pages.items()}, run.returncode


def unescape(text):
    text = re.sub(r"&#x([0-9a-fA-F]+);", lambda m: chr(int(m.group(1), 16)), text)
    return xml.sax.saxutils.unescape(text, {"&quot;": '"', "&apos;": "'"})


def theirs(path):
    run = subprocess.run(["mutool", "draw", "-q", "-F", "stext", "-o", "-", path], capture_output=True)
    xml = run.stdout.decode("utf-8", "replace")
    parts = re.split(r"<page ", xml)[1:]
    return {n: normal("".join(unescape(c) for c in CHAR.findall(part))) for n, part in enumerate(parts, 1)}


def main():
    binary, root = sys.argv[1:3]
    bound = float(sys.argv[sys.argv.index("--below") + 1]) if "--below" in sys.argv else 99.5
    show = sys.argv[sys.argv.index("--show") + 1] if "--show" in sys.argv else None
    total = wrong = files = 0
    for path in sorted(pathlib.Path(root).rglob("*.pdf")):
        if show and show not in str(path):
            continue
        them = theirs(path)
        count = sum(sum(page.values()) for page in them.values())
        if count == 0:
            continue
        us, code = ours(binary, path)
        missing, extra = collections.Counter(), collections.Counter()
        for n in them.keys() | us.keys():
            a, b = them.get(n, collections.Counter()), us.get(n, collections.Counter())
            missing += a - b
            extra += b - a
            if show and (a - b or b - a):
                print(f"  page {n}: missing {dict((a - b).most_common(12))} extra {dict((b - a).most_common(12))}")
        off = sum(missing.values()) + sum(extra.values())
        files, total, wrong = files + 1, total + count, wrong + off
        share = 100 * (1 - off / 2 / count)
        odd = [c for c in extra if c == "\ufffd" or unicodedata.category(c) == "Co"]
        if share < bound or code or odd or show:
            print(f"{share:7.3f}%  {path.relative_to(root)}  exit {code}  missing {sum(missing.values())} {dict(missing.most_common(8))}  extra {sum(extra.values())} {dict(extra.most_common(8))} {'ODD ' + repr(odd) if odd else ''}")
    share = 100 * (1 - wrong / 2 / max(total, 1))
    print(f"{files} files, {total} characters, {share:.4f}% agree")
    sys.exit(share < 99.95)


if __name__ == "__main__":
    main()
