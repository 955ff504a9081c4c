"""One region of five nodes, four of them needed, and outages of the region: `nines-bench availability.crude`.

Minutes. Nodes: Weibull with shape 0.8 and a mean of 60 days, repaired in 10 minutes plus a lognormal time with median 45
minutes and sigma 0.8, as good as new. The region: exponential with a mean of half a year, repaired in a lognormal time
with median 60 minutes and sigma 1. All is new at the start of a year of 525,960 minutes.
"""

import math
import random
import time

import simpy
from repyability import PerfectReliability, RepairableRBD
from surpyval import Exponential, LogNormal, Weibull

YEAR = 525_960.0
SHAPE = 0.8
SCALE = 60 * 1440 / math.gamma(1 + 1 / SHAPE)
NODES = 5
NEEDED = 4


def block_diagram() -> RepairableRBD:
    """The diagram of RePyability; the fixed part of a repair is the offset of the law."""
    nodes = [f"node-{index}" for index in range(NODES)]
    node = {
        "reliability": Weibull.from_params([SCALE, SHAPE]),
        "repairability": LogNormal.from_params([math.log(45), 0.8], gamma=10.0),
    }
    region = {
        "reliability": Exponential.from_params([2 / YEAR]),
        "repairability": LogNormal.from_params([math.log(60), 1.0]),
    }
    edges = [("in", "region")]
    edges += [("region", name) for name in nodes] + [(name, "vote") for name in nodes] + [("vote", "out")]
    components = {"region": region, "vote": PerfectReliability} | {name: node for name in nodes}
    return RepairableRBD(edges, components, k={"vote": NEEDED})


def crude(diagram: RepairableRBD, engine: str, years: int, seed: int) -> tuple[float, float]:
    """Years simulated one by one, without the exact twin, which would know the answer. Returns (seconds, found)."""
    begin = time.perf_counter()
    result = diagram.availability(
        YEAR, mc_samples=years, seed=seed, engine=engine, control_variate=False, conditional=False
    )
    return time.perf_counter() - begin, 1 - result.mean_availability


def long_run(diagram: RepairableRBD) -> tuple[float, float]:
    """The exact unavailability in the long run."""
    begin = time.perf_counter()
    found = diagram.mean_unavailability()
    return time.perf_counter() - begin, found


def over_the_year(diagram: RepairableRBD) -> tuple[float, float]:
    """The exact mean unavailability over the first year, of components that are new at its start."""
    begin = time.perf_counter()
    found = diagram.mission_unavailability(YEAR)
    return time.perf_counter() - begin, found


def with_simpy(years: int, seed: int) -> tuple[float, float]:
    """A process for each node and one for the region; a year is an environment of its own."""
    luck = random.Random(seed)
    down = 0.0

    def one_year() -> None:
        nonlocal down
        environment = simpy.Environment()
        up, is_out, since = NODES, False, None

        def changed(nodes: int, region_is_out: bool) -> None:
            nonlocal up, is_out, since, down
            up, is_out = nodes, region_is_out
            if up < NEEDED or is_out:
                since = environment.now if since is None else since
            elif since is not None:
                down += environment.now - since
                since = None

        def node():
            while True:
                yield environment.timeout(luck.weibullvariate(SCALE, SHAPE))
                changed(up - 1, is_out)
                yield environment.timeout(10 + luck.lognormvariate(math.log(45), 0.8))
                changed(up + 1, is_out)

        def region():
            while True:
                yield environment.timeout(luck.expovariate(2 / YEAR))
                changed(up, True)
                yield environment.timeout(luck.lognormvariate(math.log(60), 1))
                changed(up, False)

        for _ in range(NODES):
            environment.process(node())
        environment.process(region())
        environment.run(until=YEAR)
        if since is not None:
            down += YEAR - since

    begin = time.perf_counter()
    for _ in range(years):
        one_year()
    return time.perf_counter() - begin, down / (years * YEAR)
