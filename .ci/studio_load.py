"""Measures the live page as a browser loads it, without a browser.

Usage: studio_load.py time NINES PLAN [CHANGES]
       studio_load.py soak NINES PLAN [CHANGES]

`time` changes one input at a time and says how long the exact figures, the first paired differences, lost minutes to +-10 % and
the last look took, as medians and at the worst. `soak` makes the changes of a working day as fast as they are answered: 14,400 is
one every two seconds for eight hours. Each listens until its first years and leaves, as people do who turn the next input; every
twentieth waits for more. Memory and open files must not grow from the first third to the last.
"""

import http.client
import json
import os
import pathlib
import random
import re
import statistics
import subprocess
import sys
import time

#: What is turned: inputs of models/chat-api.yaml and of models/start.yaml alike.
INPUTS = {
    "detect.failures": ["2", "3", "4", "5", "6"],
    "buffer": ["15% of requirement", "20% of requirement", "25% of requirement", "30% of requirement"],
    "execute.move-traffic.ttl": ["30s", "60s", "120s", "300s"],
    "failures.region.per-year": ["0.2", "0.5", "0.8", "1.2", "2"],
}


class Page:
    """The program as a user starts it, and what a page asks of it."""

    def __init__(self, nines, plan):
        self.process = subprocess.Popen([nines, "studio", str(plan), "--no-open"], stdout=subprocess.PIPE, text=True)
        self.port, self.token = re.match(r"http://127\.0\.0\.1:(\d+)/(\w+)/", self.process.stdout.readline()).groups()
        self.host = f"127.0.0.1:{self.port}"
        self.link = http.client.HTTPConnection("127.0.0.1", int(self.port), timeout=120)

    def end(self):
        self.process.terminate()
        self.process.wait(timeout=20)

    def post(self, state):
        """What is known at once of a state."""
        headers = {"Content-Type": "application/json", "Origin": f"http://{self.host}"}
        # The server has closed a link that was idle while answers came; the next request opens another.
        self.link.close()
        self.link.request("POST", f"/{self.token}/state", json.dumps({"state": state}), headers)
        answer = self.link.getresponse()
        said = json.loads(answer.read())
        assert answer.status == 200 and "number" in said, said
        return said

    def looks(self, number):
        """The answers of a state as they come, until the caller has heard enough."""
        link = http.client.HTTPConnection("127.0.0.1", int(self.port), timeout=300)
        try:
            link.request("GET", f"/{self.token}/live/{number}")
            stream = link.getresponse()
            said = b""
            while line := stream.readline():
                # An event has a line of data for each line of its text, and ends with an empty one.
                if line.startswith(b"data: "):
                    said += line[6:]
                elif said and not line.strip():
                    yield json.loads(said)
                    said = b""
        finally:
            link.close()

    def memory(self):
        """MiB that the program holds, and the files that it has open."""
        process = f"/proc/{self.process.pid}"
        pages = int(pathlib.Path(process, "statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20, len(os.listdir(f"{process}/fd"))


def change(chance, page, state):
    """Another value of one input, beside what was changed before."""
    path = chance.choice([path for path in INPUTS if path in page.values])
    to = {
        "detect.failures": lambda: str(chance.randint(1, 12)),
        "buffer": lambda: f"{chance.randint(0, 50)}% of requirement",
        "execute.move-traffic.ttl": lambda: f"{chance.randint(10, 600)}s",
        "failures.region.per-year": lambda: f"{chance.uniform(0.05, 3):.2f}",
    }[path]()
    return {"changes": [c for c in state["changes"] if c["path"] != path] + [{"path": path, "to": to}]}


def known(look, designs):
    """The widest relative half-width of lost minutes of the designs that were touched; None where one has no interval yet."""
    widths = []
    for place, design in enumerate(designs):
        if design in look["touched"]:
            text = re.sub(r"<[^>]*>", "", look["cells"][f"m{place}"]).replace(",", "")
            if exact := re.fullmatch(r"[\d.]+", text):
                continue
            if not (found := re.fullmatch(r"([\d.]+) ±([\d.]+)", text)):
                return None
            widths.append(float(found[2]) / float(found[1]) if float(found[1]) else 0)
    return max(widths, default=0)


def timed(nines, plan, count):
    page, chance = Page(nines, plan), random.Random(1)
    rows = {"exact": [], "paired": [], "ten per cent": [], "last look": []}
    try:
        page.values = page.post({"changes": []})["values"]
        # The starting plan first, as the page does when it is opened.
        for look in page.looks(1):
            if look["last"] or look["years"] >= 3200:
                break
        for place in range(count):
            # One value that nobody has asked for yet, so that nothing is known of it.
            path = list(INPUTS)[place % len(INPUTS)]
            value = INPUTS[path][place // len(INPUTS) % len(INPUTS[path])]
            if path not in page.values or page.values[path].replace(" ", "") == value.replace(" ", ""):
                continue
            began = time.perf_counter()
            said = page.post({"changes": [{"path": path, "to": value}]})
            rows["exact"].append(time.perf_counter() - began)
            is_paired = is_narrow = False
            for look in page.looks(said["number"]):
                now = time.perf_counter() - began
                if not is_paired:
                    is_paired = True
                    rows["paired"].append(now)
                width = known(look, said["designs"])
                if not is_narrow and width is not None and width <= 0.1:
                    is_narrow = True
                    rows["ten per cent"].append(now)
                if look["years"] >= 3200:
                    rows["last look"].append(now)
                    break
            print(json.dumps({"path": path, "to": value, "exact_s": round(rows["exact"][-1], 4),
                              "paired_s": round(rows["paired"][-1], 3), "last_look_s": round(rows["last look"][-1], 2)}))
    finally:
        page.end()
    for name, values in rows.items():
        if values:
            print(json.dumps({"after_a_change": name, "count": len(values), "median_s": round(statistics.median(values), 3),
                              "worst_s": round(max(values), 3)}))
    return 0


def soak(nines, plan, count):
    page, chance, state = Page(nines, plan), random.Random(2), {"changes": []}
    seen = []
    try:
        page.values = page.post(state)["values"]
        for place in range(count):
            state = change(chance, page, state) if chance.random() < 0.97 else {"changes": []}
            number = page.post(state)["number"]
            wanted = 400 if place % 20 == 19 else 80
            for look in page.looks(number):
                if look["years"] >= wanted:
                    break
            if place % max(1, count // 60) == 0:
                seen.append(page.memory())
        alive = page.process.poll() is None
    finally:
        page.end()
    third = len(seen) // 3
    # The first third fills what is kept; from then on nothing grows.
    early, late = seen[third:2 * third], seen[2 * third:]
    memory = [max(m for m, _ in part) for part in (early, late)]
    files = [max(f for _, f in part) for part in (early, late)]
    print(json.dumps({"changes": count, "mib_middle": round(memory[0], 1), "mib_end": round(memory[1], 1),
                      "files_middle": files[0], "files_end": files[1]}))
    if not alive or memory[1] > 1.05 * memory[0] + 8 or files[1] > files[0] + 4:
        print("the live page grows with the changes that it has answered")
        return 1
    return 0


if __name__ == "__main__":
    mode, nines, plan = sys.argv[1:4]
    run, ordinary = {"time": (timed, 12), "soak": (soak, 14_400)}[mode]
    sys.exit(run(nines, plan, int(sys.argv[4]) if len(sys.argv) > 4 else ordinary))
