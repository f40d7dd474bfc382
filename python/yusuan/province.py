"""The province (省级行政区) that a disclosure belongs to, as far as its unit's name or its path says.

The rule:

1. A name says what the administrative division says whose full name stands leftmost in it, the longest of those there:
   福州市社会保险中心 is of 福州市, 福建省. Names of two characters (城区, 郊区, 赵县) are not looked for: they are common words.
2. The document comes first, by its unit's name. A name that several provinces have (鼓楼区) is narrowed down by the path.
3. Where the document names no division, the parts of the path decide, which may also be the short name of a province or
   prefecture (福建, 福州); they must agree.
4. Everything else is unknown, with the reason. So is a central body, which belongs to no province.

Names are those in force in 2008 or later: `data/divisions.tsv`, made by `scripts/python/divisions` from the table of
github.com/yescallop/areacodes (CC0-1.0).
"""

from __future__ import annotations

import functools
import importlib.resources
import re


@functools.lru_cache(maxsize=1)
def _divisions() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]], re.Pattern[str]]:
    """Full names and short names with their provinces, and a pattern that finds a full name."""
    text = (importlib.resources.files(__package__) / "data" / "divisions.tsv").read_text(encoding="utf-8")
    full: dict[str, set[str]] = {}
    short: dict[str, set[str]] = {}
    for line in text.splitlines()[1:]:
        name, level, province = line.split("\t")
        full.setdefault(name, set()).add(province)
        if level in "12":
            stem = re.sub(r"(省|市|地区|盟|(壮族|回族|维吾尔)?自治区|特别行政区)$", "", name)
            if len(stem) >= 2:
                short.setdefault(stem, set()).add(province)
    sought = sorted((name for name in full if len(name) > 2), key=len, reverse=True)
    frozen = [{name: frozenset(provinces) for name, provinces in names.items()} for names in (full, short)]
    return frozen[0], frozen[1], re.compile("|".join(map(re.escape, sought)))


def _named(text: str) -> frozenset[str]:
    """The provinces of the division that a text names."""
    full, _, pattern = _divisions()
    found = pattern.search(text)
    return full[found[0]] if found else frozenset()


def _of_path(path: str) -> list[frozenset[str]]:
    _, short, _ = _divisions()
    parts = [part.removesuffix(".pdf").strip() for part in re.split(r"[/\\]", path)]
    return [provinces for part in parts if (provinces := short.get(part) or _named(part))]


def province(unit_name: str | None, path: str) -> tuple[str | None, str]:
    """The province, or `None`, and where it is from or why it is unknown.

    >>> from yusuan.province import province
    >>> province("福州市社会保险技术服务保障中心", "in/a.pdf")
    ('福建省', 'unit_name')
    >>> province("鼓楼区教育局", "in/南京/a.pdf")
    ('江苏省', 'unit_name and path')
    >>> province("教育局", "in/福建/a.pdf")
    ('福建省', 'path')
    >>> province("国家信访局", "in/a.pdf")
    (None, 'unknown: neither the unit nor the path names a division')
    """
    said, parts = _named(unit_name or ""), _of_path(path)
    origin = "unit_name" if said else "path"
    if len(said) != 1 and parts:
        origin = "unit_name and path" if said else "path"
        said = functools.reduce(frozenset.intersection, parts, said or parts[0])
        if not said:
            return None, "unknown: the divisions named contradict each other"
    if not said:
        return None, "unknown: neither the unit nor the path names a division"
    if len(said) > 1:
        return None, f"unknown: several provinces have a division of that name: {', '.join(sorted(said))}"
    return next(iter(said)), origin
