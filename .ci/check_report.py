"""Looks at a report as its readers do: in Chromium, wide and on a phone, in light and dark, and on paper.

Usage: check_report.py PICTURES REPORT.html [REPORT.html ...]

Pictures and printed sheets are kept in the folder PICTURES; where that is empty nobody wants them, and none are taken.

Fails on a console message, on any request beside the page itself, on two texts of a drawing that cover one another by
more than 1 x 3 px, on text outside its drawing, on a page wider than its window, on what axe finds against WCAG 2.2 AA, on
paper that cuts a drawing, leaves a heading out or runs to more sheets than anybody reads, on a table that saves other numbers than
the result that lies beside the page, and where the first screen of a comparison does not answer which design meets, by how much the nearest does not, what would mend
it, what it costs and how sure that is: with the names and figures of that result.
"""

import base64
import csv
import functools
import http.server
import io
import json
import pathlib
import re
import shutil
import sys
import threading

import axe_playwright_python
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

AXE = (pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
# Millimetres; the page's own margins are 14 on each side.
SHEETS = {"a4": (210, 297), "letter": (215.9, 279.4)}
MARGIN = 14
# Sheets of a report: every table is open on paper, and of thirty designs they are long.
MOST_SHEETS = 40
WIDTHS = {"wide": (1280, 800, False), "phone": (390, 844, True)}

# Texts that are shown, with their places, drawing by drawing.
TEXTS = """
const found = [];
document.querySelectorAll('svg.chart').forEach((svg, s) => {
  const frame = svg.getBoundingClientRect();
  if (!frame.width) return;
  const boxes = [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()]);
  boxes.forEach(([words, a], i) => {
    if (a.left < frame.left - 1 || a.right > frame.right + 1 || a.top < frame.top - 1 || a.bottom > frame.bottom + 1)
      found.push(`drawing ${s}: '${words}' leaves its drawing by ` +
        Math.round(Math.max(frame.left - a.left, a.right - frame.right, frame.top - a.top, a.bottom - frame.bottom)) + ' px');
    boxes.slice(i + 1).forEach(([other, b]) => {
      const w = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const h = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (w > 1 && h > 3) found.push(`drawing ${s}: '${words}' and '${other}' cover one another by ${Math.round(w)} x ${Math.round(h)} px`);
    });
  });
});
const page = document.documentElement;
if (page.scrollWidth > window.innerWidth + 1) found.push(`the page is ${page.scrollWidth} px wide in a window of ${window.innerWidth}`);
// A cell whose words do not fit.
document.querySelectorAll('td, th').forEach(c => {
  if (c.clientWidth && c.scrollWidth > c.clientWidth + 1) found.push(`a cell is clipped: '${c.textContent.slice(0, 40)}'`);
});
return found;
"""

# What the answers say, on a page that has any.
SAYS = """
const said = {};
document.querySelectorAll('[data-answers]').forEach(e =>
  e.dataset.answers.split(' ').forEach(a => said[a] = e.textContent.trim()));
return said;
"""

# What every table saves, by its name.
SAVED = """
const texts = {}, Real = window.Blob, click = HTMLAnchorElement.prototype.click;
let text = '';
window.Blob = function (parts, options) { text = parts.join(''); return new Real(parts, options); };
HTMLAnchorElement.prototype.click = () => {};
document.querySelectorAll('button.csv[aria-label^="Save as CSV"]').forEach(b => {
  b.click();
  texts[b.getAttribute('aria-label').replace('Save as CSV: ', '')] = text;
});
window.Blob = Real;
HTMLAnchorElement.prototype.click = click;
return texts;
"""

# Answers that are not whole on the first screen, on a page that has any.
ANSWERS = """
const places = {};
document.querySelectorAll('[data-answers]').forEach(e => e.dataset.answers.split(' ').forEach(a => places[a] = e));
if (!Object.keys(places).length) return [];
return arguments[0].filter(a => {
  if (!places[a]) return true;
  const box = places[a].getBoundingClientRect();
  return box.top < 0 || box.bottom > window.innerHeight || !box.height;
}).map(a => `the first screen does not answer '${a}'` +
  (places[a] ? `: it ends at ${Math.round(places[a].getBoundingClientRect().bottom)} of ${window.innerHeight} px` : ''));
"""

# What cannot be broken between two sheets and is higher than one: it would be cut.
UNBROKEN = """
return [...document.querySelectorAll('svg.chart, tr, .reasons, h2')].filter(e => e.getBoundingClientRect().height > arguments[0])
  .map(e => `${e.tagName} '${(e.getAttribute('aria-label') || e.textContent).slice(0, 40)}' is higher than the sheet: ` +
    Math.round(e.getBoundingClientRect().height) + ' px');
"""

# Headings without anything of their section on the same sheet cannot be seen from here; that each is printed at all can.
HEADINGS = "return [...document.querySelectorAll('h1, h2')].filter(e => e.getBoundingClientRect().height).length"

RUN_AXE = """
const done = arguments[arguments.length - 1];
axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa']}).then(r => done(r.violations.map(
  v => v.id + ': ' + v.help + ' at ' + v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(', '))), e => done([String(e)]));
"""


def unsaid(said, result):
    """What the answers of a page leave out of its result: names and figures, not wording."""
    designs = {design["design"]: design for design in result["designs"]}
    first = designs[result["ranking"][0]["design"]]
    judged = bool(first["objectives"])
    priced = any(design["cost_usd_per_year"]["mean"] for design in designs.values())
    missed = [line for line in first["objectives"] if line["verdict"] == "misses" and line["share"]]
    found = []

    def expect(answer, what, holds):
        if not holds:
            found.append(f"'{answer}' does not say {what}: '{said.get(answer, '')}'")

    def says(answer, words):
        return words.lower() in said.get(answer, "").lower()

    expect("which", f"the name {first['design']}", says("which", first["design"]))
    if judged and first["verdict"] == "misses" and missed:
        share = re.search(r"([\d.]+) %", said.get("gap", ""))
        near = share and abs(float(share[1]) - 100 * missed[0]["share"]["mean"]) <= 0.51
        expect("gap", f"how far {missed[0]['words']} is missed", near)
    if judged and first["verdict"] == "meets":
        expect("gap", "that it meets", says("gap", "every objective"))
    if judged:
        causes = [removal["cause"] for removal in first["removals"]]
        known = any(says("mend", name) for name in list(designs) + causes)
        expect("mend", "a cause, a design or that nothing helps", known or re.search("Nothing|No single|not known", said.get("mend", "")))
    expect("cost", "dollars", re.search(r"\$\d", said.get("cost", "")) or not priced)
    expect("sure", "a figure with its unit", re.search(r"\d[\d.]* (%|lost minutes)|chance plays no part", said.get("sure", "")))
    return found


def unlike(saved, result):
    """What tables save otherwise than it stands in the result: each number with all its digits, its unit in the heading."""
    found = []
    for name, text in saved.items():
        rows = list(csv.reader(io.StringIO(text)))
        found += [f"'{name}' saves a row of another length" for row in rows if len(row) != len(rows[0])]
    if "Cost and lost minutes as a table" not in saved:
        return found
    minutes = {design["design"]: design["lost_minutes_per_year"] for design in result["designs"]}
    for row in csv.DictReader(io.StringIO(saved["Cost and lost minutes as a table"])):
        for column, figure in [("Lost minutes a year", "mean"), ("95 % from", "low"), ("95 % to", "high")]:
            stored, own = minutes[row["Design"]].get(figure), row[column + " [minutes]"] if column + " [minutes]" in row else row[column]
            if (float(own) if own else None) != stored:
                found.append(f"'{column}' of {row['Design']} is saved as '{own}', the result has {stored}")
    return found


class Served(http.server.SimpleHTTPRequestHandler):
    """Serves one folder and writes down what was asked for."""

    asked: list[str] = []

    def log_message(self, *_):
        pass

    def do_GET(self):
        Served.asked.append(self.path)
        super().do_GET()


def serve(folder):
    handler = functools.partial(Served, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def browser():
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for word in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars"):
        options.add_argument(word)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))


