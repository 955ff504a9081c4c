"""What an assistant may ask, and what it may not."""

import pathlib

import pytest

from nines.mcp import Folder, answers


def test_answers_are_those_of_the_command(plan: pathlib.Path):
    ask = answers(Folder(plan.parent))
    assert ask["plans"]() == ["tiny.yaml"]
    assert ask["validate"]("tiny.yaml") == []
    designs = ask["compare"]("tiny.yaml", years=40)
    assert [d["design"] for d in designs] == ["single-site", "plan"]
    assert ask["size"]("tiny.yaml", "plan", years=40)["requirement_nodes"] == 10


@pytest.mark.parametrize("name", ["../tiny.yaml", "/etc/passwd", "missing.yaml", "", "."])
def test_nothing_outside_the_folder_is_read(plan: pathlib.Path, tmp_path: pathlib.Path, name: str):
    (tmp_path / "inside").mkdir()
    ask = answers(Folder(tmp_path / "inside"))
    with pytest.raises(ValueError, match="no plan"):
        ask["validate"](name)


def test_a_link_that_leads_out_is_not_followed(plan: pathlib.Path, tmp_path: pathlib.Path):
    (tmp_path / "link.yaml").symlink_to(plan)
    folder = Folder(tmp_path)
    assert folder.plans() == []
    with pytest.raises(ValueError):
        folder.plan("link.yaml")


def test_years_are_bounded(plan: pathlib.Path):
    with pytest.raises(ValueError, match="10000"):
        answers(Folder(plan.parent))["compare"]("tiny.yaml", years=10**9)


def test_the_server_offers_the_calls(plan: pathlib.Path):
    pytest.importorskip("mcp")
    import asyncio

    from mcp import Client

    from nines.mcp import server

    async def ask() -> list[str]:
        async with Client(server(Folder(plan.parent))) as client:
            return sorted(tool.name for tool in (await client.list_tools()).tools)

    assert asyncio.run(ask()) == ["compare", "explain", "plans", "size", "validate"]
