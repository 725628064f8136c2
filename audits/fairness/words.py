"""The words of the printed report, in both languages."""

from __future__ import annotations

from audits.fairness.measures import Measure
from audits.fairness.result import Why
from audits.fairness.sample import NOT_STATED
from audits.fairness.verdict import Verdict
from scoring.domain.text import Language, Text

__all__ = ["MEASURES", "SENTENCES", "VERDICTS", "WITHHELD", "group_name", "say"]

VERDICTS = {
    Verdict.WITHIN: Text(en="within", nl="binnen de grenzen"),
    Verdict.BREACH: Text(en="breach", nl="overschrijding"),
    Verdict.INCONCLUSIVE: Text(en="inconclusive", nl="onbeslist"),
    Verdict.SUPPRESSED: Text(en="suppressed", nl="niet getoond"),
}

SENTENCES = {
    Verdict.WITHIN: Text(
        en="Every comparison lies inside its limits, the whole interval included.",
        nl="Elke vergelijking ligt binnen de grenzen, met het hele interval.",
    ),
    Verdict.BREACH: Text(
        en="At least one comparison lies outside its limits, the whole interval included.",
        nl="Minstens één vergelijking ligt buiten de grenzen, met het hele interval.",
    ),
    Verdict.INCONCLUSIVE: Text(
        en="These numbers do not settle it: an interval reaches across a limit, or the comparison cannot be made "
        "from them.",
        nl="Deze cijfers geven geen uitsluitsel: een interval loopt over een grens, of de vergelijking kan er niet "
        "mee.",
    ),
    Verdict.SUPPRESSED: Text(
        en="At least one group is too small to be judged or printed, so nothing is said about it.",
        nl="Minstens één groep is te klein om te beoordelen of te tonen; daarover wordt niets gezegd.",
    ),
}

MEASURES = {
    Measure.ADVERSE_IMPACT_RATIO: Text(en="Adverse impact ratio", nl="Verhouding van goedkeuring"),
    Measure.SELECTION_DIFFERENCE: Text(en="Difference in approval rate", nl="Verschil in goedkeuring"),
    Measure.TRUE_POSITIVE_DIFFERENCE: Text(
        en="Difference in approval of people who repaid", nl="Verschil in goedkeuring van wie betaalde"
    ),
    Measure.FALSE_POSITIVE_DIFFERENCE: Text(
        en="Difference in approval of people who defaulted", nl="Verschil in goedkeuring van wie niet betaalde"
    ),
    Measure.CALIBRATION_DIFFERENCE: Text(
        en="Difference in calibration (observed minus predicted default)",
        nl="Verschil in kalibratie (waargenomen min voorspelde wanbetaling)",
    ),
}

WITHHELD = {
    Why.TOO_FEW: Text(en="not shown: too few people", nl="niet getoond: te weinig mensen"),
    Why.PROTECTS: Text(en="not shown: protects a small group", nl="niet getoond: beschermt een kleine groep"),
    Why.OUTCOMES_MISSING: Text(en="not identified: outcomes missing", nl="niet vast te stellen: uitkomsten ontbreken"),
    Why.NO_PD: Text(en="no predictions given", nl="geen voorspellingen opgegeven"),
}

