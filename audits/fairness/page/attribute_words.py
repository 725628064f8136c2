"""The phrases of an attribute's section: what each picture and table shows."""

from __future__ import annotations

from collections.abc import Mapping

from scoring.domain.text import Text

__all__ = ["ATTRIBUTE_WORDS"]

ATTRIBUTE_WORDS: Mapping[str, Text] = {
    "section": Text(en="By {name}", nl="Naar {name}"),
    "section_about": Text(
        en="Every group is compared with {reference}. {sentence}",
        nl="Elke groep is vergeleken met {reference}. {sentence}",
    ),
    "approval": Text(en="Who is approved", nl="Wie wordt goedgekeurd"),
    "approval_picture": Text(
        en="Bars from 0; lines are {level} intervals, n is how many people. The same numbers stand in the table "
        "beneath.",
        nl="Balken vanaf 0; strepen zijn intervallen van {level}, n is het aantal mensen. Dezelfde cijfers staan in de "
        "tabel eronder.",
    ),
    "approval_rate": Text(en="Approval rate ({level} interval)", nl="Aandeel goedgekeurd (interval van {level})"),
    "approval_axis": Text(en="Approval rate", nl="Aandeel goedgekeurd"),
    "approved": Text(en="Approved", nl="Goedgekeurd"),
    "shortfall": Text(
        en="Fewer approved than at the reference's rate (people)",
        nl="Minder goedgekeurd dan bij het aandeel van de referentie (mensen)",
    ),
    "to_highest": Text(en="Ratio to the highest, {group}", nl="Verhouding tot het hoogste, {group}"),
    "primary": Text(en="What is judged", nl="Wat is beoordeeld"),
    "primary_picture": Text(
        en="A dot is a group's value, its line the interval that is judged; dashed lines are the limits, the grey line "
        "is no difference. Ratios are drawn on a logarithmic scale. The same numbers stand in the table beneath.",
        nl="Een stip is de waarde van een groep, de streep het interval dat is beoordeeld; streepjeslijnen zijn de "
        "grenzen, de grijze lijn is geen verschil. Verhoudingen staan op een logaritmische schaal. Dezelfde cijfers "
        "staan in de tabel eronder.",
    ),
    "primary_lead": Text(
        en="Two questions, side by side: does the value lie outside its limits, and is it shown to differ from the "
        "reference at all? A large file shows differences that are too small to matter; a small one may hide large "
        "ones. The p-values are adjusted for the number of judged comparisons that have one (Holm).",
        nl="Twee vragen naast elkaar: ligt de waarde buiten de grenzen, en is aangetoond dat zij van de referentie "
        "verschilt? Een groot bestand toont verschillen die te klein zijn om te tellen; een klein kan grote verbergen. "
        "De p-waarden zijn aangepast voor het aantal beoordeelde vergelijkingen dat er een heeft (Holm).",
    ),
    "outside": Text(en="Outside the limits?", nl="Buiten de grenzen?"),
    "different": Text(en="Shown to differ?", nl="Verschil aangetoond?"),
    "different_yes": Text(en="yes, {p}", nl="ja, {p}"),
    "different_no": Text(en="no, {p}", nl="nee, {p}"),
    "errors": Text(
        en="Who is approved and declined, by what became of it ({level} intervals)",
        nl="Wie wordt goedgekeurd en afgewezen, naar afloop (intervallen van {level})",
    ),
    "ranking": Text(
        en="How well score and prediction work in each group", nl="Hoe goed score en voorspelling per groep werken"
    ),
    "ranking_lead": Text(
        en="AUC: the chance that somebody who repaid scores above somebody who did not; 0.5 is a coin. KS: the largest "
        "distance between both; Gini: twice the AUC less 1. Log-loss and Brier: how far predictions lie from what "
        "happened; lower is better, and both are larger where default is commoner.",
        nl="AUC: de kans dat wie betaalde hoger scoort dan wie niet betaalde; 0,5 is een munt. KS: de grootste afstand "
        "tussen beide; Gini: twee keer de AUC min 1. Log-loss en Brier: hoe ver voorspellingen van de afloop liggen; "
        "lager is beter, en beide zijn groter waar wanbetaling vaker voorkomt.",
    ),
    "calibration": Text(en="Whether predictions hold in each group", nl="Of voorspellingen per groep kloppen"),
    "calibration_picture": Text(
        en="One panel for each group; each dot is a range of the {axis}, the line its {level} interval. On the dashed "
        "diagonal the prediction came true. The same numbers stand in the table beneath.",
        nl="Eén vak per groep; elke stip is een klasse van de {axis}, de streep het interval van {level}. Op de "
        "gestreepte diagonaal kwam de voorspelling uit. Dezelfde cijfers staan in de tabel eronder.",
    ),
    "calibration_large": Text(
        en="Calibration in the large ({level} intervals)", nl="Kalibratie over het geheel (intervallen van {level})"
    ),
    "predicted_mean": Text(en="Mean prediction", nl="Gemiddelde voorspelling"),
    "predicted": Text(en="Predicted", nl="Voorspeld"),
    "observed": Text(en="Defaulted ({level} interval)", nl="Niet betaald (interval van {level})"),
    "observed_axis": Text(en="Defaulted", nl="Niet betaald"),
    "with_outcome": Text(en="With outcome", nl="Met uitkomst"),
    "range": Text(en="Range of the {axis}", nl="Klasse van de {axis}"),
    "axis_score": Text(en="score", nl="score"),
    "axis_pd": Text(en="predicted probability", nl="voorspelde kans"),
    "distribution": Text(en="Where each group stands", nl="Waar elke groep staat"),
    "distribution_lead": Text(
        en="The ranges of the {axis} hold about equally many people, the riskiest first. A group that is spread like "
        "everybody has the same share in each; larger shares in the first ranges say that more of the group stand "
        "where risk is high.",
        nl="De klassen van de {axis} bevatten ongeveer evenveel mensen, de meest riskante eerst. Een groep die net zo "
        "is verdeeld als iedereen heeft in elke klasse hetzelfde deel; grotere delen in de eerste klassen zeggen dat "
        "meer van de groep staat waar het risico hoog is.",
    ),
    "distribution_picture": Text(
        en="Filled: the share of the group in each range; dashed line: that of the reference. The same numbers stand "
        "in the table beneath.",
        nl="Gevuld: het deel van de groep in elke klasse; streepjeslijn: dat van de referentie. Dezelfde cijfers staan "
        "in de tabel eronder.",
    ),
    "share_axis": Text(en="Share of the group", nl="Deel van de groep"),
    "from_axis_score": Text(en="Score, from", nl="Score, vanaf"),
    "from_axis_pd": Text(en="Predicted probability, up to", nl="Voorspelde kans, tot"),
    "curve": Text(en="Approval if the cut-off lay elsewhere", nl="Goedkeuring bij een andere ondergrens"),
    "curve_lead": Text(
        en="At each cut-off: the share of each group that would be approved if exactly those at least as safe were, "
        "and its ratio to the reference (each with an interval of its own). Cut-offs at which a group would be too "
        "small are left out.",
        nl="Bij elke ondergrens: het deel van elke groep dat zou zijn goedgekeurd als precies wie minstens zo veilig "
        "is werd goedgekeurd, en de verhouding tot de referentie (elk met een eigen interval). Waar een groep te klein "
        "zou zijn, is de ondergrens weggelaten.",
    ),
    "cut_off_now": Text(
        en="The decisions in the file fit a cut-off of {at} best; {share} of them were decided otherwise.",
        nl="De besluiten in het bestand passen het best bij een ondergrens van {at}; {share} is anders besloten.",
    ),
    "cut_off_all": Text(
        en="All decisions in the file fit a cut-off of {at}.",
        nl="Alle besluiten in het bestand passen bij een ondergrens van {at}.",
    ),
    "rate_of": Text(en="{group}: approval ({level} interval)", nl="{group}: goedkeuring (interval van {level})"),
    "ratio_of": Text(en="{group}: ratio ({level} interval)", nl="{group}: verhouding (interval van {level})"),
    "curve_picture": Text(
        en="Upper panels: approval of the group (solid, with {level} interval) and of the reference (dashed). Lower "
        "panels: the ratio, with dashed limits. A vertical line marks the cut-off that fits the decisions. The same "
        "numbers stand in the table beneath.",
        nl="Boven: goedkeuring van de groep (lijn, met interval van {level}) en van de referentie (streepjes). Onder: "
        "de verhouding, met streepjes als grenzen. Een verticale lijn is de ondergrens die bij de besluiten past. "
        "Dezelfde cijfers staan in de tabel eronder.",
    ),
    "curve_axis_score": Text(en="Cut-off: score at least", nl="Ondergrens: score minstens"),
    "curve_axis_pd": Text(en="Cut-off: predicted probability at most", nl="Grens: voorspelde kans hoogstens"),
    "at": Text(en="Cut-off", nl="Ondergrens"),
    "ratio_axis": Text(en="Ratio to the reference", nl="Verhouding tot de referentie"),
    "rest": Text(
        en="All other comparisons, reported without a verdict", nl="Alle andere vergelijkingen, zonder oordeel"
    ),
    "rest_lead": Text(
        en="Each with a {level} interval of its own and an unadjusted p-value: among twenty such comparisons, one is "
        "expected to look different by chance alone.",
        nl="Elk met een eigen interval van {level} en een p-waarde zonder aanpassing: van twintig van zulke "
        "vergelijkingen lijkt er gemiddeld één verschillend door toeval.",
    ),
    "up_to": Text(en="up to {high}", nl="tot en met {high}"),
    "from": Text(en="{low} or more", nl="{low} of meer"),
    "no_ranges": Text(
        en="Not split into ranges: some group would have too few people in one, or the file has nothing to order by.",
        nl="Niet in klassen verdeeld: een groep zou in een klasse te klein zijn, of het bestand ordent niemand.",
    ),
    "not_by_range": Text(
        en="Not by range, so that nobody is recognised by the score of a few: {groups}.",
        nl="Niet per klasse, zodat niemand herkenbaar wordt aan de score van enkelen: {groups}.",
    ),
    "crossed": Text(en="Combinations of attributes", nl="Combinaties van kenmerken"),
    "crossed_about": Text(
        en="Every combination of groups: the reference first, then the farthest from it. Groups with fewer than "
        "{people} people, or fewer than {each} approved or declined, are withheld, and others with them where their "
        "numbers would follow by subtraction.",
        nl="Elke combinatie van groepen: eerst de referentie, dan die er het verst van ligt. Groepen met minder dan "
        "{people} mensen, of minder dan {each} goedgekeurden of afgewezenen, zijn niet getoond, en andere met hen waar "
        "hun cijfers door aftrekken zouden volgen.",
    ),
    "crossed_judged": Text(
        en="Combinations are judged like attributes.", nl="Combinaties zijn beoordeeld als kenmerken."
    ),
    "crossed_reported": Text(
        en="The plan reports combinations without a verdict; intervals are each at {level}.",
        nl="Het plan vermeldt combinaties zonder oordeel; intervallen gelden elk met {level}.",
    ),
    "against": Text(en="{name}, against {reference}", nl="{name}, tegenover {reference}"),
    "missing": Text(en="Where outcomes are missing", nl="Waar uitkomsten ontbreken"),
    "missing_about": Text(
        en="Of {unknown} of {people} people nobody knows whether they would have repaid, and who has an outcome "
        "depends on who was approved. What rests on outcomes is therefore inconclusive: not identified. The worst "
        "cases hold whatever the missing outcomes are (Manski 1989); their interval adds the uncertainty of numbers.",
        nl="Van {unknown} van de {people} mensen weet niemand of zij zouden hebben betaald, en wie een uitkomst heeft, "
        "hangt af van wie is goedgekeurd. Wat op uitkomsten rust is daarom onbeslist: niet vast te stellen. De "
        "uiterste gevallen gelden wat de ontbrekende uitkomsten ook zijn (Manski 1989); het interval telt de "
        "onzekerheid van aantallen erbij.",
    ),
    "missing_overlap": Text(
        en="An estimate is given only among people whose decision was open: at their score between 5% and 95% of both "
        "groups were approved, at least 10 of each. Each stands for as many as the inverse of that chance (Horvitz and "
        "Thompson 1952). It is no figure for all decisions: the share of both groups' decisions that it is of stands "
        "in the same cell, and it says nothing of the others.",
        nl="Een schatting staat er alleen voor mensen van wie het besluit open was: bij hun score is tussen 5% en 95% "
        "van beide groepen goedgekeurd, minstens 10 van elk. Elk staat voor zoveel mensen als het omgekeerde van die "
        "kans (Horvitz en Thompson 1952). Het is geen cijfer voor alle besluiten: het deel van de besluiten over beide "
        "groepen waarvoor zij geldt staat in dezelfde cel, en over de andere zegt zij niets.",
    ),
    "worst_cases": Text(en="Worst cases", nl="Uiterste gevallen"),
    "worst_interval": Text(en="Their interval", nl="Interval daarvan"),
    "open_value": Text(en="Estimate for open decisions only", nl="Schatting voor alleen open besluiten"),
    "open_part": Text(
        en="{value} for {share} of both groups' decisions, not for all",
        nl="{value} voor {share} van de besluiten over beide groepen, niet voor alle",
    ),
    "open_all": Text(
        en="{value} for all of both groups' decisions", nl="{value} voor alle besluiten over beide groepen"
    ),
    "open_worth": Text(en="Worth so many people", nl="Zoveel mensen waard"),
}
