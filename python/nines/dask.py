"""Studies on a Dask cluster: local, over SSH, on Kubernetes, or by Slurm through dask-jobqueue.

Each part of a study is the work of one ``nines shard run``, idempotent and keyed by plan, seed and part alone, so that a part that is
lost with its worker is simulated again to the same bytes, and the joined result is that of one process. A comparison is divided by
worlds, once. What size, plan and sweep simulate depends on what they have seen: they go by rounds.
"""

from __future__ import annotations

import io
import os
import pathlib
import sys
import tarfile
import tempfile
from typing import TYPE_CHECKING

from ._command import PlanSource, run as command
from .comparison import Comparison
from .studies import Plan, Size, Study, Sweep

if TYPE_CHECKING:
    from distributed import Client

#: Parts by default: enough that two workers end together, few enough that starting the command is no cost.
PARTS = 16


def _packed(folder: pathlib.Path) -> bytes:
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w:gz", compresslevel=1) as tar:
        tar.add(folder, arcname=".")
    return archive.getvalue()


def _unpack(archive: bytes, folder: pathlib.Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(folder, filter="data")


def _is_text(plan: PlanSource) -> bool:
    return isinstance(plan, str) and "\n" in plan


def _source(plan: PlanSource) -> str:
    return plan if _is_text(plan) else str(pathlib.Path(plan).resolve())  # type: ignore[return-value]


def _gathered(client: Client, futures: list, progress: str | None) -> list[bytes]:
    """The results in the order of the futures; how many are there is said on stderr."""
    if progress:
        from distributed import as_completed

        for done, _ in enumerate(as_completed(futures, raise_errors=False), start=1):
            print(f"{progress}: {done} of {len(futures)} parts", file=sys.stderr)
    return client.gather(futures)


def simulate_part(plan: str, part: int, parts: int, arguments: list[str]) -> bytes:
    """One part of a comparison, simulated on this machine by one thread, as a tar archive of its folder.

    Args:
        plan: The path of the plan as this machine sees it, or its text.
        part: From 1 to ``parts``.
    """
    with tempfile.TemporaryDirectory(prefix="nines-part-") as scratch:
        folder = pathlib.Path(scratch) / "part"
        command(
            "shard run", plan, [*arguments, "--part", f"{part}/{parts}", "--threads", 1, "--out", folder], progress=False)
        return _packed(folder)


def compare(
    plan: PlanSource, client: Client, *, parts: int = PARTS, replications: int | None = None, seed: int | None = None,
    inputs: bool = True, retries: int = 3, out: str | os.PathLike[str] | None = None, progress: bool = False,
) -> Comparison:
    """Compares the designs of a plan on the workers of ``client``.

    Args:
        plan: The path of a plan that every worker sees, or the text of one that imports nothing.
        parts: Into how many parts the worlds are divided; at most as many as there are worlds.
        inputs: Whether the uncertain inputs are varied for a second band; the parts share its worlds too.
        retries: How often a part whose worker dies or fails is tried again.
        out: Where the files go; a temporary folder, removed with the returned value, by default.
        progress: Whether it is said on stderr how many parts are there.

    Raises:
        PlanError: where the plan cannot be used.
    """
    arguments: list[str] = [] if inputs else ["--no-inputs"]
    for flag, value in (("--replications", replications), ("--seed", seed)):
        if value is not None:
            arguments += [flag, str(value)]
    source = _source(plan)
    # The command is started by each task: one task at a time on each thread of a worker.
    futures = [
        client.submit(simulate_part, source, part, parts, arguments, pure=False, retries=retries)
        for part in range(1, parts + 1)]
    with tempfile.TemporaryDirectory(prefix="nines-parts-") as scratch:
        folders = []
        for part, archive in enumerate(_gathered(client, futures, "compare" if progress else None), start=1):
            folder = pathlib.Path(scratch) / f"part-{part:05}"
            _unpack(archive, folder)
            folders.append(folder)
        keep = None if out is not None else tempfile.TemporaryDirectory(prefix="nines-")
        target = pathlib.Path(out) if out is not None else pathlib.Path(keep.name) / "result"  # type: ignore[union-attr]
        command("shard merge", source, [*folders, "--out", target, *([] if inputs else ["--no-inputs"])], progress=False)
        return Comparison(target, keep)


def simulate_round_part(
    verb: str, plan: str, rounds: bytes, number: int, part: int, parts: int, arguments: list[str]
) -> bytes:
    """One part of a round, simulated on this machine by one thread, as a tar archive of its folder.

    Args:
        plan: The path of the plan as this machine sees it, or its text.
        rounds: The study's folder of rounds, as a tar archive: what was simulated before decides what is simulated now.
    """
    with tempfile.TemporaryDirectory(prefix="nines-round-") as scratch:
        work = pathlib.Path(scratch) / "work"
        _unpack(rounds, work)
        command(
            f"shard run {verb}", _named(plan, pathlib.Path(scratch)),
            [*arguments, "--work", work, "--round", number, "--part", f"{part}/{parts}", "--threads", 1], progress=False)
        return _packed(work / f"round-{number}" / f"part-{part}-of-{parts}")


def _named(plan: str, folder: pathlib.Path) -> str:
    """A plan that is given as text has a name here, for the rounds read it by one."""
    if not _is_text(plan):
        return plan
    path = folder / "plan.yaml"
    path.write_text(plan, encoding="utf-8")
    return str(path)


def run(
    study: Study, client: Client, *, parts: int = PARTS, retries: int = 3, work: str | os.PathLike[str] | None = None,
    progress: bool = False,
) -> Size | Plan | Sweep:
    """Runs a study that decides as it goes on the workers of ``client``, round by round; it stops when one process would.

    Args:
        study: ``nines.Study.size(...)``, ``.sweep(...)`` or ``.search(...)``, of a plan that every worker sees by its path, or
            the text of one that imports nothing.
        parts: Into how many parts each round is divided at most.
        retries: How often a part whose worker dies or fails is tried again.
        work: Folder in which the rounds stay: a study that was cut short goes on from there. A temporary one by default.
        progress: Whether it is said on stderr how far each round is.

    Raises:
        PlanError: where the plan cannot be used.
        UsageError: where an option has another name or value.
    """
    with tempfile.TemporaryDirectory(prefix="nines-rounds-") as scratch:
        folder = pathlib.Path(scratch) / "work" if work is None else pathlib.Path(work)
        source = _source(study.plan)
        plan = _named(source, pathlib.Path(scratch))
        arguments = [str(word) for word in study.arguments]
        while True:
            planned = command(
                f"shard plan {study.verb}", plan, [*arguments, "--work", folder, "--parts", parts], progress=False)
            lines = planned.output.splitlines()
            if not lines:
                break
            number = max(int(path.name.removeprefix("round-")) for path in folder.glob("round-*"))
            # It travels with each task: what is scattered would be lost with the worker that holds it.
            rounds = _packed(folder)
            futures = [
                client.submit(
                    simulate_round_part, study.verb, source, rounds, number, part, len(lines), arguments, pure=False,
                    retries=retries)
                for part in range(1, len(lines) + 1)]
            results = _gathered(client, futures, f"round {number}" if progress else None)
            for part, archive in enumerate(results, start=1):
                target = folder / f"round-{number}" / f"part-{part}-of-{len(lines)}"
                if not target.exists():
                    # It takes its place whole, so that a study that is cut short here goes on.
                    half = target.with_name("." + target.name)
                    _unpack(archive, half)
                    half.rename(target)
        return study.answer(
            command(
                f"shard merge {study.verb}", plan, ["--format", "json", *arguments, "--work", folder], progress=False
            ).output)
