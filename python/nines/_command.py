"""Runs the command, and turns what it says of a failure into an exception."""

from __future__ import annotations

import dataclasses
import os
import pathlib
import re
import subprocess
from collections.abc import Sequence

from ._binary import binary

PlanSource = str | os.PathLike[str]

#: Exit codes that carry an answer: fine, undecided, an objective missed.
ANSWERS = (0, 3, 99)

_PLACE = re.compile(r"^(?P<file>.*?):(?P<line>\d+):(?P<column>\d+): (?P<severity>error|warning|note): (?P<message>.*)$")


@dataclasses.dataclass(frozen=True)
class Diagnostic:
    """One problem of a plan, with its place."""

    #: The file, ``<stdin>`` or ``-`` for a plan that was given as text.
    file: str
    #: From 1.
    line: int
    #: From 1.
    column: int
    #: ``error`` or ``warning``.
    severity: str
    #: What is wrong and what to do about it.
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.severity}: {self.message}"


class NinesError(RuntimeError):
    """The command has failed; ``exit_code`` says how."""

    def __init__(self, message: str, exit_code: int):
        super().__init__(message)
        self.exit_code = exit_code


class PlanError(NinesError):
    """A plan or a data file that cannot be used; ``diagnostics`` has every problem with a place."""

    def __init__(self, message: str, exit_code: int, diagnostics: list[Diagnostic]):
        super().__init__(message, exit_code)
        self.diagnostics = diagnostics


class UsageError(NinesError):
    """An argument that the command does not know or accept."""


@dataclasses.dataclass(frozen=True)
class Answer:
    """What the command has printed."""

    output: str
    messages: str
    exit_code: int


def run(verb: str, plan: PlanSource, arguments: Sequence[object] = (), *, progress: bool | None = None) -> Answer:
    """Runs ``nines VERB PLAN ARGUMENTS``.

    Args:
        progress: Whether progress is shown on stderr; ``None`` where the verb has none.
    """
    text = plan if isinstance(plan, str) and "\n" in plan else None
    command = [os.fspath(binary()), *verb.split(), "-" if text is not None else os.fspath(plan)]
    command += [os.fspath(a) if isinstance(a, pathlib.Path) else str(a) for a in arguments]
    if progress is False:
        command.append("--quiet")
    done = subprocess.run(
        command, input=text, text=True, stdout=subprocess.PIPE, stderr=None if progress else subprocess.PIPE)
    messages = done.stderr or ""
    if done.returncode not in ANSWERS:
        raise _failure(done.returncode, messages)
    return Answer(done.stdout, messages, done.returncode)


def diagnostics(messages: str) -> list[Diagnostic]:
    """The problems that a text of the command names, in its order."""
    found = (_PLACE.match(line) for line in messages.splitlines())
    return [
        Diagnostic(m["file"], int(m["line"]), int(m["column"]), m["severity"], m["message"]) for m in found if m]


def _failure(exit_code: int, messages: str) -> BaseException:
    message = messages.strip() or f"nines ended with exit code {exit_code}"
    if exit_code in (130, -2):
        return KeyboardInterrupt()
    if exit_code == 64:
        return UsageError(message, exit_code)
    if exit_code == 2:
        return PlanError(message, exit_code, diagnostics(messages))
    return NinesError(message, exit_code)
