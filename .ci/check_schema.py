"""Holds the schema that `nines schema` prints against Nines' own reader.

Every plan of the repository must pass both. Of a plan with one slip the reader refuses each; the schema refuses those that
it can know (words, units, choices, shapes) and takes those that hang on other values, which are listed as such, so that
neither list can hide the other.
"""

import io
import json
import pathlib
import subprocess
import sys
import tempfile

import jsonschema
from ruamel.yaml import YAML

NINES = sys.argv[1]

# What is replaced in .ci/schema/first.yaml, by what; whether a schema can know.
SLIPS = [
    ("service: my-api", "servise: my-api", True),
    ("peak: 200rps", "peak: 200", True),
    ("peak: 200rps", "peak: 200h", True),
    ("peak: 200rps", "peek: 200rps", True),
    ("10h: 90%", "10h: 90rps", True),
    ("rated: 9rps", "rated: { mid: 9rps }", True),
    ("weights: 70GB", "weights: 70Gbps", True),
    ("load: 60s", "load: 60", True),
    ("load: 60s", "load: lognormal median 60s", False),
    ("load: 60s", "load: normal mean 60s", True),
    ("keep: nothing", "keep: hot", True),
    ("keep: nothing", "keep: [warm]", True),
    ("price: $98.32/h", "price: 98.32", True),
    ("price: $98.32/h", "price: $98.32/GB", True),
    ("basis: list, as-of: 2026-11-09", "basis: rumour, as-of: 2026-11-09", True),
    ("fetch: 100Gbps", "fetch: 100GB", True),
    ("buffer: 25% of requirement", "buffer: 25%", True),
    ("buffer: 25% of requirement", "buffer: 25% of peak", True),
    ("refused: 5%", "refused: 5min", True),
    ("[15%, 35%, 70%]", "[15%, 35%]", True),
    ("[15%, 35%, 70%]", "[70%, 35%, 15%]", False),
    ("scope: node", "scope: nodes", True),
    ("scope: node", "kind: node", True),
    ("every: exponential mean 264d", "every: exponential mean 264d, per-year: 3", False),
    ("scope: everywhere", "scope: link", False),
    ("vantage: 2 of 3", "vantage: 2/3", True),
    ("failures: 3", "failures: 1.5d", True),
    ("by: automatic", "by: nobody", True),
    ("pre-check: 30s", "pre-check: { 30s }", True),
    ("ttl: 60s", "ttl: 60", True),
    ("by: dns, ttl: 60s", "by: balancer, ttl: 60s", False),
    ("works: 95%", "works: 195", True),
    ("at: 3h", "at: 3", True),
    ("after: 4h", "afters: 4h", True),
    ("warm-standby: {", "warm-standby: [", True),
    ("sites: { other: { keep: serving } }", "sites: { another: { keep: serving } }", False),
    ("sites: { other: { keep: serving } }", "site: { other: { keep: serving } }", True),
    ("size: 30% of production", "size: 30", True),
]


def load(text):
    """The text as an editor's language server reads it: YAML 1.2, dates and times as they are written."""
    yaml = YAML(typ="safe", pure=True)
    yaml.constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda constructor, node: node.value)
    return yaml.load(io.StringIO(text))


def reader_takes(text, folder):
    with tempfile.NamedTemporaryFile("w", suffix=".yaml", dir=folder) as plan:
        plan.write(text)
        plan.flush()
        return subprocess.run([NINES, "validate", plan.name], capture_output=True).returncode == 0


def complaint(validator, text):
    error = jsonschema.exceptions.best_match(validator.iter_errors(load(text)))
    return error and f"{error.json_path}: {error.message[:200]}"


def main():
    schema = json.loads(subprocess.run([NINES, "schema"], capture_output=True, check=True).stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    failed = []

    plans = [*pathlib.Path("models").glob("*.yaml"), *pathlib.Path("models/oracles").glob("*.yaml")]
    plans += pathlib.Path("Tests/KeyTests/Fixtures").glob("*.yaml")
    for plan in sorted(plans):
        found = complaint(validator, plan.read_text())
        taken = subprocess.run([NINES, "validate", str(plan)], capture_output=True).returncode == 0
        if found or not taken:
            failed.append(f"{plan}: the reader {'takes' if taken else 'refuses'} it, the schema says {found}")

    with tempfile.TemporaryDirectory() as folder:
        first = pathlib.Path(folder) / "first.yaml"
        subprocess.run([NINES, "init", str(first)], capture_output=True, check=True)
        text = first.read_text()
        if complaint(validator, text) or not reader_takes(text, folder):
            failed.append(f"the plan of 'nines init': {complaint(validator, text)}")
        text = (pathlib.Path(__file__).parent / "schema" / "first.yaml").read_text()
        for old, new, can_know in SLIPS:
            assert old in text, old
            slip = text.replace(old, new, 1)
            if reader_takes(slip, folder):
                failed.append(f"the reader takes '{new}'")
            try:
                knows = complaint(validator, slip) is not None
            except Exception:  # No YAML either.
                knows = True
            if knows != can_know:
                failed.append(f"the schema {'refuses' if knows else 'takes'} '{new}'")

    for line in failed:
        print(f"check-schema: FAILED: {line}")
    if failed:
        return 1
    known = sum(slip[2] for slip in SLIPS)
    print(
        f"check-schema: {len(plans) + 1} plans pass the schema and the reader; of {len(SLIPS)} slips the reader refuses all, "
        f"the schema the {known} that it can know"
    )
    return 0


sys.exit(main())
