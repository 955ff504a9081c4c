"""A comparison of designs on the same failures and the same traffic."""

from __future__ import annotations

import html
import json
import os
import pathlib
import re
import tempfile
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from ._command import PlanSource, run

#: Figures of a design that come as a mean with an interval.
_WITH_INTERVALS = ("availability_requests", "lost_minutes_per_year", "requests_lost_per_year")


class Comparison:
    """What ``nines compare --out`` has written, as DataFrames.

    The CSV files stand by their names: ``comparison.outages``, ``comparison.costs``, ``comparison.replications`` and so on
    are read when they are first asked for.
    """

    def __init__(self, folder: str | os.PathLike[str], keep: tempfile.TemporaryDirectory[str] | None = None):
        self.folder = pathlib.Path(folder)
        self._keep = keep
        #: ``result.json`` as it stands; docs/reference/output.md says what each figure means.
        self.result: dict[str, Any] = json.loads((self.folder / "result.json").read_text(encoding="utf-8"))
        self._tables: dict[str, pd.DataFrame] = {}

    @property
    def currency(self) -> str:
        """The code of the currency in which the study counts, such as ``CNY``; names of amounts have it in small letters."""
        return self.result.get("currency", "USD")

    @property
    def _cost(self) -> str:
        return f"cost_{self.currency.lower()}_per_year"

    @property
    def designs(self) -> pd.DataFrame:
        """A row per design, in the plan's order: verdict, minutes, cost; ``_low`` and ``_high`` are 95 % intervals."""
        rows = []
        for design in self.result["designs"]:
            row: dict[str, Any] = {key: design[key] for key in ("design", "topology", "verdict")}
            for figure in (*_WITH_INTERVALS, self._cost):
                value = design.get(figure)
                row[figure] = _mean(value)
                if isinstance(value, Mapping) and "low" in value:
                    row[figure + "_low"], row[figure + "_high"] = value["low"], value["high"]
            row["bad_year_lost_minutes"] = design.get("bad_year_lost_minutes")
            row["outages_per_year"] = _mean(design.get("outages_per_year"))
            rows.append(row)
        return pd.DataFrame(rows).set_index("design")

    @property
    def objectives(self) -> pd.DataFrame:
        """A row per design and objective: the share of years that keep it, its interval, the verdict."""
        rows = []
        for design in self.result["designs"]:
            for objective in design["objectives"]:
                share = objective.get("share")
                row = {"design": design["design"]} | {k: v for k, v in objective.items() if not isinstance(v, (dict, list))}
                row["share"] = _mean(share)
                if isinstance(share, Mapping) and "low" in share:
                    row["share_low"], row["share_high"] = share["low"], share["high"]
                rows.append(row)
        return pd.DataFrame(rows)

    @property
    def causes(self) -> pd.DataFrame:
        """A row per design and cause: minutes and outages a year."""
        rows = [
            {"design": design["design"]} | {key: _mean(value) for key, value in cause.items()}
            for design in self.result["designs"] for cause in design["causes"]]
        return pd.DataFrame(rows)

    @property
    def report(self) -> pathlib.Path:
        """The page ``report.html``: one file, to be opened or mailed."""
        return self.folder / "report.html"

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_"):
            raise AttributeError(name)
        path = self.folder / f"{name}.csv"
        if not path.exists():
            tables = sorted(p.stem for p in self.folder.glob("*.csv"))
            raise AttributeError(f"the comparison has no {name!r}; its tables are {', '.join(tables)}")
        if name not in self._tables:
            self._tables[name] = pd.read_csv(path)
        return self._tables[name]

    def __dir__(self) -> Iterable[str]:
        return [*super().__dir__(), *(p.stem for p in self.folder.glob("*.csv"))]

    def charts(self) -> list[str]:
        """The charts of the report, as SVG, in its order; each once, as it is drawn for a wide page."""
        page = self.report.read_text(encoding="utf-8")
        found = re.findall(r"<svg\b.*?</svg>", page, flags=re.S)
        width = [float(m.group(1)) if (m := re.search(r'viewBox="0 0 ([0-9.]+)', svg)) else 0 for svg in found]
        return [svg for svg, wide in zip(found, width) if wide > 400]

    def to_workbook(self, path: str | os.PathLike[str]) -> pathlib.Path:
        """Writes the cost review as a workbook whose amounts are formulas.

        Raises:
            PlanError: where the file exists or cannot be written.
        """
        return self._export("xlsx", path)

    def to_datapackage(self, folder: str | os.PathLike[str]) -> pathlib.Path:
        """Writes the tables with the type, unit and limits of each column in ``datapackage.json``.

        Raises:
            PlanError: where the folder is not empty or cannot be written.
        """
        return self._export("datapackage", folder)

    def _export(self, form: str, place: str | os.PathLike[str]) -> pathlib.Path:
        run("export", self.folder, ["--as", form, "--out", pathlib.Path(place)])
        return pathlib.Path(place)

    def to_parquet(self, folder: str | os.PathLike[str]) -> list[pathlib.Path]:
        """Writes each table as Parquet, and returns what was written; needs the extra ``parquet``.

        Tables of a data package have the types that it says: dates are dates, and an empty column of numbers is one of numbers.

        Raises:
            FileExistsError: where one of the files exists.
        """
        target = pathlib.Path(folder)
        target.mkdir(parents=True, exist_ok=True)
        sources = sorted(self.folder.glob("*.csv"))
        paths = [target / f"{source.stem}.parquet" for source in sources]
        if there := next((path for path in paths if path.exists()), None):
            raise FileExistsError(f"{there} exists and is left as it is")
        with tempfile.TemporaryDirectory(prefix="nines-") as work:
            package = self.to_datapackage(pathlib.Path(work) / "package")
            types = _types(package)
            for source, path in zip(sources, paths):
                _typed(source, types.get(source.name, {})).to_parquet(path)
        return paths

    def _repr_html_(self) -> str:
        charts = self.charts()[:1] if self.report.exists() else []
        table = self.designs[["verdict", "lost_minutes_per_year", self._cost]]
        return f"<h4>{html.escape(str(self.result['model']))}</h4>{table.to_html()}{''.join(charts)}"

    def __repr__(self) -> str:
        return f"Comparison of {self.result['model']}\n{self.designs[['verdict', 'lost_minutes_per_year', self._cost]]}"


