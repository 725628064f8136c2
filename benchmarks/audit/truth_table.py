"""What the audit can and cannot see of each knob, stated before any replicate is drawn, each time with the reason.

*Detectable*: the file shows how far the knob moves the true value of the measure; with enough people the verdict is
that of the true value. Why the value is where it is, the file does not say. *Not detectable from recorded outcomes*:
a file with the knob turned could have come from honest records of other people too, or the measure does not look at
what the knob touches.
"""

from __future__ import annotations

from dataclasses import dataclass

from audits.fairness.measures import DEFINITIONS, Measure
from audits.fairness.threshold import DEFAULT_THRESHOLDS, OWN, Threshold
from benchmarks.audit.truth_sample import Design, Outcomes
from scoring.domain.text import Text

__all__ = ["COMPARED", "TABLE", "Stated", "of_every_measure"]

COMPARED = ("migration_background", "yes")
"""The group that the recording knobs are about, against people without a migration background."""

DECISIONS = Measure.ADVERSE_IMPACT_RATIO
ERRORS = Measure.TRUE_POSITIVE_DIFFERENCE
PREDICTIONS = Measure.CALIBRATION_DIFFERENCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """One cell of the table.

    Attributes
    ----------
    knob
        What was turned, and how far.
    measure
        The primary measure that speaks for its kind; see ``speaks_for``.
    detectable, why
        The statement and its reason.
    design
        The population in which it is put to the test.
    limit
        The limit against which power is counted: the default one where the knob carries the true value over it, else a
        stricter one that a plan might set.
    """

    knob: Text
    measure: Measure
    detectable: bool
    why: Text
    design: Design
    limit: Threshold

    @property
    def speaks_for(self) -> tuple[Measure, ...]:
        """All measures that the cell is about: of decisions and scores, of decisions by outcome, or of predictions.

        Predictive values of the approved are left out where the outcomes of the approved are all there is: these are
        known, whatever becomes of the others.
        """
        known = () if self.design.outcomes.of_everybody else _OF_THE_APPROVED
        return tuple(one for one in Measure if _kind(one) is self.measure and one not in known)


_OF_THE_APPROVED = (Measure.PREDICTIVE_VALUE_DIFFERENCE, Measure.PREDICTIVE_VALUE_RATIO)


def _kind(measure: Measure) -> Measure:
    definition = DEFINITIONS[measure]
    if not definition.needs_outcomes:
        return DECISIONS
    return PREDICTIONS if definition.needs_pd or definition.needs_score else ERRORS


def _limit(measure: Measure, stricter: float | None = None) -> Threshold:
    default = DEFAULT_THRESHOLDS[measure]
    if stricter is None:
        return default
    return Threshold(name="a stricter plan", limit=stricter, scale=default.scale, source=OWN)


_SEEN_IN_DECISIONS = Text(
    en="Every decision is in the file, so a gap in approval is seen whatever caused it; what caused it is not.",
    nl="Elk besluit staat in het bestand, dus een verschil in goedkeuring is te zien, wat de oorzaak ook is; de "
    "oorzaak zelf niet.",
)
_SEEN_IN_OUTCOMES = Text(
    en="With everybody's outcome recorded honestly, approval of those who repaid is seen; the cause is not.",
    nl="Als van iedereen de uitkomst eerlijk is vastgelegd, is te zien hoeveel van wie betaalde is goedgekeurd; de "
    "oorzaak niet.",
)
_SEEN_IN_PREDICTIONS = Text(
    en="With everybody's outcome recorded honestly, predictions that are too high or too low for a group are seen.",
    nl="Als van iedereen de uitkomst eerlijk is vastgelegd, is te zien dat voorspellingen voor een groep te hoog of te "
    "laag zijn.",
)
_HONEST = {DECISIONS: _SEEN_IN_DECISIONS, ERRORS: _SEEN_IN_OUTCOMES, PREDICTIONS: _SEEN_IN_PREDICTIONS}

