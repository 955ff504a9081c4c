"""Reads every CSV file of some folders as those do who get them: pandas, and LibreOffice in English and in German.

The truth is the text of the file. A column of numbers has nothing but numbers and empty cells, and its sum stays the same
wherever it is read; ids stay as they are; dates are dates. A reader who opens a file in the wrong language may see text
where a number stands, but never another number. Usage: check_csv.py SOFFICE FOLDER...
"""

import csv
import decimal
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

import pandas

NUMBER = re.compile(r"-?\d+(\.\d+)?")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
ENGLISH, GERMAN = 1033, 1031
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"

problems = []


def problem(path, text):
    problems.append(f"{path.parent.name}/{path.name}: {text}")


# A unit may be '1', and a value of a plan anything: both are words about numbers.
def kind(cells):
    """What a column holds: numbers, dates or text; nothing where all cells are empty."""
    filled = [cell for cell in cells if cell]
    if not filled:
        return None
    for name, form in (("number", NUMBER), ("date", DATE)):
        if all(form.fullmatch(cell) for cell in filled):
            return name
    return "text"


def total(cells):
    return sum((decimal.Decimal(cell) for cell in cells if cell), decimal.Decimal(0))


def close(a, b):
    return abs(float(a) - float(b)) <= 1e-9 * max(1.0, abs(float(a)))


def columns(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    return rows[0], [[row[i] for row in rows[1:]] for i in range(len(rows[0]))]


def check_form(path, header, body):
    for name, cells in zip(header, body):
        found = kind(cells)
        numbers = [cell for cell in cells if NUMBER.fullmatch(cell)]
        if found == "text" and numbers and len(numbers) < len([c for c in cells if c]) and name not in ("value", "unit"):
            problem(path, f"'{name}' holds numbers and text: {numbers[0]}, "
                          f"{next(c for c in cells if c and not NUMBER.fullmatch(c))}")
        if found == "number":
            three = next((c for c in cells if re.fullmatch(r"-?\d{1,3}\.\d{3}", c)), None)
            if three:
                problem(path, f"'{name}' has three decimals, which look like thousands: {three}")


def check_pandas(path, header, body):
    frame = pandas.read_csv(path)
    if list(frame.columns) != header:
        problem(path, "pandas sees other columns")
    for name, cells in zip(header, body):
        column, found = frame[name], kind(cells)
        if found == "number":
            if not pandas.api.types.is_numeric_dtype(column):
                problem(path, f"pandas reads text in '{name}'")
            elif not close(total(cells), column.sum()):
                problem(path, f"pandas sums '{name}' to {column.sum()}, not {total(cells)}")
        elif found == "date":
            if list(pandas.to_datetime(column.dropna()).dt.strftime("%Y-%m-%d")) != [c for c in cells if c]:
                problem(path, f"pandas reads other dates in '{name}'")
        elif found == "text" and name != "value":
            if ["" if pandas.isna(c) else str(c) for c in column] != cells and set(cells) != {"true", "false"} and not \
               {c.lower() for c in cells if c} <= {"true", "false"}:
                problem(path, f"pandas changes the text of '{name}'")


def convert(soffice, paths, folder, to, language):
    """All files at once as LibreOffice reads them in a language, with special numbers (dates) recognised."""
    folder.mkdir()
    subprocess.run(
        [soffice, f"-env:UserInstallation=file://{folder.parent}/profile", "--headless",
         f"--infilter=CSV:44,34,76,1,,{language},false,true", "--convert-to", to, "--outdir", str(folder),
         *map(str, paths)],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=900)
    return folder


def sheet(path):
    """Rows of (type, value, text) of a flat document."""
    for row in xml.etree.ElementTree.parse(path).iter(TABLE + "table-row"):
        cells = []
        for cell in row:
            if cell.tag != TABLE + "table-cell":
                continue
            form = cell.get(OFFICE + "value-type")
            value = cell.get(OFFICE + "value") or cell.get(OFFICE + "date-value") or cell.get(OFFICE + "boolean-value")
            text = "\n".join("".join(p.itertext()) for p in cell.iter(TEXT + "p"))
            cells += [(form, value, text)] * int(cell.get(TABLE + "number-columns-repeated", 1))
        for _ in range(min(int(row.get(TABLE + "number-rows-repeated", 1)), 1000)):
            yield cells


def check_libreoffice(document, path, header, body, language):
    name_of = {ENGLISH: "LibreOffice", GERMAN: "LibreOffice in German"}[language]
    rows = list(sheet(document))[1:1 + len(body[0])]
    for index, (name, cells) in enumerate(zip(header, body)):
        found = kind(cells)
        if found is None:
            continue
        for line, cell in enumerate(cells):
            form, value, text = rows[line][index] if index < len(rows[line]) else (None, None, "")
            if not cell:
                continue
            place = f"{name_of} makes '{text or value}' of '{cell}' in '{name}', line {line + 2}"
            if NUMBER.fullmatch(cell) and found == "number":
                if form in ("float", "percentage", "currency"):
                    if not close(cell, value):
                        problem(path, place)
                elif form == "string" and language != ENGLISH:
                    # Not recognised, and therefore not taken for another number.
                    if text != cell:
                        problem(path, place)
                else:
                    problem(path, f"{place} ({form})")
            elif found == "date":
                if form != "date" or not value.startswith(cell):
                    problem(path, f"{place} ({form})")
            elif form == "float" and not NUMBER.fullmatch(cell):
                problem(path, f"{place} ({form})")
            elif form == "string" and text.replace("\n", " ").split() != cell.replace("\n", " ").split():
                problem(path, place)


def check_round_trip(saved, path, header, body):
    """Read in English and saved as a German spreadsheet saves it: semicolons and decimal commas."""
    with open(saved, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file, delimiter=";"))
    for index, (name, cells) in enumerate(zip(header, body)):
        if kind(cells) == "number":
            back = [row[index].replace(",", ".") for row in rows[1:]]
            if not close(total(cells), total(back)):
                problem(path, f"'{name}' sums to {total(back)} after a round trip, not to {total(cells)}")
        elif name.endswith("id"):
            if [row[index] for row in rows[1:]] != cells:
                problem(path, f"'{name}' is changed by a round trip")


