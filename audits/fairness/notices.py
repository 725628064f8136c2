"""What a reader has to know of the numbers: weights, people with several decisions, scores put into bins."""

from __future__ import annotations

from audits.decisions.axis import FARTHEST, MOST_POSITIONS, auc_error_bound
from audits.decisions.cube import Axis, AxisKind, Cube
from audits.fairness.outcome import AuditReport
from audits.fairness.result import Withheld
from audits.fairness.statistics import Statistic
from scoring.domain.text import Text

__all__ = ["notices_of", "repeated", "width_of"]

WEIGHTED = Text(
    en="The decisions carry weights. Every share that is compared is a weighted one, and its interval counts as many "
    "people as the weights are worth: p (1 - p) over the linearised variance of the share, which is larger where "
    "weights go with what is counted (Korn and Graubard 1998). What stands beside the decisions (reasons, recourse, "
    "appeals) counts people, whatever they weigh.",
    nl="De besluiten hebben gewichten. Elk vergeleken aandeel is gewogen, en het interval telt zoveel mensen als de "
    "gewichten waard zijn: p (1 - p) gedeeld door de gelineariseerde variantie van het aandeel, die groter is waar "
    "gewichten samenhangen met wat wordt geteld (Korn en Graubard 1998). Wat naast de besluiten staat (redenen, "
    "uitweg, bezwaren), telt mensen, wat zij ook wegen.",
)

CLUSTERED = Text(
    en="Decisions on the same person were kept together: intervals of comparisons count people's worth of evidence, "
    "not decisions. What stands beside the decisions counts decisions.",
    nl="Besluiten over dezelfde persoon zijn bij elkaar gehouden: intervallen van vergelijkingen tellen wat mensen "
    "waard zijn, geen besluiten. Wat naast de besluiten staat, telt besluiten.",
)

SLOPE = Text(
    en="Calibration slopes take everybody in a bin at its mean prediction, and no bound is known of what that changes. "
    "Where a few predictions lie far from all others, most people share few bins, and a slope may be off. By whole "
    "scores there are no bins.",
    nl="Hellingen van de kalibratie nemen voor iedereen in een klasse de gemiddelde voorspelling daarvan, en van wat "
    "dat verandert is geen grens bekend. Waar een paar voorspellingen ver van alle andere liggen, delen de meeste "
    "mensen weinig klassen en kan een helling ernaast zitten. Met hele scores zijn er geen klassen.",
)


_SCORES = Text(
    en=f"Not every score is a whole number from −{FARTHEST} to {FARTHEST}, or there are more than {MOST_POSITIONS} "
    "different ones, so scores were",
    nl=f"Niet elke score is een heel getal van −{FARTHEST} tot {FARTHEST}, of er zijn er meer dan {MOST_POSITIONS} "
    "verschillende; daarom zijn scores",
)
_PREDICTIONS = Text(en="Predicted probabilities were", nl="Voorspelde kansen zijn")


def repeated(people: int) -> Text:
    """What is said where people have several decisions and nobody said by which column to keep them together."""
    return Text(
        en=f"{people:,} {'person has' if people == 1 else 'people have'} more than one decision, and no column was "
        "named to keep these together (--cluster, or cluster= in Python). All intervals are therefore too narrow.",
        nl=f"{people:,}".replace(",", ".") + (" mens heeft" if people == 1 else " mensen hebben") + " meer dan één "
        "besluit, en er is geen kolom genoemd om die bij elkaar te houden (--cluster, of cluster= in Python). Alle "
        "intervallen zijn daarom te smal.",
    )


def notices_of(report: AuditReport) -> tuple[Text, ...]:
    """All that has to be said of a report's numbers, each once."""
    cube = report.cube
    binned = cube.axis.width > 0 and cube.axis.kind is not AxisKind.NONE
    own = [
        *([WEIGHTED] if cube.weighted else []),
        *([CLUSTERED] if cube.clustered else []),
        *([_binned(report)] if binned else []),
        *([SLOPE] if binned and _shown(report, Statistic.CALIBRATION_SLOPE) else []),
    ]
    return (*report.notices, *(one for one in own if one not in report.notices))


def width_of(axis: Axis) -> str:
    """The width of the bins as it is written in both languages' documents.

    Examples
    --------
    >>> width_of(Axis(kind=AxisKind.PROBABILITY, width=0.001))
    '0.001'
    """
    return f"{axis.width:.6g}"


def _binned(report: AuditReport) -> Text:
    """How far off an order may be: of two people in one bin, nobody knows who stands higher."""
    width, half = width_of(report.cube.axis), f"{report.cube.axis.width / 2:.6g}"
    ranked = _shown(report, Statistic.AUC)
    auc = max((auc_error_bound(_group(report.cube, *each)) for each in ranked), default=0.0)
    off = f"{auc:.2g}"
    what = _SCORES if report.cube.axis.kind is AxisKind.SCORE else _PREDICTIONS
    return Text(
        en=f"{what.en} put into bins of width {width}: a position is off by at most {half}, the AUC of a group by at "
        f"most {off} and its Gini by twice that.",
        nl=f"{what.nl} verdeeld in klassen van {_comma(width)} breed: een plaats wijkt hoogstens {_comma(half)} af, de "
        f"AUC van een groep hoogstens {_comma(off)} en de Gini het dubbele daarvan.",
    )


def _comma(number: str) -> str:
    return number.replace(".", ",")


def _shown(report: AuditReport, statistic: Statistic) -> list[tuple[str, str]]:
    """Every group of one attribute of which a statistic is shown."""
    return [
        (result.name, group.group[0])
        for result in report.attributes
        for group in result.groups
        if not isinstance(group.figures[statistic], Withheld)
    ]


def _group(cube: Cube, attribute: str, level: str) -> Cube:
    place = cube.place(attribute)
    return cube.where(cube.codes[:, place] == cube.attributes[place].levels.index(level))
