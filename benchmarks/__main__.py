"""Measure: ``make bench``. Medians over repetitions, and ratios, since machines differ and are shared."""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from importlib.resources import files
from pathlib import Path

import duckdb
import numpy as np
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fairlearn.metrics import MetricFrame, selection_rate
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score

from audits.decisions.cube import Cube
from audits.decisions.read import open_decisions
from audits.decisions.schema import Columns
from audits.fairness.audit import audit_cube
from audits.fairness.outcome import AuditReport
from audits.fairness.plan import default_plan
from audits.ledger.checkpoint import Checkpoint, sign_checkpoint
from audits.ledger.key import Signer
from audits.ledger.leaf import Event, Leaf, commit, new_salts
from audits.ledger.merkle import inclusion_path, leaf_hash, root
from audits.ledger.receipt import build_receipt, verify_receipt
from benchmarks.timing import median_seconds
from scoring.artefact.characteristics_file import read_characteristics
from scoring.batch.score import score_file
from scoring.domain.card import Card
from scoring.engine.fit import Origin, fit_card
from scoring.engine.options import FitOptions
from scoring.explain.recourse import Goal, recourse
from scoring.population.simulate import Plan
from scoring.population.world import World
from scoring.population.write import write
from scoring.tabular.development import Sample, read_development
from scoring.tabular.rows import raw_rows
from scoring.tabular.source import open_data

GROUPS = ("sex", "age_band", "migration_background", "region")


def fitting(sample: Sample, held: Sample, card: Card, seconds: float) -> dict[str, float]:
    """The card against gradient boosting on the same raw columns: time, and AUC on persons neither has seen."""
    names = [c.name for c in card.registry.characteristics if c.name != "housing_tenure"]

    def matrix(one: Sample) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
        columns = [one.table.columns[name] for name in names]
        return np.column_stack([np.where(column.states == 0, column.numbers, np.nan) for column in columns])

    train, test = matrix(sample), matrix(held)
    boosting = HistGradientBoostingClassifier(random_state=0)
    theirs = median_seconds(lambda: boosting.fit(train, sample.bad), 3)
    scores = np.array([card.score(held.table.row(row)) for row in range(held.table.rows)])
    return {
        "rows": sample.table.rows,
        "seconds": seconds,
        "time as a multiple of gradient boosting": seconds / theirs,
        "AUC": float(roc_auc_score(held.bad, -scores)),
        "AUC of gradient boosting": float(roc_auc_score(held.bad, boosting.predict_proba(test)[:, 1])),
    }


def scoring(card: Card, data: Path, folder: Path) -> dict[str, float]:
    """Scoring a file with reasons against a bare scan of the same columns."""
    names = [field.name for field in card.registry.read_fields]
    columns = ", ".join(f'count("{name}")' for name in names)

    def ours() -> None:
        with open_data(data) as file:
            score_file(card, file, folder / "scores.parquet", reasons=4)

    with open_data(data) as file:
        rows = file.rows
    seconds = median_seconds(ours)
    scan = median_seconds(lambda: duckdb.execute(f"SELECT {columns} FROM '{data}'").fetchall())  # noqa: S608 - our own names
    return {"rows": rows, "rows a second": rows / seconds, "time as a multiple of a bare scan": seconds / scan}


