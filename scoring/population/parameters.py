"""Every figure of the simulation, with its unit and its meaning: the data card prints this table.

All are invented. Shares are compared as whole numbers of 1/65,536, factors are per mille, money is in cents.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Annotated, get_type_hints

__all__ = ["EFFECTS", "PARAMETERS", "Effect", "Figure", "Parameters"]


@dataclass(frozen=True, slots=True)
class Figure:
    """What a figure of the simulation is: its unit and its meaning."""

    unit: str
    meaning: str


Knots = tuple[tuple[float, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """The figures that hold for everybody; ``EFFECTS`` says how groups differ from them."""

    history_months: Annotated[int, Figure("months", "Length of the simulated history before the observation date")] = 72
    outcome_months: Annotated[int, Figure("months", "Length of the outcome window after it")] = 12
    bank_months: Annotated[int, Figure("months", "Length of a shared bank statement")] = 12
    past_due: Annotated[
        int, Figure("months", "Past due for this long (90 days) with a material amount is a default")
    ] = 3
    indeterminate: Annotated[
        int, Figure("months", "Past due for this long (30 days) without default is indeterminate")
    ] = 1
    material_cents: Annotated[int, Figure("cents", "An amount past due below this is not material")] = 10_000
    material_share: Annotated[int, Figure("per mille", "Nor is one below this share of the exposure")] = 10

    wage: Annotated[Knots, Figure("cents a month", "Net income without a setback, by quantile")] = (
        (0.0, 95_000),
        (0.05, 135_000),
        (0.25, 195_000),
        (0.5, 255_000),
        (0.75, 345_000),
        (0.95, 560_000),
        (0.99, 850_000),
        (1.0, 1_500_000),
    )
    loss: Annotated[int, Figure("of 65,536 a month", "Chance of losing the main income, for most a job")] = 600
    loss_months: Annotated[Knots, Figure("months", "How long it lasts")] = (
        (0.0, 3),
        (0.3, 6),
        (0.7, 12),
        (0.95, 20),
        (1.0, 30),
    )
    replacement: Annotated[
        int, Figure("per mille of income", "Income while without work, from the second month on")
    ] = 500
    sickness: Annotated[int, Figure("of 65,536 a month", "Chance of falling ill for long")] = 450
    sickness_months: Annotated[Knots, Figure("months", "How long it lasts")] = (
        (0.0, 2),
        (0.5, 4),
        (0.9, 12),
        (1.0, 19),
    )
    sick_pay: Annotated[int, Figure("per mille of income", "Income while ill")] = 850
    separation: Annotated[int, Figure("of 65,536 a month", "Chance of a separation, which enters as costs only")] = 200
    separation_months: Annotated[Knots, Figure("months", "How long its costs last")] = ((0.0, 8), (0.5, 15), (1.0, 30))
    separation_cost: Annotated[int, Figure("per mille of housing costs", "What it adds to the costs of housing")] = 150
    flexible_share: Annotated[float, Figure("share", "Persons whose income varies from month to month")] = 0.22
    flexible_swing: Annotated[int, Figure("per mille", "Largest deviation of a varying income, either way")] = 220

    owner_from: Annotated[int, Figure("cents a month", "Income from which owning a home becomes more likely")] = 170_000
    rent_base: Annotated[int, Figure("cents a month", "Rent apart from the part that grows with income")] = 15_000
    rent_share: Annotated[int, Figure("per mille of income", "The part of rent that grows with income")] = 215
    rent_spread: Annotated[int, Figure("cents a month", "Spread of housing costs between persons")] = 26_000
    rent_most: Annotated[int, Figure("per mille of income", "Most that housing costs of the usual income")] = 470
    utilities: Annotated[Knots, Figure("cents a month", "Energy and water")] = (
        (0.0, 9_000),
        (0.5, 15_000),
        (1.0, 28_000),
    )
    insurance: Annotated[Knots, Figure("cents a month", "Insurance")] = ((0.0, 11_000), (0.5, 15_500), (1.0, 24_000))
    living_base: Annotated[int, Figure("cents a month", "Food and other costs that nobody can do without")] = 34_000
    living_share: Annotated[int, Figure("per mille of income", "The part of these that grows with income")] = 100
    thrift: Annotated[Knots, Figure("per mille", "Share of what is left after costs that a person spends")] = (
        (0.0, 600),
        (0.3, 860),
        (0.7, 980),
        (0.9, 1_060),
        (1.0, 1_200),
    )
    cushion: Annotated[
        Knots, Figure("per mille of monthly costs", "Balance above which a person spends more freely")
    ] = ((0.0, 100), (0.3, 500), (0.7, 1_500), (0.9, 3_500), (1.0, 9_000))
    whim: Annotated[int, Figure("of 65,536 a month", "Chance of spending up to a month's costs more than planned")] = (
        2_500
    )
    surprise: Annotated[int, Figure("of 65,536 a month", "Chance of an expense that cannot wait, such as a repair")] = (
        3_500
    )
    surprise_cents: Annotated[Knots, Figure("cents", "Its size")] = (
        (0.0, 10_000),
        (0.5, 35_000),
        (0.85, 100_000),
        (0.97, 250_000),
        (1.0, 500_000),
    )
    forgetful_share: Annotated[float, Figure("share", "Persons who at times forget to pay")] = 0.09
    forgetting: Annotated[int, Figure("of 65,536 a month", "Chance that such a person forgets a payment")] = 3_500
    overdraft: Annotated[Knots, Figure("cents", "How far an account may go below zero")] = (
        (0.0, 0),
        (0.4, 0),
        (0.41, 25_000),
        (0.8, 60_000),
        (1.0, 200_000),
    )
    overdraft_fee: Annotated[int, Figure("per mille a month", "Cost of a balance below zero")] = 9
    start_months: Annotated[Knots, Figure("per mille of monthly income", "Balance with which the history begins")] = (
        (0.0, 0),
        (0.3, 300),
        (0.6, 1_500),
        (0.9, 5_000),
        (1.0, 12_000),
    )

    card_share: Annotated[float, Figure("share", "Persons with a revolving credit, of those who borrow at all")] = 0.38
    card_limit: Annotated[Knots, Figure("cents", "Its limit")] = (
        (0.0, 50_000),
        (0.5, 200_000),
        (0.9, 600_000),
        (1.0, 1_200_000),
    )
    card_interest: Annotated[int, Figure("per mille a month", "Interest on the part in use")] = 9
    card_principal: Annotated[int, Figure("per mille a month", "Part of the amount in use that has to be repaid")] = 20
    thin_share: Annotated[float, Figure("share", "Persons who never borrowed, of whom the register knows nothing")] = (
        0.10
    )
    appetite: Annotated[Knots, Figure("of 65,536 a month", "Chance of seeking credit")] = (
        (0.0, 400),
        (0.5, 1_200),
        (0.9, 2_400),
        (1.0, 3_600),
    )
    distress: Annotated[int, Figure("of 65,536 a month", "Added to it while the account is below zero")] = 1_800
    loan: Annotated[Knots, Figure("cents", "Size of a credit")] = (
        (0.0, 15_000),
        (0.1, 60_000),
        (0.5, 420_000),
        (0.85, 1_200_000),
        (1.0, 3_500_000),
    )
    loan_share: Annotated[
        int,
        Figure("per mille", "Most that a new instalment may take of what is left after costs and other instalments"),
    ] = 430
    loan_charge: Annotated[
        int, Figure("per mille of the amount for each month", "Interest on an instalment credit")
    ] = 4
    arrangement: Annotated[
        int, Figure("of 65,536 a month", "Chance that arrears of three months or more are spread")
    ] = 3_000
    arrangement_months: Annotated[int, Figure("months", "After which such an arrear counts as made good")] = 9
    called_in: Annotated[int, Figure("months", "Past due for this long, the whole claim is called in (code 2)")] = 6
    written_off: Annotated[int, Figure("months", "Past due for this long, the rest is written off (code 3)")] = 18
    assistance: Annotated[int, Figure("of 65,536", "Chance that debt assistance (SH) begins at a write-off")] = 22_000

    unannounced: Annotated[
        int, Figure("of 65,536", "Chance that the register does not say when an arrear was announced")
    ] = 1_000
    unreachable: Annotated[int, Figure("of 65,536", "Chance of code 4 at four months past due")] = 6_000
    preventive: Annotated[int, Figure("of 65,536", "Chance of code 5 on a mortgage one month past due")] = 2_500
    assistance_months: Annotated[int, Figure("months", "How long debt assistance (SH) lasts")] = 36
    asked: Annotated[Knots, Figure("per mille of income", "Instalment asked for")] = (
        (0.0, 6),
        (0.2, 20),
        (0.6, 55),
        (0.85, 105),
        (0.97, 170),
        (1.0, 280),
    )
    asked_room: Annotated[
        int,
        Figure(
            "per mille",
            "Most of what is left after costs and other instalments that is asked for, if that is more than",
        ),
    ] = 900
    asked_share: Annotated[int, Figure("per mille of income", "this share of income")] = 40
    asked_most: Annotated[int, Figure("cents", "Most that is asked for")] = 7_500_000
    asked_least: Annotated[int, Figure("cents", "Least amount that is asked for")] = 50_000
    verified_share: Annotated[float, Figure("share", "Applications whose income and costs were verified")] = 0.7
    boast: Annotated[Knots, Figure("per mille", "Declared to real income, unverified")] = (
        (0.0, 1_000),
        (0.6, 1_000),
        (1.0, 1_180),
    )
    refusal_link: Annotated[
        float,
        Figure("share", "How much less often a person with less than half a month's income in hand shares bank data"),
    ] = 0.04
    trial_share: Annotated[
        float, Figure("share", "Persons below the lender's cut whom it approved by way of trial")
    ] = 0.05

    def table(self) -> list[tuple[str, str, str, str]]:
        """Name, value, unit and meaning of every figure."""
        hints = get_type_hints(Parameters, include_extras=True)
        said = [(field.name, hints[field.name].__metadata__[0]) for field in fields(self)]
        return [(name, _shown(getattr(self, name)), figure.unit, figure.meaning) for name, figure in said]


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(f"{share:.0%}: {amount:,}" for share, amount in value)
    return f"{value:,}"


PARAMETERS = Parameters()


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """How the circumstances of a group's members differ from the common ones. Repayment is not among them.

    Attributes
    ----------
    wage, loss, sickness, separation
        Factors in per mille on the common figure.
    thin
        Added to the probability of having no record in the credit register.
    pension
        Probability that income is a pension: it is booked as one and does not vary.
    """

    wage: int = 1000
    loss: int = 1000
    sickness: int = 1000
    separation: int = 1000
    thin: float = 0.0
    pension: float = 0.0


EFFECTS: dict[str, dict[str, Effect]] = {
    "sex": {"female": Effect(wage=920, loss=1050), "male": Effect(wage=1080, loss=950)},
    "age_band": {
        "18-29": Effect(wage=820, loss=1500, sickness=700, thin=0.16),
        "30-44": Effect(wage=1040, separation=1500),
        "45-64": Effect(wage=1120, loss=900, sickness=1300, thin=-0.03),
        "65+": Effect(wage=920, loss=750, sickness=1200, separation=700, pension=0.95),
    },
    "migration_background": {
        "no": Effect(wage=1045, loss=870, thin=-0.03),
        "yes": Effect(wage=880, loss=1350, thin=0.09),
    },
    "region": {
        "north": Effect(wage=950, loss=1100),
        "east": Effect(wage=980),
        "south": Effect(wage=990),
        "west": Effect(wage=1030, loss=970),
    },
}
"""Circumstances by group in the ``fair`` and ``historical`` worlds. In ``equal`` everybody has their pooled mean."""
