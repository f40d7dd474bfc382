#!/usr/bin/env python3
"""Drives the window of `yusuan serve` in headless Chromium, as a clerk does.

    target/browser/bin/python scripts/browser/serve.py YUSUAN FIXTURES [--without-pictures]

Files are dropped, the altered figure of seed/altered.pdf is looked at on its page and marked, the page is loaded anew, every
file is downloaded and opened, hostile names and texts are shown, the server is killed and started again. Ends with code 1
and says why where something is not as it should be. --without-pictures: of a server that draws no pages and no annotations.
"""
import base64
import io
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.request
import zipfile

import axe
from drive import HANG, Browser
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

HOSTILE_NAME = '"><img src=x onerror=alert(1)>.pdf'
HOSTILE = "<script>window.pwned=1</script><img src=x onerror=window.pwned=2>"


def check(what, got, wanted):
    if got != wanted:
        sys.exit(f"{what}: {got!r}, not {wanted!r}")


class Server:
    """The program, until it is killed; its address."""

    def __init__(self, yusuan, folder):
        self.process = subprocess.Popen([yusuan, "serve", str(folder), "--no-open"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        told = ""
        while not (found := re.search(r"http://127\.0\.0\.1:\d+/[0-9a-f]+/", told)):
            line = self.process.stdout.readline()
            if not line:
                sys.exit(f"no address: {told}")
            told += line
        self.url = found[0]

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


class Window:
    """The page in a browser, in the words of the checks below."""

    def __init__(self, browser):
        self.browser = browser
        self.driver = browser.driver
        self.run = browser.run
        self.pictures = "--without-pictures" not in sys.argv

    def wait(self, what, condition):
        """Waits for a condition in JavaScript, and gives what it says."""
        try:
            return WebDriverWait(self.driver, HANG / 10).until(lambda _: self.run(f"return {condition}"))
        except Exception:
            seen = self.run("return document.body.innerText")
            sys.exit(f"{what} does not come; the page says:\n{seen[:3000]}")

    def one(self, selector):
        self.wait(selector, f"document.querySelector({json.dumps(selector)})")
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def click(self, selector):
        # by script: what is out of sight is clicked as well
        self.run("arguments[0].click()", self.one(selector))

    def texts(self, selector):
        return self.run("return [...document.querySelectorAll(arguments[0])].map((e) => e.textContent)", selector)

    def press(self, *keys):
        for key in keys:
            self.driver.switch_to.active_element.send_keys(key)

    def drop(self, *files):
        self.one("#files").send_keys("\n".join(map(str, files)))

    def drag(self, file):
        """Lets a file fall onto the page."""
        data = base64.b64encode(file.read_bytes()).decode()
        self.run("""
            const bytes = Uint8Array.from(atob(arguments[1]), (one) => one.charCodeAt(0));
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([bytes], arguments[0]));
            const event = (name) => new DragEvent(name, { dataTransfer, bubbles: true, cancelable: true });
            for (const name of ['dragenter', 'dragover', 'drop']) document.body.dispatchEvent(event(name));
        """, file.name, data)

    def row(self, name):
        """The row of a file, once it was read or has failed."""
        within = f"[...document.querySelectorAll('#rows tr')].find((row) => row.querySelector('.what').textContent.includes({json.dumps(name)}) && row.querySelector('.verdict.done, .verdict.failed'))"
        return self.wait(f"the row of {name}", within)

    def show(self, name):
        self.run("arguments[0].querySelector('a').click()", self.row(name))

    def home(self):
        self.click("#home")
        self.wait("the list", "!document.getElementById('window').hidden")

    def reload(self, url):
        self.browser.open(url)

    def ink(self, box):
        """The picture shows something where the box is drawn."""
        self.one(box)
        if self.pictures:
            check(f"the picture in {box}", self.driver.execute_async_script(INK, box), [True, True])

    def settle(self):
        """Waits until nothing loads any more."""
        self.wait("the picture", "!document.querySelector('.frame.loading')")
        self.driver.execute_async_script("const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()));")

    def accessible(self, where):
        for scheme in ["light", "dark"]:
            axe.colours(self.browser, scheme)
            found = axe.faults(self.browser)
            check(f"accessibility of {where}, {scheme}", found or [], [])
        axe.colours(self.browser, "light")


# Whether the picture has ink in the marked box, and none of it is outside of the page.
INK = """
const done = arguments[1];
const box = document.querySelector(arguments[0]);
const image = box.ownerSVGElement.querySelector('image');
const rect = box.querySelector('rect');
const [x, y, w, h] = ['x', 'y', 'width', 'height'].map((name) => Number(rect.getAttribute(name)));
const scale = (bitmap) => bitmap.width / Number(image.getAttribute('width'));
fetch(image.getAttribute('href')).then((answer) => answer.blob()).then((blob) => createImageBitmap(blob)).then((bitmap) => {
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const pen = canvas.getContext('2d');
  pen.drawImage(bitmap, 0, 0);
  const k = scale(bitmap);
  const data = pen.getImageData(x * k, y * k, w * k, h * k).data;
  let dark = 0;
  for (let i = 0; i < data.length; i += 4) if (data[i] + data[i + 1] + data[i + 2] < 384 && data[i + 3] > 128) dark += 1;
  done([bitmap.width > 300, dark > 20 && dark < data.length / 8]);
}).catch((problem) => done(String(problem)));
"""


# Whether a box lies within the frame that the page is scrolled in.
IN_SIGHT = """
const [frame, box] = [document.querySelector('#pane .frame'), document.querySelector(arguments[0])].map((e) => e.getBoundingClientRect());
return box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom;
"""


def files(window, fixtures):
    check("before any file", window.texts("#rows tr"), [])
    window.accessible("the empty window")
    window.drop(fixtures / "seed/altered.pdf", fixtures / "bad/web-page.pdf")
    window.drag(fixtures / "owed/budget.pdf")
    row = window.row("altered.pdf").text
    check("the unit", "福州市社会保险技术服务保障中心" in row and "2025 · 预算" in row, True)
    window.row("budget.pdf")
    contradicting = window.run("return [...document.querySelectorAll('#rows tr')].map((row) => [row.querySelector('.what').textContent.match(/\\w+\\.pdf/)?.[0], row.querySelectorAll('.number')[0].textContent])")
    check("mismatches, heaviest first", contradicting[0], ["altered.pdf", "3"])
    check("none in the other", ["budget.pdf", "0"] in contradicting, True)
    window.wait("that a web page is no PDF", "/web-page\\.pdf/.test(document.querySelector('#uploads').textContent + document.querySelector('#rows').textContent)")
    window.accessible("the list")


def notes(window):
    window.show("altered.pdf")
    window.one("#pane image")
    check("the heaviest note is open", len(window.texts("#note-list > .open")), 1)
    check("it is a contradiction", window.texts("#note-list > li:first-child .verdict.mismatch") != [], True)
    note = window.wait("the altered figure", "[...document.querySelectorAll('#note-list > li')].find((item) => /2080505|21\\.16|211,?600/.test(item.textContent))?.querySelector('button')")
    window.run("arguments[0].click()", note)
    window.one("#note-list > .open .equation")
    printed = "".join(window.texts("#note-list > .open"))
    check("the altered figure is told", bool(re.search(r"21\.16|211,?600", printed)), True)
    for role in ["printed", "part"]:
        window.ink(f"#pane .box.{role}")
    check("its figure is in sight", window.run(IN_SIGHT, "#pane .box.printed"), True)
    # a term leads to its place
    window.click("#note-list > .open .equation tr:last-child button")
    window.one("#pane .box.chosen")
    window.accessible("a note")


def keyboard(window, fixtures):
    # the altered figure is one note, whatever equations it stands in: here are several
    window.home()
    window.drop(fixtures / "quirks/marks.pdf")
    window.row("marks.pdf")
    window.show("marks.pdf")
    window.one("#pane image")
    window.run("document.activeElement.blur()")
    opened = lambda: window.run("return document.querySelector('#note-list > .open button').dataset.note")
    window.press("k", "k", "k", "k")
    first = opened()
    window.press("j")
    second = opened()
    check("j goes on", first != second, True)
    check("the focus goes with it", window.run("return document.activeElement.dataset.note"), second)
    check("the focus is seen", window.run("return getComputedStyle(document.activeElement).outlineStyle"), "solid")
    window.press("k")
    check("k goes back", opened(), first)
    window.click("#note-list > .open .note-body .buttons:not([role] *) button:last-child")
    check("so does the button", opened(), second)
    all_notes = len(window.texts("#note-list > li"))
    window.run("document.activeElement.blur()")
    window.press("k", "3")
    window.wait("the mark", "document.querySelector('#note-list > .open [data-mark=fine][aria-pressed=true]')")
    window.press("j")
    window.click("#unmarked")
    check("only those without a mark", len(window.texts("#note-list > li")), all_notes - 1)
    window.click("#unmarked")
    window.run("document.activeElement.blur()")
    window.press("k")
    page = lambda: int(re.search(r"\d+", window.texts("#pane .bar .at")[0])[0])
    here = page()
    window.press("n")
    check("n turns the page", page(), here + 1)
    window.press("p")
    check("p turns it back", page(), here)
    window.press("+")
    check("+ enlarges", window.run("return document.querySelector('#pane svg').style.width"), "150%")
    window.press("-")
    window.press("?")
    check("? shows the keys", window.run("return document.getElementById('help').open"), True)
    window.accessible("the keys")
    window.press(Keys.ESCAPE)
    check("Esc closes them", window.run("return document.getElementById('help').open"), False)
    window.show("altered.pdf")
    window.one("#note-list > .open")
    window.run("document.activeElement.blur()")


def marks(window):
    pressed = lambda: window.run("return [...document.querySelectorAll('#note-list > .open [data-mark][aria-pressed=true]')].map((e) => e.dataset.mark)")
    saved = lambda: window.wait("saved", "/已保存/.test(document.querySelector('#note-list > .open .saved').textContent)")
    window.press("3")
    saved()
    window.press("u")
    window.wait("taken back", "!document.querySelector('#note-list > .open [aria-pressed=true]')")
    window.press("1")
    window.wait("the mark", "document.querySelector('#note-list > .open [data-mark=publisher][aria-pressed=true]')")
    remark = window.one("#note-list > .open .remark")
    remark.send_keys("已电话告知 <b>", Keys.ENTER)
    saved()
    window.wait("that it is counted", "document.querySelector('#note-head').textContent.includes('已看 1')")
    address = window.driver.current_url
    window.reload(address)
    window.one("#note-list > .open .remark")
    check("the mark after a reload", pressed(), ["publisher"])
    check("the remark after a reload", window.run("return document.querySelector('#note-list > .open .remark').value"), "已电话告知 <b>")


def cut_off(window, fixtures):
    """Nobody answers for a while: a mark and a file wait, and go to the server by themselves once it answers."""
    offline = lambda is_so: window.driver.execute_cdp_cmd("Network.emulateNetworkConditions", {"offline": is_so, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1})
    window.driver.execute_cdp_cmd("Network.enable", {})
    window.run("document.activeElement.blur()")
    note = window.run("return document.querySelector('#note-list > .open button').dataset.note")
    offline(True)
    window.press("2")
    window.wait("that nobody answers", "document.querySelector('#connection .notice')")
    window.home()
    window.drop(fixtures / "owed/final-accounts.pdf")
    window.wait("that the file waits", "document.querySelector('#uploads .failed')")
    offline(False)
    window.row("final-accounts.pdf")
    window.wait("that it answers", "!document.querySelector('#connection .notice')")
    window.reload(window.driver.current_url)
    window.show("altered.pdf")
    window.wait("the mark that waited", f"document.querySelector('#note-list [data-note={json.dumps(note)}] .badge.misread')")


def tables(window):
    window.click("[data-part=tables]")
    window.one(".tables details[open] .figure")
    window.run("document.querySelectorAll('.tables details').forEach((one) => { one.open = true; })")
    figure = window.wait("the figure in its table", "[...document.querySelectorAll('.tables .figure')].find((one) => one.textContent.trim() === '21.16')")
    window.run("arguments[0].click()", figure)
    window.one("#pane .box.chosen")
    check("its page", "第 11 页" in window.texts("#pane .bar .at")[0], True)
    window.ink("#pane .box.chosen")
    window.accessible("the tables")
    address = window.driver.current_url
    window.reload(address)
    window.one("#pane .box.chosen")
    window.click("[data-part=owed]")
    window.one(".owed li.found")
    check("all is there", window.texts(".owed li.not_found"), [])
    window.click(".owed li.found .link")
    window.wait("the page of the first duty", "/第 7 页/.test(document.querySelector('#pane .bar').textContent)")
    window.accessible("what is owed")


def languages(window):
    for lang, word, tag in [("en", "What it owes", "en"), ("zh", "应公开事项", "zh-CN")]:
        window.click(f"[data-lang={lang}]")
        window.wait(f"the page in {lang}", f"document.querySelector('[data-part=owed]')?.textContent.includes({json.dumps(word)})")
        check("language", window.run("return [document.documentElement.lang, new URLSearchParams(location.search).get('lang')]"), [tag, lang])
        window.click("[data-part=notes]")
        window.one("#note-list > .open .equation")
        window.accessible(f"notes in {lang}")
        window.click("[data-part=owed]")
        window.one(".owed")


def downloads(window):
    window.home()
    links = window.run("return [...document.querySelectorAll('#all-downloads a')].map((a) => a.href)")
    window.show("altered.pdf")
    window.one("#print")
    links += window.run("return [...document.querySelectorAll('#document .downloads a')].map((a) => a.href)")
    check("downloads", len(links), 7)
    for link in links:
        if link.endswith("annotated.pdf") and not window.pictures:
            continue
        with urllib.request.urlopen(link) as answer:
            data = answer.read()
        name = urllib.request.urlparse(link).path.rsplit("/", 1)[1]
        if name.endswith(".pdf"):
            check(name, [data[:5], b"%%EOF" in data[-1024:]], [b"%PDF-", True])
        elif name.endswith(".json"):
            check(name, json.loads(data)["identity"]["unit_name"], "福州市社会保险技术服务保障中心")
        else:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                check(f"{name} is whole", archive.testzip(), None)
                members = archive.namelist()
            wanted = "xl/workbook.xml" if name.endswith(".xlsx") else "facts.csv" if "csv" in link else ".xlsx"
            check(f"{link} holds {wanted}", any(member.endswith(wanted) for member in members), True)


def disclosure(browser, folder):
    """A PDF that looks like a disclosure and says HOSTILE wherever it can: printed by the browser."""
    text = HOSTILE.replace("&", "&amp;").replace("<", "&lt;")
    row = lambda name, figure: f"<tr><td>{name}</td><td>{figure}</td></tr>"
    page = f"""<meta charset=utf-8><style>td, th {{ border: 1px solid; padding: 3px; font: 9pt "Noto Sans CJK SC" }}</style>
        <h1>{text}2025年度单位预算</h1><h2>部门支出总表</h2><p>单位：万元</p>
        <table><tr><th>科目编码<th>科目名称<th>合计<th>基本支出<th>项目支出</tr>
        <tr><td>208<td>{text}<td>10.00<td>6.00<td>5.00</tr><tr><td>20805<td>{text}<td>10.00<td>6.00<td>4.00</tr>
        <tr><td>2080505<td>{text}<td>10.00<td>6.00<td>4.00</tr><tr><td><td>合计<td>10.00<td>6.00<td>4.00</tr></table>"""
    file = folder / "page.html"
    file.write_text(page)
    browser.driver.get(file.as_uri())
    pdf = base64.b64decode(browser.driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": True})["data"])
    made = folder / HOSTILE_NAME
    made.write_bytes(pdf)
    return made


def hostile(window, file, url):
    window.reload(url + "?lang=zh")
    window.drop(file)
    window.show("onerror=alert(1)")
    window.one("#parts")
    check("the name is text", HOSTILE_NAME in window.run("return document.getElementById('document').textContent"), True)
    window.click("[data-part=tables]")
    window.wait("the texts of the page", "document.querySelector('.disclosed')?.textContent.includes('window.pwned=1')")
    for part in ["owed", "notes"]:
        window.click(f"[data-part={part}]")
    made = window.run("return [typeof window.pwned, document.querySelectorAll('img, iframe, #document script').length, document.scripts.length]")
    check("markup from a text", made, ["undefined", 0, 1])


def narrow(window):
    """At the width of a phone nothing is cut off, and the page of a note is in it."""
    axe.window(window.browser, 360, 740)
    wide = lambda: window.run("return document.documentElement.scrollWidth")
    window.home()
    check("the list on a phone", wide(), 360)
    window.show("altered.pdf")
    window.click("#note-list > li:first-child button")
    window.one("#note-list > .open .slot #pane image")
    check("its figure is in sight", window.run(IN_SIGHT, "#pane .box.printed"), True)
    check("a note on a phone", wide(), 360)
    window.accessible("a note on a phone")
    window.click("[data-part=tables]")
    window.click(".tables .figure")
    window.one("#pane.over .box.chosen")
    check("tables on a phone", wide(), 360)
    window.accessible("tables on a phone")
    window.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def no_complaints(window):
    """Nothing was refused by the content security policy, no script has failed."""
    log = [entry["message"] for entry in window.driver.get_log("browser")]
    # a browser notes every answer that is an error; files that are refused are among what was dropped
    check("console", [line for line in log if "Failed to load resource" not in line], [])


def main():
    yusuan, fixtures = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    with tempfile.TemporaryDirectory() as work, Browser(1400, 950) as browser:
        work = pathlib.Path(work)
        mock = yusuan if yusuan.startswith("http:") else None
        server = None if mock else Server(yusuan, work / "window")
        window = Window(browser)
        bad = disclosure(browser, work)
        window.driver.get_log("browser")
        url = mock or server.url
        browser.open(url + "?lang=zh")
        files(window, fixtures)
        notes(window)
        keyboard(window, fixtures)
        marks(window)
        cut_off(window, fixtures)
        tables(window)
        languages(window)
        downloads(window)
        hostile(window, bad, url)
        narrow(window)
        no_complaints(window)
        if server:
            server.kill()
            window.wait("that the program is gone", "document.querySelector('#connection .notice')")
            server = Server(yusuan, work / "window")
            browser.open(server.url + "?lang=zh")
            window.show("altered.pdf")
            window.wait("the mark after a new start", "document.querySelector('#note-list .badge.misread')")
            server.kill()
    print("accessibility was looked at" if axe.script() else "axe-core is not installed: accessibility was not looked at")


if __name__ == "__main__":
    main()
