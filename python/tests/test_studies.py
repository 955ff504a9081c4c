"""The functions say what the command says, to the digit."""

import json
import pathlib
import subprocess

import pytest

import nines

from .conftest import PLAN


def printed(*arguments: object) -> dict:
    command = [str(nines.binary()), *map(str, arguments), "--format", "json", "--quiet"]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@pytest.fixture(scope="module")
def comparison(plan: pathlib.Path) -> nines.Comparison:
    return nines.compare(plan, replications=200, inputs=False)


def test_a_comparison_is_what_the_command_prints(plan, comparison):
    result = printed("compare", plan, "--replications", 200, "--no-inputs")
    for design in result["designs"]:
        row = comparison.designs.loc[design["design"]]
        assert row["verdict"] == design["verdict"]
        assert row["lost_minutes_per_year"] == design["lost_minutes_per_year"]["mean"]
        assert row["lost_minutes_per_year_low"] == design["lost_minutes_per_year"]["low"]
        assert row["cost_usd_per_year"] == design["cost_usd_per_year"]["mean"]


def test_columns_carry_the_currency_of_the_study():
    priced = PLAN.replace("gpus: 1 }", "gpus: 1, price: ¥120/h }") + "currency: CNY\n"
    study = nines.compare(priced, replications=200, inputs=False)
    assert study.currency == "CNY" and "cost_usd_per_year" not in study.designs
    # 13 nodes of a fleet of ten and its buffer, all year: 13 * 120 * 8766
    assert study.designs["cost_cny_per_year"].iloc[0] == 13 * 120 * 8766
    assert "cost_cny_per_year" in repr(study)


def test_text_is_a_plan_too(plan, comparison):
    again = nines.compare(PLAN, replications=200, inputs=False)
    assert again.designs.equals(comparison.designs)


def test_tables_add_up(comparison):
    lost = comparison.replications.groupby("design")["lost_minutes"].mean()
    for design, minutes in comparison.designs["lost_minutes_per_year"].items():
        assert lost[design] == pytest.approx(minutes, rel=1e-9)
    assert set(comparison.causes["cause"]) >= {"region", "node"}
    assert comparison.objectives["share"].between(0, 1).all()
    with pytest.raises(AttributeError, match="outages"):
        comparison.nonsense


def test_a_notebook_shows_a_table_and_a_chart(comparison):
    page = comparison._repr_html_()
    assert "<table" in page and page.count("<svg") == 1 and "tiny" in page


def test_a_folder_is_kept_and_read_again(plan, tmp_path):
    made = nines.compare(plan, replications=40, inputs=False, out=tmp_path / "out")
    assert nines.open_result(tmp_path / "out").designs.equals(made.designs)
    with pytest.raises(nines.NinesError):
        nines.compare(PLAN.replace("tiny", "other"), replications=40, inputs=False, out=tmp_path / "out")


def test_a_size_is_the_smallest_that_meets(plan):
    size = nines.size(plan, design="plan", replications=200, every=True)
    assert size.curve["nodes"].is_monotonic_increasing
    assert size.result["requirement_nodes"] == 10


def test_a_longer_time_to_live_takes_longer(plan):
    rows = nines.sweep(plan, {"execute.move-traffic.ttl": ["1min", "10min"]}, design="plan", replications=40).rows
    # 95 % of clients have followed after 0.95 of the time to live.
    assert list(rows["failover_seconds"]) == pytest.approx([120 + 57, 120 + 57, 120 + 570])


def test_a_drill_loses_what_a_hand_counts(plan):
    drill = nines.drill(plan, design="plan", inject=["region main at 1h for 2h"], only_injected=True)
    outage = drill.outages.iloc[0]
    assert outage["alarm_seconds"] - outage["fault_seconds"] == 120
    # 100 requests a second for two minutes, then a minute over which clients leave evenly; the outage ends when 95 % have left,
    # so that the last three seconds are lost outside it.
    assert outage["requests_lost"] == pytest.approx(100 * (120 + 30) - 100 * 0.05 * 3 / 2)
    assert drill.timeline["demand_rps"].eq(100).all()


def test_a_mistake_has_its_place(plan):
    assert nines.validate(plan) == []
    found = nines.validate(PLAN.replace("keep: warm", "keep: warmm"))
    assert [(d.line, d.column, d.severity) for d in found] == [(9, 15, "error")]
    assert "warm" in found[0].message
    with pytest.raises(nines.PlanError) as error:
        nines.compare(PLAN.replace("100rps", "many"), replications=10)
    assert error.value.exit_code == 2 and error.value.diagnostics[0].line == 4


def test_a_mistyped_name_is_a_usage_error(plan):
    with pytest.raises(nines.UsageError):
        nines.size(plan, design="plann", replications=10)


def test_a_command_that_is_missing_is_named(monkeypatch):
    monkeypatch.setenv("NINES", "/no/such/nines")
    with pytest.raises(nines.BinaryNotFound, match="/no/such/nines"):
        nines.binary()


def test_another_version_is_refused(monkeypatch, tmp_path):
    fake = tmp_path / "nines"
    fake.write_text("#!/bin/sh\necho 9.9.9\n")
    fake.chmod(0o755)
    monkeypatch.setenv("NINES", str(fake))
    with pytest.raises(nines.VersionMismatch, match="9.9.9"):
        nines.binary()


def test_explain_knows_the_designs(plan):
    assert [d["design"] for d in nines.explain(plan)["designs"]] == ["single-site", "plan"]


def test_a_workbook_and_a_package_are_written(comparison, tmp_path):
    workbook = comparison.to_workbook(tmp_path / "review.xlsx")
    assert workbook.read_bytes()[:2] == b"PK"
    with pytest.raises(nines.PlanError):
        comparison.to_workbook(workbook)
    package = comparison.to_datapackage(tmp_path / "package")
    described = json.loads((package / "datapackage.json").read_text())
    for resource in described["resources"]:
        assert (package / resource["path"]).stat().st_size == resource["bytes"]
    assert (package / "outages.csv").read_bytes() == (comparison.folder / "outages.csv").read_bytes()


def test_parquet_has_the_types_of_the_package(comparison, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    written = comparison.to_parquet(tmp_path / "parquet")
    costs = parquet.read_table(next(path for path in written if path.stem == "costs"))
    types = {field.name: str(field.type) for field in costs.schema}
    assert types["month_start"] == "date32[day]"
    assert types["is_baseline"] == "bool"
    assert types["amortised_cost"] == "double"
    assert types["units_mean"] == "double"
    assert "string" in types["commitment_id"]
    with pytest.raises(FileExistsError):
        comparison.to_parquet(tmp_path / "parquet")
