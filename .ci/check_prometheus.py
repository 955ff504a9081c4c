"""Asks promtool and Prometheus about the series, alerts and boards that Nines writes.

A regional outage begins at 12:00:00 of a plan's first day and lasts 93 minutes; without a second site every request fails
meanwhile. Scrapes are 15 s apart and fall on whole quarters of a minute, rules are evaluated at the same instants. Worked out by
hand: the scrape at 12:00:15 is the first with errors, a quarter of the last minute's requests; the condition "more than 5 % of the
last minute" holds from then on, and with "for: 5m" the alert fires at 12:05:15. The last scrape with errors is that of 13:33:00;
the minute that ends at 13:34:00 begins with it and holds none, so the condition is over at 13:34:00.
"""

import json
import pathlib
import re
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request

BEGINS = 12 * 3600
LASTS = 93 * 60
FIRES = BEGINS + 15 + 300
RULES = """groups:
  - name: errors
    interval: 15s
    rules:
      - record: gateway:errors:ratio1m
        expr: sum(rate(istio_requests_total{response_code=~"5.."}[1m])) / sum(rate(istio_requests_total[1m]))
%s"""
ALERT = """      - alert: ErrorRatio
        expr: gateway:errors:ratio1m > 0.05
        for: %s
"""


def fail(text):
    print(f"check-prometheus: FAILED: {text}")
    sys.exit(1)


def run(*command, **named):
    done = subprocess.run(command, capture_output=True, text=True, **named)
    if done.returncode != 0:
        fail(f"{' '.join(command[:6])} ...: {done.stderr[-2000:]}{done.stdout[-2000:]}")
    return done.stdout


def drill(nines, plan, design, *more):
    return run(
        nines, "drill", plan, "--design", design, "--inject", "primary at 12h for 93min", "--only-injected", "--every", "15s",
        "--from", "11h", "--for", "4h", *more)


def samples(text):
    """Series of an OpenMetrics file, by what stands before the value: times and values. Read here by itself."""
    series = {}
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        head, value, stamp = line.rsplit(" ", 2)
        series.setdefault(head, []).append((float(stamp), float(value)))
    return series


def fires(series, wait):
    """When the alert fires and stops, seconds of the day, by promtool's own tests of rules."""
    first = min(values[0][0] for values in series.values())
    day = first - first % 86400
    last = max(values[-1][0] for values in series.values())
    text = f"rule_files: [rules.yml]\nevaluation_interval: 15s\ntests:\n  - interval: 15s\n    input_series:\n"
    for head, values in series.items():
        if head.startswith("istio_requests_total"):
            text += f"      - series: '{head}'\n        values: '{' '.join(str(int(value)) for _, value in values)}'\n"
    text += "    promql_expr_test:\n"
    steps = range(0, int(last - first) + 1, 15)
    for step in steps:
        text += f"      - {{expr: 'ALERTS{{alertstate=\"firing\"}}', eval_time: {step}s}}\n"
    (wait.parent / "test.yml").write_text(text)
    done = subprocess.run(["promtool", "test", "rules", "test.yml"], capture_output=True, text=True, cwd=wait.parent)
    found = []
    for match in re.finditer(r"time: (?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?,", done.stdout + done.stderr):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        found.append(first - day + hours * 3600 + minutes * 60 + seconds)
    return found


