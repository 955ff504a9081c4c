"""A Model Context Protocol server over the same calls, for planners' assistants; needs the extra ``mcp``.

It reads plans below one folder and writes nothing: ``nines-mcp FOLDER``.
"""

from __future__ import annotations

import json
import pathlib
import sys
from typing import Any

from . import studies
from ._command import NinesError
from .comparison import compare as _compare

#: Years of a comparison that an assistant asks for: enough for a first answer in seconds.
YEARS = 200
#: No call simulates more than this.
MOST_YEARS = 10_000


class Folder:
    """The plans that may be read: files below one folder, wherever links lead."""

    def __init__(self, root: pathlib.Path):
        self.root = root.resolve(strict=True)

    def plan(self, name: str) -> pathlib.Path:
        """The plan of a name relative to the folder.

        Raises:
            ValueError: where it lies elsewhere or is no file.
        """
        path = (self.root / name).resolve()
        if not path.is_relative_to(self.root) or not path.is_file():
            raise ValueError(f"there is no plan {name!r} below the folder that this server reads")
        return path

    def plans(self) -> list[str]:
        """All plans below the folder, by name."""
        found = [*self.root.rglob("*.yaml"), *self.root.rglob("*.yml")]
        return sorted(str(path.relative_to(self.root)) for path in found if path.resolve().is_relative_to(self.root))


def answers(folder: Folder) -> dict[str, Any]:
    """The calls that the server offers, by name; each returns what JSON can hold."""

    def plans() -> list[str]:
        """The plans that can be asked about."""
        return folder.plans()

    def validate(plan: str) -> list[dict[str, Any]]:
        """Every problem of a plan with file, line, column and what to do about it; empty where there is none."""
        return [vars(found) for found in studies.validate(folder.plan(plan))]

    def explain(plan: str) -> dict[str, Any]:
        """How a plan is read: sizes, assumptions, and what theory knows of it."""
        return studies.explain(folder.plan(plan))

    def compare(plan: str, years: int = YEARS, seed: int = 42) -> list[dict[str, Any]]:
        """The designs of a plan on the same failures and traffic: verdict, lost minutes a year and cost, with 95 % intervals."""
        table = _compare(folder.plan(plan), replications=_years(years), seed=seed, inputs=False).designs
        return json.loads(table.reset_index().to_json(orient="records"))

    def size(plan: str, design: str, years: int = YEARS, seed: int = 42) -> dict[str, Any]:
        """The smallest fleet with which a design meets its availability objective."""
        return studies.size(folder.plan(plan), design=design, replications=_years(years), seed=seed).result

    return {call.__name__: call for call in (plans, validate, explain, compare, size)}


def server(folder: Folder) -> Any:
    """The server with its tools; its errors are what the command says."""
    from mcp.server import MCPServer

    made = MCPServer("nines")
    for call in answers(folder).values():
        made.tool()(call)
    return made


def main() -> None:
    """``nines-mcp FOLDER``: serves on stdin and stdout."""
    if len(sys.argv) != 2:
        sys.exit("usage: nines-mcp FOLDER\nServes the plans below FOLDER to an assistant, on stdin and stdout; read-only.")
    try:
        server(Folder(pathlib.Path(sys.argv[1]))).run("stdio")
    except (OSError, NinesError) as error:
        sys.exit(f"nines-mcp: {error}")


def _years(asked: int) -> int:
    if not 1 <= asked <= MOST_YEARS:
        raise ValueError(f"between 1 and {MOST_YEARS} years can be asked for, not {asked}")
    return asked
