"""A comparison on a Dask cluster: local, over SSH, on Kubernetes, or by Slurm through dask-jobqueue.

A study is divided by worlds. Each part is the work of one ``nines shard run``, idempotent and keyed by plan, seed and
part alone, so that a part that is lost with its worker is simulated again to the same bytes, and the joined result is that
of one process.
"""

from __future__ import annotations

import io
import os
import pathlib
import tarfile
import tempfile
from typing import TYPE_CHECKING

from ._command import PlanSource, run
from .comparison import Comparison

if TYPE_CHECKING:
    from distributed import Client

#: Parts by default: enough that two workers end together, few enough that starting the command is no cost.
PARTS = 16


def simulate_part(plan: str, part: int, parts: int, arguments: list[str]) -> bytes:
    """One part of a study, simulated on this machine by one thread, as a tar archive of its folder.

    Args:
        plan: The path of the plan as this machine sees it, or its text.
        part: From 1 to ``parts``.
    """
    with tempfile.TemporaryDirectory(prefix="nines-part-") as scratch:
        folder = pathlib.Path(scratch) / "part"
        run("shard run", plan, [*arguments, "--part", f"{part}/{parts}", "--threads", 1, "--out", folder], progress=False)
        archive = io.BytesIO()
        with tarfile.open(fileobj=archive, mode="w") as tar:
            tar.add(folder, arcname=".")
        return archive.getvalue()


def compare(
    plan: PlanSource, client: Client, *, parts: int = PARTS, replications: int | None = None, seed: int | None = None,
    inputs: bool = True, retries: int = 3, out: str | os.PathLike[str] | None = None,
) -> Comparison:
    """Compares the designs of a plan on the workers of ``client``.

    Args:
        plan: The path of a plan that every worker sees, or the text of one that imports nothing.
        parts: Into how many parts the worlds are divided; at most as many as there are worlds.
        retries: How often a part whose worker dies or fails is tried again.
        out: Where the files go; a temporary folder, removed with the returned value, by default.

    Raises:
        PlanError: where the plan cannot be used.
    """
    arguments: list[str] = []
    for flag, value in (("--replications", replications), ("--seed", seed)):
        if value is not None:
            arguments += [flag, str(value)]
    source = plan if isinstance(plan, str) and "\n" in plan else str(pathlib.Path(plan).resolve())
    # The command is started by each task: one task at a time on each thread of a worker.
    futures = [
        client.submit(simulate_part, source, part, parts, arguments, pure=False, retries=retries)
        for part in range(1, parts + 1)]
    with tempfile.TemporaryDirectory(prefix="nines-parts-") as scratch:
        folders = []
        for part, archive in enumerate(client.gather(futures), start=1):
            folder = pathlib.Path(scratch) / f"part-{part:05}"
            with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
                tar.extractall(folder, filter="data")
            folders.append(folder)
        keep = None if out is not None else tempfile.TemporaryDirectory(prefix="nines-")
        target = pathlib.Path(out) if out is not None else pathlib.Path(keep.name) / "result"  # type: ignore[union-attr]
        run("shard merge", source, [*folders, "--out", target, *([] if inputs else ["--no-inputs"])], progress=False)
        return Comparison(target, keep)
