"""What recourse looks like in a response: plans, what one reason alone can do, and the proof that there is no plan."""

from __future__ import annotations

from pydantic import Field

from api.web.shapes import Bilingual, Response
from scoring.domain.characteristic import Characteristic
from scoring.domain.reading import Reading
from scoring.domain.text import Language, Text
from scoring.domain.wording import describe_reading
from scoring.explain.infeasible import Ground
from scoring.explain.moves import SideEffect
from scoring.explain.recourse import Recourse
from scoring.explain.responsiveness import Alone

__all__ = ["AloneOut", "RecourseOut"]

NOTE = Text(
    en="Computed with the card and policy that decided, everything else staying as it is; no promise of approval.",
    nl="Berekend met de kaart en het beleid van deze beslissing, terwijl al het andere gelijk blijft; geen toezegging.",
)


class ChangeOut(Response):
    """One change of a plan."""

    field: str
    label: Bilingual
    before: float
    after: float
    unit: Bilingual | None


class SideEffectOut(Response):
    """A field that a change sets besides."""

    field: str
    label: Bilingual
    before: Bilingual = Field(description="What the field says now, in words.")
    after: Bilingual = Field(description="What it says then.")

    @classmethod
    def of(cls, effect: SideEffect) -> SideEffectOut:
        """From the search's answer."""
        return cls(
            field=effect.field.name,
            label=Bilingual.model_validate(effect.field.label),
            before=_words(effect.before, effect.field),
            after=_words(effect.after, effect.field),
        )


class AloneOut(Response):
    """What comes of changing the subject of one reason, everything else staying as it is."""

    enough: bool = Field(description="Whether a change of it in the declared steps leads to approval.")
    changes: list[ChangeOut] = Field(description="The cheapest that does; empty where none does.")
    also: list[SideEffectOut] = Field(description="What those changes set besides.")
    gain: int = Field(description="The most points that a change of it in the declared steps adds.")

    @classmethod
    def of(cls, alone: Alone) -> AloneOut:
        """From the use case's answer."""
        return cls(
            enough=alone.enough,
            changes=[ChangeOut.model_validate(change) for change in alone.changes],
            also=[SideEffectOut.of(effect) for effect in alone.also],
            gain=alone.gain,
        )


class PlanOut(Response):
    """Changes that together would have led to approval."""

    changes: list[ChangeOut]
    also: list[SideEffectOut] = Field(description="What the changes set besides.")
    months: int
    score: int
    pd: str


class BoundOut(Response):
    """One thing that a component can bring at best."""

    points: int
    meets: list[str] = Field(description="Codes of the limits that hold then.")
    setting: dict[str, float] = Field(description="Values of its fields with which it does; others stay.")


class ComponentOut(Response):
    """Fields that meet in a table, a formula or a limit, and what they can bring together."""

    fields: list[str]
    limits: list[str] = Field(description="Codes of the limits that depend on them.")
    bounds: list[BoundOut]


class InfeasibleOut(Response):
    """The proof that no change in the declared steps leads to approval; docs/spec/reasons.md says how to check it."""

    ground: Ground
    target_score: int
    fixed_points: int = Field(description="What no change in the declared steps can touch.")
    best_score: int
    unmet_limits: list[str]
    components: list[ComponentOut]


class RecourseOut(Response):
    """Plans, cheapest first; or how far changes in the declared steps can go, with the proof."""

    plans: list[PlanOut]
    best_score: int
    unmet_limits: list[str]
    certificate: InfeasibleOut | None = Field(description="Null where there is a plan.")
    note: Bilingual

    @classmethod
    def of(cls, answer: Recourse) -> RecourseOut:
        """From the use case's answer."""
        return cls(
            plans=[
                PlanOut(
                    changes=[ChangeOut.model_validate(change) for change in plan.changes],
                    also=[SideEffectOut.of(effect) for effect in plan.also],
                    months=plan.months,
                    score=plan.score,
                    pd=str(plan.pd),
                )
                for plan in answer.plans
            ],
            best_score=answer.best_score,
            unmet_limits=list(answer.unmet_limits),
            certificate=None if answer.certificate is None else InfeasibleOut.model_validate(answer.certificate),
            note=Bilingual.model_validate(NOTE),
        )


def _words(reading: Reading, field: Characteristic) -> Bilingual:
    return Bilingual(**{language.value: describe_reading(reading, field, language) for language in Language})
