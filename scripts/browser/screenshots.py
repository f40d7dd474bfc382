#!/usr/bin/env python3
"""The pictures of docs/images: screenshots.py FOLDER_OF_PAGES IMAGES YUSUAN FIXTURES; scripts/screenshots calls it."""
import pathlib
import sys
import tempfile

from drive import Browser
from serve import Server, Window


def window(images, yusuan, fixtures):
    """The window of `yusuan serve`: the list, and the altered figure on its page."""
    names = ["seed/altered.pdf", "seed/libreoffice.pdf", "bad/scan.pdf", "owed/budget-without-table.three_public_expenses.pdf", "owed/final-accounts.pdf", "provinces/three-lines.pdf"]
    with tempfile.TemporaryDirectory() as work, Browser(1180, 1000) as browser:
        server = Server(yusuan, pathlib.Path(work) / "window")
        page = Window(browser)
        browser.open(server.url)
        page.drop(*(fixtures / name for name in names))
        for name in names:
            page.row(pathlib.Path(name).name)
        for lang in ["zh", "en"]:
            browser.driver.set_window_size(1180, 1000)
            browser.open(f"{server.url}?lang={lang}")
            page.settle()
            browser.driver.save_screenshot(str(images / f"window-list.{lang}.png"))
            page.show("altered.pdf")
            note = page.one("#note-list [data-note]") # the altered figure, and the equations that it stands in
            browser.run("if (arguments[0].ariaExpanded !== 'true') arguments[0].click()", note)
            page.settle()
            browser.driver.save_screenshot(str(images / f"window-note.{lang}.png"))
        server.kill()


def main():
    pages, images, yusuan, fixtures = (pathlib.Path(arg).resolve() for arg in sys.argv[1:])
    window(images, yusuan, fixtures)
    for lang in ["zh", "en"]:
        url = (pages / f"report.{lang}.html").as_uri()
        with Browser(1180, 1000) as browser:
            browser.open(url)
            browser.driver.save_screenshot(str(images / f"report.{lang}.png"))
            browser.driver.set_window_size(1180, 1560)
            # the altered figure against the table that it should agree with
            browser.run("openFinding(findings.findIndex((f) => f.rule === 'X6'))")
            browser.driver.save_screenshot(str(images / f"finding.{lang}.png"))
    with Browser(860, 620, 1.25) as browser:
        browser.driver.get((pages / "inspect.svg").as_uri())
        # the upper part of the page, as large as the window
        browser.run("const e = document.documentElement; e.setAttribute('viewBox', '40 50 520 375'); e.setAttribute('width', '860'); e.setAttribute('height', '620');")
        browser.driver.save_screenshot(str(images / "inspect.png"))


if __name__ == "__main__":
    main()
