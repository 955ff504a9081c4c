"""A small plan with two designs, and the command: NINES, the PATH or the checkout's build."""

import pathlib

import pytest

PLAN = """\
service: tiny
begins: 2027-01-01
objectives: { availability: { at-least: 99.999%, in: 50% of years } }
traffic: { peak: 100rps }
replica: { rated: 10rps }
buffer: 30% of requirement
sites:
  main: { keep: serving, node: { gpus: 1 } }
  dr: { keep: warm, size: 50% of production, node: { gpus: 1 } }
failures:
  region: { scope: region, sites: [main], per-year: [0.5, 1, 2], lasts: lognormal median 2h sigma 1 }
  node: { scope: node, per-year: 2, lasts: 4h }
detect: { takes: 2min }
decide: { by: automatic }
execute: { move-traffic: { by: dns, ttl: 1min } }
"""


@pytest.fixture(scope="session")
def plan(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    path = tmp_path_factory.mktemp("plans") / "tiny.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return path
