"""Uses the live page as people do, and sends it what it must refuse.

Usage: check_studio.py NINES WORK PICTURES

Opens `nines studio models/start.yaml`, turns three inputs, and holds the figures on the page against `nines compare` of the saved
plan at the same seed and size; undoes, writes a mistake into the text and mends it, plays an outage, exports, prints; at 1280
and 390 px, in light and dark, by keyboard; fails on a console message, on what axe finds, and on a page wider than its window.
Then asks for what nobody may have: another host, another origin, files, large and slow bodies, many connections.
"""

import base64
import json
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from check_report import AXE, RUN_AXE, TEXTS, browser  # noqa: E402

PATIENCE = 240


class Studio:
    """The program as a user starts it."""

    def __init__(self, nines, plan, *options):
        self.process = subprocess.Popen(
            [nines, "studio", str(plan), "--no-open", *options], stdout=subprocess.PIPE, text=True)
        self.address = self.process.stdout.readline().strip()
        self.port = int(re.match(r"http://127\.0\.0\.1:(\d+)/", self.address).group(1))
        self.token = self.address.rstrip("/").rsplit("/", 1)[1]

    def end(self):
        self.process.terminate()
        self.process.wait(timeout=20)

    def ask(self, path, method="GET", body=None, **headers):
        """Status and text of a request."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", data=body, method=method,
            headers={name.replace("_", "-"): value for name, value in headers.items()})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read().decode()

    def raw(self, text, wait=15):
        """What comes back for bytes that no browser sends."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=wait) as link:
            try:
                link.sendall(text)
                answer = b""
                while piece := link.recv(65536):
                    answer += piece
                return answer
            except (ConnectionResetError, BrokenPipeError):
                return b""


