"""The words of the description, in both languages."""

from __future__ import annotations

from scoring.domain.text import Language, Text

__all__ = ["say"]

_WORDS = {
    "title": Text(en="Laagland: what this population holds", nl="Laagland: wat deze populatie bevat"),
    "contents": Text(en="Contents", nl="Inhoud"),
    "head": Text(en="What this is", nl="Wat dit is"),
    "invented": Text(
        en="Everybody in these files is invented: {persons} persons, drawn with seed {seed}. No real person is among "
        "them, and no difference between groups here says anything about such groups anywhere.",
        nl="Iedereen in deze bestanden is verzonnen: {persons} personen, getrokken met seed {seed}. Geen van hen "
        "bestaat, en geen verschil tussen groepen zegt hier iets over zulke groepen elders.",
    ),
    "small": Text(
        en="No number is printed of fewer than {people} persons, and no rate with fewer than {each} on either side; "
        "where such a number would follow by subtraction, the next smallest is left out with it.",
        nl="Van minder dan {people} personen staat hier geen cijfer, en geen aandeel met minder dan {each} aan een "
        "kant; als het door aftrekken te vinden zou zijn, ontbreekt ook het volgende kleinste.",
    ),
    "hidden": Text(en="not shown: too few", nl="niet getoond: te weinig"),
    "not_simulated": Text(en="not simulated", nl="niet gesimuleerd"),
    "no_value": Text(en="cannot be computed", nl="niet te berekenen"),
    "none": Text(en="–", nl="–"),
    "key_figures": Text(en="Key figures", nl="Kerncijfers"),
    "figure": Text(en="Figure", nl="Cijfer"),
    "value": Text(en="Value", nl="Waarde"),
    "persons": Text(en="Persons", nl="Personen"),
    "observed": Text(en="With a recorded outcome", nl="Met vastgelegde uitkomst"),
    "unobserved": Text(en="Without one", nl="Zonder vastgelegde uitkomst"),
    "default_rate": Text(
        en="Recorded default rate, of those with an outcome (95% interval)",
        nl="Vastgelegde wanbetaling, van wie een uitkomst heeft (95%-interval)",
    ),
    "mean_true": Text(
        en="Mean true probability of default, everybody", nl="Gemiddelde ware kans op wanbetaling, iedereen"
    ),
    "mean_true_observed": Text(
        en="The same, of those with a recorded outcome", nl="Hetzelfde, van wie een uitkomst heeft"
    ),
    "reliability": Text(
        en="Reliability of the true probabilities: 1 − mean(SE²) / variance",
        nl="Betrouwbaarheid van de ware kansen: 1 − gemiddelde(SE²) / variantie",
    ),
    "reliability_value": Text(
        en="{value} ({persons} persons, {draws} re-simulations each)",
        nl="{value} ({persons} personen, elk {draws} keer opnieuw gesimuleerd)",
    ),
    "number_share": Text(en="{number} ({share})", nl="{number} ({share})"),
    "distributions": Text(en="How values are spread", nl="Hoe waarden zijn verdeeld"),
    "distributions_about": Text(
        en="One histogram for each characteristic, over its real values. A bar's height is a share of all persons, so "
        "bars and the rows for persons without a value sum to 100%. A bar from one number to another holds its lower "
        "end, not its upper, unless it is the last; a pale bar gathers everything beyond, where single bars would be "
        "too small.",
        nl="Eén histogram per kenmerk, over de echte waarden. De hoogte van een staaf is een aandeel van alle "
        "personen, dus staven en de regels voor wie geen waarde heeft tellen op tot 100%. Een staaf van het ene getal "
        "tot het andere bevat het onderste, niet het bovenste, tenzij het de laatste is; een lichte staaf bevat alles "
        "daarbuiten, waar losse staven te klein zouden zijn.",
    ),
    "codes_about": Text(
        en="Persons without a value stand apart: none such (there is nothing to measure, code −8), in dispute (the "
        "register does not say when an arrear was announced, code −7), not shared (the person does not share bank "
        "data, code −99), not known (empty).",
        nl="Wie geen waarde heeft, staat apart: niet aanwezig (er is niets te meten, code −8), betwistbaar (het "
        "register zegt niet wanneer een achterstand is aangekondigd, code −7), niet gedeeld (de persoon deelt geen "
        "bankgegevens, code −99), niet bekend (leeg).",
    ),
    "histogram_about": Text(
        en="Histogram. The same numbers stand in the table beneath.",
        nl="Histogram. Dezelfde cijfers staan in de tabel eronder.",
    ),
    "shares_about": Text(
        en="Bars from 0. The same numbers stand in the table beneath.",
        nl="Staven vanaf 0. Dezelfde cijfers staan in de tabel eronder.",
    ),
    "share_all": Text(en="Share of persons", nl="Aandeel van personen"),
    "in_numbers": Text(en="{name}: the numbers", nl="{name}: de cijfers"),
    "rates": Text(en="Default rate by characteristic", nl="Wanbetaling naar kenmerk"),
    "rates_about": Text(
        en="Persons with a recorded outcome, in at most six bands of about equally many. The dot is the recorded "
        "default rate, the line its 95% interval (Wilson); the diamond is the mean true probability of the same "
        "persons.",
        nl="Personen met een vastgelegde uitkomst, in hoogstens zes klassen van ongeveer evenveel. De stip is de "
        "vastgelegde wanbetaling, de lijn het 95%-interval (Wilson); de ruit is de gemiddelde ware kans van dezelfde "
        "personen.",
    ),
    "rates_picture": Text(
        en="Dots with intervals: recorded default rate; diamonds: mean true probability. The same numbers stand in "
        "the table beneath.",
        nl="Stippen met intervallen: vastgelegde wanbetaling; ruiten: gemiddelde ware kans. Dezelfde cijfers staan in "
        "de tabel eronder.",
    ),
    "rates_title": Text(en="Default rate by: {name}", nl="Wanbetaling naar: {name}"),
    "band": Text(en="Band", nl="Klasse"),
    "with_outcome": Text(en="With outcome", nl="Met uitkomst"),
    "defaults": Text(en="Defaults", nl="Wanbetalingen"),
    "recorded": Text(en="Recorded (95% interval)", nl="Vastgelegd (95%-interval)"),
    "zero_error": Text(
        en="A standard error of 0 says that all re-simulations ended alike, not that the probability is 0 or 1.",
        nl="Een standaardfout van 0 zegt dat alle simulaties gelijk afliepen, niet dat de kans 0 of 1 is.",
    ),
    "true": Text(en="Mean true", nl="Gem. waar"),
    "default_axis": Text(en="Default rate", nl="Aandeel wanbetaling"),
    "calibration": Text(en="True against recorded", nl="Waar tegenover vastgelegd"),
    "calibration_about": Text(
        en="Persons with a recorded outcome, in at most ten bands of their true probability; bands that would be too "
        "small are joined. On the dashed diagonal, as many defaults were recorded as the truth would have.",
        nl="Personen met een vastgelegde uitkomst, in hoogstens tien klassen van hun ware kans; te kleine klassen "
        "zijn samengevoegd. Op de gestreepte diagonaal zijn zoveel wanbetalingen vastgelegd als de waarheid zou geven.",
    ),
    "calibration_nobody": Text(
        en="Nobody could draw these plots for real people: what is recorded of a person is all there is, and a record "
        "that is wrong looks like a record that is right. If one group's points lie above the diagonal, intervals and "
        "all, and another's do not, defaults of the first were recorded that did not happen: label bias.",
        nl="Voor echte mensen kan niemand deze plaatjes tekenen: er is niet meer dan wat is vastgelegd, en een "
        "onjuiste vastlegging ziet er net zo uit als een juiste. Liggen de punten van de ene groep met interval en al "
        "boven de diagonaal en die van de andere niet, dan zijn van de eerste wanbetalingen vastgelegd die er niet "
        "waren: vertekende uitkomsten.",
    ),
    "calibration_noise": Text(
        en="The true probability is itself measured, with {draws} re-simulations or more. Its errors put the lowest "
        "band a little above the diagonal and the highest a little below it, in every group alike.",
        nl="De ware kans is zelf gemeten, met {draws} of meer simulaties. Door meetfouten ligt de laagste klasse iets "
        "boven de diagonaal en de hoogste er iets onder, in elke groep evenveel.",
    ),
    "calibration_all": Text(en="Everybody", nl="Iedereen"),
    "calibration_by": Text(en="By group: {name}", nl="Naar groep: {name}"),
    "calibration_picture": Text(
        en="Each point is a band, the line its 95% interval; one panel for each group. The same numbers stand in the "
        "table beneath.",
        nl="Elk punt is een klasse, de lijn het 95%-interval; één vak per groep. Dezelfde cijfers staan in de tabel "
        "eronder.",
    ),
    "true_axis": Text(en="True probability", nl="Ware kans"),
    "recorded_axis": Text(en="Recorded", nl="Vastgelegd"),
    "group": Text(en="Group", nl="Groep"),
    "groups": Text(en="Circumstances of groups", nl="Omstandigheden van groepen"),
    "groups_about": Text(
        en="What was recorded of each group, and what is true of it. Shares are of everybody in the group; the "
        "recorded default rate is of those with a recorded outcome. Income is as recorded.",
        nl="Wat van elke groep is vastgelegd en wat waar is. Aandelen zijn van iedereen in de groep; de vastgelegde "
        "wanbetaling is van wie een uitkomst heeft. Het inkomen is zoals vastgelegd.",
    ),
    "fair_about": Text(
        en="The fair probability is that of the same persons, with the same luck, had they lived under circumstances "
        "that do not depend on their groups: incomes, costs and the chances of a setback as in the population as a "
        "whole. How far true and fair lie apart is what the circumstances of a group do to its risk.",
        nl="De eerlijke kans is die van dezelfde personen, met hetzelfde geluk, als zij hadden geleefd in "
        "omstandigheden die niet van hun groep afhangen: inkomens, lasten en de kans op tegenslag als in de bevolking "
        "als geheel. Hoe ver waar en eerlijk uiteen liggen, is wat de omstandigheden van een groep met haar risico "
        "doen.",
    ),
    "groups_picture": Text(
        en="Dot: mean true probability; diamond: mean fair probability. The same numbers stand in the table beneath.",
        nl="Stip: gemiddelde ware kans; ruit: gemiddelde eerlijke kans. Dezelfde cijfers staan in de tabel eronder.",
    ),
    "pairs_axis": Text(
        en="Mean probability of default: true (dot), fair (diamond)",
        nl="Gemiddelde kans op wanbetaling: waar (stip), eerlijk (ruit)",
    ),
    "income": Text(en="Median income (EUR)", nl="Mediaan inkomen (EUR)"),
    "owners": Text(en="Owners", nl="Eigenaren"),
    "no_record": Text(en="No register record", nl="Niet in register"),
    "open_arrears": Text(en="Open arrears", nl="Open achterstand"),
    "bank_shared": Text(en="Shares bank data", nl="Deelt bankdata"),
    "fair": Text(en="Mean fair", nl="Gem. eerlijk"),
    "truth": Text(en="The truth and its limits", nl="De waarheid en haar grenzen"),
    "truth_about": Text(
        en="A person's true probability of default is the share of defaults when the twelve months of the outcome are "
        "lived again, many times, from the same state.",
        nl="De ware kans op wanbetaling van een persoon is het aandeel wanbetalingen als de twaalf maanden van de "
        "uitkomst vele malen opnieuw worden geleefd vanuit dezelfde toestand.",
    ),
    "truth_none": Text(
        en="Not simulated: these files were written without re-simulations, so no true probability is known. Plots "
        "and columns of the truth are left out.",
        nl="Niet gesimuleerd: deze bestanden zijn zonder herhaalde simulaties geschreven, dus geen ware kans is "
        "bekend. Plaatjes en kolommen over de waarheid ontbreken.",
    ),
    "spread": Text(en="True probability of default", nl="Ware kans op wanbetaling"),
    "spread_about": Text(
        en="Histogram of all persons; the pale bar left of 0 are those who default in no re-simulation. The same "
        "numbers stand in the table beneath.",
        nl="Histogram van alle personen; de lichte staaf links van 0 zijn degenen die in geen simulatie in "
        "wanbetaling komen. Dezelfde cijfers staan in de tabel eronder.",
    ),
    "spread_ends": Text(
        en="A bar from one number to another holds its upper end, not its lower; the pale bar left of 0 is exactly 0.",
        nl="Een staaf van het ene getal tot het andere bevat het bovenste, niet het onderste; de lichte staaf links "
        "van 0 is precies 0.",
    ),
    "errors": Text(en="Standard errors of the true probability", nl="Standaardfouten van de ware kans"),
    "draws": Text(en="Re-simulations", nl="Simulaties"),
    "quantile": Text(en="{share} quantile", nl="{share}-kwantiel"),
    "no_ranking": Text(
        en="Persons must not be ranked by their true probability. With {draws} re-simulations it can take {values} "
        "values only, and its standard error reaches {error}: of two persons, the one with the lower number may well "
        "have the higher risk. Use it for means over many persons.",
        nl="Zet personen niet op volgorde van hun ware kans. Met {draws} simulaties zijn maar {values} waarden "
        "mogelijk, en de standaardfout loopt op tot {error}: van twee personen kan juist die met het lagere getal het "
        "hogere risico hebben. Gebruik haar voor gemiddelden over velen.",
    ),
    "to": Text(en="{low} to {high}", nl="{low} tot {high}"),
    "band_to": Text(en="{low} to {high}", nl="{low} t/m {high}"),
    "under": Text(en="under {high}", nl="onder {high}"),
    "up_to": Text(en="{high} or less", nl="{high} of minder"),
    "from": Text(en="{low} or more", nl="{low} of meer"),
    "above": Text(en="above {low}", nl="boven {low}"),
    "any": Text(en="any value", nl="elke waarde"),
}


def say(key: str, language: Language, **values: str) -> str:
    """A phrase of the description with its values filled in."""
    return _WORDS[key].into(language).format(**values)