_WORDS = {
    "title": Text(en="Fairness audit", nl="Controle op eerlijkheid"),
    "in_short": Text(en="In short", nl="In het kort"),
    "overall": Text(en="Overall: {verdict}", nl="Geheel: {verdict}"),
    "read": Text(
        en="{people} decisions were read and compared by {attributes}. {count} comparisons are judged, each by its "
        "whole interval; all these intervals hold together with {level} confidence. Small numbers never count as "
        "within.",
        nl="{people} besluiten zijn gelezen en vergeleken naar {attributes}. {count} vergelijkingen zijn "
        "beoordeeld, elk op het hele interval; al die intervallen samen gelden met {level} zekerheid. Kleine "
        "aantallen gelden nooit als goed.",
    ),
    "attribute_line": Text(en="{name}, compared with {reference}", nl="{name}, vergeleken met {reference}"),
    "registered": Text(
        en="The plan was written down beforehand: {where}.", nl="Het plan is vooraf vastgelegd: {where}."
    ),
    "not_registered": Text(
        en="The plan was not registered beforehand: whoever chose the comparisons may have seen the results.",
        nl="Het plan is niet vooraf vastgelegd: wie de vergelijkingen koos, kan de uitkomsten al hebben gezien.",
    ),
    "decisive": Text(
        en="{group}, {measure}: {finding}; allowed is {allowed}.",
        nl="{group}, {measure}: {finding}; toegestaan is {allowed}.",
    ),
    "hidden": Text(
        en="{groups}: not judged in every comparison, because the group is small or hides a small one.",
        nl="{groups}: niet in elke vergelijking beoordeeld, omdat de groep klein is of een kleine groep beschermt.",
    ),
    "points": Text(
        en="Differences of shares are in percentage points (pp).",
        nl="Verschillen van aandelen zijn in procentpunten (pp).",
    ),
    "limits": Text(en="The limits and where they come from", nl="De grenzen en hun herkomst"),
    "measure": Text(en="Measure", nl="Maat"),
    "allowed": Text(en="Allowed", nl="Toegestaan"),
    "source": Text(en="Source", nl="Bron"),
    "and_source": Text(en="{name}: {source}", nl="{name}: {source}"),
    "group": Text(en="Group", nl="Groep"),
    "people": Text(en="People", nl="Mensen"),
    "approved": Text(en="Approved", nl="Goedgekeurd"),
    "approval_rate": Text(en="Approval rate", nl="Aandeel goedgekeurd"),
    "ratio": Text(en="Ratio to {reference}", nl="Verhouding tot {reference}"),
    "shortfall": Text(
        en="Fewer approved than at the rate of {reference} (people)",
        nl="Minder goedgekeurd dan bij het aandeel van {reference} (mensen)",
    ),
    "verdict": Text(en="Verdict", nl="Oordeel"),
    "reference": Text(en="reference", nl="referentie"),
    "reported": Text(en="reported only", nl="alleen vermeld"),
    "approval": Text(en="Who is approved", nl="Wie wordt goedgekeurd"),
    "outcomes": Text(en="Who is approved, by what became of it", nl="Wie wordt goedgekeurd, naar afloop"),
    "repaid_approved": Text(en="Approved, of those who repaid (TPR)", nl="Goedgekeurd van wie betaalde (terecht)"),
    "defaulted_approved": Text(
        en="Approved, of those who defaulted (FPR)", nl="Goedgekeurd van wie niet betaalde (onterecht)"
    ),
    "difference": Text(en="Difference from {reference}", nl="Verschil met {reference}"),
    "calibration": Text(en="Whether predictions hold in each group", nl="Of voorspellingen per groep kloppen"),
    "with_outcome": Text(en="With outcome", nl="Met uitkomst"),
    "observed": Text(en="Defaulted", nl="Niet betaald"),
    "predicted": Text(en="Predicted", nl="Voorspeld"),
    "gap": Text(
        en="Observed minus predicted, against {reference}", nl="Waargenomen min voorspeld, tegenover {reference}"
    ),
    "bands": Text(en="Predictions by band of the {axis}", nl="Voorspellingen per klasse van de {axis}"),
    "band": Text(en="Band", nl="Klasse"),
    "axis_score": Text(en="score", nl="score"),
    "axis_pd": Text(en="prediction", nl="voorspelling"),
    "to": Text(en="{low} to {high}", nl="{low} tot {high}"),
    "up_to": Text(en="up to {high}", nl="tot en met {high}"),
    "from": Text(en="{low} or more", nl="{low} of meer"),
    "no_bands": Text(
        en="Not split into bands: some group would have too few people in a band, or the file has no outcomes to "
        "compare.",
        nl="Niet in klassen verdeeld: een groep zou in een klasse te klein zijn, of uitkomsten ontbreken.",
    ),
    "bars_title": Text(en="Approval rate by {name}", nl="Aandeel goedgekeurd naar {name}"),
    "bars_about": Text(
        en="Bars from 0, with {level} intervals. The same numbers stand in the table above: {numbers}.",
        nl="Balken vanaf 0, met intervallen van {level}. Dezelfde cijfers staan in de tabel hierboven: {numbers}.",
    ),
    "forest_title": Text(en="Adverse impact ratio by {name}", nl="Verhouding van goedkeuring naar {name}"),
    "forest_about": Text(
        en="Each point is a group's ratio to {reference}, the line its interval, on a logarithmic scale; dashed "
        "lines mark the limits {low} and {high}. The same numbers stand in the table above: {numbers}.",
        nl="Elk punt is de verhouding van een groep tot {reference}, de lijn het interval, op logaritmische schaal; "
        "streepjes tonen de grenzen {low} en {high}. Dezelfde cijfers staan in de tabel hierboven: {numbers}.",
    ),
    "calibration_title": Text(en="Predicted and observed default by {name}", nl="Voorspeld en waargenomen naar {name}"),
    "calibration_about": Text(
        en="One panel for each group; each point is a band, the line its {level} interval. On the dashed diagonal the "
        "prediction came true. The same numbers stand in the table above.",
        nl="Eén vak per groep; elk punt is een klasse, de lijn het interval van {level}. Op de gestreepte diagonaal "
        "kwam de voorspelling uit. Dezelfde cijfers staan in de tabel hierboven.",
    ),
    "not_measured": Text(en="What was not measured", nl="Wat niet is gemeten"),
    "cannot_see": Text(en="What this audit cannot see", nl="Wat deze controle niet kan zien"),
    "how": Text(en="How to read the four words", nl="Hoe de vier woorden te lezen"),
    "inputs": Text(en="What was read", nl="Wat is gelezen"),
    "small": Text(
        en="No number is printed of a group with fewer than {people} people, or fewer than {each} on either side of "
        "a rate; where such a number would follow by subtraction, the next smallest groups are hidden with it.",
        nl="Van een groep met minder dan {people} mensen, of minder dan {each} aan een kant van een aandeel, staat "
        "hier geen cijfer; als het door aftrekken te vinden zou zijn, zijn de volgende kleinste groepen ook verborgen.",
    ),
    "legal": Text(
        en="This report measures; it makes no legal claim.", nl="Dit rapport meet; het doet geen juridische uitspraak."
    ),
    "role_decisions": Text(en="decisions", nl="besluiten"),
    "role_groups": Text(en="groups", nl="groepen"),
    "file": Text(en="File", nl="Bestand"),
    "role": Text(en="Holds", nl="Bevat"),
    "digest": Text(en="SHA-256", nl="SHA-256"),
    "not_stated": Text(en="not stated", nl="niet opgegeven"),
    "none": Text(en="–", nl="–"),
}


def say(key: str, language: Language, **values: str) -> str:
    """A phrase of the report with its values filled in."""
    return _WORDS[key].into(language).format(**values)


def group_name(group: str, language: Language) -> str:
    """A group as it is printed: its own name, or words for people whose group is not recorded."""
    return say("not_stated", language) if group == NOT_STATED else group
