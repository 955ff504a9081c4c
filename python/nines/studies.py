"""The other commands: each runs once and returns its answer with its tables."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from ._command import Diagnostic, PlanError, PlanSource, diagnostics, run


@dataclasses.dataclass(frozen=True)
class Study:
    """A question to ``size``, ``sweep`` or ``plan`` that is asked later or elsewhere: see :func:`nines.dask.run`."""

    #: The command.
    verb: str
    #: The path of the plan, or its text.
    plan: PlanSource
    #: What follows the plan on its command line.
    arguments: tuple[object, ...]

    @classmethod
    def size(cls, plan: PlanSource, **options: Any) -> Study:
        """What :func:`nines.size` would be asked."""
        return cls("size", plan, tuple(_size(**options)))

    @classmethod
    def sweep(cls, plan: PlanSource, vary: Mapping[str, Iterable[object]], **options: Any) -> Study:
        """What :func:`nines.sweep` would be asked."""
        return cls("sweep", plan, tuple(_sweep(vary, **options)))

    @classmethod
    def search(cls, plan: PlanSource, **options: Any) -> Study:
        """What :func:`nines.plan` would be asked."""
        return cls("plan", plan, tuple(_plan(**options)))

    def answer(self, text: str) -> Size | Plan | Sweep:
        """The answer that a command has printed as JSON."""
        kind = {"size": Size, "plan": Plan, "sweep": Sweep}[self.verb]
        return kind(json.loads(text))


@dataclasses.dataclass(frozen=True)
class _Answer:
    #: What the command prints with ``--format json``; docs/reference/output.md says what each figure means.
    result: dict[str, Any]


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row without nesting: a figure with an interval becomes ``x``, ``x_low`` and ``x_high``."""
    flat: dict[str, Any] = {}
    for key, value in row.items():
        if isinstance(value, Mapping) and "mean" in value:
            flat[key] = value["mean"]
            if "low" in value:
                flat[key + "_low"], flat[key + "_high"] = value["low"], value["high"]
        elif not isinstance(value, (Mapping, list)):
            flat[key] = value
    return flat


class Size(_Answer):
    """The smallest fleet that meets, and the curve around it."""

    @property
    def curve(self) -> pd.DataFrame:
        """A row per fleet that can be bought, the smallest first."""
        return pd.DataFrame([_flat(point) for point in self.result["curve"]])


class Sweep(_Answer):
    """A design under varied inputs, on the same random numbers."""

    @property
    def rows(self) -> pd.DataFrame:
        """A row per setting; the first is the plan's own."""
        rows = [self.result["plan"], *self.result["points"]]
        return pd.DataFrame([
            {s["path"]: s["value"] for s in row.get("settings", [])} | _flat(row) for row in rows])


class Plan(_Answer):
    """The cheapest design that meets the objectives, of those that the plan may vary."""

    @property
    def designs(self) -> pd.DataFrame:
        """A row per design that was looked at, with why it was not chosen."""
        return pd.DataFrame([_flat(design) for design in self.result["designs"]])


class Drill(_Answer):
    """One timeline of one year."""

    @property
    def timeline(self) -> pd.DataFrame:
        """A row per instant: demand, answers, capacity, losses."""
        return pd.DataFrame([_flat(point) for point in self.result["points"]]).set_index("seconds")

    @property
    def outages(self) -> pd.DataFrame:
        """A row per outage, with the instants of its phases in seconds."""
        return pd.DataFrame([_flat(outage) for outage in self.result["outages"]])


def validate(plan: PlanSource) -> list[Diagnostic]:
    """Every problem of a plan, errors and warnings, with its place; an empty list where there is none."""
    try:
        return diagnostics(run("validate", plan).messages)
    except PlanError as error:
        return error.diagnostics


def explain(plan: PlanSource) -> dict[str, Any]:
    """How a plan is read: sizes, assumptions, and what theory knows of it."""
    return json.loads(run("explain", plan, ["--format", "json"]).output)


def size(
    plan: PlanSource, *, design: str, replications: int | None = None, seed: int | None = None, every: bool = False,
    threads: int | None = None, progress: bool = False,
) -> Size:
    """The smallest fleet with which a design meets its objective; ``every`` shows all that can be bought."""
    arguments = _size(design=design, replications=replications, seed=seed, every=every)
    return Size(_json("size", plan, [*arguments, *_arguments(("--threads", threads))], progress))


def _size(
    *, design: str, replications: int | None = None, seed: int | None = None, every: bool = False
) -> list[object]:
    arguments = _arguments(("--design", design), ("--replications", replications), ("--seed", seed))
    return [*arguments, *(["--all"] if every else [])]


def sweep(
    plan: PlanSource, vary: Mapping[str, Iterable[object]], *, design: str | None = None,
    hold: Mapping[str, object] | None = None, together: bool = False, replications: int | None = None,
    seed: int | None = None, threads: int | None = None, progress: bool = False,
) -> Sweep:
    """Varies one or two inputs of a design.

    Args:
        vary: Path of each input to its values: ``{"execute.move-traffic.ttl": ["1min", "10min"]}``.
        hold: Values that hold in every row.
        together: Whether two inputs move together, value by value.
    """
    arguments = _sweep(vary, design=design, hold=hold, together=together, replications=replications, seed=seed)
    return Sweep(_json("sweep", plan, [*arguments, *_arguments(("--threads", threads))], progress))


def _sweep(
    vary: Mapping[str, Iterable[object]], *, design: str | None = None, hold: Mapping[str, object] | None = None,
    together: bool = False, replications: int | None = None, seed: int | None = None,
) -> list[object]:
    arguments = _arguments(("--design", design), ("--replications", replications), ("--seed", seed))
    for path, values in vary.items():
        arguments += ["--vary", f"{path}={','.join(str(value) for value in values)}"]
    for path, value in (hold or {}).items():
        arguments += ["--set", f"{path}={value}"]
    return [*arguments, *(["--zip"] if together else [])]


def plan(
    plan: PlanSource, *, replications: int | None = None, seed: int | None = None, threads: int | None = None,
    progress: bool = False,
) -> Plan:
    """Searches what the plan names as variable for the cheapest design that meets all objectives."""
    arguments = _plan(replications=replications, seed=seed)
    return Plan(_json("plan", plan, [*arguments, *_arguments(("--threads", threads))], progress))


def _plan(*, replications: int | None = None, seed: int | None = None) -> list[object]:
    return _arguments(("--replications", replications), ("--seed", seed))


def drill(
    plan: PlanSource, *, design: str, inject: Iterable[str] = (), start: str | None = None, lasts: str | None = None,
    every: str | None = None, only_injected: bool = False, replication: int | None = None, seed: int | None = None,
) -> Drill:
    """One timeline of one year of a design, with failures at will: ``inject=["region at 1h for 2h"]``."""
    arguments = _arguments(
        ("--design", design), ("--from", start), ("--for", lasts), ("--every", every), ("--replication", replication),
        ("--seed", seed))
    for failure in inject:
        arguments += ["--inject", failure]
    return Drill(_json("drill", plan, [*arguments, *(["--only-injected"] if only_injected else [])], None))


def _arguments(*pairs: tuple[str, object]) -> list[object]:
    return [part for flag, value in pairs if value is not None for part in (flag, value)]


def _json(verb: str, source: PlanSource, arguments: list[object], progress: bool | None) -> dict[str, Any]:
    return json.loads(run(verb, source, ["--format", "json", *arguments], progress=progress).output)
