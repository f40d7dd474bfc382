#!/usr/bin/env python3
"""Serious and critical faults of accessibility, told by axe-core, which scripts/browser/install puts there.

    target/browser/bin/python scripts/browser/axe.py PAGE…      pages are files, each looked at light, dark and narrow
"""
import importlib.util
import pathlib
import sys

from drive import Browser

RUN = """
const done = arguments[0];
axe.run(document, { resultTypes: ['violations'] }).then(
  (told) => done(told.violations.filter((v) => ['serious', 'critical'].includes(v.impact)).map((v) => [v.id, v.help, v.nodes.slice(0, 5).map((n) => n.html.slice(0, 160) + ' ' + (n.any[0]?.message || ''))])),
  (problem) => done([['axe', String(problem), []]]));
"""


def script():
    """The script of axe-core, if it is installed."""
    found = importlib.util.find_spec("axe_playwright_python")
    file = found and pathlib.Path(found.origin).parent / "axe.min.js"
    return file.read_text() if file and file.exists() else None


def faults(browser):
    """Serious and critical faults of what is shown now; None without axe-core."""
    axe = script()
    if axe is None:
        return None
    browser.driver.execute_script(axe + "; window.axe = axe;")
    return browser.driver.execute_async_script(RUN)


def colours(browser, scheme):
    """Shows pages light or dark, as the reader's system asks."""
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}, {"name": "prefers-reduced-motion", "value": "reduce"}]})


def window(browser, width, height):
    """Makes the page as wide as a phone or a desk."""
    browser.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600})


def main():
    wrong = 0
    with Browser() as browser:
        for page in sys.argv[1:]:
            url = pathlib.Path(page).resolve().as_uri()
            for scheme in ["light", "dark"]:
                for width in [1280, 360]:
                    for place in ["", "#finding-0", "#document-0"]:
                        colours(browser, scheme)
                        window(browser, width, 900)
                        browser.open(url + place)
                        for lang in ["zh", "en"]:
                            browser.run("document.querySelector(`[data-lang=${arguments[0]}]`).click()", lang)
                            for fault in faults(browser) or []:
                                wrong += 1
                                print(page, place, scheme, width, lang, *fault, sep="\n    ")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
