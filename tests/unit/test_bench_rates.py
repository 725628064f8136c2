"""Rows a second by model: the same rows for all, and what did not finish has no dot in the picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Self

import numpy as np
import pytest

from benchmarks.peers import rates
from benchmarks.peers.chart import rates_chart
from benchmarks.peers.columns import frame_of, typed
from benchmarks.peers.cross_validation import Settings
from benchmarks.peers.data import Dataset, Source, load
from benchmarks.peers.rates import measure_rates, prepare
from benchmarks.peers.report import Report
from benchmarks.peers.worker import Answer, Ended
from benchmarks.peers.write import write_markdown

CSV = "amount,purpose,outcome\n" + "".join(f"{n},{'ab'[n % 2]},{n % 3 // 2}\n" for n in range(300))


@pytest.fixture
def data(tmp_path: Path) -> Dataset:
    path = tmp_path / "loans.csv"
    path.write_text(CSV)
    return load(Source(path=path, target="outcome", bad="1"))


class Timed:
    """Stands for a worker whose model is the slower the longer its name; one never ends."""

    def __init__(self, _prepare: object, payload: tuple[str, Dataset, int]) -> None:
        self.model = payload[0]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def ask(self, _question: object, _seconds: float) -> Answer:
        if self.model == "ebm-0":
            return Answer(ended=Ended.NOT_FINISHED)
        seconds = float(len(self.model))
        return Answer(ended=Ended.DONE, value={"scored": seconds, "explained": 2 * seconds})


def test_each_model_has_a_line_and_its_time_beside_the_cards(
    data: Dataset, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(rates, "Worker", Timed)
    scores, explains = measure_rates(data, Settings(models=("card", "logistic", "ebm-0")), lambda _: None)

    assert [figure.what for figure in scores.figures] == ["card", "logistic regression", "EBM, additive"]
    assert scores.ratio(scores.figures[1]) == pytest.approx(len("logistic") / len("card"))
    assert explains.figures[0].values["rows/s"] == pytest.approx(rates.ROWS / 8)
    assert scores.ratio(scores.figures[2]) is None

    report = Report(command="x", machine={}, comparisons=(), sections=(scores, explains))
    write_markdown(report, tmp_path / "bench.md")
    text = (tmp_path / "bench.md").read_text()
    assert "](bench-speed.svg)" in text
    assert "| EBM, additive | not finished |" in text
    assert 'role="img"' in (tmp_path / "bench-speed.svg").read_text()


def test_there_is_no_picture_of_nothing() -> None:
    assert rates_chart(()) == ""


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_the_card_and_a_peer_score_and_explain_in_some_time(data: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "ROWS", 200)
    for model in ("card", "logistic"):
        found: dict[str, Any] = prepare((model, data, 0))(None)
        assert set(found) == {"scored", "explained"}
        assert all(seconds > 0 for seconds in found.values())


def test_the_card_gets_the_columns_that_its_peers_get(data: Dataset) -> None:
    mine, frame = typed(data.raw, data.registry), frame_of(data.raw, data.registry)

    assert mine["amount"].dtype == np.float64
    assert all(np.array_equal(mine[name], frame[name].to_numpy()) for name in mine)