def look(driver, address, name, pictures, result):
    found = []
    for width, (w, h, mobile) in WIDTHS.items():
        for scheme in ("light", "dark"):
            where = f"{name} {width} {scheme}"
            driver.execute_cdp_cmd(
                "Emulation.setDeviceMetricsOverride",
                {"width": w, "height": h, "deviceScaleFactor": 1, "mobile": mobile},
            )
            driver.execute_cdp_cmd(
                "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
            )
            driver.get(address)
            found += [f"{where}: {line['message']}" for line in driver.get_log("browser") if "favicon" not in line["message"]]
            found += [f"{where}: {line}" for line in driver.execute_script(TEXTS)]
            # Where nothing is asked there is nothing to mend.
            asked = ["which", "gap", "mend", "cost", "sure"] if "no-objectives" not in name else ["which", "cost", "sure"]
            found += [f"{where}: {line}" for line in driver.execute_script(ANSWERS, asked)]
            said = driver.execute_script(SAYS)
            if said:
                found += [f"{where}: {line}" for line in unsaid(said, result)]
            if width == "wide" and scheme == "light":
                found += [f"{where}: {line}" for line in unlike(driver.execute_script(SAVED), result)]
            driver.execute_script(AXE)
            found += [f"{where}: axe: {line}" for line in driver.execute_async_script(RUN_AXE)]
            if not pictures:
                continue
            size = driver.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
            shot = driver.execute_cdp_cmd(
                "Page.captureScreenshot",
                {"captureBeyondViewport": True, "clip": {"x": 0, "y": 0, "width": w, "height": min(size["height"], 9000), "scale": 1}},
            )
            (pictures / f"{name}-{width}-{scheme}.png").write_bytes(base64.b64decode(shot["data"]))
    for sheet, (width, height) in SHEETS.items():
        found += [f"{name} {sheet}: {line}" for line in printed(driver, address, f"{name}-{sheet}", pictures, width, height)]
    return found


