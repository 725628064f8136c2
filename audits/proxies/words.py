"""The words of the page on proxies, in both languages."""

from __future__ import annotations

from scoring.domain.text import Language, Text

__all__ = ["say"]

_WORDS = {
    "title": Text(en="What the card tells of protected groups", nl="Wat de kaart over beschermde groepen verraadt"),
    "contents": Text(en="Contents", nl="Inhoud"),
    "about": Text(en="What this is", nl="Wat dit is"),
    "about_predicts": Text(
        en="How well points tell who belongs to a group: the AUC of a member against everybody else. 0.5 tells "
        "nothing; below 0.5 members have fewer points, above it more. Intervals are at {level}, each by itself (DeLong "
        "1988).",
        nl="Hoe goed punten vertellen wie tot een groep behoort: de AUC van een lid tegenover alle anderen. 0,5 "
        "vertelt niets; onder 0,5 hebben leden minder punten, erboven meer. Intervallen zijn {level}-intervallen, elk "
        "op zich (DeLong 1988).",
    ),
    "about_given_outcome": Text(
        en="Among people of equal risk: the same within those who repaid and those who defaulted, put together (van "
        "Elteren 1960). Only people whose outcome is recorded are in it. Recorded outcomes may be biased themselves, "
        "and risk still varies within an outcome.",
        nl="Onder mensen met gelijk risico: hetzelfde binnen wie betaalde en wie niet betaalde, samengenomen (van "
        "Elteren 1960). Alleen mensen met een bekende uitkomst tellen mee. Ook uitkomsten kunnen vertekend zijn "
        "vastgelegd, en binnen een uitkomst verschilt het risico nog.",
    ),
    "about_given_risk": Text(
        en="Among people of equal risk: the same within ten bands of the column '{risk}', put together (van Elteren "
        "1960).",
        nl="Onder mensen met gelijk risico: hetzelfde binnen tien banden van de kolom '{risk}', samengenomen (van "
        "Elteren 1960).",
    ),
    "about_without": Text(
        en="Without it: points of the characteristic are taken from everybody's score and again {rate} of all people "
        "are approved. The impact ratio is the share approved of the group over that of the reference group; the "
        "change is paired by person. A card that is made without the characteristic would give its points to others, "
        "so this is a first look: 'alternatives' makes and judges such cards.",
        nl="Zonder: de punten van het kenmerk gaan van ieders score af en weer wordt {rate} van alle mensen toegekend. "
        "De verhouding is het aandeel toekenningen van de groep gedeeld door dat van de referentiegroep; de "
        "verandering is per persoon gepaard. Een kaart die zonder het kenmerk is gemaakt, zou punten aan andere "
        "kenmerken geven; dit is dus een eerste blik: 'alternatives' maakt en beoordeelt zulke kaarten.",
    ),
    "about_without_none": Text(
        en="What decisions would be without a characteristic is not said: that needs a score, and people who were "
        "approved and people who were declined.",
        nl="Wat besluiten zonder een kenmerk zouden zijn, staat er niet: daarvoor is een score nodig, en mensen die "
        "zijn toegekend en mensen die zijn afgewezen.",
    ),
    "about_mark": Text(
        en="'Marked' means that the whole interval lies more than {limit} from 0.5 ({source}). It is a signal to look, "
        "no verdict: a characteristic may tell of a group and of risk at once, and one that is not marked may matter "
        "together with others.",
        nl="'Gemarkeerd' betekent dat het hele interval meer dan {limit} van 0,5 af ligt (projectafspraak; geen "
        "rechtsregel noemt die grens). Het is een teken om te kijken, geen oordeel: een kenmerk kan tegelijk iets over "
        "een groep en over risico vertellen, en een kenmerk zonder markering kan samen met andere meetellen.",
    ),
    "about_order": Text(
        en="Points stand in the card's own order: how much a characteristic would tell in some other use is not "
        "asked. Weights, if the file has any, are not used: people are counted.",
        nl="Punten staan in de eigen volgorde van de kaart: hoeveel een kenmerk bij ander gebruik zou verraden, is "
        "niet gevraagd. Gewichten, als het bestand die heeft, blijven buiten gebruik: mensen worden geteld.",
    ),
    "about_measured": Text(
        en="On Laagland, where the truth is known, a characteristic that was made to tell of one group was ranked "
        "first in {first} of {replicates} repetitions with {people} people; it truly lay beyond the limit in {strong} "
        "of them and was marked in {marked}, and in {wrongly} of {replicates} where it told nothing. Where groups also "
        "differ in their circumstances, {pairs} of pairs of characteristics stood in their true order, and of the "
        "{strong_in_fair} in which it truly lay beyond the limit it was marked in {marked_in_fair}: what is not marked "
        "may still tell.",
        nl="Op Laagland, waar de waarheid bekend is, stond een kenmerk dat over één groep was gaan vertellen vooraan "
        "in {first} van {replicates} herhalingen met {people} mensen; werkelijk over de grens lag het in {strong} "
        "daarvan, gemarkeerd was het in {marked}, en in {wrongly} van {replicates} waar het niets vertelde. Waar ook "
        "de omstandigheden van groepen verschillen, stond {pairs} van de paren kenmerken in de ware volgorde, en van "
        "de {strong_in_fair} keer dat het werkelijk over de grens lag was het er {marked_in_fair} gemarkeerd: wat niet "
        "gemarkeerd is, kan toch iets vertellen.",
    ),
    "missing": Text(
        en="{people} people have no points in '{column}' and are left out there.",
        nl="{people} mensen hebben geen punten in '{column}' en blijven daar buiten beschouwing.",
    ),
    "whole_card": Text(en="the whole card", nl="de hele kaart"),
    "characteristic": Text(en="Characteristic", nl="Kenmerk"),
    "group": Text(en="Group (people)", nl="Groep (mensen)"),
    "predicts": Text(en="Tells of the group (AUC)", nl="Vertelt over de groep (AUC)"),
    "given_risk": Text(en="The same at equal risk", nl="Hetzelfde bij gelijk risico"),
    "before": Text(
        en="Impact ratio with every characteristic: {ratios}.", nl="Verhouding met alle kenmerken: {ratios}."
    ),
    "change": Text(en="Change of the impact ratio without it", nl="Verandering van de verhouding zonder"),
    "mark": Text(en="Mark", nl="Markering"),
    "section": Text(en="By {attribute}", nl="Naar {attribute}"),
    "reference": Text(
        en="The reference group is the largest: {reference}. The strongest characteristic comes first.",
        nl="De referentiegroep is de grootste: {reference}. Het sterkste kenmerk staat vooraan.",
    ),
    "no_reference": Text(en="No group is large enough.", nl="Geen groep is groot genoeg."),
    "picture": Text(
        en="How well points tell who belongs to the group that each tells most of, with 95% intervals; the line is "
        "0.5, where nothing is told.",
        nl="Hoe goed punten vertellen wie tot de groep behoort waarover elk het meest vertelt, met 95%-intervallen; "
        "de lijn is 0,5, waar niets wordt verteld.",
    ),
    "picture_title": Text(en="What tells most of {attribute}", nl="Wat het meest over {attribute} vertelt"),
    "in_numbers": Text(en="{attribute} in numbers", nl="{attribute} in cijfers"),
    "axis": Text(en="AUC", nl="AUC"),
    "hidden": Text(en="Too few people to show anything.", nl="Te weinig mensen om iets te tonen."),
    "marked": Text(en="marked", nl="gemarkeerd"),
    "not marked": Text(en="not marked", nl="niet gemarkeerd"),
    "unclear": Text(en="unclear", nl="onduidelijk"),
    "not given": Text(en="not given", nl="niet gegeven"),
    "too few people": Text(en="too few people", nl="te weinig mensen"),
    "too few recorded outcomes": Text(en="too few recorded outcomes", nl="te weinig bekende uitkomsten"),
    "not defined here": Text(en="not defined here", nl="hier niet bepaald"),
}


def say(key: str, language: Language, **values: str) -> str:
    """A phrase. Values are put in as they are: they are escaped where they are printed."""
    return _WORDS[key].into(language).format(**values)
