#!/usr/bin/env python3
"""Compares the characters that `read` gives with those of MuPDF's structured text, page by page.

    scripts/compare_mutool.py YUSUAN FOLDER… [--below 99.5] [--only PART_OF_PATH] [--every N]

YUSUAN is the program, `target/debug/yusuan` (`cargo build`). The multisets of the characters of
each page (NFKC, white space left out) are compared; agreement is 1 - (missing + extra) / (2 x MuPDF's characters).

MuPDF lists four kinds of characters that are not on the page as a reader sees it; they are counted and set aside:
- doubles: the same character painted twice at the same place (fake bold, print titles painted again);
- unseen: text clipped away, where MuPDF's own rendering at 144 dpi shows nothing in the middle of the character,
  or another one that `read` has too;
- parts: figures' characters of which the page shows a part, or a part of their figure only: `read` has U+FFFD there
  (tests/all/read_corpus.rs lists them);
- unknown: U+FFFD of MuPDF at a place where `read` has a character (no ToUnicode, decoded by the embedded font).

Prints the files below the bound after that, and the totals before and after; exit code 1 if the total is below
99.95% or `read` has a U+FFFD or private-use character where MuPDF has none.
"""
import argparse
import collections
import functools
import html
import multiprocessing
import pathlib
import re
import subprocess
import sys
import unicodedata