def printed(driver, address, name, pictures, width, height):
    """Prints to a sheet of so many millimetres; what is wrong with the page as it is laid out for it, and with the file."""
    inside = [round((side - 2 * MARGIN) / 25.4 * 96) for side in (width, height)]
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": inside[0], "height": inside[1], "deviceScaleFactor": 1, "mobile": False},
    )
    light = [{"name": "prefers-color-scheme", "value": "light"}]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print", "features": light})
    driver.get(address)
    found = driver.execute_script(TEXTS) + driver.execute_script(UNBROKEN, inside[1])
    if not driver.execute_script(HEADINGS):
        found.append("no heading is printed")
    paper = driver.execute_cdp_cmd(
        "Page.printToPDF",
        {"printBackground": True, "preferCSSPageSize": False, "paperWidth": width / 25.4, "paperHeight": height / 25.4},
    )
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": light})
    data = base64.b64decode(paper["data"])
    if pictures:
        (pictures / f"{name}.pdf").write_bytes(data)
    sheets = len(re.findall(rb"/Type\s*/Page\b", data))
    if not 1 <= sheets <= MOST_SHEETS:
        found.append(f"{sheets} sheets")
    print(f"{name}: {sheets} sheets")
    return found


def main(pictures, reports):
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
    found = []
    driver = browser()
    try:
        for report in reports:
            if report.stat().st_size > 1_500_000:
                found.append(f"{report}: {report.stat().st_size} bytes, more than a mail bears")
            server = serve(report.parent)
            Served.asked.clear()
            name = report.parent.name if report.name == "report.html" else report.stem
            result = json.loads((report.parent / "result.json").read_text()) if (report.parent / "result.json").exists() else {}
            found += look(driver, f"http://127.0.0.1:{server.server_port}/{report.name}", name, pictures, result)
            others = {path for path in Served.asked if path not in (f"/{report.name}", "/favicon.ico")}
            found += [f"{name}: asks for {path}" for path in sorted(others)]
            server.shutdown()
    finally:
        driver.quit()
    for line in found:
        print(line)
    print(f"{len(reports)} reports looked at, {len(found)} faults" + (f"; pictures in {pictures}" if pictures else ""))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] and pathlib.Path(sys.argv[1]), [pathlib.Path(a) for a in sys.argv[2:]]))
