"""Has LibreOffice calculate workbooks of cost reviews and compares what they come to with what Nines says.

1. Every formula's value as Nines wrote it is what LibreOffice calculates, to the cent.
2. What the sheets say of a design is what result.json, design_summary.csv and costs.csv say, to the cent.
3. After prices were changed in the workbook it comes to what `nines cost` says at those prices, to the cent.
4. A workbook in which one line is off by a cent is found.

Usage: check_xlsx.py NINES SOFFICE WORK RESULT...
"""

import csv
import json
import pathlib
import re
import subprocess
import sys
import zipfile

import openpyxl

NINES, SOFFICE, WORK = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
RESULTS = [pathlib.Path(path) for path in sys.argv[4:]]
RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"""
# What a plan may write as a price list, by the name that the workbook has for the value.
PRICES = {
    "sites.main.node.price": ("$61.23/h", 61.23),
    "sites.dr.node.price": ("$77.777/h", 77.777),
    "prices.user-egress.tiers.1": ("$0.0815/GB", 0.0815),
    "prices.labour.person-year": ("$199999/y", 199999.0),
    "prices.balancer.per-hour": ("$0.0225/h", 0.0225),
    "prices.outage.per-lost-request": ("$0.013", 0.013),
}
SHEETS = ["Summary", "Designs", "Costs by month", "Prices", "Usage", "Assumptions", "Outages"]
problems = []


def problem(text):
    problems.append(text)


def calculated(paths):
    """The workbooks as LibreOffice calculates them, all at once."""
    profile, folder = WORK / "profile", WORK / "calculated"
    if not profile.exists():
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(RECALCULATE)
    subprocess.run(
        [SOFFICE, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "xlsx", "--outdir", str(folder),
         *map(str, paths)],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=600)
    return [openpyxl.load_workbook(folder / path.name, data_only=True) for path in paths]


def same(a, b):
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        return abs(a - b) <= max(0.001, 1e-9 * abs(a))
    return (a or "") == (b or "")


def check_cells(name, formulas, written, read):
    """Every formula comes to the value beside it."""
    count = 0
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if not (isinstance(cell.value, str) and cell.data_type == "f"):
                    continue
                count += 1
                a, b = written[sheet.title][cell.coordinate].value, read[sheet.title][cell.coordinate].value
                if not same(a, b):
                    problem(f"{name}: '{sheet.title}'!{cell.coordinate} {cell.value} is {b!r}, not {a!r}")
    return count


def summary(book):
    """Rows of the summary by design."""
    rows = list(book["Summary"].iter_rows(values_only=True))
    top = next(i for i, row in enumerate(rows) if row[0] == "Design")
    table = {}
    for row in rows[top + 1:]:
        if not row[0]:
            break
        table[row[0]] = dict(zip(rows[top], row))
    return table


def check_summary(name, book, expected, outage):
    table = summary(book)
    if set(table) != {row["design_id"] for row in expected}:
        return problem(f"{name}: other designs: {sorted(table)}")
    columns = {
        "Amortised a year, USD": "amortised_year", "Cash in the first year, USD": "cash_year_1",
        "Premium over the baseline, USD": "dr_premium_year", "Outage losses a year, USD": "outage_loss_year",
        "With losses, USD": "total_year",
    }
    for row in expected:
        for heading, column in columns.items():
            cell = table[row["design_id"]].get(heading)
            if not row[column]:
                continue
            if cell is None or round(cell * 100) != round(float(row[column]) * 100):
                problem(f"{name}: {row['design_id']}: '{heading}' is {cell}, and {column} is {row[column]}")
        for heading, column in (("Cheapest from, USD a lost minute", "cheapest_from_usd_per_minute"),
                                ("Cheapest up to, USD a lost minute", "cheapest_to_usd_per_minute")):
            cell, text = table[row["design_id"]][heading], row[column]
            if (text and abs(float(cell) - float(text)) > 0.0051) or (not text and cell not in ("never", "no end")):
                problem(f"{name}: {row['design_id']}: '{heading}' is {cell}, and {column} is '{text}'")


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def check_lines(name, book, lines):
    """Each line of costs.csv has its amounts, to the cent."""
    found = {row[0]: row for row in book["Usage"].iter_rows(min_row=5, values_only=True)}
    if len(found) != len(lines):
        problem(f"{name}: {len(found)} lines, and costs.csv has {len(lines)}")
    for line in lines:
        row = found.get(line["line_id"])
        if row is None:
            problem(f"{name}: there is no line {line['line_id']}")
            continue
        for column, key in ((16, "amortised_cost"), (17, "cash_cost")):
            if row[column] is not None and round(row[column] * 100) != round(float(line[key]) * 100):
                problem(f"{name}: {line['line_id']} {line['cost_item']}: {key} is {row[column]}, not {line[key]}")


def check_form(name, path, book):
    if book.sheetnames != SHEETS:
        problem(f"{name}: sheets are {book.sheetnames}")
    for sheet in book.worksheets:
        if sheet.freeze_panes is None and sheet.title != "Outages":
            problem(f"{name}: '{sheet.title}' has no frozen headers")
        if not sheet.print_area:
            problem(f"{name}: '{sheet.title}' has no print area")
    with zipfile.ZipFile(path) as file:
        charts = [entry for entry in file.namelist() if entry.startswith("xl/charts/chart")]
        text = "".join(file.read(entry).decode() for entry in file.namelist() if entry.endswith(".xml"))
    if len(charts) != 3:
        problem(f"{name}: {len(charts)} charts")
    if re.search(r"<v>-?(nan|inf)", text, re.IGNORECASE):
        problem(f"{name}: a number is none")
    for needed in ("lost_minute_value", "hours_basis", "year_hours"):
        if needed not in book.defined_names:
            problem(f"{name}: there is no name '{needed}'")


def price_list(keys):
    """The YAML that `nines cost --prices` takes."""
    tree = {}
    for key in keys:
        place, parts = tree, key.split(".")
        for part in parts[:-1]:
            place = place.setdefault(part, {})
        place[parts[-1]] = PRICES[key][0]
    return tree


def priced(result, keys, tag):
    """What Nines says at other prices."""
    tree = price_list([key for key in keys if "tiers" not in key])
    for key in keys:
        if "tiers" in key:
            tree.setdefault("prices", {})["user-egress"] = {"tiers": {"10TB": PRICES[key][0]}}
    path = WORK / f"prices-{tag}.yaml"
    path.write_text(json.dumps(tree))
    out = WORK / f"cost-{tag}"
    subprocess.run([NINES, "cost", str(result), "--prices", str(path), "--out", str(out)], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return out


def changed(path, keys, tag):
    """The workbook with other prices in its yellow cells."""
    book = openpyxl.load_workbook(path)
    wanted = set(keys)
    for row in book["Prices"].iter_rows(min_row=5):
        if row[0].value in keys:
            row[2].value = PRICES[row[0].value][1]
            wanted.discard(row[0].value)
    if wanted:
        problem(f"there is no price {sorted(wanted)}")
    book.save(WORK / f"changed-{tag}.xlsx")
    return WORK / f"changed-{tag}.xlsx"


def main():
    jobs, formulas = [], 0
    for result in RESULTS:
        path = WORK / f"{result.name}.xlsx"
        subprocess.run([NINES, "export", str(result), "--as", "xlsx", "--out", str(path)], check=True,
                       stderr=subprocess.DEVNULL)
        jobs.append((f"{result.name}", path, result, result))
        held = {row[0].value for row in openpyxl.load_workbook(path)["Prices"].iter_rows(min_row=5)}
        keys = [key for key in PRICES if key in held]
        for number, some in enumerate([keys[:1], keys]):
            tag = f"{result.name}-{number}"
            jobs.append((f"{result.name} with {', '.join(some)}", changed(path, some, tag), priced(result, some, tag), result))
    # One amount that is not its formula any more.
    book = openpyxl.load_workbook(jobs[0][1])
    book["Usage"]["Q5"] = "=ROUND(P5,0)/100+0.01"
    book.save(WORK / "broken.xlsx")
    read = calculated([path for _, path, _, _ in jobs] + [WORK / "broken.xlsx"])
    for (name, path, source, result), book in zip(jobs, read):
        summaries, lines = rows(source / "design_summary.csv"), rows(source / "costs.csv")
        if source == result:
            plain = openpyxl.load_workbook(path)
            formulas += check_cells(name, plain, openpyxl.load_workbook(path, data_only=True), book)
            check_form(name, path, plain)
        check_summary(name, book, summaries, None)
        check_lines(name, book, lines)
        sums = [cell.value for row in book["Designs"].iter_rows() for cell in row]
        if any(isinstance(value, str) and value.startswith("#") for value in sums):
            problem(f"{name}: an error stands on the sheet Designs")
    before = len(problems)
    check_summary("broken", read[-1], rows(RESULTS[0] / "design_summary.csv"), None)
    if len(problems) == before:
        sys.exit("check-xlsx: FAILED: a workbook that is off by a cent passes")
    del problems[before:]
    for text in problems[:40]:
        print(f"check-xlsx: {text}")
    if problems:
        sys.exit(f"check-xlsx: FAILED: {len(problems)} problems")
    print(f"check-xlsx: {formulas} formulas come to what Nines says, and with changed prices to what 'nines cost' says; a"
          " workbook that is off by a cent fails")


main()
