"""Step series of autoscalers, computed literally from their documented algorithms.

An independent program: it knows nothing of Nines. Every policy is evaluated at every point of its grid on a load in
requests a second, on nodes of 10 requests a second that are ready at once. Run it to make `autoscalers.csv` anew:

    python3 autoscalers.py > autoscalers.csv

Ratios are exact fractions, so that no ceiling hangs on the last bit of a quotient. Sources:
- AWS Application Auto Scaling user guide: target tracking, "Define cooldown periods"; step scaling.
- kubernetes/kubernetes pkg/controller/podautoscaler/horizontal.go: stabilizeRecommendation, convertDesiredReplicasWithRules,
  stabilizeRecommendationWithBehaviors, convertDesiredReplicasWithBehaviorRate.
- knative/serving pkg/autoscaler/scaling/autoscaler.go, with a load that rests between evaluations.
- ray-project/ray python/ray/serve/autoscaling_policy.py: replica_queue_length_autoscaling_policy.
"""

from fractions import Fraction as F
from math import ceil, floor

RATE = 10
MINIMUM, MAXIMUM = 2, 60


def clamp(n):
    return min(max(n, MINIMUM), MAXIMUM)


def target_tracking(loads, every, nodes, utilization, out_cooldown, in_cooldown):
    """Scale-out: cooldown after it, unless a larger one is triggered. Scale-in: blocked by the cooldown after a scale-in,
    which a scale-out stops."""
    out_until = in_until = 0
    capacity_of_last_out = 0
    series = []
    for k, load in enumerate(loads):
        now = k * every
        desired = clamp(ceil(F(load) / (RATE * utilization)))
        if desired > nodes:
            is_larger = desired > capacity_of_last_out
            if now >= out_until or is_larger:
                nodes = desired
                out_until, capacity_of_last_out = now + out_cooldown, desired
                in_until = now
        elif desired < nodes:
            if now >= in_until:
                nodes = desired
                in_until = now + in_cooldown
        series.append(nodes)
    return series


def steps(loads, every, nodes, out, back):
    """Step policies: `out` and `back` are (level a node, nodes, seconds beyond it, cooldown)."""
    since_out = since_back = None
    out_until = back_until = 0
    series = []
    for k, load in enumerate(loads):
        now = k * every
        wish = None
        since_out = (now if since_out is None else since_out) if load > out[0] * nodes else None
        since_back = (now if since_back is None else since_back) if load < back[0] * nodes else None
        if since_out is not None:
            if now >= since_out + out[2] and now >= out_until:
                wish = clamp(nodes + out[1])
        elif since_back is not None and now >= since_back + back[2] and now >= back_until:
            wish = clamp(nodes - back[1])
        if wish is not None and wish > nodes:
            out_until, since_out, back_until = now + out[3], now, 0
            nodes = wish
        elif wish is not None and wish < nodes:
            back_until, since_back = now + back[3], now
            nodes = wish
        series.append(nodes)
    return series


def pod_ratio(load, current, per_pod, tolerance):
    ratio = F(load) / (current * per_pod)
    return current if abs(1 - ratio) <= tolerance else ceil(current * ratio)


def pods_plain(loads, every, nodes, per_pod, tolerance=F(1, 10), window=300):
    """An object without `behavior`."""
    recommendations = []
    series = []
    for k, load in enumerate(loads):
        now = k * every
        desired = pod_ratio(load, nodes, per_pod, tolerance)
        cutoff = now - window
        stabilized = max([desired] + [r for t, r in recommendations if not t < cutoff])
        recommendations.append((now, desired))
        upper = min(MAXIMUM, max(2 * nodes, 4))
        nodes = min(max(stabilized, MINIMUM), upper)
        series.append(nodes)
    return series


def pods_behaviour(loads, every, nodes, per_pod, up, down, tolerance=F(1, 10)):
    """An object with `behavior`: sides are (window, [(kind, value, period)], select)."""
    recommendations, ups, downs = [], [], []
    series = []

    def changed(events, period, now):
        return sum(n for t, n in events if t > now - period)

    def limits(side, sign, now):
        found = []
        for kind, value, period in side[1]:
            start = nodes - changed(ups, period, now) + changed(downs, period, now)
            if kind == "pods":
                found.append(start + sign * value)
            elif sign > 0:
                found.append(ceil(start * (1 + F(value, 100))))
            else:
                found.append(int(start * (1 - F(value, 100))))
        return found

    for k, load in enumerate(loads):
        now = k * every
        desired = pod_ratio(load, nodes, per_pod, tolerance)
        least = min([desired] + [r for t, r in recommendations if t > now - up[0]])
        most = max([desired] + [r for t, r in recommendations if t > now - down[0]])
        recommendations.append((now, desired))
        wanted = nodes
        if wanted < least:
            wanted = least
        if wanted > most:
            wanted = most
        if wanted > nodes:
            found = limits(up, 1, now)
            limit = nodes if up[2] == "disabled" else max(max(found) if up[2] == "max" else min(found), nodes)
            wanted = min(wanted, MAXIMUM, limit)
            ups.append((now, wanted - nodes))
        elif wanted < nodes:
            found = limits(down, -1, now)
            limit = nodes if down[2] == "disabled" else min(min(found) if down[2] == "max" else max(found), nodes)
            wanted = max(wanted, MINIMUM, limit)
            downs.append((now, nodes - wanted))
        nodes = wanted
        series.append(nodes)
    return series