_LABELS = {
    DECISIONS: Text(
        en="Outcomes are not looked at: defaults that were recorded wrongly leave no trace in decisions by a fixed "
        "card.",
        nl="Er wordt niet naar uitkomsten gekeken: onterecht vastgelegde wanbetalingen laten geen spoor na in "
        "besluiten met een vaste kaart.",
    ),
    ERRORS: Text(
        en="A person who repaid and is recorded as a default looks like one who defaulted. The report says how large a "
        "share of records would have to be wrong to move the comparison to its limit.",
        nl="Wie betaalde en als wanbetaler is vastgelegd, ziet eruit als een wanbetaler. Het rapport zegt hoe groot "
        "het deel foute vastleggingen moet zijn om de vergelijking tot haar grens te brengen.",
    ),
    PREDICTIONS: Text(
        en="Defaults that were recorded wrongly look like a card that promises the group too much. The report says how "
        "large a share of records would have to be wrong to move the comparison to its limit.",
        nl="Onterecht vastgelegde wanbetalingen zien eruit als een kaart die de groep te gunstig voorspelt. Het "
        "rapport zegt hoe groot het deel foute vastleggingen moet zijn om de vergelijking tot haar grens te brengen.",
    ),
}
_POINTS = Text(
    en=" How many points the records would have to have cost the group for the comparison to reach its limit, the "
    "report says.",
    nl=" Hoeveel punten de vastlegging de groep zou moeten hebben gekost om de vergelijking op haar grens te brengen, "
    "zegt het rapport.",
)
_RECORDS = {
    **_HONEST,
    DECISIONS: Text(en=_SEEN_IN_DECISIONS.en + _POINTS.en, nl=_SEEN_IN_DECISIONS.nl + _POINTS.nl),
    ERRORS: Text(en=_SEEN_IN_OUTCOMES.en + _POINTS.en, nl=_SEEN_IN_OUTCOMES.nl + _POINTS.nl),
}
_SELECTION = {
    DECISIONS: _SEEN_IN_DECISIONS,
    ERRORS: Text(
        en="Nobody knows whether the declined would have repaid; what became of the approved is known, so predictive "
        "values of approval are. The report gives the worst cases and stays inconclusive "
        "unless they all lie on one side of the limit.",
        nl="Niemand weet of afgewezen mensen zouden hebben betaald; wat er van goedgekeurde mensen werd, is bekend, en "
        "dus hun voorspellende waarde. Het rapport geeft de uitersten en doet geen "
        "uitspraak, tenzij die alle aan één kant van de grens liggen.",
    ),
    PREDICTIONS: Text(
        en="Whether predictions for the declined come true, nobody knows. The report gives the worst cases and stays "
        "inconclusive unless they all lie on one side of the limit.",
        nl="Of voorspellingen voor afgewezen mensen uitkomen, weet niemand. Het rapport geeft de uitersten en doet "
        "geen uitspraak, tenzij die alle aan één kant van de grens liggen.",
    ),
}


def _knob(
    en: str,
    nl: str,
    design: Design,
    *,
    whys: dict[Measure, Text] = _HONEST,
    unseen: tuple[Measure, ...] = (),
    stricter: dict[Measure, float] | None = None,
    also: dict[Measure, Design] | None = None,
) -> tuple[Stated, ...]:
    return tuple(
        Stated(
            knob=Text(en=en, nl=nl),
            measure=measure,
            detectable=measure not in unseen,
            why=whys[measure],
            design=(also or {}).get(measure, design),
            limit=_limit(measure, (stricter or {}).get(measure)),
        )
        for measure in (DECISIONS, ERRORS, PREDICTIONS)
    )


TABLE: tuple[Stated, ...] = (
    *_knob(
        "Circumstances differ between groups",
        "Omstandigheden verschillen tussen groepen",
        Design(),
        stricter={DECISIONS: 0.95, PREDICTIONS: 0.01},
    ),
    *_knob(
        "Label bias: 3 % of one group's repaid credits recorded as defaults",
        "Vertekende uitkomsten: 3 % van de betaalde kredieten van één groep vastgelegd als wanbetaling",
        Design(outcomes=Outcomes(label_bias=0.03)),
        whys=_LABELS,
        unseen=(DECISIONS, ERRORS, PREDICTIONS),
    ),
    *_knob(
        "Measurement bias: 10 % of one group's income not recorded (for calibration 30 %)",
        "Meetfout: 10 % van het inkomen van één groep niet vastgelegd (bij kalibratie 30 %)",
        Design(record="measurement 0.1"),
        whys=_RECORDS,
        also={PREDICTIONS: Design(record="measurement 0.3")},
    ),
    *_knob(
        "Proxy: one group recorded as lodgers",
        "Vervanger: één groep vastgelegd als kamerhuurder",
        Design(record="proxy 1"),
        whys=_RECORDS,
        stricter={DECISIONS: 0.95},
    ),
    *_knob(
        "Selection: outcomes of the approved only",
        "Selectie: alleen uitkomsten van goedgekeurde mensen",
        Design(outcomes=Outcomes(of_everybody=False)),
        whys=_SELECTION,
        unseen=(ERRORS, PREDICTIONS),
        stricter={DECISIONS: 0.95},
    ),
    *_knob(
        "Group size: one group is 5 % of all people",
        "Groepsgrootte: één groep is 5 % van alle mensen",
        Design(group_size=0.05),
        stricter={DECISIONS: 0.95, PREDICTIONS: 0.01},
    ),
    *_knob(
        "Drift: living costs rise 10 % a year from 2023 on",
        "Verloop: kosten van levensonderhoud stijgen vanaf 2023 10 % per jaar",
        Design(setting="drift 0.1"),
        stricter={DECISIONS: 0.95},
    ),
    *_knob(
        "Missing values: 30 % of costs and balances left out",
        "Ontbrekende waarden: 30 % van kosten en saldi weggelaten",
        Design(record="missing 0.3"),
        stricter={DECISIONS: 0.95},
    ),
    *_knob(
        "Consent: 20 % share bank data, not 75 %",
        "Toestemming: 20 % deelt bankgegevens, geen 75 %",
        Design(setting="consent 0.2"),
        stricter={DECISIONS: 0.95},
    ),
)


def of_every_measure() -> list[tuple[Stated, Measure, bool]]:
    """Each knob and each measure with the cell that speaks for it, and whether it is stated to be detectable."""
    return [
        (stated, measure, stated.detectable or measure not in stated.speaks_for)
        for stated in TABLE
        for measure in Measure
        if _kind(measure) is stated.measure
    ]
