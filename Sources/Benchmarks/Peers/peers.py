"""Runs nines-bench and other simulators over the same work, in alternation, and prints one JSON object a line.

    python peers.py NINES_BENCH [NAME...]

`value` is ours, `ratio` is how many times as fast ours is as theirs, in the same repeat; both are medians over the
repeats. `found` is what ours and theirs computed: alike, if it was the same work. Names choose the rows by their start.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version

import diagram
import single_server
import standby

REPEATS = 5


@dataclass
class Row:
    name: str
    # The row of nines-bench that does this work.
    ours: str
    against: str
    # Events, years or answers in one run of the other's.
    work: int
    # Seconds and result of the other's run; the seed is the repeat's.
    theirs: Callable[[int], tuple[float, float]]
    # How far apart the two results may be, relative to ours: more than chance does at these sizes, and less than
    # another model would.
    tolerance: float


@dataclass
class Measured:
    figure: float
    unit: str
    found: float


def rows() -> Iterator[Row]:
    simpy, ciw, repyability = (f"{name} {version(name.lower())}" for name in ("SimPy", "Ciw", "RePyability"))

    yield Row(
        "peers.mm1.simpy", "kernel.mm1", simpy, 2 * 400_000,
        lambda seed: single_server.with_simpy(400_000, seed), tolerance=0.15,
    )
    yield Row(
        "peers.mm1.ciw", "kernel.mm1", ciw, 2 * 100_000,
        lambda seed: single_server.with_ciw(100_000, seed), tolerance=0.3,
    )

    blocks = diagram.block_diagram()
    # The first run compiles, and the first exact answers load what they need.
    diagram.crude(blocks, "numba", 2000, seed=99)
    diagram.long_run(blocks)
    diagram.over_the_year(blocks)
    for engine, years in (("numba", 50_000), ("python", 10_000)):
        yield Row(
            f"peers.availability.repyability-{engine}", "availability.crude", f"{repyability}, {engine}", years,
            lambda seed, engine=engine, years=years: diagram.crude(blocks, engine, years, seed), tolerance=0.05,
        )
    yield Row(
        "peers.availability.simpy", "availability.crude", simpy, 10_000,
        lambda seed: diagram.with_simpy(10_000, seed), tolerance=0.05,
    )
    yield Row(
        "peers.availability.exact", "twin.region", f"{repyability}, long run", 1,
        lambda seed: diagram.long_run(blocks), tolerance=0.001,
    )
    yield Row(
        "peers.availability.exact-year", "twin.region", f"{repyability}, over the year", 1,
        lambda seed: diagram.over_the_year(blocks), tolerance=0.01,
    )

    rates = standby.demand(seed=1)
    # Most of what a year loses it loses in one night: a hundred years are within a half of thousands.
    for name, ours in (("peers.year.simpy", "year.fixed-fleet"), ("peers.year.simpy-every-step", "year.every-step")):
        yield Row(
            name, ours, simpy, 20, lambda seed: standby.with_simpy(rates, 20, seed), tolerance=0.5,
        )


def measured_by(bench: str, row: str) -> Measured | None:
    """Our figure; none where nines-bench has no such row."""
    run = subprocess.run([bench, row], capture_output=True, text=True, check=True)
    for line in run.stdout.splitlines():
        found = json.loads(line)
        if found["name"] == row:
            return Measured(found["value"], found["unit"], found["found"])
    return None


def figure(seconds: float, work: int, unit: str) -> float:
    """What the other took, in the unit of our row."""
    if unit.endswith("/s"):
        return work / seconds
    return seconds / work * {"us": 1e6, "ms": 1e3}[unit.partition("/")[0]]


def measure(row: Row, bench: str) -> bool:
    """Measures both in alternation, the order swapped every time, and prints the row.

    Returns whether the two computed the same."""
    ours: list[Measured] = []
    theirs: list[tuple[float, float]] = []
    for repeat in range(REPEATS):
        for is_our_turn in (repeat % 2 == 0, repeat % 2 == 1):
            if not is_our_turn:
                theirs.append(row.theirs(repeat + 1))
            elif (ourselves := measured_by(bench, row.ours)) is not None:
                ours.append(ourselves)
            else:
                print(f"{row.name}: skipped: nines-bench has no row '{row.ours}'", file=sys.stderr)
                return True
    unit = ours[0].unit
    others = [figure(seconds, row.work, unit) for seconds, _ in theirs]
    pairs = [(our.figure, other) for our, other in zip(ours, others)]
    ratio = statistics.median(our / other if unit.endswith("/s") else other / our for our, other in pairs)
    found = statistics.mean(our.found for our in ours)
    found_theirs = statistics.mean(result for _, result in theirs)
    line = {"name": row.name, "value": rounded(statistics.median(our.figure for our in ours)), "unit": unit}
    line |= {"against": row.against, "ratio": rounded(ratio), "theirs": rounded(statistics.median(others))}
    line |= {"found": rounded(found), "found_theirs": rounded(found_theirs)}
    print(json.dumps(line), flush=True)
    if abs(found_theirs - found) <= row.tolerance * found:
        return True
    print(f"{row.name}: FAILED: {found:g} and {found_theirs:g} do not come from the same work", file=sys.stderr)
    return False


def rounded(value: float) -> float:
    return float(f"{value:.4g}")


def main() -> int:
    bench, *wanted = sys.argv[1:]
    begin = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())
    print(f"peers: Python {sys.version.split()[0]}, {begin}, medians of {REPEATS} repeats", file=sys.stderr)
    chosen = (row for row in rows() if not wanted or any(row.name.startswith(start) for start in wanted))
    # A list, so that a row that fails does not keep the others from being measured.
    return 0 if all([measure(row, bench) for row in chosen]) else 1


if __name__ == "__main__":
    sys.exit(main())
