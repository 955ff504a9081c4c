"""Where the ``nines`` command is, and whether this package understands what it writes."""

from __future__ import annotations

import functools
import os
import pathlib
import shutil
import subprocess

#: Major and minor version of the command whose files this package reads.
SUPPORTED = (0, 1)


class BinaryNotFound(RuntimeError):
    """There is no ``nines`` command where one was looked for."""


class VersionMismatch(RuntimeError):
    """The command is of a version whose files this package does not know."""


def binary() -> pathlib.Path:
    """The command: what ``NINES`` names, else ``nines`` on the PATH, else the build of the checkout that holds this package.

    Raises:
        BinaryNotFound: where there is none, with what to do about it.
        VersionMismatch: where it is of another version.
    """
    named = os.environ.get("NINES")
    if named:
        found = shutil.which(named)
        if found is None:
            raise BinaryNotFound(f"NINES names {named!r}, and there is no such command")
        return _checked(pathlib.Path(found).resolve())
    found = shutil.which("nines")
    if found:
        return _checked(pathlib.Path(found).resolve())
    for folder in pathlib.Path(__file__).resolve().parents:
        built = folder / ".build" / "release" / "nines"
        if (folder / "Package.swift").exists() and built.exists():
            return _checked(built)
    raise BinaryNotFound(
        "there is no 'nines' command: install it with 'make install', or set NINES to its path")


def version() -> str:
    """The version of the command."""
    return _version_of(binary())


@functools.cache
def _version_of(path: pathlib.Path) -> str:
    return subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout.strip().split()[0]


def _checked(path: pathlib.Path) -> pathlib.Path:
    found = _version_of(path)
    if tuple(int(part) for part in found.split(".")[:2]) != SUPPORTED:
        raise VersionMismatch(f"{path} is nines {found}; this package reads the files of {SUPPORTED[0]}.{SUPPORTED[1]}")
    return path