def explaining(card: Card, data: Path) -> dict[str, float]:
    """Exact recourse for declined applicants."""
    taken = []
    with open_data(data) as file:
        for raw in raw_rows(file, card.registry):
            if card.score(card.registry.read(raw)) < 560:
                begun = time.perf_counter()
                recourse(card, raw, goal=Goal(target_score=560), refused=frozenset())
                taken.append(time.perf_counter() - begun)
            if len(taken) == 200:
                break
    taken.sort()
    return {"applicants": len(taken), "median ms": 1e3 * taken[len(taken) // 2], "99th percentile ms": 1e3 * taken[-2]}


def auditing(card: Card, folder: Path) -> dict[str, float]:
    """The whole audit from files against one fairlearn MetricFrame of one metric with 20 bootstraps."""
    with open_data(folder / "applicants.parquet") as file:
        score_file(card, file, folder / "decisions.parquet", reasons=0, keep=("person", "defaulted"))

    def read() -> Cube:
        with open_decisions(
            folder / "decisions.parquet",
            by=GROUPS,
            columns=Columns(outcome="defaulted", score="score", pd="pd"),
            groups=folder / "protected.parquet",
            key="person",
        ) as opened:
            return opened.cube()

    def ours() -> AuditReport:
        return audit_cube(read(), default_plan(with_pd=True))

    frame = duckdb.execute(
        "SELECT approved::INT AS approved, defaulted::INT AS defaulted, sex FROM read_parquet($decisions) "
        "JOIN read_parquet($groups) USING (person) WHERE defaulted IN ('0', '1')",
        {"decisions": str(folder / "decisions.parquet"), "groups": str(folder / "protected.parquet")},
    ).fetchnumpy()

    def theirs() -> object:
        return MetricFrame(
            metrics=selection_rate,
            y_true=1 - np.asarray(frame["defaulted"]),
            y_pred=frame["approved"],
            sensitive_features=frame["sex"],
            n_boot=20,
            ci_quantiles=[0.025, 0.975],
            random_state=0,
        )

    seconds = median_seconds(ours)
    return {
        "people": read().total,
        "seconds": seconds,
        "time as a multiple of one MetricFrame": seconds / median_seconds(theirs, 3),
    }


def verifying() -> dict[str, float]:
    """Verifying a receipt from a log of 4096 leaves against the one signature check that it cannot do without."""
    payload: dict[str, object] = {f"field_{n}": n for n in range(13)}
    salts = new_salts(payload, lambda size: bytes(range(size)))
    leaf = Leaf(event=Event.DECISION, hour="2026-11-24T10Z", card=None, policy=None, commitments=commit(payload, salts))
    hashes = [leaf_hash(leaf.data), *(leaf_hash(str(n).encode()) for n in range(4095))]
    signer = Signer("bench.example/log", bytes(32))
    note = sign_checkpoint(Checkpoint(origin=signer.name, size=4096, root=root(hashes)), signer)
    receipt = build_receipt(leaf, payload, salts, index=0, size=4096, proof=inclusion_path(hashes, 0), checkpoint=note)
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    signature = key.sign(b"text")
    ours = median_seconds(lambda: [verify_receipt(receipt, signer.vkey) for _ in range(100)])
    bare = median_seconds(lambda: [key.public_key().verify(signature, b"text") for _ in range(100)])
    return {"receipts a second": 100 / ours, "time as a multiple of one signature": ours / bare}


def main() -> None:
    """Run all and print one table, or JSON."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--persons", type=int, default=50_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder, held_folder = Path(scratch) / "development", Path(scratch) / "later"
        for target, seed in ((folder, 1), (held_folder, 2)):
            target.mkdir()
            write(Plan(persons=options.persons, seed=seed, world=World.FAIR, draws=0), target)
        registry = read_characteristics(Path(str(files("scoring.population") / "laagland.toml")))
        samples = []
        for target in (folder, held_folder):
            with open_data(target / "applicants.parquet") as file:
                samples.append(read_development(file, registry, target="defaulted", bad="1", weight=None, exclude=[]))
        sample, held = samples
        begun = time.perf_counter()
        options_of_fit = FitOptions(cut_off=560)
        origin = Origin(target="defaulted", bad="1")
        card = fit_card(sample.table, registry, sample.bad, weight=None, options=options_of_fit, origin=origin).card
        figures = {
            "fit": fitting(sample, held, card, time.perf_counter() - begun),
            "score": scoring(card, folder / "applicants.parquet", Path(scratch)),
            "recourse": explaining(card, folder / "applicants.parquet"),
            "audit": auditing(card, folder),
            "receipt": verifying(),
        }
    if options.json:
        print(json.dumps(figures, indent=2))
        return
    for name, group in figures.items():
        print(name)
        for label, value in group.items():
            print(f"  {label:42} {value:12,.3f}")


if __name__ == "__main__":
    main()
