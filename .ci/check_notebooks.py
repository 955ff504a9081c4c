"""Validates data packages with Frictionless and runs the notebooks beside them. Usage: check_notebooks.py FOLDER WORK"""

import json
import os
import pathlib
import shutil
import sys

os.environ["MPLBACKEND"] = "agg"
import frictionless
import nbclient
import nbformat

FOLDER, WORK = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]) / "checked"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def fail(text):
    sys.exit(f"check-notebooks: FAILED: {text}")


def validate(package):
    """What is wrong with a package; nothing where it is as its description says."""
    descriptor = json.loads((package / "datapackage.json").read_text())
    # A tree is no table.
    descriptor["resources"] = [r for r in descriptor["resources"] if r["profile"] == "tabular-data-resource"]
    report = frictionless.Package(descriptor, basepath=str(package)).validate()
    return [error.message for task in report.tasks for error in task.errors] + [error.message for error in report.errors]


def run(path, folder):
    book = nbformat.read(path, as_version=4)
    nbformat.validate(book)
    nbclient.NotebookClient(book, timeout=120, resources={"metadata": {"path": str(folder)}}).execute()


def broken(notebook, package, name, old, new):
    """A folder in which a file of a package says something else."""
    folder = WORK / f"{notebook}-{name}"
    shutil.copytree(FOLDER, folder)
    path = folder / package / name
    text = path.read_text()
    if text.count(old) < 1:
        fail(f"'{old}' does not stand in {name}, so that nothing was broken")
    path.write_text(text.replace(old, new, 1))
    return folder


def main():
    packages = sorted(path.parent for path in FOLDER.glob("*/datapackage.json"))
    if len(packages) < 2 or len(NOTEBOOKS) < 4:
        fail(f"{len(packages)} packages and {len(NOTEBOOKS)} notebooks")
    for package in packages:
        if problems := validate(package):
            fail(f"{package}: {problems[:5]}")
    folder = broken("any", "seed-failover", "outages.csv", ",failover,", ",magic,")
    if not validate(folder / "seed-failover"):
        fail("a package with a word outside its choices passes")
    for path in NOTEBOOKS:
        book = json.loads(path.read_text())
        for cell in book["cells"]:
            if cell["cell_type"] == "code" and (cell["outputs"] or cell["execution_count"]):
                fail(f"{path.name}: outputs are not stripped")
        if not any("assert " in "".join(cell["source"]) for cell in book["cells"]):
            fail(f"{path.name}: no cell holds its figures against the report's")
        run(path, FOLDER)
    # The report says another figure: every notebook of that package notices.
    folder = WORK / "other"
    shutil.copytree(FOLDER, folder)
    for package, key in (("seed-failover", "designs"), ("buffer", "curve")):
        path = folder / package / "result.json"
        result = json.loads(path.read_text())
        entry = result[key][-1]
        entry["lost_minutes_per_year"]["mean"] += 0.01
        if key == "designs":
            entry["cost_usd_per_year"]["mean"] += 0.01
            entry["causes"][0]["in_outages_per_year"] += 0.01
        path.write_text(json.dumps(result))
    for path in NOTEBOOKS:
        try:
            run(path, folder)
        except nbclient.exceptions.CellExecutionError as error:
            if "AssertionError" not in str(error):
                raise
            continue
        fail(f"{path.name} does not notice that the report says something else")
    print(f"check-notebooks: {len(packages)} packages are made again, byte by byte, and valid; {len(NOTEBOOKS)} notebooks run; a broken"
          " package fails, and so does a notebook whose figures are not the report's")


main()