class Page:
    """The page in a browser, and what is wrong with it."""

    def __init__(self, driver, pictures):
        self.driver, self.pictures, self.faults = driver, pictures, []

    def size(self, width, height, scheme, mobile=False):
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile})
        self.driver.execute_cdp_cmd(
            "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})

    def find(self, css):
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def script(self, text, *arguments):
        return self.driver.execute_script(text, *arguments)

    def until(self, condition, what):
        try:
            WebDriverWait(self.driver, PATIENCE, poll_frequency=0.05).until(lambda _: condition())
        except Exception:
            self.shoot("stuck")
            raise AssertionError(f"waited in vain for: {what}; {self.driver.get_log('browser')}")

    def years(self):
        return int(self.script("return document.body.dataset.years||0"))

    def number(self):
        return int(self.script("return number||0"))

    def wait_for_years(self, least, number=None):
        """Until an answer of this state, or of a newer one, has so many years."""
        self.until(
            lambda: self.years() >= least and int(self.script("return document.body.dataset.number||0")) >= (number or 0),
            f"{least} years of state {number}")

    def turn(self, path, keys, times):
        """Turns an input as a keyboard does, and waits until the server has taken it."""
        before = self.number()
        slide = self.find(f'[data-path="{path}"] [type=range]')
        slide.send_keys(*[keys] * times)
        self.until(lambda: self.number() > before and not self.script("return busy"), f"{path} was taken")

    def expect(self, holds, words):
        if not holds:
            self.faults.append(words)

    def shoot(self, name):
        size = self.driver.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssVisualViewport"]
        shot = self.driver.execute_cdp_cmd("Page.captureScreenshot", {})
        (self.pictures / f"{name}.png").write_bytes(base64.b64decode(shot["data"]))
        return size

    def look(self, name):
        """A picture, and everything that can be seen without a person."""
        self.shoot(name)
        self.faults += [f"{name}: {line['message']}" for line in self.driver.get_log("browser")]
        self.faults += [f"{name}: {line}" for line in self.script(TEXTS)]
        self.script(AXE)
        self.faults += [f"{name}: axe: {line}" for line in self.driver.execute_async_script(RUN_AXE)]


def figures(page, studio, nines, plan):
    """What the page shows is what `nines compare` says of the saved plan, to the last digit."""
    page.wait_for_years(200, page.number())
    page.until(lambda: page.script("return document.querySelector('#tab-export')") is not None, "the page")
    # Stop the page at an answer: what it shows belongs to one number of years.
    page.script("live.close()")
    number, years = page.number(), page.years()
    shown = {
        row.get_attribute("data-design"): float(row.find_element(By.CSS_SELECTOR, "[data-mean]").get_attribute("data-mean"))
        for row in page.driver.find_elements(By.CSS_SELECTOR, "#rows tr")
    }
    status, text = studio.ask(f"/{studio.token}/export/{number}/json")
    ours = json.loads(text)
    page.expect(status == 200 and ours["replications"] >= years, f"the export has {ours.get('replications')} years of {years}")
    _, saved = studio.ask(
        f"/{studio.token}/save/{number}/new", "POST", b"{}", Content_Type="application/json",
        Origin=f"http://127.0.0.1:{studio.port}")
    saved = json.loads(saved)["saved"]
    _, command = studio.ask(f"/{studio.token}/export/{number}/command")
    words = command.split()
    page.expect(words[:2] == ["nines", "compare"], f"the command is '{command}'")
    words[0], words[2] = nines, saved

    def compared(replications):
        words[words.index("--replications") + 1] = str(replications)
        return json.loads(subprocess.run(words + ["--quiet", "--format", "json"], check=True, capture_output=True, text=True).stdout)

    theirs = compared(ours["replications"])
    for key in ("seed", "replications", "worlds", "designs", "differences", "pairs", "break_evens"):
        if key == "designs":
            # Whether rows of a ledger reconcile is told by a study that writes them; both must.
            page.expect(all(d["ledger_reconciles"] for d in ours[key] + theirs[key]), "a ledger does not reconcile")
        page.expect(ours[key] == theirs[key], f"'{key}' of the page differs from 'nines compare'")
    at_the_look = theirs if ours["replications"] == years else compared(years)
    means = {d["design"]: d["lost_minutes_per_year"]["mean"] for d in at_the_look["designs"]}
    page.expect(shown == means, f"the page shows {shown}, 'nines compare' says {means}")
    text = pathlib.Path(saved).read_text()
    page.expect(
        re.sub(r"(\d|%)[^\n#]*", "", text).count("#") == re.sub(r"(\d|%)[^\n#]*", "", plan.read_text()).count("#")
        and len(text.splitlines()) == len(plan.read_text().splitlines()), "saving moved comments or lines")
    return saved


def use(page, studio, nines, plan):
    driver = page.driver
    page.size(1280, 800, "light")
    driver.get(studio.address)
    page.wait_for_years(80)
    page.look("begin-1280-light")
    start = page.find("#text").get_property("value")
    page.expect(start == plan.read_text(), "the text is not the plan")

    page.turn("detect.failures", Keys.ARROW_RIGHT, 120)
    page.turn("failures.region.per-year", Keys.ARROW_RIGHT, 150)
    page.turn("execute.move-traffic.ttl", Keys.ARROW_LEFT, 60)
    page.expect(page.find("#undo").is_enabled(), "nothing can be undone")
    changed = json.loads(page.script("return JSON.stringify(state)"))["changes"]
    page.expect(len(changed) == 3, f"three inputs were turned, {changed} are changed")
    page.expect("%7B" in driver.current_url, "the state is not in the address")
    figures(page, studio, nines, plan)
    page.wait_for_years(200)
    page.look("changed-1280-light")

    # The same state by its address, in a page of its own.
    address = driver.current_url
    driver.switch_to.new_window("tab")
    driver.get(address)
    page.wait_for_years(80)
    page.expect(json.loads(page.script("return JSON.stringify(state)"))["changes"] == changed, "the address is not the state")
    driver.close()
    driver.switch_to.window(driver.window_handles[0])

    # Undone step by step to the plan.
    for _ in range(3):
        before = page.number()
        page.find("#undo").click()
        page.until(lambda: page.number() > before and not page.script("return busy"), "an undo was taken")
    page.expect(page.script("return state.changes.length") == 0, "undo leaves a change")
    page.expect(not page.find("#undo").is_enabled(), "more can be undone than was done")

    # A value that is none is refused beside its box.
    box = page.find('[data-path="buffer"] .box')
    box.clear()
    box.send_keys("25% of, x: 1", Keys.TAB)
    page.until(lambda: page.find("#problem").is_displayed(), "a refusal")
    page.shoot("refused-1280-light")
    page.find("#reset").click()
    page.until(lambda: not page.find("#problem").is_displayed(), "the plan is back")

    text(page, start)
    outage(page)

    # A cause left out is the same luck without it.
    page.find("#tab-causes").click()
    before = page.number()
    page.find('[data-cause="region"]').click()
    page.until(lambda: page.number() > before, "a cause was taken")
    page.wait_for_years(200, before + 1)
    page.until(lambda: "region" not in page.find("#causes").text, "no region among the causes")
    page.look("causes-1280-light")
    page.find("#undo").click()

    page.find("#tab-export").click()
    page.until(lambda: "nines compare" in page.find("#command").text, "a command")
    page.look("export-1280-light")
    for kind, begins in (("report", "<!doctype html>"), ("csv", "design,"), ("json", "{"), ("plan", "#")):
        page.wait_for_years(80, page.number())
        status, body = studio.ask(f"/{studio.token}/export/{page.number()}/{kind}")
        page.expect(status == 200 and body.lower().startswith(begins), f"the export '{kind}' begins with {body[:40]!r}")
    paper = driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": True})
    page.expect(len(paper["data"]) > 10_000, "nothing is printed")

    # By keyboard: tabs by arrows, and an input is reached and named.
    page.find("#tab-export").send_keys(Keys.ARROW_RIGHT)
    page.expect(page.script("return document.activeElement.id") == "tab-designs", "arrows do not move along the tabs")
    names = page.script("return [...document.querySelectorAll('input,select,textarea,button')].filter(e=>!e.labels?.length&&!e.ariaLabel&&!e.textContent.trim()).map(e=>e.outerHTML.slice(0,80))")
    page.expect(not names, f"without a name: {names}")

    for width, height, mobile in ((1280, 800, False), (390, 844, True)):
        for scheme in ("light", "dark"):
            page.size(width, height, scheme, mobile)
            driver.get(studio.address)
            page.wait_for_years(200)
            page.turn("failures.region.per-year", Keys.ARROW_RIGHT, 100) if not mobile else sheet(page)
            page.wait_for_years(200, page.number())
            page.look(f"turned-{width}-{scheme}")


def remedies(page, studio):
    """After the last years: cards with what they save, the first of which is applied and undone."""
    page.size(1280, 800, "light")
    page.driver.get(studio.address)
    page.until(lambda: page.script("return document.querySelectorAll('#remedies button').length") > 0, "remedies")
    page.script("document.getElementById('remedies').scrollIntoView()")
    page.look("remedies-1280-light")
    button, before = page.find("#remedies button"), page.number()
    path, to = button.get_attribute("data-apply"), button.get_attribute("data-to")
    button.click()
    page.until(lambda: page.number() > before and not page.script("return busy"), "a remedy was taken")
    page.expect(page.script("return values[arguments[0]]", path) == to, f"the remedy of {path} was not applied")
    page.expect(not page.script("return document.querySelectorAll('#remedies button').length"), "remedies of the state before stay")
    page.find("#undo").click()
    page.until(lambda: page.script("return state.changes.length") == 0, "the remedy is undone")


def another(page):
    """A design from another one: a row, inputs of its own, and gone again by one step back."""
    page.script("document.getElementById('like').value='active-active'")
    page.find("#called").send_keys("active-active-2")
    before = page.number()
    page.find("#add").click()
    page.until(lambda: page.number() > before and not page.script("return busy"), "a design was added")
    page.expect(page.script("return !!document.querySelector('[data-design=\"active-active-2\"]')"), "the new design has no row")
    page.wait_for_years(200, page.number())
    page.look("another-1280-light")
    page.find("#undo").click()
    page.until(lambda: not page.script("return !!document.querySelector('[data-design=\"active-active-2\"]')"), "the design is gone")


def sheet(page):
    """On a phone an input opens at the foot, with a step down and up."""
    row = page.find('[data-path="failures.region.per-year"]')
    page.script("arguments[0].scrollIntoView({block:'center'})", row)
    row.find_element(By.CSS_SELECTOR, "label").click()
    page.until(lambda: row.find_element(By.CSS_SELECTOR, ".more").is_displayed(), "the sheet")
    before = page.number()
    row.find_element(By.CSS_SELECTOR, ".more").click()
    page.until(lambda: page.number() > before, "a step on the sheet")
    top = page.script("return document.querySelector('header').getBoundingClientRect().height")
    page.expect(top <= 150, f"the answer takes {top} px of a phone")
    page.expect(len(page.find("#top").find_elements(By.CSS_SELECTOR, "div")) == 3, "the three best designs are not on top")


def text(page, start):
    page.find("#tab-plan").click()
    area = page.find("#text")
    page.until(lambda: area.get_property("value") == start, "the plan as text")
    page.script("arguments[0].value=arguments[0].value.replace('probe-timeout:','probe-timeot:');arguments[0].dispatchEvent(new Event('input',{bubbles:true}))", area)
    page.until(lambda: page.driver.find_elements(By.CSS_SELECTOR, "#mistakes .mend"), "a mistake and its mending")
    words = page.find("#mistakes").text
    line = next(n for n, l in enumerate(start.splitlines(), 1) if "probe-timeout:" in l)
    page.expect(f"line {line}:" in words and "probe-timeot" in words, f"the mistake is said as '{words}'")
    page.expect(page.find("#gutter b").get_property("textContent").endswith(str(line)), "the line is not marked")
    page.look("mistake-1280-light")
    before = page.number()
    page.find("#mistakes .mend").click()
    page.until(lambda: page.number() > before and not page.driver.find_elements(By.CSS_SELECTOR, "#mistakes .error"), "the mending")
    page.expect(area.get_property("value") == start, "mending leaves another text")
    page.script("const t=document.getElementById('text');t.focus();const i=t.value.indexOf('probe-timeout');t.setSelectionRange(i,i);t.onclick()")
    page.expect("probe" in page.find("#key").text, "no documentation beside the key")


def outage(page):
    page.find("#tab-outage").click()
    page.wait_for_years(80, page.number())
    page.until(lambda: len(page.driver.find_elements(By.CSS_SELECTOR, "#sides > div")) == 2, "two designs side by side")
    page.find("#play").click()
    page.until(lambda: int(page.find("#scrub").get_property("value")) > 0, "the outage plays")
    page.find("#play").click()
    clock = page.find("#clock").text
    page.find("#step").click()
    page.expect(page.find("#clock").text != clock, "a step does not move the clock")
    page.find("#phase").click()
    page.look("outage-1280-light")
    Select(page.find("#outages"))
    page.script("const s=document.getElementById('scrub');s.value=1000;s.oninput()")
    lost = [c.text for c in page.driver.find_elements(By.CSS_SELECTOR, "#sides .counts")]
    page.expect(len(lost) == 2 and all("requests lost" in words for words in lost), f"what was lost is said as {lost}")


def refuse(page, studio):
    """What nobody may have, and that the page still answers afterwards."""
    good = f"/{studio.token}/"
    mine = {"Content_Type": "application/json", "Origin": f"http://127.0.0.1:{studio.port}"}

    def refused(what, status, wanted):
        page.expect(status in wanted, f"{what} is answered with {status}")

    refused("another host", studio.ask(good, Host="evil.example")[0], (421,))
    refused("another origin", studio.ask(good, Origin="http://evil.example")[0], (403,))
    refused("another site's request", studio.ask(good + "state", "POST", b"{}", **{**mine, "Origin": "http://evil.example"})[0], (403,))
    refused("a form", studio.ask(good + "state", "POST", b"{}", **{**mine, "Content_Type": "text/plain"})[0], (415,))
    refused("no token", studio.ask("/")[0], (404,))
    refused("another token", studio.ask("/" + "0" * 32 + "/")[0], (404,))
    for path in ("../../../etc/passwd", "%2e%2e/%2e%2e/etc/passwd", "models/start.yaml", "live/abc", "export/1/../../plan"):
        refused(path, studio.ask(good + path)[0], (404,))
    for body in (b"", b"{", b"[]", b"\x00\xff", b'{"state":{"changes":[{"line":1}]}}', b"[" * 100_000):
        refused(f"the body {body[:20]!r}", studio.ask(good + "state", "POST", body, **mine)[0], (400,))
    long = json.dumps({"text": "a: 1\n" * 100_000}).encode()
    refused("a plan of half a megabyte", studio.ask(good + "state", "POST", long, **mine)[0], (413,))
    status, said = studio.ask(
        good + "state", "POST", json.dumps({"text": "import: /etc/passwd\nservice: x\n"}).encode(), **mine)
    page.expect(status == 200 and "root:" not in said and "number" not in json.loads(said), "a text opens a file")

    head = f"POST {good}state HTTP/1.1\r\nHost: 127.0.0.1:{studio.port}\r\nOrigin: {mine['Origin']}\r\nContent-Type: application/json\r\n"
    answer = studio.raw((head + "Content-Length: 104857600\r\n\r\n").encode() + b"x" * 65536)
    refused("a body of 100 MB", answer[9:12], (b"413",))
    chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    answer = studio.raw((head + "Transfer-Encoding: chunked\r\n\r\n").encode() + chunk * 64)
    refused("a body of 4 MB in pieces", answer[9:12], (b"413",))
    for garbage in (b"\x00" * 1000, b"GET / HTTP/9.9\r\n\r\n", b"GET " + b"a" * 200_000, b"\r\n" * 1000, head.encode() + b"X: " + b"a" * 200_000):
        answer = studio.raw(garbage)
        page.expect(b" 200 " not in answer[:20], f"{garbage[:12]!r} is answered")

    # Slow bodies are closed after their time, while others are served.
    slow = []
    for _ in range(20):
        link = socket.create_connection(("127.0.0.1", studio.port))
        link.sendall((head + "Content-Length: 100\r\n\r\n{").encode())
        slow.append(link)
    page.expect(studio.ask(good)[0] == 200, "slow bodies keep others from the page")
    began = time.monotonic()
    for link in slow:
        link.settimeout(30)
        try:
            page.expect(b" 200 " not in link.recv(100), "a slow body is answered")
        except ConnectionResetError:
            pass
        link.close()
    page.expect(time.monotonic() - began < 25, "slow bodies are never closed")

    many = []
    for _ in range(1000):
        try:
            many.append(socket.create_connection(("127.0.0.1", studio.port), timeout=5))
        except OSError:
            break
    for link in many:
        link.close()
    for _ in range(100):
        try:
            if studio.ask(good)[0] == 200:
                break
        except OSError:
            pass
    page.expect(studio.ask(good)[0] == 200, "a thousand connections end the page")
    page.expect(studio.process.poll() is None, "the studio has ended")


def listening(page, nines, plan, work):
    """Beyond this machine a password is asked for: there is no page without, and none with a wrong one."""
    secret = work / "page.txt"
    secret.write_text("correct horse battery\n")
    secret.chmod(0o640)
    for options, words in (
        (["--listen", "192.0.2.1"], "--password-file"), (["--listen", "0.0.0.0", "--password-file", str(secret)], "one address"),
        (["--password-file", str(secret)], "others may read"), (["--password-file", str(work / "none.txt")], "no file that can be read"),
    ):
        said = subprocess.run([nines, "studio", str(plan), "--no-open", *options], capture_output=True, text=True, timeout=60)
        page.expect(said.returncode in (2, 64) and words in said.stderr, f"{options}: {said.returncode} {said.stderr}")
    secret.chmod(0o600)
    studio = Studio(nines, plan, "--password-file", str(secret))
    try:
        good = f"/{studio.token}/"
        basic = lambda pair: "Basic " + base64.b64encode(pair.encode()).decode()
        page.expect(studio.ask(good)[0] == 401, "a page with a password is shown without")
        began = time.monotonic()
        page.expect(studio.ask(good, Authorization=basic("ann:correct horse batter"))[0] == 401, "a wrong password is taken")
        page.expect(time.monotonic() - began >= 0.9, "wrong passwords are answered at once")
        page.expect(studio.ask(good, Authorization=basic("ann:correct horse battery"))[0] == 200, "the password is not taken")
        page.expect("correct" not in studio.address, "the password stands in the address")
    finally:
        studio.end()


def idle(page, studio):
    """A closed page costs nothing: no processor time is used once nobody listens."""
    page.driver.get("about:blank")
    ticks = lambda: sum(int(n) for n in pathlib.Path(f"/proc/{studio.process.pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13])
    for _ in range(60):
        before = ticks()
        time.sleep(1)
        if ticks() - before <= 1:
            return
    page.expect(False, "a closed page goes on costing")


def main(nines, work, pictures):
    pictures.mkdir(parents=True, exist_ok=True)
    plan = work / "start.yaml"
    shutil.copy("models/start.yaml", plan)
    studio = Studio(nines, plan)
    driver = browser()
    page = Page(driver, pictures)
    try:
        use(page, studio, nines, plan)
        remedies(page, studio)
        another(page)
        if pathlib.Path("/proc").exists():
            idle(page, studio)
        refuse(page, studio)
        listening(page, nines, plan, work)
    except AssertionError as fault:
        page.faults.append(str(fault))
    finally:
        driver.quit()
        studio.end()
    page.expect(plan.read_text() == pathlib.Path("models/start.yaml").read_text(), "the plan was written over")
    for line in page.faults:
        print(line)
    print(f"the live page was used, {len(page.faults)} faults; pictures in {pictures}")
    return 1 if page.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])))
