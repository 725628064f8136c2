"""The page's own words, in English and Dutch."""

from __future__ import annotations

from collections.abc import Mapping

from scoring.domain.characteristic import Source
from scoring.domain.text import Text

__all__ = ["BASES", "GROUPS", "NO_SCRIPT", "WORDS"]

NO_SCRIPT = Text(
    en="This page computes on your own device and needs JavaScript for it. It loads nothing and sends nothing.",
    nl="Deze pagina rekent op uw eigen apparaat en heeft daarvoor JavaScript nodig. "
    "Er wordt niets geladen of verzonden.",
)

GROUPS: Mapping[Source | None, Text] = {
    Source.APPLICATION: Text(en="Your application", nl="Uw aanvraag"),
    Source.REGISTER: Text(en="The credit register", nl="Het kredietregister"),
    Source.BANK: Text(en="Your bank, only with your consent", nl="Uw bank, alleen met uw toestemming"),
    None: Text(en="What the card reads", nl="Wat de kaart leest"),
}

BASES: Mapping[bool, Text] = {
    True: Text(en="Compared with people who just pass ({} points).", nl="Vergeleken met wie net slaagt ({} punten)."),
    False: Text(en="Compared with everybody ({} points).", nl="Vergeleken met iedereen ({} punten)."),
}
"""Whether the card compares with people who just pass."""

WORDS: Mapping[str, Text] = {
    "about": Text(
        en="Fill in your own figures and see how the card adds up. The page computes on your own device: "
        "it loads nothing, sends nothing and stores nothing.",
        nl="Vul uw eigen gegevens in en zie hoe de kaart optelt. De pagina rekent op uw eigen apparaat: "
        "er wordt niets geladen, verzonden of bewaard.",
    ),
    "refuse": Text(en="I do not share this. It costs no points.", nl="Ik deel dit niet. Dat kost geen punten."),
    "clear": Text(en="Clear everything", nl="Alles wissen"),
    "figure": Text(en="a figure", nl="een getal"),
    "kind": Text(en="what is known", nl="wat bekend is"),
    "missing": Text(en="not known", nl="niet bekend"),
    "not-provided": Text(en="not shared", nl="niet gedeeld"),
    "invalid": Text(en="not valid", nl="niet geldig"),
    "range": Text(en="from {} to {}", nl="van {} tot en met {}"),
    "your_score": Text(en="Your score", nl="Uw score"),
    "score": Text(en="Score {}", nl="Score {}"),
    "passes": Text(en="At or above the pass mark of {}, by {}", nl="Op of boven de grens van {}, met {}"),
    "falls_short": Text(en="Below the pass mark of {}, by {}", nl="Onder de grens van {}, met {}"),
    "one_point": Text(en="{} point", nl="{} punt"),
    "many_points": Text(en="{} points", nl="{} punten"),
    "scale": Text(en="Score {} on a scale from {} to {}.", nl="Score {} op een schaal van {} tot {}."),
    "mark": Text(en="pass mark {}", nl="grens {}"),
    "pd": Text(
        en="Of 1,000 people with this score about {} do not pay back: a probability of default of {} ({} in the card).",
        nl="Van 1.000 mensen met deze score betalen er ongeveer {} niet terug: een kans op wanbetaling van {} "
        "({} in de kaart).",
    ),
    "policy": Text(
        en="A score grants nothing by itself: the lender's rules about what you can afford come on top of it.",
        nl="Een score geeft nog geen krediet: de regels van de kredietgever over wat u kunt betalen komen erbij.",
    ),
    "one_open": Text(
        en="1 figure is not filled in and counts as not known.",
        nl="1 gegeven is niet ingevuld en telt als niet bekend.",
    ),
    "many_open": Text(
        en="{} figures are not filled in and count as not known.",
        nl="{} gegevens zijn niet ingevuld en tellen als niet bekend.",
    ),
    "invalid_field": Text(
        en="There is no score: the value of '{}' cannot be right. Correct it, or leave it empty if you do not know.",
        nl="Er is geen score: de waarde van '{}' kan niet kloppen. Verbeter die, of laat leeg wat u niet weet.",
    ),
    "invalid_derived": Text(
        en="There is no score: '{}' cannot be what it comes to. Correct what it is worked out from: {}.",
        nl="Er is geen score: '{}' kan niet zijn wat eruit komt. Verbeter waaruit het is berekend: {}.",
    ),
    "invalid_range": Text(
        en="This cannot be right. Fill in a number from {} to {}, or leave it empty.",
        nl="Dit kan niet kloppen. Vul een getal in van {} tot en met {}, of laat het leeg.",
    ),
    "invalid_figure": Text(
        en="This cannot be right. Fill in a number, or leave it empty.",
        nl="Dit kan niet kloppen. Vul een getal in, of laat het leeg.",
    ),
    "reasons": Text(en="What cost most points", nl="Wat de meeste punten kostte"),
    "no_reasons": Text(en="Nothing cost points compared with them.", nl="Daarmee vergeleken kostte niets punten."),
    "fewer": Text(en="({} fewer)", nl="({} minder)"),
    "changes": Text(en="What would change it", nl="Wat de score zou veranderen"),
    "alone": Text(
        en="Each row changes one thing, in the card's steps, and leaves the rest as it is. Only what the card declares "
        "a person can change is shown, and no change that raises an obligation.",
        nl="Elke rij verandert één ding, in de stappen van de kaart, en laat de rest zoals het is. Alleen wat iemand "
        "volgens de kaart kan veranderen staat hier, en geen verandering die een verplichting verhoogt.",
    ),
    "nothing": Text(
        en="Nothing that is filled in can be changed by a step that the card declares.",
        nl="Niets van wat is ingevuld kan met een stap veranderen die de kaart kent.",
    ),
    "what": Text(en="what", nl="wat"),
    "now": Text(en="now", nl="nu"),
    "nearest": Text(en="nearest value with more points", nl="dichtstbijzijnde waarde met meer punten"),
    "gain": Text(en="points", nl="punten"),
    "reaches": Text(en="reaches {} alone", nl="haalt {} alleen"),
    "no_gain": Text(en="none", nl="geen"),
    "too_fine": Text(en="too many steps to look at here", nl="te veel stappen om hier te bekijken"),
    "not_alone": Text(en="no", nl="nee"),
    "at_value": Text(en="yes, at {}", nl="ja, bij {}"),
    "point_table": Text(en="How the points add up", nl="Zo tellen de punten op"),
    "adding": Text(en="One line of each table applies.", nl="Van elke tabel geldt één regel."),
    "start": Text(en="everybody starts with", nl="iedereen begint met"),
    "table": Text(en="table", nl="tabel"),
    "value": Text(en="your value", nl="uw waarde"),
    "line": Text(en="line", nl="regel"),
    "points": Text(en="points", nl="punten"),
    "of_most": Text(en="of the most", nl="van het meeste"),
    "of": Text(en="{} of {}", nl="{} van {}"),
    "sum": Text(en="score", nl="score"),
    "digest": Text(
        en="Card {}. The same figures give the same score in the service, on the command line and on paper.",
        nl="Kaart {}. Dezelfde gegevens geven dezelfde score in de dienst, op de opdrachtregel en op papier.",
    ),
}
