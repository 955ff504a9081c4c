"""An M/M/1 queue at 0.9 in SimPy and in Ciw: the work of `nines-bench kernel.mm1`.

Customers arrive at a rate of 0.9 and are served at a rate of 1, first come, first served. Two events a customer, an
arrival and a departure, whatever a simulator makes of them inside. Both return (seconds, mean time in the system).
"""

import random
import time
from collections import deque

import ciw
import simpy


def with_simpy(customers: int, seed: int) -> tuple[float, float]:
    """Two processes and the line between them.

    The server sleeps on an event of its own while nobody waits. A `simpy.Store` says the same in fewer lines and takes
    about twice as long.
    """
    draw = random.Random(seed).expovariate
    environment = simpy.Environment()
    line: deque[float] = deque()
    wake = environment.event()
    total = 0.0

    def arrivals():
        for _ in range(customers):
            yield environment.timeout(draw(0.9))
            line.append(environment.now)
            if not wake.triggered:
                wake.succeed()

    def server():
        nonlocal total, wake
        for _ in range(customers):
            if not line:
                wake = environment.event()
                yield wake
            yield environment.timeout(draw(1.0))
            total += environment.now - line.popleft()

    environment.process(arrivals())
    environment.process(server())
    begin = time.perf_counter()
    environment.run()
    return time.perf_counter() - begin, total / customers


def with_ciw(customers: int, seed: int) -> tuple[float, float]:
    """A network of one node. Only the simulation is timed, not the reading of its records."""
    ciw.seed(seed)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=0.9)],
        service_distributions=[ciw.dists.Exponential(rate=1.0)],
        number_of_servers=[1],
    )
    simulation = ciw.Simulation(network)
    begin = time.perf_counter()
    simulation.simulate_until_max_customers(customers, method="Finish")
    took = time.perf_counter() - begin
    records = simulation.get_all_records()
    return took, sum(r.exit_date - r.arrival_date for r in records) / len(records)
