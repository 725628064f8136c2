"""The words for what stands beside the decisions, in both languages."""

from __future__ import annotations

from audits.beyond.figures import Why
from audits.decisions.cube import NOT_STATED, SILENCE
from scoring.domain.text import Language, Text

__all__ = ["PARTS", "WITHHELD", "group_name", "say"]

WITHHELD = {
    Why.FEW: Text(
        en="not shown: too few people here, or the number would give a small number away",
        nl="niet getoond: te weinig mensen hier, of het getal zou een klein aantal verraden",
    ),
    Why.NO_SCORE: Text(en="none: no score", nl="geen: geen score"),
    Why.SAME: Text(en="0: nobody differs at the same score", nl="0: bij dezelfde score verschilt niemand"),
    Why.NO_SPREAD: Text(en="none: each group alike at each score", nl="geen: elke groep gelijk bij elke score"),
    Why.NO_OVERLAP: Text(en="none: too few with the same score", nl="geen: te weinig met dezelfde score"),
}

PARTS = {
    "reasons": Text(en="reasons", nl="redenen"),
    "recourse": Text(en="recourse", nl="uitweg"),
    "recourse_cost": Text(en="cost of recourse", nl="moeite van de uitweg"),
    "appeals": Text(en="appeals", nl="bezwaren"),
    "overturned": Text(en="changed on appeal", nl="gewijzigd na bezwaar"),
    "days_to_review": Text(en="time to review", nl="tijd tot herziening"),
    "reviewers": Text(en="reviewers", nl="beoordelaars"),
    "consent": Text(en="refused consent", nl="geweigerde toestemming"),
    "handling": Text(en="referral and override", nl="doorverwijzing en afwijking"),
    "referral": Text(en="referral", nl="doorverwijzing"),
    "override": Text(en="override", nl="afwijking van de score"),
    "months": Text(en="drift over time", nl="verloop in de tijd"),
}

