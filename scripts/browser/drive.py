"""A headless Chromium for tests and screenshots: offline but for the files that it is given."""
import shutil
import tempfile

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.ui import WebDriverWait

FLAGS = """--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
--disable-component-update --disable-sync --hide-scrollbars --force-color-profile=srgb""".split()

HANG = 600
"""Seconds after which a page hangs: none takes a hundredth of it."""


class Browser:
    """With a profile of its own, which goes when it ends."""

    def __init__(self, width=1280, height=900, scale=1):
        self.profile = tempfile.mkdtemp()
        options = Options()
        options.binary_location = shutil.which("chromium")
        for flag in [*FLAGS, f"--user-data-dir={self.profile}", f"--window-size={width},{height}", f"--force-device-scale-factor={scale}"]:
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.driver.quit()
        shutil.rmtree(self.profile, ignore_errors=True)

    def open(self, url):
        """Opens a report and waits until it is drawn; the milliseconds that took, by the page's own clock."""
        self.driver.get("about:blank")
        self.driver.get(url)
        WebDriverWait(self.driver, HANG).until(lambda d: d.execute_script("return document.documentElement.dataset.ready"))
        return int(self.run("return document.documentElement.dataset.ready"))

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)
