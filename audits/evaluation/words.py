"""The words of an evaluation, in both languages."""

from __future__ import annotations

from scoring.domain.text import Language, Text

__all__ = ["MEANINGS", "say", "translated"]

_WORDS = {
    "title": Text(en="What this card is worth", nl="Wat deze kaart waard is"),
    "trade_off": Text(en="Length of the card against its loss", nl="Lengte van de kaart tegenover haar verlies"),
    "trade_off_about": Text(
        en="Each point is a card of another length, made on some of the rows and measured on the others. Every figure "
        "has its 95% interval; the distance to the chosen length is paired, because both are judged by the same "
        "people. The lines are a mean over cards that were made on parts of the rows, before neighbours that earn the "
        "same become one: the card itself may have fewer or more.",
        nl="Elk punt is een kaart van een andere lengte, gemaakt op een deel van de rijen en gemeten op de rest. Elk "
        "cijfer heeft zijn 95%-interval; de afstand tot de gekozen lengte is gepaard, want beide worden op dezelfde "
        "mensen beoordeeld. De regels zijn een gemiddelde over kaarten die op delen van de rijen zijn gemaakt, voordat "
        "buren met evenveel punten één regel worden: de kaart zelf kan er minder of meer hebben.",
    ),
    "trade_off_rule": Text(
        en="Of prices up to 0.6 the length of least loss is chosen, or a shorter one within a tenth of a standard "
        "error of it; a higher price must lose less by two standard errors, and a card without lines gives way only "
        "to one that loses less by one. Another length is had with --price.",
        nl="Van prijzen tot en met 0,6 is de lengte met het kleinste verlies gekozen, of een kortere binnen een tiende "
        "standaardfout daarvan; een hogere prijs moet twee standaardfouten minder verliezen, en een kaart zonder "
        "regels wijkt alleen voor een die er één minder verliest. Een andere lengte krijgt u met --price.",
    ),
    "trade_off_asked": Text(
        en="A person chose this length with --price; without it, loss chooses.",
        nl="Een mens koos deze lengte met --price; zonder die optie kiest het verlies.",
    ),
    "trade_off_none": Text(
        en="There was too little to choose a length from: every score is the same.",
        nl="Er was te weinig om een lengte uit te kiezen: elke score is gelijk.",
    ),
    "loss_title": Text(en="Log-loss above the chosen length", nl="Log-verlies boven de gekozen lengte"),
    "loss_picture": Text(
        en="How much log-loss cards of other lengths have above the chosen one, with 95% intervals.",
        nl="Hoeveel log-verlies kaarten van andere lengte hebben boven de gekozen kaart, met 95%-intervallen.",
    ),
    "auc_title": Text(en="AUC by length", nl="AUC naar lengte"),
    "auc_picture": Text(
        en="The AUC of cards of each length, with 95% intervals.",
        nl="De AUC van kaarten van elke lengte, met 95%-intervallen.",
    ),
    "lines": Text(en="Lines, mean", nl="Regels, gemiddeld"),
    "log_loss": Text(en="Log-loss (95% interval)", nl="Log-verlies (95%-interval)"),
    "above_chosen": Text(en="Above the chosen (95% interval)", nl="Boven de gekozen (95%-interval)"),
    "auc": Text(en="AUC (95% interval)", nl="AUC (95%-interval)"),
    "price": Text(en="Price of a line", nl="Prijs van een regel"),
    "choice": Text(en="Choice", nl="Keuze"),
    "chosen": Text(en="chosen", nl="gekozen"),
    "contents": Text(en="Contents", nl="Inhoud"),
    "head": Text(en="What this is", nl="Wat dit is"),
    "measured": Text(
        en="A card measured on {rows} rows with a known outcome, {bads} of them bad ({share}).",
        nl="Een kaart gemeten op {rows} rijen met een bekende uitkomst, waarvan {bads} slecht ({share}).",
    ),
    "intervals": Text(
        en="Intervals are at 95%, each by itself, in closed form and with rows taken as independent: the same file "
        "gives the same interval on every machine. They say how far chance alone may move a figure; they say nothing "
        "of people who are not in the file, such as those who were declined.",
        nl="Intervallen zijn 95%-intervallen, elk op zich, in gesloten vorm en met rijen als onafhankelijk: hetzelfde "
        "bestand geeft op elke machine hetzelfde interval. Ze zeggen hoeveel toeval alleen een cijfer kan verschuiven; "
        "over mensen die niet in het bestand staan, zoals wie is afgewezen, zeggen ze niets.",
    ),
    "weighted": Text(
        en="Rows are weighted and know as much as {rows} equal ones (Kish 1965). A row's part in an error counts with "
        "the square of its weight; the bad rate of a band or attribute stands on its effective number of rows.",
        nl="Rijen zijn gewogen en zeggen evenveel als {rows} gelijke (Kish 1965). Het deel van een rij in een fout "
        "telt met het kwadraat van haar gewicht; het aandeel slecht van een klasse of regel rust op het effectieve "
        "aantal.",
    ),
    "small": Text(
        en="Where fewer than {people} rows are, how many and their bad rate are not shown.",
        nl="Waar minder dan {people} rijen zijn, staan aantal en aandeel slecht er niet.",
    ),
    "against": Text(
        en="The other card was measured on the same rows. A difference is this card less the other; its interval is "
        "paired: both cards are judged by the same people, so their luck cancels. “No difference shown” does not say "
        "that the cards are equal: the interval says how different they may be.",
        nl="De andere kaart is op dezelfde rijen gemeten. Een verschil is deze kaart min de andere; het interval is "
        "gepaard: beide kaarten worden op dezelfde mensen beoordeeld, dus hun geluk valt weg. “Geen verschil getoond” "
        "zegt niet dat de kaarten gelijk zijn: het interval zegt hoe verschillend ze kunnen zijn.",
    ),
    "nearer": Text(
        en="Of the two calibration figures, the better one is the one nearer to 0 or 1. That is said only where it is "
        "shown which is larger and on which side both together lie.",
        nl="Van de twee kalibratiecijfers is dat het beste dat dichter bij 0 of 1 ligt. Dat staat er alleen waar is "
        "getoond welk groter is en aan welke kant beide samen liggen.",
    ),
    "card": Text(en="Card", nl="Kaart"),
    "other_card": Text(en="Other card", nl="Andere kaart"),
    "data": Text(en="Data", nl="Gegevens"),
    "data_digest": Text(en="Digest of the data", nl="Vingerafdruk van de gegevens"),
    "sources": Text(en="Sources", nl="Bronnen"),
    "source": Text(en="What", nl="Wat"),
    "value": Text(en="Value", nl="Waarde"),
    "figures": Text(en="Figures", nl="Cijfers"),
    "figure": Text(en="Figure", nl="Cijfer"),
    "with_interval": Text(en="Value (95% interval)", nl="Waarde (95%-interval)"),
    "method": Text(en="Interval by", nl="Interval volgens"),
    "meaning": Text(en="What it says", nl="Wat het zegt"),
    "differences": Text(en="Against the other card", nl="Tegenover de andere kaart"),
    "this": Text(en="This card", nl="Deze kaart"),
    "other": Text(en="Other card", nl="Andere kaart"),
    "difference": Text(en="Difference (paired 95% interval)", nl="Verschil (gepaard 95%-interval)"),
    "in_words": Text(en="This card is", nl="Deze kaart is"),
    "none": Text(en="none: {why}", nl="geen: {why}"),
    "in_numbers": Text(en="{name}: the numbers", nl="{name}: de cijfers"),
    "hidden": Text(en="not shown: too few", nl="niet getoond: te weinig"),
    "roc": Text(en="Ranking", nl="Rangschikking"),
    "roc_title": Text(en="ROC curve", nl="ROC-kromme"),
    "roc_about": Text(
        en="Declining everybody at or below a score stops a share of the bads (up) and of the goods (across). The "
        "further the curve lies above the dashed diagonal, the better the card ranks; the area under it is the AUC.",
        nl="Wie iedereen tot en met een score afwijst, houdt een deel van de slechten tegen (omhoog) en een deel van "
        "de goeden (opzij). Hoe verder de kromme boven de gestreepte diagonaal ligt, hoe beter de kaart rangschikt; "
        "het oppervlak eronder is de AUC.",
    ),
    "roc_picture": Text(
        en="The vertical line is the KS: the largest distance. Drawn at about twenty scores; the same numbers stand in "
        "the table beneath.",
        nl="De verticale lijn is de KS: de grootste afstand. Getekend bij ongeveer twintig scores; dezelfde cijfers "
        "staan in de tabel eronder.",
    ),
    "goods_axis": Text(en="Share of goods at or below", nl="Deel van de goeden tot en met"),
    "bads_axis": Text(en="Share of bads at or below", nl="Deel van de slechten tot en met"),
    "at_or_below": Text(en="Score at or below", nl="Score tot en met"),
    "ks_row": Text(en="{score} (KS)", nl="{score} (KS)"),
    "share_goods": Text(en="Of goods", nl="Van goeden"),
    "share_bads": Text(en="Of bads", nl="Van slechten"),
    "distance": Text(en="Distance", nl="Afstand"),
    "calibration": Text(en="Calibration", nl="Kalibratie"),
    "calibration_title": Text(en="Mean PD and bad rate by band", nl="Gemiddelde kans en aandeel slecht per klasse"),
    "calibration_about": Text(
        en="People in bands of like scores: the mean probability that the card gave them, and the share that went bad. "
        "On the dashed diagonal both are equal. A band whose interval does not reach the diagonal was misjudged by "
        "more than chance explains; about one band in twenty is so by chance alone.",
        nl="Mensen in klassen van gelijke scores: de gemiddelde kans die de kaart gaf, en het aandeel dat slecht werd. "
        "Op de gestreepte diagonaal zijn beide gelijk. Een klasse waarvan het interval de diagonaal niet raakt, is "
        "meer verkeerd ingeschat dan toeval verklaart; van de klassen doet één op de twintig dat door toeval.",
    ),
    "calibration_picture": Text(
        en="Each dot is a band, the line its 95% interval (Wilson). The same numbers stand in the table beneath.",
        nl="Elke stip is een klasse, de lijn het 95%-interval (Wilson). Dezelfde cijfers staan in de tabel eronder.",
    ),
    "pd_axis": Text(en="Mean PD", nl="Gemiddelde kans"),
    "rate_axis": Text(en="Bad rate", nl="Aandeel slecht"),
    "scores_band": Text(en="Scores", nl="Scores"),
    "rows": Text(en="Rows", nl="Rijen"),
    "weight": Text(en="Weight", nl="Gewicht"),
    "mean_pd": Text(en="Mean PD", nl="Gem. kans"),
    "bad_rate": Text(en="Bad rate", nl="Slecht"),
    "bad_rate_interval": Text(en="Bad rate (95% interval)", nl="Slecht (95%-interval)"),
    "spread": Text(en="Scores of goods and bads", nl="Scores van goeden en slechten"),
    "spread_title": Text(en="Distribution of scores", nl="Verdeling van de scores"),
    "spread_about": Text(
        en="How the scores of goods and of bads are spread, each as shares of their own. Where both lie on top of each "
        "other, the score does not tell them apart.",
        nl="Hoe de scores van goeden en van slechten zijn verdeeld, elk als deel van het eigen totaal. Waar ze op "
        "elkaar liggen, houdt de score ze niet uit elkaar.",
    ),
    "cut_off": Text(
        en="The dashed line is the card's cut-off, {score}: at or above it a score passes.",
        nl="De gestreepte lijn is de ondergrens van de kaart, {score}: daar of daarboven is een score voldoende.",
    ),
    "spread_picture": Text(
        en="Filled: goods; outlined: bads. The outermost bars gather all lower and all higher scores. The same numbers "
        "stand in the table beneath.",
        nl="Gevuld: goeden; omlijnd: slechten. De buitenste staven bevatten alle lagere en alle hogere scores. "
        "Dezelfde cijfers staan in de tabel eronder.",
    ),
    "goods": Text(en="goods", nl="goeden"),
    "bads": Text(en="bads", nl="slechten"),
    "score_axis": Text(en="Score", nl="Score"),
    "share_axis": Text(en="Share of goods, of bads", nl="Deel van goeden, van slechten"),
    "points": Text(en="Points by attribute", nl="Punten per regel"),
    "points_about": Text(
        en="Every table of the card: the points of each line beside the share of people in it and their bad rate here. "
        "The shares and rates are of this file, not of the one that the card was made from. A line with more points "
        "should have the lower bad rate, apart from what the other tables already count.",
        nl="Elke tabel van de kaart: de punten van elke regel naast het deel van de mensen erin en hun aandeel slecht "
        "hier. Delen en aandelen zijn van dit bestand, niet van dat waarmee de kaart is gemaakt. Een regel met meer "
        "punten hoort een lager aandeel slecht te hebben, afgezien van wat de andere tabellen al tellen.",
    ),
    "points_picture": Text(
        en="Bars: points and share of rows; dots with intervals (Wilson): bad rate. The dashed line is the bad rate of "
        "all rows, {rate}. The same numbers stand in the table beneath.",
        nl="Staven: punten en deel van de rijen; stippen met intervallen (Wilson): aandeel slecht. De gestreepte lijn "
        "is het aandeel slecht van alle rijen, {rate}. Dezelfde cijfers staan in de tabel eronder.",
    ),
    "line": Text(en="Line", nl="Regel"),
    "line_points": Text(en="Points", nl="Punten"),
    "share": Text(en="Share", nl="Deel"),
    "neutral": Text(en="{line} (neutral)", nl="{line} (neutraal)"),
    "again": Text(en="{line} ({number})", nl="{line} ({number})"),
    "crossed": Text(en="{outer} · {inner}", nl="{outer} · {inner}"),
    "to": Text(en="{low} to {high}", nl="{low} t/m {high}"),
    "between": Text(en="{value} ({low} to {high})", nl="{value} ({low} tot {high})"),
    "up_to": Text(en="{high} or less", nl="{high} of minder"),
    "from": Text(en="{low} or more", nl="{low} of meer"),
    "any": Text(en="all", nl="alle"),
}