class Server:
    """Prometheus over a directory of blocks, on a port of its own."""

    def __init__(self, data):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        (data.parent / "prometheus.yml").write_text("global: {}\n")
        self.process = subprocess.Popen(
            ["prometheus", f"--config.file={data.parent}/prometheus.yml", f"--storage.tsdb.path={data}",
             "--storage.tsdb.retention.time=100y", f"--web.listen-address=127.0.0.1:{self.port}", "--log.level=error"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for _ in range(300):
            try:
                urllib.request.urlopen(self.url("/-/ready"), timeout=1)
                return
            except OSError:
                if self.process.poll() is not None:
                    fail(f"prometheus ends at once: {self.process.stderr.read().decode()[-2000:]}")
                time.sleep(0.1)
        fail("prometheus is not ready after half a minute")

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"

    def ask(self, path, **query):
        with urllib.request.urlopen(self.url(path) + "?" + urllib.parse.urlencode(query), timeout=30) as answer:
            return json.load(answer)["data"]["result"]

    def value(self, query, at):
        found = self.ask("/api/v1/query", query=query, time=at)
        return float(found[0]["value"][1]) if found else None

    def stop(self):
        self.process.terminate()
        self.process.wait()


def backfill(text, data):
    data.mkdir(parents=True, exist_ok=True)
    (data.parent / "series.om").write_text(text)
    run("promtool", "tsdb", "create-blocks-from", "--max-block-duration=240h", "openmetrics", "-q",
        str(data.parent / "series.om"), str(data))


def check_alert(nines, work, wait):
    text = drill(nines, "models/seed-failover.yaml", "single-site", "--format", "openmetrics")
    (work / "rules.yml").write_text(RULES % (ALERT % wait))
    run("promtool", "check", "rules", str(work / "rules.yml"))
    found = fires(samples(text), work / "rules.yml")
    clock = lambda seconds: time.strftime("%H:%M:%S", time.gmtime(seconds))
    if not found or found[0] != FIRES or found[-1] != BEGINS + LASTS + 60 - 15 or len(found) != (found[-1] - found[0]) / 15 + 1:
        fail(f"the alert rang from {clock(found[0]) if found else 'never'} to {clock(found[-1]) if found else 'never'}, "
             f"worked out by hand: from {clock(FIRES)} to {clock(BEGINS + LASTS + 45)}")
    print(f"check-prometheus: a 5-minute alert on errors fires at {clock(FIRES)} on an outage from {clock(BEGINS)}, as worked out by hand")
    return text


def check_ledger(nines, work, text):
    """What Prometheus counts of a backfilled outage, against the ledger; counts vary by chance, so to five standard deviations."""
    ledger = json.loads(drill(nines, "models/seed-failover.yaml", "single-site", "--format", "json"))
    (outage,) = ledger["outages"]
    lost = outage["requests_lost"]
    data = work / "ledger" / "data"
    backfill(text, data)
    series = samples(text)
    first = min(values[0][0] for values in series.values())
    last = max(values[-1][0] for values in series.values())
    day = first - first % 86400
    server = Server(data)
    try:
        ordinary = 'client_requests_total{outcome="failure"}'
        counted = server.value(f"{ordinary} - {ordinary} offset 4h", last)
        sent = server.value("sum(client_requests_total) - sum(client_requests_total offset 4h)", last)
        gateway = server.value(
            'sum(istio_requests_total{response_code=~"5.."}) - sum(istio_requests_total{response_code=~"5.."} offset 4h)', last)
        usual = (sent - counted) * 0.0003  # what fails while nothing is broken, of those that are answered
        # Ordinary failures come in clumps of a minute: of 147 quiet minutes, each with an exponential factor.
        spread = 5 * (lost + usual + usual ** 2 / 147) ** 0.5
        if abs(counted - lost - usual) > spread:
            fail(f"Prometheus counts {counted:.0f} failed requests, the ledger lost {lost:.0f} and {usual:.0f} fail ordinarily")
        if gateway != counted:
            fail(f"the gateway counts {gateway:.0f} failures, users {counted:.0f}")
        points = [point for point in ledger["points"]]
        demand = sum(point["demand_rps"] for point in points[1:]) * 15
        if abs(sent - demand) > 5 * demand ** 0.5 + 1e-3 * demand:
            fail(f"Prometheus counts {sent:.0f} requests, the timeline has {demand:.0f}")
        up = server.ask("/api/v1/query_range", query='up{job="inference"}', start=day + BEGINS - 15, end=day + BEGINS + 15, step=15)
        if [value for _, value in up[0]["values"]] != ["1", "0", "0"]:
            fail(f"the site goes at {up[0]['values']}")
        (work / "ledger" / "rules.yml").write_text(RULES % "")
        made = work / "ledger" / "made"
        run("promtool", "tsdb", "create-blocks-from", "rules", "--start", str(int(first)), "--end", str(int(last)),
            "--url", server.url(""), "--eval-interval", "15s", "--output-dir", str(made), str(work / "ledger" / "rules.yml"))
    finally:
        server.stop()
    for block in made.iterdir():
        block.rename(data / block.name)
    server = Server(data)
    try:
        # Rules are evaluated at instants of their own within the 15 s; of the last minute's steps between two scrapes those
        # count that end while the site is lost.
        for at in [BEGINS - 60, BEGINS + 30, BEGINS + 60, BEGINS + 3600, BEGINS + LASTS + 30, BEGINS + LASTS + 90]:
            recorded = server.value("gateway:errors:ratio1m", day + at)
            when = server.value("timestamp(gateway:errors:ratio1m)", day + at) - day
            steps = [step for step in range(0, 86400, 15) if when - 60 <= step <= when][1:]
            wanted = sum(BEGINS < step <= BEGINS + LASTS for step in steps) / len(steps)
            # A rate is not extrapolated to where its counter would be below zero, so that the first errors count less.
            least = 0.7 * wanted if 0 < wanted < 1 else wanted - 0.02
            if recorded is None or not least <= recorded <= wanted + 0.02:
                fail(f"the recorded share of errors {when - BEGINS} s into the outage is {recorded}, by hand {wanted}")
    finally:
        server.stop()
    print(f"check-prometheus: Prometheus counts {counted:.0f} failed requests, the ledger {lost:.0f} and {usual:.0f} ordinary ones; "
          "a recorded share is as worked out")


def check_boards(nines, work):
    """Every panel has data on a plan whose replicas have a model, under the catalogue's names and under a team's."""
    # A plan with a latency curve, whose users keep state that is copied.
    (work / "library").symlink_to(pathlib.Path("models/library").resolve())
    plan = work / "plan.yaml"
    state = "traffic:\n  classes: { chat: { share: 100%, state: { replication: exponential mean 100ms } } }\n"
    written = pathlib.Path("models/llm-serving.yaml").read_text()
    plan.write_text(written.replace("traffic:\n", state, 1))
    names = work / "names.yaml"
    names.write_text(
        "metrics:\n  istio_requests_total: { name: http_requests_total, labels: { response_code: code } }\n"
        "  DCGM_FI_DEV_GPU_UTIL: gpu_busy_percent\nlabels: { cluster: region, destination_cluster: region }\n"
        "drop: [reporter]\nadd: { env: prod }\n")
    for number, more in enumerate([[], ["--metrics-map", str(names)]]):
        place = work / f"boards-{number}"
        text = drill(nines, str(plan), "hot-standby", "--format", "openmetrics", *more)
        backfill(text, place / "data")
        run(nines, "boards", "--out", str(place / "boards"), *more)
        stamps = [values[-1][0] for values in samples(text).values()]
        end = max(stamps)
        server = Server(place / "data")
        panels = 0
        try:
            boards = sorted((place / "boards").glob("*.json"))
            if len(boards) != 4:
                fail(f"there are {len(boards)} boards")
            for board in boards:
                for panel in json.loads(board.read_text())["panels"]:
                    panels += 1
                    for target in panel["targets"]:
                        found = server.ask(
                            "/api/v1/query_range", query=target["expr"], start=end - 4 * 3600, end=end, step=60)
                        values = [value for series in found for _, value in series["values"] if value != "NaN"]
                        if not values:
                            fail(f"{board.name}: '{panel['title']}' shows nothing: {target['expr']}")
        finally:
            server.stop()
        print(f"check-prometheus: all {panels} panels of four boards show data" + (" under a team's names" if more else ""))


def main():
    nines, work = sys.argv[1], pathlib.Path(sys.argv[2])
    if "--broken" in sys.argv:
        check_alert(nines, work, "6m")
        return
    text = check_alert(nines, work, "5m")
    check_ledger(nines, work, text)
    check_boards(nines, work)


main()
