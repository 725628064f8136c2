"""The phrases of the summary: comparisons as a person would say them."""

from __future__ import annotations

from collections.abc import Mapping

from scoring.domain.text import Text

__all__ = ["OVERVIEW_WORDS"]

OVERVIEW_WORDS: Mapping[str, Text] = {
    "overall": Text(en="Overall: {verdict}", nl="Geheel: {verdict}"),
    "read": Text(
        en="{people} decisions were read, and people were compared by {attributes}. {count} comparisons are judged, "
        "each by its whole interval; all these intervals hold together with {level} confidence.",
        nl="{people} besluiten zijn gelezen, en mensen zijn vergeleken naar {attributes}. {count} vergelijkingen zijn "
        "beoordeeld, elk op het hele interval; al die intervallen samen gelden met {level} zekerheid.",
    ),
    "unknown": Text(
        en="Of {unknown} people ({share}) nobody recorded whether they repaid.",
        nl="Van {unknown} mensen ({share}) is niet vastgelegd of zij betaalden.",
    ),
    "small_never_pass": Text(en="Small numbers never count as within.", nl="Kleine aantallen gelden nooit als goed."),
    "registered": Text(en="The plan is pre-registered: {why}", nl="Het plan is vooraf geregistreerd: {why}"),
    "left_open": Text(
        en="It leaves open {what}: that was chosen when the audit was run.",
        nl="Het laat open {what}: dat is gekozen toen de toets werd gedaan.",
    ),
    "not_registered": Text(
        en="Plan not pre-registered: whoever chose the comparisons may have seen the results.",
        nl="Plan niet vooraf geregistreerd: wie de vergelijkingen koos, kan de uitkomsten al hebben gezien.",
    ),
    "not_proven": Text(en="Plan not pre-registered: {why}", nl="Plan niet vooraf geregistreerd: {why}"),
    "legal": Text(
        en="This report measures; it makes no legal claim, and no word in it says that decisions are fair.",
        nl="Dit rapport meet; het doet geen juridische uitspraak, en geen woord erin zegt dat besluiten eerlijk zijn.",
    ),
    "attribute_line": Text(en="{name}, against {reference}", nl="{name}, tegenover {reference}"),
    "combinations": Text(en="Combinations", nl="Combinaties"),
    "combinations_line": Text(
        en="{names}: {groups} groups, {hidden} of them withheld. The ratio of approval farthest from 1 is that of "
        "{group}: {value}. Reported without a verdict.",
        nl="{names}: {groups} groepen, waarvan {hidden} niet getoond. De verhouding van goedkeuring die het verst van "
        "1 ligt, is die van {group}: {value}. Vermeld zonder oordeel.",
    ),
    "combinations_none": Text(
        en="{names}: {groups} groups, all of them withheld or equal to the reference.",
        nl="{names}: {groups} groepen, alle niet getoond of gelijk aan de referentie.",
    ),
    "not_judged": Text(
        en="nothing is compared: there is one group only with anybody in it",
        nl="er wordt niets vergeleken: er is maar één groep met iemand erin",
    ),
    "more": Text(
        en="{sentence} The same word holds for {count} more of its {all} comparisons.",
        nl="{sentence} Hetzelfde woord geldt voor nog {count} van de {all} vergelijkingen.",
    ),
    "decisive": Text(
        en="{plain} ({measure}: {finding}; allowed is {allowed}.)",
        nl="{plain} ({measure}: {finding}; toegestaan is {allowed}.)",
    ),
    "reaches": Text(
        en="The interval reaches across a limit: the numbers leave open on which side the truth lies.",
        nl="Het interval loopt over een grens: de cijfers laten open aan welke kant de waarheid ligt.",
    ),
    "decisive_bare": Text(
        en="What decides: {measure}, group {group}: {finding}; allowed is {allowed}.",
        nl="Wat beslist: {measure}, groep {group}: {finding}; toegestaan is {allowed}.",
    ),
    "selection_rate": Text(
        en="Of {of} people in group {group}, {own} were approved; of {of} in group {reference}, {base}.",
        nl="Van {of} mensen in groep {group} zijn er {own} goedgekeurd; van {of} in groep {reference} {base}.",
    ),
    "true_positive_rate": Text(
        en="Of {of} people in group {group} who repaid, {own} had been approved; of {of} in group {reference}, {base}.",
        nl="Van {of} mensen in groep {group} die betaalden, waren er {own} goedgekeurd; van {of} in groep {reference} "
        "{base}.",
    ),
    "false_positive_rate": Text(
        en="Of {of} people in group {group} who defaulted, {own} had been approved; of {of} in group {reference}, "
        "{base}.",
        nl="Van {of} mensen in groep {group} die niet betaalden, waren er {own} goedgekeurd; van {of} in groep "
        "{reference} {base}.",
    ),
    "false_negative_rate": Text(
        en="Of {of} people in group {group} who repaid, {own} had been declined; of {of} in group {reference}, {base}.",
        nl="Van {of} mensen in groep {group} die betaalden, waren er {own} afgewezen; van {of} in groep {reference} "
        "{base}.",
    ),
    "positive_predictive_value": Text(
        en="Of {of} people in group {group} who were approved, {own} repaid; of {of} in group {reference}, {base}.",
        nl="Van {of} goedgekeurde mensen in groep {group} betaalden er {own}; van {of} in groep {reference} {base}.",
    ),
    "negative_predictive_value": Text(
        en="Of {of} people in group {group} who were declined, {own} defaulted; of {of} in group {reference}, {base}.",
        nl="Van {of} afgewezen mensen in groep {group} betaalden er {own} niet; van {of} in groep {reference} {base}.",
    ),
    "calibration_in_the_large": Text(
        en="In group {group}, {own} defaulted where {own_predicted} were predicted; in group {reference}, {base} where "
        "{base_predicted} were.",
        nl="In groep {group} betaalde {own} niet waar {own_predicted} was voorspeld; in groep {reference} {base} waar "
        "{base_predicted} was voorspeld.",
    ),
}