def compare(
    plan: PlanSource, *, designs: Iterable[str] | None = None, replications: int | None = None, seed: int | None = None,
    inputs: bool = True, without: Iterable[str] | None = None, precision: str | None = None, threads: int | None = None,
    out: str | os.PathLike[str] | None = None, progress: bool = False,
) -> Comparison:
    """Compares the designs of a plan.

    Args:
        designs: Names of the designs to compare; all by default.
        replications: Years that are simulated of each design.
        inputs: Whether the uncertain inputs are varied for a second band.
        without: Failure modes to leave out, under the same random numbers.
        precision: Half-width of the lost minutes at which to stop, such as ``"5%"``, instead of ``replications``.
        out: Where the files go; a temporary folder, removed with the returned value, by default.
        progress: Whether progress is shown on stderr.

    Raises:
        PlanError: where the plan cannot be used.
        UsageError: where a design or a failure mode has another name.
    """
    keep = None if out is not None else tempfile.TemporaryDirectory(prefix="nines-")
    folder = pathlib.Path(out) if out is not None else pathlib.Path(keep.name) / "result"  # type: ignore[union-attr]
    arguments: list[object] = ["--out", folder, *([] if inputs else ["--no-inputs"])]
    for flag, value in (("--replications", replications), ("--seed", seed), ("--precision", precision),
                        ("--threads", threads)):
        if value is not None:
            arguments += [flag, value]
    for flag, names in (("--designs", designs), ("--without", without)):
        if names is not None:
            arguments += [flag, ",".join(names)]
    run("compare", plan, arguments, progress=progress)
    return Comparison(folder, keep)


def open_result(folder: str | os.PathLike[str]) -> Comparison:
    """A comparison that ``nines compare --out`` or ``nines shard merge --out`` has written before."""
    return Comparison(folder)


#: What pandas calls the types of a Table Schema; a cell may be empty in all of them.
_PANDAS = {"string": "string", "number": "float64", "integer": "Int64", "boolean": "boolean"}


def _types(package: pathlib.Path) -> dict[str, dict[str, str]]:
    """By file and column, what ``datapackage.json`` says of them."""
    described = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    return {
        resource["path"]: {field["name"]: field["type"] for field in resource["schema"]["fields"]}
        for resource in described["resources"] if "schema" in resource}


def _typed(source: pathlib.Path, types: Mapping[str, str]) -> pd.DataFrame:
    import pyarrow

    frame = pd.read_csv(source, dtype={name: _PANDAS[type] for name, type in types.items() if type in _PANDAS})
    for name, type in types.items():
        if type == "date":
            # An empty column of dates is one of dates too: of Python's own nothing would say so.
            frame[name] = pd.to_datetime(frame[name]).astype(pd.ArrowDtype(pyarrow.date32()))
    return frame


def _mean(value: Any) -> Any:
    return value.get("mean") if isinstance(value, Mapping) else value
