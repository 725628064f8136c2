"""The printed card's own words. Those with braces are filled in; labels go in as they are, never as a template."""

from __future__ import annotations

from scoring.domain.registry import Profile
from scoring.domain.text import Text

NEUTRAL_MARK = "*"
IMPOSSIBLE_MARK = "†"
NOBODY_MARK = "–"

LINE_HEADING = (
    Text(en="line", nl="regel"),
    Text(en="points", nl="punten"),
    Text(en="share", nl="aandeel"),
    Text(en="bad rate", nl="wanbetaling"),
)

STATUS = {
    Profile.SERVABLE: Text(en="Approved by: {}.", nl="Goedgekeurd door: {}."),
    Profile.BENCHMARK: Text(
        en="For comparison only: this card may not be used on people.",
        nl="Alleen ter vergelijking: deze kaart mag niet op mensen worden toegepast.",
    ),
    Profile.UNDECLARED: Text(
        en="Undeclared columns: this card may not be used on people.",
        nl="Kolommen zonder verklaring: deze kaart mag niet op mensen worden toegepast.",
    ),
}

HOW_TITLE = Text(en="How to add up your score", nl="Zo telt u uw score op")
START = Text(en="Start with {} points.", nl="Begin met {} punten.")
FIND = Text(
    en="In each table find the one line that fits you, and note its points.",
    nl="Zoek in elke tabel de ene regel die op u past en noteer de punten.",
)
FIND_CROSSED = Text(
    en="Some tables ask about two facts at once. There, find your group first, a heading or a column, then your line "
    "in it.",
    nl="Sommige tabellen gaan over twee gegevens tegelijk. Zoek daar eerst uw groep, een kop of een kolom, en daarin "
    "uw regel.",
)
ADD = Text(
    en="Add everything up. The sum is your score, from {} to {}; higher is safer.",
    nl="Tel alles op. De som is uw score, van {} tot en met {}; hoger is veiliger.",
)
LOOK_UP = Text(en='Look your score up under "{}".', nl='Zoek uw score op onder "{}".')

PDO = Text(
    en="Every {} points more halve the odds of default: the number who default for each one who pays.",
    nl="Elke {} punten meer halveren de kansverhouding: het aantal wanbetalers tegenover elk die goed betaalt.",
)
CUT_OFF = Text(
    en="The lowest passing score is {} (the cut-off). Of people with that score, {} are expected to default. Who "
    "scores lower does not pass by this card; a lender's other rules are not on it.",
    nl="Vanaf {} is de score voldoende (de ondergrens). Van de mensen met die score betaalt naar verwachting {} niet "
    "goed. Wie lager scoort, haalt het met deze kaart niet; andere regels van een kredietgever staan er niet op.",
)
CUT_OFF_OUTSIDE = Text(
    en="The lowest passing score is {} (the cut-off), which lies outside the scores that can be reached.",
    nl="Vanaf {} is de score voldoende (de ondergrens); die ligt buiten de scores die te halen zijn.",
)
NO_CUT_OFF = Text(
    en="This card has no cut-off: it says what a score means, and not who gets credit.",
    nl="Deze kaart heeft geen ondergrens: ze zegt wat een score betekent, en niet wie krediet krijgt.",
)

SCALE = Text(en="What a score means", nl="Wat een score betekent")
SCALE_HEADING = (Text(en="score", nl="score"), Text(en="probability of default", nl="kans op wanbetaling"))
PASSES = Text(en="{} (lowest passing score)", nl="{} (vanaf hier voldoende)")

EXAMPLE = Text(
    en="Example: a made-up person with the commonest line of each table",
    nl="Voorbeeld: een verzonnen persoon met van elke tabel de meest voorkomende regel",
)
EVERYBODY = Text(en="everybody starts with", nl="iedereen begint met")
SCORE = Text(en="score", nl="score")
EXAMPLE_PD = Text(
    en="A score of {} means a probability of default of {}.", nl="Score {}: de kans op wanbetaling is {}."
)
EXAMPLE_PASSES = Text(
    en="The lowest passing score is {}: the score passes.", nl="De ondergrens is {}: deze score is voldoende."
)
EXAMPLE_FAILS = Text(
    en="The lowest passing score is {}: the score does not pass.",
    nl="De ondergrens is {}: deze score is niet voldoende.",
)