_WORDS = {
    "about": Text(en="Beyond the decision", nl="Naast het besluit"),
    "same_score_about": Text(
        en="Groups may score differently. “At the same score” compares only people with the same score: of shares the "
        "Mantel-Haenszel difference, with the variance of Sato, Greenland and Robins (1989); of medians within ten "
        "bands of the score. All differences are group less reference group ({reference}). Nothing here is judged, and "
        "each interval stands at {level} by itself.",
        nl="Groepen kunnen verschillend scoren. “Bij dezelfde score” vergelijkt alleen mensen met dezelfde score: van "
        "aandelen het verschil van Mantel-Haenszel, met de variantie van Sato, Greenland en Robins (1989); van "
        "medianen binnen tien klassen van de score. Elk verschil is groep min vergelijkingsgroep ({reference}). Hier "
        "wordt niets beoordeeld, en elk interval geldt op {level} op zich.",
    ),
    "reasons": Text(en="Reasons by group", nl="Redenen per groep"),
    "reasons_about": Text(
        en="Of {people} people who were declined with a reason: how many have each code among the first four. "
        "{without} were declined without one. A group may have other reasons because it scores otherwise; at the same "
        "score it may not be expected to.",
        nl="Van {people} mensen die zijn afgewezen met een reden: hoeveel elke code bij hun eerste vier hebben. "
        "{without} zijn afgewezen zonder. Een groep kan andere redenen hebben doordat zij anders scoort; bij dezelfde "
        "score ligt dat niet voor de hand.",
    ),
    "reasons_left_out": Text(
        en="{number} rarer codes are not shown.", nl="{number} zeldzamere codes zijn niet getoond."
    ),
    "reasons_title": Text(en="Reasons by {attribute}", nl="Redenen naar {attribute}"),
    "reasons_picture": Text(
        en="The share of each group that has a reason, with its interval; a diamond is the reference group.",
        nl="Het deel van elke groep dat een reden heeft, met interval; een ruit is de vergelijkingsgroep.",
    ),
    "reason": Text(en="reason", nl="reden"),
    "group": Text(en="group", nl="groep"),
    "share": Text(en="share (interval)", nl="aandeel (interval)"),
    "count": Text(en="people", nl="mensen"),
    "counted": Text(en="{count} of {of}", nl="{count} van {of}"),
    "difference": Text(en="difference (interval)", nl="verschil (interval)"),
    "same_score": Text(en="at the same score (interval)", nl="bij dezelfde score (interval)"),
    "matched": Text(en="compared", nl="vergeleken"),
    "share_axis": Text(en="share of people", nl="deel van de mensen"),
    "share_picture": Text(
        en="The share of each group with its interval; the dashed line is the reference group.",
        nl="Het aandeel van elke groep met interval; de streepjeslijn is de vergelijkingsgroep.",
    ),
    "median_picture": Text(
        en="The median of each group with its interval; the dashed line is the reference group.",
        nl="De mediaan van elke groep met interval; de streepjeslijn is de vergelijkingsgroep.",
    ),
    "median": Text(en="median (interval)", nl="mediaan (interval)"),
    "recourse": Text(en="Ways to approval by group", nl="Uitweg per groep"),
    "recourse_about": Text(
        en="Of {people} people who were declined and for whom a way was looked for; for {unknown} nobody looked. A way "
        "is a change within a person's reach with which the card would approve.",
        nl="Van {people} mensen die zijn afgewezen en voor wie een uitweg is gezocht; voor {unknown} is er niet "
        "gezocht. Een uitweg is een verandering binnen iemands bereik waarmee de kaart zou goedkeuren.",
    ),
    "feasible": Text(en="Have a way to approval, by {attribute}", nl="Heeft een uitweg, naar {attribute}"),
    "cost": Text(
        en="Cost of the easiest way, by {attribute}", nl="Moeite van de makkelijkste uitweg, naar {attribute}"
    ),
    "cost_axis": Text(en="median cost", nl="mediane moeite"),
    "appeals": Text(en="Appeals by group", nl="Bezwaren per groep"),
    "appeals_about": Text(
        en="Of {people} people who were declined or appealed. {pending} appeals are not decided and count neither way.",
        nl="Van {people} mensen die zijn afgewezen of bezwaar maakten. {pending} bezwaren zijn niet beslist en tellen "
        "niet mee.",
    ),
    "appealed": Text(en="Appealed, by {attribute}", nl="Maakte bezwaar, naar {attribute}"),
    "overturned": Text(
        en="Appeals that changed the decision, by {attribute}",
        nl="Bezwaren die het besluit wijzigden, naar {attribute}",
    ),
    "same_reviewer": Text(
        en="The same with the same reviewer, by {attribute}", nl="Hetzelfde bij dezelfde beoordelaar, naar {attribute}"
    ),
    "days": Text(en="Days to review, by {attribute}", nl="Dagen tot herziening, naar {attribute}"),
    "days_axis": Text(en="median days", nl="mediaan in dagen"),
    "reviewers": Text(en="By reviewer", nl="Per beoordelaar"),
    "reviewer": Text(en="reviewer", nl="beoordelaar"),
    "reviewer_overturned": Text(en="changed (interval)", nl="gewijzigd (interval)"),
    "reviewer_days": Text(en="median days (interval)", nl="mediaan in dagen (interval)"),
    "consent": Text(en="Refused consent", nl="Geweigerde toestemming"),
    "consent_about": Text(
        en="Of {people} people who were asked for consent. Approval of those who refused is set beside that of the "
        "others: the difference of all holds what refusal does through the score, that at the same score only what it "
        "does beside it. Who refuses is not chance, so neither is proof of a cause.",
        nl="Van {people} mensen aan wie toestemming is gevraagd. De goedkeuring van wie weigerde staat naast die van "
        "de anderen: in het verschil van allen zit wat weigeren via de score doet, in dat bij dezelfde score alleen "
        "wat het daarnaast doet. Wie weigert is geen toeval, dus geen van beide bewijst een oorzaak.",
    ),
    "refused": Text(en="Refused, by {attribute}", nl="Weigerde, naar {attribute}"),
    "effect": Text(
        en="Approval of those who refused, by {attribute}", nl="Goedkeuring van wie weigerde, naar {attribute}"
    ),
    "approved_refused": Text(en="approved, refused", nl="goedgekeurd, weigerde"),
    "approved_others": Text(en="approved, others", nl="goedgekeurd, anderen"),
    "everybody": Text(en="everybody", nl="iedereen"),
    "need": Text(en="Approval at the same declared need", nl="Goedkeuring bij dezelfde vraag"),
    "need_about": Text(
        en="Of {people} people who declared what they need (column {column}); {unknown} did not. A group may be "
        "approved less often because it asks for more. Among people who asked for the same, that is no explanation "
        "(conditional parity; Kamiran, Žliobaitė and Calders 2013).",
        nl="Van {people} mensen die opgaven wat zij nodig hebben (kolom {column}); {unknown} deden dat niet. Een groep "
        "kan minder vaak worden goedgekeurd doordat zij meer vraagt. Bij mensen die hetzelfde vroegen, verklaart dat "
        "niets (voorwaardelijke gelijkheid; Kamiran, Žliobaitė en Calders 2013).",
    ),
    "need_approved": Text(en="Approved, by {attribute}", nl="Goedgekeurd, naar {attribute}"),
    "same_need": Text(en="at the same need (interval)", nl="bij dezelfde vraag (interval)"),
    "handling": Text(en="Referral and override", nl="Doorverwijzing en afwijking"),
    "handling_about": Text(
        en="Whose case a person looked at, and whose decision goes against what the score alone would say.",
        nl="Wiens zaak een mens bekeek, en wiens besluit ingaat tegen wat de score alleen zou zeggen.",
    ),
    "cut_off_given": Text(en="The cut-off is {at}.", nl="De ondergrens is {at}."),
    "cut_off_found": Text(
        en="No cut-off was given. {at} is the one that the fewest decisions{card} go against. Declines above it may "
        "have another reason, such as what a person can afford.",
        nl="Er is geen ondergrens gegeven. {at} is die waar de minste besluiten{card} tegenin gaan. Afwijzingen "
        "daarboven kunnen een andere reden hebben, zoals wat iemand kan dragen.",
    ),
    "cut_off_none": Text(
        en="All decisions{card} are alike, so no cut-off parts them.",
        nl="Alle besluiten{card} zijn gelijk, dus geen ondergrens scheidt ze.",
    ),
    "of_card": Text(en=" of card {card}", nl=" van kaart {card}"),
    "referred": Text(en="Referred to a person, by {attribute}", nl="Doorverwezen naar een mens, naar {attribute}"),
    "approved_below": Text(
        en="Approved below the cut-off, by {attribute}", nl="Goedgekeurd onder de grens, naar {attribute}"
    ),
    "declined_above": Text(
        en="Declined above the cut-off, by {attribute}", nl="Afgewezen boven de grens, naar {attribute}"
    ),
    "months": Text(en="Decisions by month", nl="Besluiten per maand"),
    "months_about": Text(
        en="How many decisions each group had in each month, and which share of them was approved. A share may change "
        "because other people applied: nothing here says why.",
        nl="Hoeveel besluiten elke groep in elke maand had, en welk deel daarvan is goedgekeurd. Een aandeel kan "
        "veranderen doordat andere mensen aanvroegen: waarom het verandert, staat hier niet.",
    ),
    "months_earlier": Text(
        en="The last {number} months stand by themselves; all before are one row.",
        nl="De laatste {number} maanden staan apart; alle eerdere zijn één rij.",
    ),
    "months_title": Text(en="Approved by month, by {attribute}", nl="Goedgekeurd per maand, naar {attribute}"),
    "months_picture": Text(
        en="The share of each group that was approved in each month, with its interval; a diamond is the reference "
        "group.",
        nl="Het goedgekeurde aandeel van elke groep in elke maand, met interval; een ruit is de vergelijkingsgroep.",
    ),
    "month": Text(en="month", nl="maand"),
    "earlier": Text(en="earlier", nl="eerder"),
    "no_date": Text(en="no date", nl="geen datum"),
    "absent": Text(en="Not in this file", nl="Niet in dit bestand"),
    "absent_about": Text(
        en="These parts have no columns in the file. That they are missing says nothing about what they would show.",
        nl="Deze onderdelen hebben geen kolommen in het bestand. Dat ze ontbreken zegt niets over wat ze zouden tonen.",
    ),
    "absent_item": Text(en="{part}: needs {needs}", nl="{part}: vraagt {needs}"),
    "in_numbers": Text(en="{name}, in numbers", nl="{name}, in getallen"),
    "reference": Text(en="reference", nl="vergelijking"),
    "hidden": Text(en="not shown: too few", nl="niet getoond: te weinig"),
    "none": Text(en="–", nl="–"),
}


def say(key: str, language: Language, **values: str) -> str:
    """A phrase with its values filled in."""
    return _WORDS[key].into(language).format(**values)


def group_name(name: str, language: Language) -> str:
    """A group as it is called in the file."""
    return SILENCE.into(language) if name == NOT_STATED else name