def knative(loads, every, nodes, per_pod, stable_window, panic_window, threshold=2, up_rate=1000, down_rate=2):
    panic_time, most_panicked = None, 0
    series = []

    def mean(k, width):
        count = width // every
        return F(sum(loads[max(0, j)] for j in range(k - count, k)), count)

    for k in range(len(loads)):
        now = k * every
        ready = max(1, nodes)
        highest, lowest = ceil(F(up_rate) * ready), floor(F(ready) / F(down_rate))
        stable = ceil(mean(k, stable_window) / per_pod)
        panic = ceil(mean(k, panic_window) / per_pod)
        desired_stable = min(max(stable, lowest), highest)
        desired_panic = min(max(panic, lowest), highest)
        over = F(panic, ready) >= threshold
        if over:
            panic_time = now
        elif panic_time is not None and panic_time + stable_window < now:
            panic_time, most_panicked = None, 0
        desired = desired_stable
        if panic_time is not None:
            desired = max(desired, desired_panic)
            most_panicked = max(most_panicked, desired)
            desired = most_panicked
        nodes = clamp(desired)
        series.append(nodes)
    return series


def ongoing(loads, every, nodes, per_replica, up_delay, down_delay):
    """`loads` are requests in the pool; the control loop runs at every evaluation."""
    counter = 0
    series = []
    for load in loads:
        desired = clamp(ceil(F(load) / per_replica))
        if desired > nodes:
            counter = max(counter, 0) + 1
            if counter > up_delay // every:
                counter, nodes = 0, desired
        elif desired < nodes:
            counter = min(counter, 0) - 1
            if counter < -(down_delay // every):
                counter, nodes = 0, desired
        else:
            counter = 0
        series.append(nodes)
    return series


def saw_tooth(count):
    return [60 + 12 * (k % 24) for k in range(count)]


def wandering(count, seed):
    """Pieces of constant load, by a linear congruential generator."""
    state, loads = seed, []
    while len(loads) < count:
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        level, length = 20 + (state >> 33) % 480, 1 + (state >> 50) % 9
        loads += [level] * length
    return loads[:count]


def main():
    up = (0, [("percent", 100, 15), ("pods", 4, 15)], "max")
    down = (300, [("percent", 100, 15)], "max")
    policies = {
        "aws": (60, lambda l: target_tracking(l, 60, 10, F(7, 10), 180, 300)),
        "steps": (60, lambda l: steps(l, 60, 10, (F(15, 2), 2, 120, 300), (3, 1, 0, 180))),
        "hpa-plain": (15, lambda l: pods_plain(l, 15, 10, 7)),
        "hpa-default-behaviour": (15, lambda l: pods_behaviour(l, 15, 10, 7, up, down)),
        "hpa-slow": (
            15,
            lambda l: pods_behaviour(
                l, 15, 10, 7, (60, [("pods", 3, 60), ("percent", 50, 120)], "min"),
                (120, [("percent", 20, 60), ("pods", 2, 45)], "max")),
        ),
        "hpa-only-up": (15, lambda l: pods_behaviour(l, 15, 10, 7, up, (0, [("percent", 100, 15)], "disabled"))),
        "knative": (2, lambda l: knative(l, 2, 10, 7, 60, 6)),
        "ongoing": (10, lambda l: ongoing(l, 10, 10, 7, 30, 120)),
    }
    print("# Made by autoscalers.py: loads in requests a second and nodes after each evaluation.")
    print("policy,load,every,loads,nodes")
    for name, (every, run) in policies.items():
        for shape, loads in (("saw", saw_tooth(120)), ("wander-1", wandering(480, 1)), ("wander-2", wandering(480, 2))):
            nodes = run(loads)
            print(f"{name},{shape},{every},{' '.join(map(str, loads))},{' '.join(map(str, nodes))}")


main()
