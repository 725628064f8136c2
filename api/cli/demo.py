"""``demo``: the whole story on Laagland, from an empty folder to a fairness report."""

from __future__ import annotations

import json
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from api.cli.narrator import Narrator
from api.cli.output import AsJson, SeedOption, need_folder, progress, require_extra
from scoring.artefact.card_json import card_digest, write_card
from scoring.artefact.characteristics_file import read_characteristics
from scoring.artefact.files import write_bytes
from scoring.artefact.policy_file import read_policy
from scoring.artefact.printed_card import CardFormat, print_card
from scoring.domain.card import Card
from scoring.domain.policy import Policy
from scoring.domain.registry import Registry
from scoring.domain.text import Language

__all__ = ["audit_decisions", "demo", "make_card", "make_populations", "measure_quality", "register"]

OBSERVED = ("outcome=unobserved",)
"""The lender of the past declined some: nobody knows whether they would have paid."""

LEAST = 4000
"""Persons below which the audit would only say 'suppressed' or 'inconclusive'."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(demo)


def demo(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for what can be opened afterwards.")] = Path(
        "demo-output"
    ),
    persons: Annotated[
        int, typer.Option("--persons", help="How many to develop the card on.", min=LEAST, max=1_000_000)
    ] = 20_000,
    seed: SeedOption = 1,
    as_json: AsJson = False,
) -> None:
    """Tell the whole story on Laagland: card, consent, decision, explanation, appeal, receipt and audit."""
    require_extra("all", "sklearn", "fastapi", "uvicorn", "sqlalchemy", "joserfc", "altair", "jinja2", "vl_convert")
    from api.cli.demo_service import tell

    folder = need_folder(out)
    narrator = Narrator(silent=as_json)
    laagland = files("scoring.population")
    with (
        as_file(laagland / "laagland.toml") as characteristics,
        as_file(laagland / "laagland-policy.toml") as policy_file,
        TemporaryDirectory(prefix="counterscore-demo-") as scratch,
    ):
        registry, policy = read_characteristics(characteristics), read_policy(policy_file)
        developed, later = make_populations(narrator, folder, persons, seed)
        card = make_card(narrator, folder, developed, registry, policy, seed)
        measure_quality(narrator, card, later)
        tell(narrator, folder, card, policy, later, policy_file=policy_file, scratch=Path(scratch))
        audit_decisions(narrator, card, folder, later)
    opened = ["card.md", "card.json", "receipt.json", "report.html"]
    narrator.say("\nTo open:", *[f"  {folder / name}" for name in opened])
    if as_json:
        print(json.dumps({**narrator.facts, "files": [str(folder / name) for name in opened]}, indent=2))


def make_populations(narrator: Narrator, folder: Path, persons: int, seed: int) -> tuple[Path, Path]:
    """Two populations, written to folders: one to develop a card on, one half as large to judge it by."""
    from scoring.population.simulate import Plan
    from scoring.population.world import World
    from scoring.population.write import write

    narrator.chapter("A population")
    paths = []
    for name, count, this_seed in (("development", persons, seed), ("later", persons // 2, seed + 1)):
        target = need_folder(folder / "population" / name)
        # The truth of those who judge the card is worth its time; nobody may fit on it.
        draws = 32 if name == "later" else 0
        with progress(f"simulating {count} persons"):
            write(Plan(persons=count, seed=this_seed, world=World.HISTORICAL, draws=draws, sample=0), target)
        paths.append(target)
    narrator.say(
        f"Laagland is synthetic: {persons} persons to develop a card on, {persons // 2} others to judge it by.",
        "Applications, a credit register and bank statements were simulated month by month; the characteristics were",
        "computed from these records. Records, outcomes, protected attributes and the truth lie in separate files:",
        *[f"  {path}" for path in paths],
    )
    return paths[0], paths[1]


def make_card(narrator: Narrator, folder: Path, developed: Path, registry: Registry, policy: Policy, seed: int) -> Card:
    """A certified card, written as JSON and as a printed table."""
    from scoring.certificate.certificate import certify
    from scoring.engine.fit import Origin, fit_card
    from scoring.engine.options import FitOptions
    from scoring.tabular.development import read_development
    from scoring.tabular.source import open_data

    narrator.chapter("A card")
    with open_data(developed / "applicants.parquet") as file, progress("fitting the card"):
        sample = read_development(file, registry, target="defaulted", bad="1", exclude=OBSERVED)
        fitted = fit_card(
            sample.table,
            registry,
            sample.bad,
            weight=sample.weight,
            options=FitOptions(seed=seed, cut_off=policy.cut_off),
            origin=Origin(target="defaulted", bad="1", data_digest=file.digest),
        )
    certificate = certify(fitted.card)
    certificate.demand()
    write_card(fitted.card, folder / "card.json")
    write_bytes(folder / "card.md", print_card(fitted.card, CardFormat.MD, Language.EN).encode())
    write_bytes(folder / "certificate.txt", f"{certificate.to_text()}\n".encode())
    narrator.say(print_card(fitted.card, CardFormat.TEXT, Language.EN), certificate.to_text().splitlines()[-1])
    narrator.facts |= {"card": card_digest(fitted.card), "certified": certificate.passed}
    return fitted.card


def measure_quality(narrator: Narrator, card: Card, later: Path) -> None:
    """Ranking and calibration on persons the card has not seen."""
    from scoring.batch.score import score_table
    from scoring.engine.evaluation import evaluate
    from scoring.engine.ranking import gini_against_truth
    from scoring.tabular.development import read_development
    from scoring.tabular.readings import read_table
    from scoring.tabular.source import open_data

    narrator.chapter("What the card is worth, on persons it has not seen")
    with open_data(later / "applicants.parquet") as file:
        sample = read_development(file, card.registry, target="defaulted", bad="1", exclude=OBSERVED)
        scores = score_table(card, sample.table)
        quality = evaluate(scores.score, scores.pd, sample.bad, sample.weight)
        everybody = score_table(card, read_table(file, card.registry)).score
    with open_data(later / "truth.parquet") as file:
        truth = file.column("true_pd")
    reached, possible = gini_against_truth(everybody, truth), gini_against_truth(-truth, truth)
    narrator.say(
        quality.to_text(),
        "",
        f"Against the truth, of which a card never sees anything: Gini {reached:.3f}; knowing every person's true",
        f"probability of default would give {possible:.3f}. What lies between is in no record, or in no sum of points.",
    )
    narrator.facts["quality"] = quality.to_document()
    narrator.facts["gini_against_truth"] = {"card": round(reached, 4), "truth": round(possible, 4)}


def audit_decisions(narrator: Narrator, card: Card, folder: Path, later: Path) -> None:
    """A file of decisions, and its fairness report."""
    from api.cli.audit import summary
    from api.cli.audit_run import Question, examine
    from audits.decisions.schema import Columns
    from audits.fairness.document import to_document
    from audits.fairness.report import render
    from scoring.batch.score import score_file
    from scoring.tabular.source import open_data

    narrator.chapter("A fairness audit, by a part that never sees the model")
    decisions = folder / "decisions.parquet"
    with open_data(later / "applicants.parquet") as file:
        score_file(card, file, decisions, reasons=4, keep=("person", "defaulted"), strict=True)
    question = Question(
        decisions=decisions,
        by=("sex", "age_band", "migration_background", "region"),
        columns=Columns(outcome="defaulted", score="score", pd="pd"),
        groups=later / "protected.parquet",
        key="person",
    )
    report = examine(question, progress)
    document = to_document(report)
    write_bytes(folder / "report.json", json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n")
    write_bytes(folder / "report.html", render(report).encode())
    narrator.say(
        summary(report),
        "The population was recorded with bias against persons with a migration background, and nobody knows what",
        "became of those whom the lender of the past declined. An audit may see the one, or say that it cannot tell",
        "because of the other. It never says 'within' because there were few people.",
    )
    narrator.facts["audit"] = report.overall.value
