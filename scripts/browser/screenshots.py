#!/usr/bin/env python3
"""The pictures of docs/images: screenshots.py FOLDER_OF_PAGES IMAGES; scripts/screenshots calls it."""
import pathlib
import sys

from drive import Browser


def main():
    pages, images = (pathlib.Path(arg).resolve() for arg in sys.argv[1:])
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