NOTES_TITLE = Text(en="How to read the tables", nl="Zo leest u de tabellen")
NEUTRAL = Text(
    en="{} Neutral points: about the mean of what the other lines give, so that the line counts neither for nor "
    "against anybody: for a source that is not shared, a silence that must not count, or a line with too few people.",
    nl="{} Neutrale punten: ongeveer het gemiddelde van wat de andere regels geven, zodat de regel voor noch tegen "
    "iemand telt: voor een bron die niet gedeeld is, een ontbrekend gegeven dat niet mag tellen, of een regel met te "
    "weinig mensen.",
)
IMPOSSIBLE = Text(
    en="{} Nobody can come here: no permitted value falls into the line.",
    nl="{} Hier kan niemand komen: geen toegestane waarde valt in de regel.",
)
NOBODY = Text(
    en="The sign {} says that nobody fell into the line.",
    nl="Het teken {} zegt dat niemand in de regel viel.",
)
MISSING = Text(en="Not known: nobody knows the value.", nl="Niet bekend: niemand kent de waarde.")
NOT_SHARED = Text(
    en="Not shared: you keep the source, such as your bank account, to yourself.",
    nl="Niet gedeeld: u houdt de bron, zoals uw bankrekening, voor uzelf.",
)
SHARES = Text(
    en="A number without a unit is a count or a part of one: {} is a quarter (25%).",
    nl="Een getal zonder eenheid is een aantal of een deel van één: {} is een kwart (25%).",
)
MADE = Text(
    en="The card was made from {} people, of whom {} defaulted. Share: how many of them fall into the line. Bad rate: "
    "how many of those defaulted.",
    nl="De kaart is gemaakt met gegevens van {} mensen, van wie er {} niet goed betaalden. Aandeel: hoeveel van hen in "
    "de regel vallen. Wanbetaling: hoeveel van die mensen niet goed betaalden.",
)
MADE_WEIGHTED = Text(
    en="The card was made from {} rows of data, each with a weight. By weight, {} defaulted. Share: which part of all "
    "weight falls into the line. Bad rate: which part of the line's weight defaulted.",
    nl="De kaart is gemaakt met {} rijen gegevens, elk met een gewicht. Naar gewicht betaalde {} niet goed. "
    "Aandeel: welk deel van al het gewicht in de regel valt. Wanbetaling: welk deel van het gewicht van de regel niet "
    "goed betaalde.",
)
WORKED_OUT = Text(en="To work out “{}”: {}", nl="Zo berekent u “{}”: {}")
SMALLEST = Text(en="the smallest of", nl="het kleinste van")
LARGEST = Text(en="the largest of", nl="het grootste van")

UNUSED_TITLE = Text(en="What this card does not use", nl="Wat deze kaart niet gebruikt")
UNUSED = Text(en="Declared, and not used: {}.", nl="Verklaard, en niet gebruikt: {}.")
# One phrase for each rule of scoring.domain.forbidden, in its order; a test compares the number.
NEVER = Text(
    en="Never used, and impossible to declare: social relations; health; belief, politics or union membership; origin; "
    "sex, gender or sexual life; age; family or marital status; place of residence; behaviour outside finance; "
    "identity, name or schooling.",
    nl="Nooit gebruikt, en niet te verklaren: sociale relaties; gezondheid; geloof, politiek of vakbond; afkomst; "
    "sekse, gender of seksuele leven; leeftijd; gezin of burgerlijke staat; woonplaats; gedrag buiten geldzaken; "
    "identiteit, naam of opleiding.",
)
DIGEST = Text(en="Digest of the card: {}", nl="Vingerafdruk van de kaart: {}")
