"""What is printed tells the terminal nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.command import Run, runner


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    return runner(capsys, monkeypatch, tmp_path)


def test_a_name_of_a_group_does_not_steer_the_terminal(run: Run, tmp_path: Path) -> None:
    rows = [f"{place},{place % 2},{place // 2 % 2},{'ab'[place % 3 > 0]}\x1b[2J" for place in range(400)]
    (tmp_path / "d.csv").write_text("\n".join(["id,approved,outcome,sex", *rows]), encoding="utf-8")
    done = run("audit", "d.csv", "--by", "sex", "--outcome", "outcome", "--out", "r.html", "--json-out", "r.json")

    assert "a [2J" in done.out
    assert "\x1b" not in done.out + done.err


def test_nor_does_a_name_in_an_error(run: Run) -> None:
    done = run("card", "none\x1b[2J.json")

    assert done.status == 2
    assert "\x1b" not in done.err
