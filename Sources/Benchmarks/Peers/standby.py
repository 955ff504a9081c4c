"""A year of a two-site hot standby with traffic in SimPy: the work of `nines-bench year.fixed-fleet`, but for probes.

Seconds. Two sites of 16 nodes, each of which answers 18.7254 requests a second; demand in steps of five minutes over a
daily and a weekly curve with correlated noise; nodes fail every 264 days and are back after 10 minutes plus a lognormal
time with median 45 minutes and sigma 0.8; regions fail every half year for a lognormal time with median 60 minutes and
sigma 1. A failover takes 30 s to notice, 30 s to decide and 120 s to warm up; then 5 % of the traffic moves, a minute
later the rest. One in twenty fails and is mended by hand in a lognormal time with median 60 minutes and sigma 1. Traffic
goes back four hours after the repair, at three in the morning.

Left out, and in Nines: probes and what they see falsely, the slow drain of resolvers, a second failover in the middle of
the first, the ledger of outages with their phases and causes, percentiles. The noise is one of the same size, not the
same numbers, and demand is given before the clock runs on both sides.
"""

import math
import random
import time

import simpy

HOUR, DAY = 3600.0, 86_400.0
YEAR = 8766 * HOUR
STEP = 300.0
NODES = 16
NODE_RATE = 2 * 9.3627
DAILY = [(0, 0.45), (5, 0.3), (10, 0.9), (15, 1.0), (20, 0.75), (24, 0.45)]
WEEKLY = [1, 1, 1, 1, 1, 0.75, 0.75]


def demand(seed: int, peak: float = 200.0) -> list[float]:
    """Requests a second in each step: the curves times noise of 3 % that is forgotten in half an hour."""
    luck = random.Random(seed)
    memory = math.exp(-STEP / 1800)
    fresh = 0.03 * math.sqrt(1 - memory**2)
    noise, rates = 0.0, []
    for index in range(int(YEAR / STEP)):
        hour = index * STEP / HOUR % 24
        share = next(
            a + (b - a) * (hour - since) / (until - since)
            for (since, a), (until, b) in zip(DAILY, DAILY[1:])
            if hour < until
        )
        noise = memory * noise + fresh * luck.gauss(0, 1)
        # The first of January 2027 is a Friday.
        weekday = (4 + int(index * STEP / DAY)) % 7
        rates.append(peak * share * WEEKLY[weekday] * (1 + noise))
    return rates


class Year:
    """One year: processes for demand, nodes, regions and the failover, and what is lost between their events."""

    def __init__(self, rates: list[float], seed: int):
        self.rates = rates
        self.luck = random.Random(seed)
        self.environment = simpy.Environment()
        self.up = [NODES, NODES]
        self.is_out = [False, False]
        self.serving = 0
        # The share of the traffic that goes to the site that does not serve: the canary's.
        self.canary = 0.0
        self.is_failing_over = False
        self.rate, self.lost, self.booked = rates[0], 0.0, 0.0

    def run(self) -> float:
        """Returns the minutes of demand that were lost."""
        self.environment.process(self.traffic())
        for site in (0, 1):
            self.environment.process(self.region(site))
            for _ in range(NODES):
                self.environment.process(self.node(site))
        self.environment.run(until=YEAR)
        self.book()
        return self.lost / (sum(self.rates) / len(self.rates)) / 60

    def book(self) -> None:
        """Books what was lost at the rates since the last event; called before anything changes."""
        here, there = 1 - self.canary, self.canary
        refused = self.refused(self.serving, here) + (self.refused(1 - self.serving, there) if there else 0.0)
        self.lost += refused * (self.environment.now - self.booked)
        self.booked = self.environment.now

    def refused(self, site: int, share: float) -> float:
        capacity = 0.0 if self.is_out[site] else self.up[site] * NODE_RATE
        return max(0.0, share * self.rate - capacity)

    def repair(self, median: float, sigma: float) -> float:
        return self.luck.lognormvariate(math.log(median), sigma)

    def traffic(self):
        for rate in self.rates:
            self.book()
            self.rate = rate
            yield self.environment.timeout(STEP)

    def node(self, site: int):
        while True:
            yield self.environment.timeout(self.luck.expovariate(1 / (264 * DAY)))
            self.book()
            self.up[site] -= 1
            yield self.environment.timeout(600 + self.repair(2700, 0.8))
            self.book()
            self.up[site] += 1

    def region(self, site: int):
        while True:
            yield self.environment.timeout(self.luck.expovariate(2 / YEAR))
            self.book()
            self.is_out[site] = True
            if site == self.serving and not self.is_failing_over:
                self.environment.process(self.failover())
            yield self.environment.timeout(self.repair(3600, 1))
            self.book()
            self.is_out[site] = False
            if site == 0 and self.serving == 1:
                self.environment.process(self.failback())

    def failover(self):
        self.is_failing_over = True
        yield self.environment.timeout(30 + 30 + 120)
        if self.luck.random() >= 0.95:
            yield self.environment.timeout(self.repair(3600, 1))
        target = 1 - self.serving
        if self.is_out[self.serving] and not self.is_out[target]:
            self.book()
            self.canary = 0.05
            yield self.environment.timeout(60)
            self.book()
            self.canary = 0.0
            self.serving = target
            if target == 1 and not self.is_out[0]:
                self.environment.process(self.failback())
        self.is_failing_over = False

    def failback(self):
        waits = 4 * HOUR
        yield self.environment.timeout(waits + (3 * HOUR - self.environment.now - waits) % DAY)
        if not self.is_out[0] and self.serving == 1 and not self.is_failing_over:
            self.book()
            self.serving = 0


def with_simpy(rates: list[float], years: int, seed: int) -> tuple[float, float]:
    """Returns (seconds, lost minutes a year)."""
    begin = time.perf_counter()
    lost = sum(Year(rates, seed * years + year).run() for year in range(years))
    return time.perf_counter() - begin, lost / years
