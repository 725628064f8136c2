"""The words of the page on alternatives, in both languages."""

from __future__ import annotations

from scoring.domain.text import Language, Text

__all__ = ["say"]

_WORDS = {
    "title": Text(en="Alternatives to the chosen card", nl="Alternatieven voor de gekozen kaart"),
    "contents": Text(en="Contents", nl="Inhoud"),
    "about": Text(en="What was looked for", nl="Waarnaar is gezocht"),
    "about_search": Text(
        en="{others} other cards were measured beside the chosen one, on the same people, of whom none made any of the "
        "cards. Each card approves the same share of all people, {rate}. The impact ratio is the share approved of a "
        "group over that of the largest group.",
        nl="{others} andere kaarten zijn naast de gekozen kaart gemeten, op dezelfde mensen, van wie er niemand bij "
        "het maken van een kaart meetelde. Elke kaart kent aan hetzelfde aandeel van alle mensen toe, {rate}. De "
        "verhouding is het aandeel toekenningen van een groep gedeeld door dat van de grootste groep.",
    ),
    "about_dominates": Text(
        en="A card dominates the chosen one if, for the group that the chosen card treats least like the largest one, "
        "its ratio is nearer to 1 (an interval that holds for all comparisons together, each at {joint}), if it loses "
        "no more than {tolerance} of AUC ({source}), and if no group is shown to be farther from equal (intervals at "
        "{level}, each by itself; a small group may be farther without its showing). Differences are paired by person.",
        nl="Een kaart overtreft de gekozen kaart als haar verhouding voor de groep die de gekozen kaart het minst "
        "gelijk behandelt dichter bij 1 ligt (een interval dat voor alle vergelijkingen samen geldt, elk op {joint}), "
        "als zij niet meer dan {tolerance} aan AUC verliest (een afspraak, geen feit), en als van geen groep blijkt "
        "dat zij verder van gelijk af komt ({level}-intervallen, elk op zich; een kleine groep kan er verder van af "
        "komen zonder dat het blijkt). Verschillen zijn per persoon gepaard.",
    ),
    "about_limits": Text(
        en="That nothing was found says that these cards were looked at, not that there is no better one. Accuracy is "
        "measured on recorded outcomes: where those are biased, a card that repeats the bias looks more accurate. "
        "Every row counts as one person; weights, if the file has any, are not used.",
        nl="Dat niets is gevonden, zegt dat deze kaarten zijn bekeken, niet dat er geen betere is. Nauwkeurigheid is "
        "gemeten op vastgelegde uitkomsten: waar die vertekend zijn, lijkt een kaart die dat herhaalt nauwkeuriger. "
        "Elke rij telt als één mens; gewichten, als het bestand die heeft, blijven buiten gebruik.",
    ),
    "about_measured": Text(
        en="On Laagland, where the truth is known, a card was said to dominate in {found} of {replicates} repetitions "
        "with {people} people in which one group was recorded unfairly. In {less} of these {found} its true disparity "
        "was smaller, and in {accurate} it ranked people by their true risk at least as well. Where all were recorded "
        "alike, so that no card could be nearer to equal, one was said to dominate in {wrongly} of {replicates}.",
        nl="Op Laagland, waar de waarheid bekend is, heette een kaart de gekozen kaart te overtreffen in {found} van "
        "{replicates} herhalingen met {people} mensen waarin één groep oneerlijk was vastgelegd. In {less} van die "
        "{found} was het ware verschil kleiner, en in {accurate} ordende zij mensen minstens zo goed naar hun ware "
        "risico. Waar iedereen gelijk was vastgelegd, zodat geen kaart dichter bij gelijk kon liggen, heette er een te "
        "overtreffen in {wrongly} van {replicates}.",
    ),
    "open": Text(
        en="{number} cards dominate the chosen one and nobody has said why they were not chosen.",
        nl="{number} kaarten overtreffen de gekozen kaart, en niemand heeft gezegd waarom die niet zijn gekozen.",
    ),
    "open_one": Text(
        en="One card dominates the chosen one and nobody has said why it was not chosen.",
        nl="Eén kaart overtreft de gekozen kaart, en niemand heeft gezegd waarom die niet is gekozen.",
    ),
    "none_open": Text(
        en="No card that dominates the chosen one is without a reason.",
        nl="Geen kaart die de gekozen kaart overtreft, is zonder reden.",
    ),
    "nothing_judged": Text(
        en="There are too few people or outcomes to judge any card.",
        nl="Er zijn te weinig mensen of uitkomsten om een kaart te beoordelen.",
    ),
    "cards": Text(en="The cards", nl="De kaarten"),
    "card": Text(en="Card", nl="Kaart"),
    "auc": Text(en="AUC", nl="AUC"),
    "auc_change": Text(en="AUC, difference", nl="AUC, verschil"),
    "loss_change": Text(en="Log-loss, difference", nl="Log-verlies, verschil"),
    "standing": Text(en="Standing", nl="Stand"),
    "reason": Text(en="Why it was not chosen", nl="Waarom niet gekozen"),
    "by": Text(en="{attribute}: {group} against {reference}", nl="{attribute}: {group} tegenover {reference}"),
    "impact": Text(en="Impact ratio", nl="Verhouding"),
    "nearer": Text(en="Nearer to equal", nl="Dichter bij gelijk"),
    "opportunity": Text(en="Approved of who repaid, gap", nl="Toegekend van wie betaalde, verschil"),
    "opportunity_change": Text(en="Change of that gap", nl="Verandering daarvan"),
    "front": Text(en="On the front", nl="Op de grens"),
    "yes": Text(en="yes", nl="ja"),
    "no": Text(en="no", nl="nee"),
    "about_front": Text(
        en="A card is on the front if no other has both a higher AUC and a ratio nearer to 1. The front goes by the "
        "values themselves: chance alone puts some cards on it.",
        nl="Een kaart ligt op de grens als geen andere zowel een hogere AUC heeft als een verhouding dichter bij 1. De "
        "grens volgt de waarden zelf: sommige kaarten komen er door toeval op.",
    ),
    "picture": Text(
        en="AUC across, the ratio of the lower approval rate to the higher upwards, both with 95% intervals; cards on "
        "the front and the chosen one are marked.",
        nl="AUC van links naar rechts, de verhouding van het lagere tot het hogere aandeel omhoog, beide met "
        "95%-intervallen; kaarten op de grens en de gekozen kaart zijn gemarkeerd.",
    ),
    "evenness_axis": Text(en="lower rate over higher", nl="lager aandeel gedeeld door hoger"),
    "in_numbers": Text(en="{name} in numbers", nl="{name} in cijfers"),
    "chosen": Text(en="chosen", nl="gekozen"),
    "pool": Text(en="near-equal card", nl="bijna gelijke kaart"),
    "left-out": Text(en="without {what}", nl="zonder {what}"),
    "weights": Text(en="weights {what}", nl="gewichten {what}"),
    "dominates": Text(en="dominates", nl="overtreft"),
    "perhaps": Text(en="perhaps", nl="misschien"),
    "costs": Text(en="nearer, at a cost", nl="dichterbij, tegen een prijs"),
    "not shown better": Text(en="not shown better", nl="niet aantoonbaar beter"),
    "not judged": Text(en="not judged", nl="niet beoordeeld"),
    "others": Text(en="other cards", nl="andere kaarten"),
    "on_front": Text(en="on the front", nl="op de grens"),
    "too few people": Text(en="too few people", nl="te weinig mensen"),
    "too few recorded outcomes": Text(en="too few recorded outcomes", nl="te weinig bekende uitkomsten"),
    "not defined here": Text(en="not defined here", nl="hier niet bepaald"),
    "hidden": Text(en="Too few people to show anything.", nl="Te weinig mensen om iets te tonen."),
}


def say(key: str, language: Language, **values: str) -> str:
    """A phrase. Values are put in as they are: they are escaped where they are printed."""
    return _WORDS[key].into(language).format(**values)