def main():
    soffice, folders = sys.argv[1], sys.argv[2:]
    paths = sorted(path for folder in folders for path in pathlib.Path(folder).glob("*.csv"))
    with tempfile.TemporaryDirectory() as temporary:
        work = pathlib.Path(temporary)
        staged = []
        (work / "in").mkdir()
        for path in paths:
            header, body = columns(path)
            if not body or not body[0]:
                continue
            check_form(path, header, body)
            check_pandas(path, header, body)
            # A spreadsheet holds a million rows, and a minute of a reader's patience: long ledgers are left to pandas.
            if len(body[0]) <= 3000:
                name = f"{path.parent.name}-{path.stem}"
                (work / "in" / f"{name}.csv").write_bytes(path.read_bytes())
                staged.append((name, path, header, body))
        files = [work / "in" / f"{name}.csv" for name, *_ in staged]
        for language in (ENGLISH, GERMAN):
            read = convert(soffice, files, work / f"read-{language}", "fods", language)
            for name, path, header, body in staged:
                check_libreoffice(read / f"{name}.fods", path, header, body, language)
        saved = convert(
            soffice, files, work / "saved", f"csv:Text - txt - csv (StarCalc):59,34,76,1,,{GERMAN},false,false", ENGLISH)
        for name, path, header, body in staged:
            check_round_trip(saved / f"{name}.csv", path, header, body)
    for text in problems[:40]:
        print(f"check-csv: {text}")
    if problems:
        sys.exit(f"check-csv: FAILED: {len(problems)} problems in {len(paths)} files")
    print(f"check-csv: {len(paths)} files read by pandas {pandas.__version__} and LibreOffice, in English and in German")


main()
