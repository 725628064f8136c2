"""The comparison with peers: equal terms, and what did not finish says so. No peer needs to be installed."""

from __future__ import annotations

import functools
import importlib
import math
import time
from pathlib import Path
from typing import Any, Self

import numpy as np
import pytest

from benchmarks.peers import cross_validation
from benchmarks.peers.chart import chart
from benchmarks.peers.cross_validation import Comparison, Settings, compare
from benchmarks.peers.data import Dataset, Source, load
from benchmarks.peers.report import Report, comparison_table, speed_table
from benchmarks.peers.speed import Figure, Section
from benchmarks.peers.suite import read_suite
from benchmarks.peers.table import Table
from benchmarks.peers.worker import Answer, Ended, Worker
from benchmarks.peers.write import as_json
from scoring.domain.errors import DataError, DeclarationError

CSV = "amount,age,purpose,outcome\n" + "".join(f"{n},{n % 60},{'ab'[n % 2]},{n % 3 // 2}\n" for n in range(300))
SLOW = "ebm-0"
DONE = ("card", "logistic", "optbinning")


@pytest.fixture
def data(tmp_path: Path) -> Dataset:
    path = tmp_path / "loans.csv"
    path.write_text(CSV)
    return load(Source(path=path, target="outcome", bad="1"))


class Asked:
    """Stands for a worker: it notes what it is asked, gives PDs of its own, and the slow model never ends."""

    questions: dict[str, list[tuple[list[int], list[int]]]]

    def __init__(self, _prepare: object, payload: tuple[str, Dataset]) -> None:
        self.model = payload[0]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def ask(self, question: tuple[Any, Any], _seconds: float) -> Answer:
        train, test = question
        self.questions.setdefault(self.model, []).append((list(train), list(test)))
        if self.model == SLOW:
            return Answer(ended=Ended.NOT_FINISHED)
        pds = np.random.default_rng([len(self.model), int(test[0])]).uniform(0.1, 0.6, size=len(test))
        return Answer(ended=Ended.DONE, value=(1.5, pds))


@pytest.fixture
def comparison(data: Dataset, monkeypatch: pytest.MonkeyPatch) -> Comparison:
    Asked.questions = {}
    monkeypatch.setattr(cross_validation, "Worker", Asked)
    return compare(data, Settings(repeats=2, folds=3, models=(*DONE, SLOW)), lambda _: None)


def test_every_model_is_asked_for_the_same_folds(comparison: Comparison) -> None:
    card = Asked.questions["card"]
    assert len(card) == 6
    assert all(Asked.questions[model] == card for model in DONE)
    assert [result.model for result in comparison.results] == [*DONE, SLOW]


def test_a_model_that_does_not_finish_a_fold_is_not_asked_again(comparison: Comparison) -> None:
    assert len(Asked.questions[SLOW]) == 1
    assert comparison.results[-1].ended is Ended.NOT_FINISHED


def test_what_did_not_finish_is_printed_as_such(comparison: Comparison) -> None:
    row = comparison_table(comparison).rows[-1]
    assert row[:3] == ("EBM, additive", "not finished", "-")
    report = Report(command="x", machine={"cores": "2"}, comparisons=(comparison,), sections=())
    assert "not finished" in report.text()
    assert "| EBM, additive | not finished |" in report.markdown("")
    assert as_json(report)["comparisons"][0]["models"][-1] == {"model": SLOW, "ended": "not finished"}


def test_the_difference_to_the_card_is_paired_by_fold(comparison: Comparison) -> None:
    card, peer = comparison.results[:2]
    gaps = [theirs.auc - ours.auc for theirs, ours in zip(peer.measures, card.measures, strict=True)]
    found = cross_validation.difference(peer, card, "auc", 3)
    assert found is not None
    assert found.mean == pytest.approx(np.mean(gaps))
    assert found.error == pytest.approx(np.std(gaps, ddof=1) * math.sqrt(1 / 6 + 1 / 2))


def test_the_picture_has_a_name_and_its_numbers_stand_in_a_table(comparison: Comparison) -> None:
    svg = chart((comparison,))
    assert 'role="img"' in svg
    assert "AUC of each peer less the card" in svg
    report = Report(command="x", machine={}, comparisons=(comparison,), sections=())
    assert "| loans | optbinning scorecard |" in report.markdown("report.svg")


def test_a_forbidden_column_is_refused_and_listed(data: Dataset) -> None:
    assert sorted(data.raw) == ["amount", "purpose"]
    assert data.left_out == (("age", "refused: it is age"),)


def test_fewer_rows_keep_the_share_of_bads(data: Dataset) -> None:
    drawn = data.capped(60, seed=0)
    assert drawn.rows == 60
    assert drawn.bad.mean() == pytest.approx(data.bad.mean())
    assert "60 of 300 rows drawn" in drawn.note


def test_an_unknown_column_is_named_with_what_is_near(tmp_path: Path) -> None:
    path = tmp_path / "loans.csv"
    path.write_text(CSV)
    with pytest.raises(DataError, match="Did you mean outcome"):
        load(Source(path=path, target="outcom", bad="1"))


def test_a_suite_names_files_beside_itself(tmp_path: Path) -> None:
    path = tmp_path / "suite.toml"
    path.write_text('[[data]]\nfile = "loans.csv"\ntarget = "outcome"\nbad = "1"\nleave_out = ["age"]\n')
    assert read_suite(path) == (Source(path=tmp_path / "loans.csv", target="outcome", bad="1", leave_out=("age",)),)
    path.write_text("")
    with pytest.raises(DeclarationError, match="lists no table"):
        read_suite(path)


def test_work_that_takes_too_long_is_stopped_and_the_worker_can_be_asked_again() -> None:
    with Worker(functools.partial, time.sleep) as worker:
        assert worker.ask(60, 0.3).ended is Ended.NOT_FINISHED
        assert worker.ask(0, 30).ended is Ended.DONE


def test_an_error_of_a_peer_is_a_result() -> None:
    with Worker(functools.partial, math.sqrt) as worker:
        failed = worker.ask(-1.0, 30)
        assert (failed.ended, failed.why.partition(":")[0]) == (Ended.FAILED, "ValueError")
        assert worker.ask(4.0, 30).value == 2.0


def test_a_peer_that_is_not_installed_is_a_result() -> None:
    with Worker(functools.partial, importlib.import_module) as worker:
        assert worker.ask("no_such_peer", 30).ended is Ended.NOT_INSTALLED


def test_ratios_are_of_time_whichever_way_the_figure_runs() -> None:
    """Half the rows in a second take twice the time."""
    figures = (
        Figure(what="scan", ended=Ended.DONE, values={"rows/s": 1000.0}),
        Figure(what="card", ended=Ended.DONE, values={"rows/s": 500.0}),
        Figure(what="peer", ended=Ended.NOT_FINISHED, values={}),
    )
    section = Section(title="Scoring", per="rows/s", faster=True, base="scan", figures=figures)
    assert [section.ratio(figure) for figure in figures] == [1.0, 2.0, None]
    assert speed_table(section).rows == [("scan", "1,000", "1"), ("card", "500", "2"), ("peer", "not finished", "-")]


def test_a_table_is_written_for_a_terminal_and_as_markdown() -> None:
    table = Table(title="T", heading=("model", "AUC"), rows=[("a|b", "0.7")], notes=("A note.",))
    assert table.text() == "T\nmodel  AUC\na|b    0.7\nA note."
    assert table.markdown() == "## T\n\n| model | AUC |\n| --- | ---: |\n| a/b | 0.7 |\n\nA note."
