"""What an audit of decisions cannot see, said in every report, and what this one did not measure."""

from __future__ import annotations

from audits.fairness.measures import Measure
from audits.fairness.result import AuditReport
from scoring.domain.text import Text

__all__ = ["CANNOT_SEE", "not_measured"]

CANNOT_SEE = (
    Text(
        en="Label bias: if defaults were recorded more readily for one group, the recorded outcomes look the same as "
        "if that group had defaulted more often. Decisions and outcomes alone cannot tell the two apart.",
        nl="Vertekende uitkomsten: als wanbetaling bij de ene groep eerder is vastgelegd, zien de uitkomsten er net zo "
        "uit als wanneer die groep vaker niet had betaald. Besluiten en uitkomsten alleen tonen dat verschil niet.",
    ),
    Text(
        en="Measurement bias: if a characteristic means something else in one group, a score can be calibrated and "
        "still rest on that error. The audit reads decisions, not characteristics.",
        nl="Meetfouten: als een kenmerk in een groep iets anders betekent, kan een score kloppen en toch op die fout "
        "rusten. De controle leest besluiten, geen kenmerken.",
    ),
    Text(
        en="Selection: people who never applied, or were turned away before a decision, are not in the file. Of people "
        "who were declined, nobody knows whether they would have repaid, unless the file says so.",
        nl="Selectie: wie nooit een aanvraag deed of vooraf is weggestuurd, staat niet in het bestand. Van wie is "
        "afgewezen, weet niemand of die zou hebben betaald, tenzij het bestand dat zegt.",
    ),
    Text(
        en="Causes: a difference says that groups are treated or fare differently, not why, and no difference is no "
        "proof that a forbidden attribute or a stand-in for it was left out.",
        nl="Oorzaken: een verschil zegt dat groepen anders worden behandeld of er anders voor staan, niet waarom. Geen "
        "verschil bewijst niet dat een verboden kenmerk of een vervanger daarvan niet meetelde.",
    ),
    Text(
        en="Combinations of attributes: each attribute is compared by itself in this version, so that women over 65, "
        "for example, are not a group here.",
        nl="Combinaties: elk kenmerk wordt in deze versie apart vergeleken. Vrouwen boven de 65, bijvoorbeeld, zijn "
        "hier geen groep.",
    ),
    Text(
        en="Anything but yes or no: amounts, prices, conditions and waiting times are not compared.",
        nl="Alles behalve ja of nee: bedragen, prijzen, voorwaarden en wachttijden worden niet vergeleken.",
    ),
)

_NAMES = {
    Measure.TRUE_POSITIVE_DIFFERENCE: Text(
        en="Approval of people who repaid (true positive rate)",
        nl="Goedkeuring van mensen die betaalden (terecht goedgekeurd)",
    ),
    Measure.FALSE_POSITIVE_DIFFERENCE: Text(
        en="Approval of people who defaulted (false positive rate)",
        nl="Goedkeuring van mensen die niet betaalden (onterecht goedgekeurd)",
    ),
    Measure.CALIBRATION_DIFFERENCE: Text(en="Calibration within groups", nl="Kloppen de voorspellingen per groep"),
}

NO_PD = Text(
    en="no column of predicted probabilities of default was given",
    nl="er is geen kolom met voorspelde kansen opgegeven",
)


def not_measured(report: AuditReport) -> list[tuple[Text, Text]]:
    """What this audit left out, and why; empty if nothing."""
    found = []
    if report.unknown_outcomes:
        missing = Text(
            en=f"not identified: {report.unknown_outcomes} of {report.people} people have no recorded outcome, and "
            "who has one may depend on the decision",
            nl=f"niet vast te stellen: van {report.unknown_outcomes} van de {report.people} mensen is geen uitkomst "
            "bekend, en dat kan van het besluit zelf afhangen",
        )
        found += [(_NAMES[m], missing) for m in _NAMES if m is not Measure.CALIBRATION_DIFFERENCE or report.with_pd]
    if not report.with_pd:
        found.append((_NAMES[Measure.CALIBRATION_DIFFERENCE], NO_PD))
    return found
