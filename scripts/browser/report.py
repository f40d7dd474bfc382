#!/usr/bin/env python3
"""Drives a report in headless Chromium: load, filter, search, switch the language, open a finding by keyboard.

    target/browser/bin/python scripts/browser/report.py PAGE [EXPECTED]

EXPECTED is JSON: {"documents": 510, "unit": name, "of_unit": documents of that unit, "year": 2024, "of_year": 102}. Ends
with code 1 and says why where something is not as it should be; prints the size of the page and how long it took to open.
"""
import json
import pathlib
import sys

import axe
from drive import Browser
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

ROUNDS = 5


def check(what, got, wanted):
    if got != wanted:
        sys.exit(f"{what}: {got!r}, not {wanted!r}")


def numbers(browser):
    """Documents shown, all documents, findings shown, all findings."""
    text = browser.run("return document.getElementById('results').textContent")
    digits = "".join(ch if ch.isdigit() else " " for ch in text.replace(",", ""))
    return [int(word) for word in digits.split()]


# The text that is drawn inside the mark: what the picture says stands in the marked cell.
MARKED = """
return [...document.querySelectorAll('#dialog rect[data-mark]')].map((rect) => {
  const outer = rect.getBoundingClientRect();
  const inside = [...rect.ownerSVGElement.querySelectorAll('text.cell, text.label')].filter((text) => {
    const box = text.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    return outer.left <= x && x <= outer.right && outer.top <= y && y <= outer.bottom;
  });
  return [rect.dataset.mark, inside.map((text) => text.textContent).join('')];
});
"""


def wait_for_filter(browser):
    browser.driver.execute_async_script("const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()));")


def filters(browser, expected):
    driver = browser.driver
    search = driver.find_element(By.ID, "search")
    all_numbers = numbers(browser)
    check("documents", all_numbers[:2], [expected["documents"]] * 2)
    search.send_keys(expected["unit"])
    wait_for_filter(browser)
    check("documents of the unit", numbers(browser)[0], expected["of_unit"])
    rows = driver.find_elements(By.CSS_SELECTOR, "#document-list tr")
    check("rows of the unit", [expected["unit"] in row.text for row in rows], [True] * min(expected["of_unit"], 100))
    search.clear()
    search.send_keys("no such words 没有")
    wait_for_filter(browser)
    check("nothing", numbers(browser)[0::2], [0, 0])
    driver.find_element(By.ID, "reset").click()
    check("all again", numbers(browser), all_numbers)
    Select(driver.find_element(By.ID, "year")).select_by_value(str(expected["year"]))
    check("documents of the year", numbers(browser)[0], expected["of_year"])
    driver.find_element(By.ID, "reset").click()
    mismatch = driver.find_element(By.CSS_SELECTOR, "#kinds input[value=mismatch]")
    for box in driver.find_elements(By.CSS_SELECTOR, "#kinds input"):
        if box != mismatch:
            box.click()
    kinds = browser.run("return [...document.querySelectorAll('#finding-list .verdict')].map((v) => v.className)")
    check("only mismatches", set(kinds), {"verdict mismatch"})
    Select(driver.find_element(By.ID, "rule")).select_by_value("X6")
    shown = browser.run("return document.querySelectorAll('#finding-list button').length")
    if not 0 < shown <= 100:
        sys.exit(f"{shown} findings of X6 are listed")


def languages(browser):
    for lang, word, tag in [("zh", "待查事项", "zh-CN"), ("en", "Findings", "en")]:
        browser.driver.find_element(By.CSS_SELECTOR, f"[data-lang={lang}]").click()
        check(f"head in {lang}", browser.run("return document.getElementById('findings-head').textContent"), word)
        check("language", browser.run("return document.documentElement.lang"), tag)
        check(f"accessibility in {lang}", axe.faults(browser) or [], [])


def keyboard(browser):
    driver = browser.driver
    body = driver.find_element(By.TAG_NAME, "body")
    browser.run("document.activeElement.blur()")
    body.send_keys("/")
    active = lambda: browser.run("return document.activeElement.id || document.activeElement.className || document.activeElement.tagName")
    check("/ goes to the search", active(), "search")
    for _ in range(40):
        driver.switch_to.active_element.send_keys(Keys.TAB)
        if browser.run("return document.activeElement.dataset.finding !== undefined"):
            break
    else:
        sys.exit("Tab does not come to a finding")
    outline = browser.run("return getComputedStyle(document.activeElement).outlineStyle")
    check("the focus is seen", outline, "solid")
    first = browser.run("return document.activeElement.dataset.finding")
    driver.switch_to.active_element.send_keys(Keys.ARROW_DOWN)
    driver.switch_to.active_element.send_keys(Keys.ARROW_UP)
    driver.switch_to.active_element.send_keys(Keys.ENTER)
    check("Enter opens it", browser.run("return document.getElementById('dialog').open && location.hash"), f"#finding-{first}")
    check("the focus is in it", browser.run("return document.getElementById('dialog').contains(document.activeElement)"), True)
    figures = browser.run("return [...document.querySelectorAll('.equation td.number')].map((cell) => cell.textContent)")
    check("the equation", figures, ["211,600.00 yuan", "205,600.00 yuan", "205,600.00 yuan", "6,000.00 yuan", "100.00 yuan"])
    check("the marks and what stands in them", sorted(browser.run(MARKED)), [["addend", "20.56"], ["stated", "21.16"]])
    check("accessibility of a finding", axe.faults(browser) or [], [])
    driver.switch_to.active_element.send_keys(Keys.ESCAPE)
    check("Escape closes it", browser.run("return document.getElementById('dialog').open"), False)
    check("the focus comes back", browser.run("return document.activeElement.dataset.finding"), first)


def no_complaints(browser):
    log = [entry["message"] for entry in browser.driver.get_log("browser")]
    check("console", log, [])
    check("requests", browser.run("return performance.getEntriesByType('resource').map((entry) => entry.name)"), [])
    check("markup from a text", browser.run("return [typeof window.pwned, document.querySelectorAll('b, img, iframe').length]"), ["undefined", 0])


def main():
    page = pathlib.Path(sys.argv[1]).resolve()
    expected = json.loads(sys.argv[2]) if len(sys.argv) > 2 else None
    with Browser() as browser:
        opened = sorted(browser.open(page.as_uri()) for _ in range(ROUNDS))
        count = numbers(browser)
        if expected:
            filters(browser, expected)
            languages(browser)
            keyboard(browser)
        browser.open(page.as_uri() + "#document-0")
        check("a document by its address", browser.run("return document.getElementById('dialog').open"), True)
        no_complaints(browser)
    size = page.stat().st_size / 1e6
    print(f"{count[1]} documents, {count[3]} findings: {size:.2f} MB, drawn {opened[ROUNDS // 2]} ms after the start (median of {ROUNDS}, {opened[0]} to {opened[-1]})")


if __name__ == "__main__":
    main()
