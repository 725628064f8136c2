"""A development sample with every state of a value in it, drawn from a known risk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from scoring.domain.card import Card
from scoring.domain.characteristic import Category, Characteristic, Direction, Kind, MissingPolicy, Source, Special
from scoring.domain.registry import Profile, Registry
from scoring.domain.text import Text
from scoring.engine.fit import Fitted, Origin, fit_card
from scoring.engine.options import FitOptions
from scoring.tabular.readings import TableReadings, read_column

Array = np.ndarray[tuple[int], np.dtype[Any]]

ORIGIN = Origin(target="outcome", bad="1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Readings with outcomes."""

    registry: Registry
    table: TableReadings
    bad: Array

    def fit(self, options: FitOptions | None = None, weight: Array | None = None) -> Fitted:
        """Fit a card with default options."""
        return fit_card(
            self.table, self.registry, self.bad, weight=weight, options=options or FitOptions(), origin=ORIGIN
        )

    def scores(self, card: Card) -> list[int]:
        """The card's own lookup, row by row."""
        return [card.score(self.table.row(row)) for row in range(self.table.rows)]


def characteristic(name: str, **more: Any) -> Characteristic:  # noqa: ANN401 - any field of a characteristic
    """A declaration with texts filled in; numeric and without direction unless said otherwise."""
    words = Text.same(name)
    settings = {"kind": Kind.NUMERIC, "direction": Direction.NONE, **more}
    return Characteristic(name=name, label=words, reason=words, reason_missing=words, **settings)


def registry(*characteristics: Characteristic) -> Registry:
    """A benchmark registry."""
    return Registry(profile=Profile.BENCHMARK, title=Text.same("sample"), characteristics=characteristics)


NO_SUCH_LOAN = (Special(code="-8", meaning=Text.same("no such loan")),)
INCOME = characteristic("income", direction=Direction.HIGHER_IS_SAFER, range=(0, 20_000), source=Source.APPLICATION)
UTILISATION = characteristic(
    "utilisation",
    direction=Direction.LOWER_IS_SAFER,
    range=(0, 1),
    special=NO_SUCH_LOAN,
)
ARREARS = characteristic(
    "arrears",
    direction=Direction.LOWER_IS_SAFER,
    category=Category.REPAYMENT_HISTORY,
    source=Source.REGISTER,
    missing=MissingPolicy.NEUTRAL,
)
BUFFER = characteristic(
    "buffer", direction=Direction.HIGHER_IS_SAFER, range=(0, 24), source=Source.BANK, not_provided="-99"
)
FAILED = characteristic("failed_debits", range=(0, 50), source=Source.BANK, not_provided="-99")
HOUSING = characteristic("housing", kind=Kind.CATEGORICAL)

EVERYTHING = registry(INCOME, UTILISATION, ARREARS, BUFFER, FAILED, HOUSING)


def sample(rows: int = 1_500, seed: int = 0) -> Sample:
    """Draw a sample; about a fifth are bad."""
    rng = np.random.default_rng(seed)
    income = np.clip(np.exp(rng.normal(7.8, 0.5, rows)), 200, 19_000).round()
    utilisation = rng.beta(2, 3, rows).round(3)
    arrears = rng.poisson(0.6, rows).astype(float)
    buffer = rng.gamma(2.0, 1.5, rows).clip(0, 24).round(1)
    failed = rng.poisson(0.5, rows).astype(float)
    housing = rng.choice(["owner", "tenant", "family", "boat"], rows, p=[0.4, 0.45, 0.148, 0.002])
    eta = (
        1.9
        + 1.1 * (np.log(income) - 7.8)
        - 1.6 * (utilisation - 0.4)
        - 0.7 * (arrears - 0.6)
        + 0.25 * (buffer - 3)
        - 0.4 * (failed - 0.5)
        - 0.5 * (housing == "tenant")
    )
    bad = rng.random(rows) > 1 / (1 + np.exp(-eta))
    refused = rng.random(rows) < 0.2
    raw = {
        "income": np.where(rng.random(rows) < 0.05, np.nan, income),
        "utilisation": np.where(rng.random(rows) < 0.15, -8.0, utilisation),
        "arrears": np.where(rng.random(rows) < 0.1, np.nan, arrears),
        "buffer": np.where(refused, -99.0, buffer),
        "failed_debits": np.where(refused, -99.0, failed),
        "housing": housing.astype(object),
    }
    columns = {field.name: read_column(field, raw[field.name]) for field in EVERYTHING.characteristics}
    return Sample(registry=EVERYTHING, table=TableReadings(name="sample", rows=rows, columns=columns), bad=bad)