MEANINGS = {
    "AUC": Text(
        en="Chance that a good outscores a bad; 0.5 is a coin.",
        nl="Kans dat een goede hoger scoort dan een slechte; 0,5 is een munt.",
    ),
    "Gini": Text(en="Twice the AUC less 1; 0 is a coin.", nl="Twee keer de AUC min 1; 0 is een munt."),
    "KS": Text(
        en="Largest distance between the shares of bads and of goods below a score.",
        nl="Grootste afstand tussen de delen van slechten en van goeden onder een score.",
    ),
    "Brier": Text(
        en="Mean squared distance of PD and outcome; lower is better.",
        nl="Gemiddelde gekwadrateerde afstand van kans en uitkomst; lager is beter.",
    ),
    "log-loss": Text(
        en="Mean surprise at what happened; lower is better.",
        nl="Gemiddelde verrassing over wat gebeurde; lager is beter.",
    ),
    "calibration in the large": Text(
        en="Mean PD less bad rate; 0 is right, above 0 too pessimistic.",
        nl="Gemiddelde kans min aandeel slecht; 0 is goed, boven 0 te somber.",
    ),
    "calibration slope": Text(
        en="1 is right; below 1 the PDs are too extreme, above 1 too timid.",
        nl="1 is goed; onder 1 zijn de kansen te uitgesproken, boven 1 te vlak.",
    ),
}