HEAD = re.compile(r"^page (\d+) [\d.]+x[\d.]+ glyphs")
CHAR = re.compile(r'<char quad="([^"]*)" x="([^"]*)" y="([^"]*)"[^>]*?c="([^"]*)"')
SKIP = re.compile(r"[\s\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
FIGURE = set("0123456789.,-")
Place = collections.namedtuple("Place", "text x y quad")


def normal(text):
    return SKIP.sub("", unicodedata.normalize("NFKC", text.replace("\u00ad", "-")))


def ours(binary, path):
    run = subprocess.run([binary, "inspect", path, "--stage", "glyphs"], capture_output=True)
    pages, number = collections.defaultdict(list), 0
    for line in run.stdout.decode("utf-8", "replace").split("\n"):
        head = HEAD.match(line)
        if head:
            number = int(head.group(1))
        elif "\t" in line and number:
            text, rect, baseline, *_ = line.split("\t")
            x0, y0, x1, y1 = map(float, rect.split())
            pages[number].append(Place(normal(text), x0, float(baseline), (x0, y0, x1, y1)))
    return pages, run.returncode


def theirs(path):
    run = subprocess.run(["mutool", "draw", "-q", "-F", "stext", "-o", "-", path], capture_output=True)
    pages = {}
    for number, part in enumerate(run.stdout.decode("utf-8", "replace").split("<page ")[1:], 1):
        places = []
        for quad, x, y, c in CHAR.findall(part):
            text = normal(html.unescape(c))
            q = list(map(float, quad.split()))
            if text:
                places.append(Place(text, float(x), float(y), (min(q[::2]), min(q[1::2]), max(q[::2]), max(q[1::2]))))
        pages[number] = places
    return pages


def near(a, b, reach):
    return abs(a.x - b.x) <= reach and abs(a.y - b.y) <= reach


def by_text(places):
    found = collections.defaultdict(list)
    for place in places:
        found[place.text].append(place)
    return found


def without_doubles(places):
    kept = collections.defaultdict(list)
    for place in places:
        if not any(near(place, other, 0.05 * (place.quad[3] - place.quad[1])) for other in kept[place.text]):
            kept[place.text].append(place)
    return [place for group in kept.values() for place in group]


def rendering(path, number):
    run = subprocess.run(["mutool", "draw", "-q", "-r", "144", "-c", "gray", "-F", "pgm", "-o", "-", path, str(number)], capture_output=True)
    head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", run.stdout)
    return (int(head.group(1)), int(head.group(2)), run.stdout[head.end():]) if head else None


def ink(image, quad):
    """Is there anything to see in the middle half of the box?"""
    width, height, pixels = image
    dx, dy = (quad[2] - quad[0]) / 4, (quad[3] - quad[1]) / 4
    columns = range(max(0, int(2 * (quad[0] + dx))), min(width, int(2 * (quad[2] - dx)) + 1))
    rows = range(max(0, int(2 * (quad[1] + dy))), min(height, int(2 * (quad[3] - dy)) + 1))
    values = [pixels[y * width + x] for y in rows for x in columns]
    return bool(values) and max(values) - min(values) > 60


def covered(quad, us):
    """Does a character that is on the page stand on the middle of the box? Then the ink is that character's."""
    x, y = (quad[0] + quad[2]) / 2, (quad[1] + quad[3]) / 2
    return any(other.quad[0] <= x <= other.quad[2] and other.quad[1] <= y <= other.quad[3] for other in us)


def count(places):
    return collections.Counter("".join(place.text for place in places))


def without_parts(us, them, tally):
    """Both without the characters of figures where `read` has U+FFFD."""
    parts = [place for place in us if place.text == "\ufffd"]
    lost = [place for place in them if place.text in FIGURE and any(near(place, part, 1.0) for part in parts)]
    tally["parts"] += len(lost)
    kept = [place for place in us if place.text != "\ufffd" or not any(near(place, other, 1.0) for other in lost)]
    return kept, [place for place in them if place not in lost]


def compare(path, number, us, them, tally):
    """Adds to the tally; gives the characters missing and extra after setting aside."""
    raw = count(them)
    tally["raw total"] += raw.total()
    tally["raw off"] += ((raw - count(us)) + (count(us) - raw)).total()
    us, them = without_parts(us, them, tally)
    seen = without_doubles(them)
    tally["doubles"] += len(them) - len(seen)
    missing, extra = count(seen) - count(us), count(us) - count(seen)
    if missing:
        # Who has no counterpart by place?
        groups, kept, image = by_text(us), [], None
        for place in seen:
            if place.text in missing:
                partner = next((other for other in groups[place.text] if near(place, other, 1.0)), None)
                if partner is None:
                    if place.text == "\ufffd" and any(near(place, other, 1.0) for other in us):
                        tally["unknown"] += 1
                        continue
                    image = image or rendering(path, number)
                    if image and (not ink(image, place.quad) or covered(place.quad, us)):
                        tally["unseen"] += 1
                        continue
                else:
                    groups[place.text].remove(partner)
            kept.append(place)
        unknown = [place for place in seen if place.text == "\ufffd" and place not in kept]
        us = [place for place in us if not any(near(place, other, 1.0) for other in unknown)] if unknown else us
        seen = kept
        missing, extra = count(seen) - count(us), count(us) - count(seen)
    tally["total"] += count(seen).total()
    return missing, extra


def compare_file(binary, path):
    """The tally of a file, the characters missing and extra, those that nobody should give; None without text."""
    them = theirs(path)
    if not any(them.values()):
        return None
    us, code = ours(binary, path)
    tally, missing, extra, odd = collections.Counter(), collections.Counter(), collections.Counter(), set()
    for number in sorted(them.keys() | us.keys()):
        less, more = compare(path, number, us.get(number, []), them.get(number, []), tally)
        missing, extra = missing + less, extra + more
        odd |= {c for c in more if c == "\ufffd" or unicodedata.category(c) == "Co"}
    tally["off"] = missing.total() + extra.total()
    return tally, missing, extra, odd, code


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", metavar="YUSUAN")
    parser.add_argument("folders", metavar="FOLDER", nargs="+", type=pathlib.Path)
    parser.add_argument("--below", type=float, default=99.5)
    parser.add_argument("--only", default="")
    parser.add_argument("--every", type=int, default=1, help="of so many files the first")
    given = parser.parse_args()
    binary, bound, only = given.binary, given.below, given.only
    all_, odd_files = collections.Counter(), 0
    paths = [path for folder in given.folders for path in sorted(folder.rglob("*.pdf")) if only in str(path)][:: given.every]
    with multiprocessing.Pool() as pool:
        for path, result in zip(paths, pool.imap(functools.partial(compare_file, binary), paths)):
            if result is None:
                continue
            tally, missing, extra, odd, code = result
            share = 100 * (1 - tally["off"] / 2 / max(tally["total"], 1))
            raw = 100 * (1 - tally["raw off"] / 2 / tally["raw total"])
            if min(share, raw) < bound or code or odd or only:
                aside = ", ".join(f"{tally[kind]} {kind}" for kind in ("doubles", "unseen", "parts", "unknown") if tally[kind])
                print(f"{raw:7.3f}% -> {share:7.3f}%  {path.parent.name}/{path.name}  set aside: {aside or 'nothing'}"
                      f"  missing {dict(missing.most_common(6))}  extra {dict(extra.most_common(6))}{'  ODD ' + repr(odd) if odd else ''}")
            odd_files += bool(odd)
            all_ += tally + collections.Counter(files=1)
    raw = 100 * (1 - all_["raw off"] / 2 / max(all_["raw total"], 1))
    share = 100 * (1 - all_["off"] / 2 / max(all_["total"], 1))
    print(f"{all_['files']} files, {all_['raw total']} characters of MuPDF: {raw:.4f}% agree; "
          f"{all_['doubles']} doubles, {all_['unseen']} unseen, {all_['parts']} parts, {all_['unknown']} unknown set aside: {share:.4f}% agree")
    sys.exit(share < 99.95 or odd_files > 0 or not all_["raw total"])


if __name__ == "__main__":
    main()