SAVINGS = characteristic("savings", direction=Direction.HIGHER_IS_SAFER, special=NO_SUCH_LOAN)
LOAN = characteristic("loan", direction=Direction.LOWER_IS_SAFER, special=NO_SUCH_LOAN)
CONTRACT = characteristic("contract", kind=Kind.CATEGORICAL)
TOGETHER = registry(LOAN, CONTRACT, SAVINGS, BUFFER)


def interacting(rows: int = 3_000, seed: int = 0, strength: float = 2.5) -> Sample:
    """Draw a sample in which a large loan is much riskier for those without savings; strength 0 is additive.

    Of either value, three in a hundred are not known and five are special.
    """
    rng = np.random.default_rng(seed)
    savings, loan = rng.integers(-3, 3, size=(2, rows)) + 0.5
    buffer = rng.normal(size=rows).round(1)
    refused = rng.random(rows) < 0.2
    contract = rng.choice(["permanent", "temporary", "none"], rows)
    eta = 1.9 - 0.6 * (savings < 0) - 0.6 * (loan > 0) + 0.3 * buffer
    eta -= strength * ((savings < 0) & (loan > 0))
    bad = rng.random(rows) > 1 / (1 + np.exp(-eta))
    raw = {
        "savings": _with_gaps(savings, rng),
        "loan": _with_gaps(loan, rng),
        "contract": contract.astype(object),
        "buffer": np.where(refused, -99.0, (buffer + 6).clip(0, 24)),
    }
    columns = {field.name: read_column(field, raw[field.name]) for field in TOGETHER.characteristics}
    return Sample(registry=TOGETHER, table=TableReadings(name="sample", rows=rows, columns=columns), bad=bad)


def _with_gaps(values: Array, rng: np.random.Generator) -> Array:
    state = rng.random(len(values))
    return np.where(state < 0.03, np.nan, np.where(state < 0.08, -8.0, values))


def numeric_sample(values: Array, bad: Array, direction: Direction = Direction.NONE) -> Sample:
    """One undescribed numeric characteristic ``x``."""
    field = characteristic("x", direction=direction)
    columns = {"x": read_column(field, np.asarray(values, dtype=np.float64))}
    table = TableReadings(name="sample", rows=len(bad), columns=columns)
    return Sample(registry=registry(field), table=table, bad=np.asarray(bad, dtype=bool))


def numeric_columns(values: Sequence[Array], bad: Array) -> Sample:
    """Undescribed numeric characteristics ``x0``, ``x1``, ..., of shape (rows,) each."""
    fields = [characteristic(f"x{place}") for place in range(len(values))]
    columns = {field.name: read_column(field, each) for field, each in zip(fields, values, strict=True)}
    table = TableReadings(name="sample", rows=len(bad), columns=columns)
    return Sample(registry=registry(*fields), table=table, bad=np.asarray(bad, dtype=bool))


def reordered(drawn: Sample, order: list[int]) -> Sample:
    """The same sample with its characteristics declared in another order."""
    fields = tuple(drawn.registry.characteristics[place] for place in order)
    return Sample(registry=replace(drawn.registry, characteristics=fields), table=drawn.table, bad=drawn.bad)