_DUTCH = {
    "calibration in the large": "kalibratie over het geheel",
    "calibration slope": "helling van de kalibratie",
    "better": "beter",
    "worse": "slechter",
    "no difference shown": "geen verschil getoond",
    "different, neither shown better": "anders, geen van beide aantoonbaar beter",
    "DeLong et al. 1988, paired by row": "DeLong e.a. 1988, gepaard per rij",
    "DeLong et al. 1988": "DeLong e.a. 1988",
    "Raghavachari 1973, at the KS score": "Raghavachari 1973, bij de KS-score",
    "Raghavachari 1973, at the KS score, paired by row": "Raghavachari 1973, bij de KS-scores, gepaard per rij",
    "normal, mean over rows": "normaal, gemiddelde over rijen",
    "normal, mean of the rows' differences": "normaal, gemiddelde van de verschillen per rij",
    "logistic regression, sandwich, White 1980": "logistische regressie, sandwich, White 1980",
    "logistic regression, sandwich, White 1980, paired by row": (
        "logistische regressie, sandwich, White 1980, gepaard per rij"
    ),
    "goods and bads do not overlap: the intervals of AUC, Gini and KS are points and say nothing": (
        "goeden en slechten overlappen niet: de intervallen van AUC, Gini en KS zijn punten en zeggen niets"
    ),
    "an outcome happened that the card gave a probability of 0": "er gebeurde iets waaraan de kaart kans 0 gaf",
    "a probability is 0 or 1, which has no log-odds": "een kans is 0 of 1, en heeft geen log-odds",
    "the card gives everybody the same probability": "de kaart geeft iedereen dezelfde kans",
    "the card parts goods from bads so well that no slope has the greatest likelihood": (
        "de kaart scheidt goeden zo goed van slechten dat geen helling de meest aannemelijke is"
    ),
}
"""What the document says in English."""


def say(key: str, language: Language, **values: str) -> str:
    """A phrase of the page with its values filled in."""
    return _WORDS[key].into(language).format(**values)


def translated(words: str, language: Language) -> str:
    """Words of the document in the page's language; those that are not known, or are names, as they are."""
    return _DUTCH.get(words, words) if language is Language.NL else words
