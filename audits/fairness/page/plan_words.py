"""The phrases of the last sections: the plan, the audit's own errors, how numbers were had, what was read."""

from __future__ import annotations

from collections.abc import Mapping

from scoring.domain.text import Text

__all__ = ["LIMIT_WORDS", "PLAN_WORDS"]

LIMIT_WORDS: Mapping[str, Text] = {
    words.en: words
    for words in (
        Text(en="four-fifths screen", nl="vier-vijfdegrens"),
        Text(en="equal opportunity", nl="gelijke kansen"),
        Text(en="calibration in the large", nl="kalibratie over het geheel"),
        Text(
            en="29 CFR 1607.4(D), an employment guideline: a screening signal, no legal claim",
            nl="29 CFR 1607.4(D), een richtlijn voor personeelsselectie: een signaal, geen juridische uitspraak",
        ),
        Text(en="Counterscore default, no legal basis", nl="Standaard van Counterscore, zonder wettelijke grond"),
    )
}
"""The names and sources of the default limits; a plan's own stand as they are written."""

PLAN_WORDS: Mapping[str, Text] = {
    "notices": Text(en="To know before reading the numbers", nl="Wat u bij de cijfers moet weten"),
    "how": Text(en="How to read the four words", nl="Hoe de vier woorden te lezen"),
    "four_words": Text(en="The four words", nl="De vier woorden"),
    "known_table": Text(en="Error rates, by what was wrong", nl="Fouten, naar wat er mis was"),
    "least_errors": Text(en="The least error that is enough", nl="De kleinste fout die genoeg is"),
    "absent_table": Text(en="Absent columns", nl="Ontbrekende kolommen"),
    "files": Text(en="Files", nl="Bestanden"),
    "word": Text(en="Word", nl="Woord"),
    "meaning": Text(en="Means", nl="Betekent"),
    "plan": Text(en="The plan", nl="Het plan"),
    "limits": Text(en="The limits and where they come from", nl="De grenzen en hun herkomst"),
    "limit_name": Text(en="Name", nl="Naam"),
    "source": Text(en="Source", nl="Bron"),
    "settings": Text(en="The other settings", nl="De andere instellingen"),
    "setting": Text(en="Setting", nl="Instelling"),
    "is": Text(en="Is", nl="Is"),
    "set_level": Text(
        en="Level at which all primary intervals hold together", nl="Niveau waarop alle intervallen samen gelden"
    ),
    "set_each": Text(en="Level of each primary interval", nl="Niveau van elk beoordeeld interval"),
    "set_each_is": Text(
        en="{level}, by {method} over {count} comparisons with an interval",
        nl="{level}, volgens {method} over {count} vergelijkingen met een interval",
    ),
    "set_draws": Text(en="Bootstrap draws", nl="Bootstraptrekkingen"),
    "set_draws_is": Text(en="{draws}, seed {seed}", nl="{draws}, begin {seed}"),
    "set_together": Text(en="Attributes combined", nl="Gecombineerde kenmerken"),
    "set_judged": Text(en="Combinations are judged", nl="Combinaties worden beoordeeld"),
    "set_reference": Text(en="Reference group of {name}", nl="Referentiegroep van {name}"),
    "set_largest": Text(en="{group} (the largest)", nl="{group} (de grootste)"),
    "set_named": Text(en="{group} (named in the plan)", nl="{group} (in het plan genoemd)"),
    "set_digest": Text(en="SHA-256 of the plan's file", nl="SHA-256 van het bestand van het plan"),
    "no_file": Text(en="none: the default plan", nl="geen: het standaardplan"),
    "set_small": Text(en="Not shown below", nl="Niet getoond onder"),
    "set_small_is": Text(
        en="{people} people, or {each} on either side of a rate", nl="{people} mensen, of {each} aan een kant"
    ),
    "known": Text(en="How often this audit is wrong", nl="Hoe vaak deze controle het mis heeft"),
    "known_about": Text(
        en="Measured on simulated populations whose truth is known ({made}). Detectable: at the stated number of "
        "people the audit answered breach in this share of runs in which the true value lay outside its limits. Not "
        "detectable: no number of decisions shows it, for the reason given.",
        nl="Gemeten op gesimuleerde bevolkingen waarvan de waarheid bekend is ({made}). Aantoonbaar: bij dat aantal "
        "mensen antwoordde de controle in dit deel van de keren 'overschrijding' terwijl de ware waarde buiten de "
        "grenzen lag. Niet aantoonbaar: geen aantal besluiten laat het zien, om de genoemde reden.",
    ),
    "known_absent": Text(
        en="No table of this audit's error rates came with this installation. How often it errs is therefore not said "
        "here.",
        nl="Bij deze installatie zit geen tabel van hoe vaak deze controle het mis heeft. Dat staat hier dus niet.",
    ),
    "knob": Text(en="What was wrong", nl="Wat er mis was"),
    "detectable": Text(en="Detectable", nl="Aantoonbaar"),
    "power": Text(en="Found, by number of people", nl="Gevonden, naar aantal mensen"),
    "known_every": Text(
        en="Every measure: in which share of audits of {sizes} people the whole interval lay on the side of no "
        "difference on which the true value lies",
        nl="Elke maat: bij welk deel van de controles van {sizes} mensen het hele interval lag aan de kant van geen "
        "verschil waar de ware waarde ligt",
    ),
    "not_detectable": Text(en="not detectable", nl="niet aantoonbaar"),
    "power_at": Text(en="{people}: {rate}", nl="{people}: {rate}"),
    "false_alarms": Text(en="False alarms, by number of people", nl="Vals alarm, naar aantal mensen"),
    "whole_reports": Text(
        en="Of {replicates} simulated reports of {people} people each, with honest records, {alarms} had a breach "
        "where the true value lay within its limits, and {reassurances} a within where it lay outside. At most "
        "{nominal} is what intervals that hold together allow.",
        nl="Van {replicates} gesimuleerde rapporten over elk {people} mensen, met eerlijke gegevens, had {alarms} een "
        "overschrijding terwijl de ware waarde binnen de grenzen lag, en {reassurances} een binnen de grenzen terwijl "
        "die erbuiten lag. Hoogstens {nominal} is wat intervallen die samen gelden toelaten.",
    ),
    "coverage": Text(
        en="How often an interval of 95% by itself holds the true value",
        nl="Hoe vaak een interval van 95% op zich de ware waarde bevat",
    ),
    "covered": Text(en="Holds the true value", nl="Bevat de ware waarde"),
    "why": Text(en="Why", nl="Waarom"),
    "withstands": Text(en="How wrong the records would have to be", nl="Hoe fout de gegevens zouden moeten zijn"),
    "withstands_about": Text(
        en="Wrong labels, wrong measurements and people who never came leave nothing in a file that honest records "
        "could not leave as well. What can be said is how much of them each judged value withstands: with a smaller "
        "error in that group's records, however it is spread, the value stays on its side of its nearest limit. Each "
        "group's records are looked at by themselves; chance comes on top.",
        nl="Verkeerde uitkomsten, verkeerde metingen en mensen die nooit kwamen laten in een bestand niets achter dat "
        "eerlijke gegevens niet ook zouden kunnen. Wel valt te zeggen hoeveel daarvan elke beoordeelde waarde "
        "verdraagt: met een kleinere fout in de gegevens van die groep, hoe ook verdeeld, blijft de waarde aan haar "
        "kant van de dichtstbijzijnde grens. Elke groep is apart bekeken; toeval komt daar nog bij.",
    ),
    "attribute": Text(en="Attribute", nl="Kenmerk"),
    "in_group": Text(en="{group}: {least}", nl="{group}: {least}"),
    "never": Text(en="no error is enough", nl="geen fout is genoeg"),
    "points": Text(en="{points} points", nl="{points} punten"),
    "error_defaults": Text(en="Recorded defaults that were repaid", nl="Vastgelegde wanbetaling die was betaald"),
    "error_repayments": Text(
        en="Recorded repayments that were defaults", nl="Vastgelegde betaling die wanbetaling was"
    ),
    "error_unseen": Text(en="Applicants who are not in the file", nl="Aanvragers die niet in het bestand staan"),
    "error_points": Text(en="True scores against the recorded", nl="Ware scores tegenover de vastgelegde"),
    "cannot_see": Text(en="What this audit cannot see", nl="Wat deze controle niet kan zien"),
    "absent": Text(en="Columns that the file does not have", nl="Kolommen die het bestand niet heeft"),
    "absent_about": Text(
        en="A part that is missing from this report because of these columns is not a part without findings.",
        nl="Een deel dat door deze kolommen in dit rapport ontbreekt, is geen deel zonder bevindingen.",
    ),
    "absent_unknown": Text(
        en="The decisions were given as a table in memory; which columns it lacks is not known.",
        nl="De besluiten zijn als tabel in het geheugen gegeven; welke kolommen ontbreken is niet bekend.",
    ),
    "absent_nothing": Text(en="None: the file has every column.", nl="Geen: het bestand heeft elke kolom."),
    "column": Text(en="Column", nl="Kolom"),
    "holds": Text(en="Would hold", nl="Zou bevatten"),
    "switches": Text(en="Would switch on", nl="Zou mogelijk maken"),
    "on_repeats": Text(en="a check for people with several decisions", nl="nagaan of mensen meer besluiten hebben"),
    "on_drift": Text(en="drift over time", nl="verloop in de tijd"),
    "on_origin": Text(en="which card gave the scores", nl="welke kaart de scores gaf"),
    "on_scores": Text(
        en="ranking, score distribution, other cut-offs", nl="rangschikking, scoreverdeling, andere ondergrenzen"
    ),
    "on_calibration": Text(en="calibration, log-loss, Brier score", nl="kalibratie, log-loss, Brier-score"),
    "on_decisions": Text(en="everything", nl="alles"),
    "on_outcomes": Text(en="error rates and predictive values", nl="fouten en voorspellende waarden"),
    "on_weights": Text(en="weighted shares", nl="gewogen aandelen"),
    "on_reasons": Text(en="reasons by group", nl="redenen naar groep"),
    "on_recourse": Text(
        en="feasibility and cost of recourse by group", nl="mogelijkheid en moeite van verbetering naar groep"
    ),
    "on_appeals": Text(en="appeals by group and reviewer", nl="bezwaren naar groep en beoordelaar"),
    "on_consent": Text(en="refused consent by group", nl="geweigerde toestemming naar groep"),
    "on_referral": Text(en="referral to a person by group", nl="voorleggen aan een mens naar groep"),
    "methods": Text(en="How the numbers were had", nl="Hoe de cijfers zijn bepaald"),
    "inputs": Text(en="What was read", nl="Wat is gelezen"),
    "role_decisions": Text(en="decisions", nl="besluiten"),
    "role_groups": Text(en="groups", nl="groepen"),
    "no_inputs": Text(en="No file: a table in memory.", nl="Geen bestand: een tabel in het geheugen."),
    "file": Text(en="File", nl="Bestand"),
    "role": Text(en="Holds", nl="Bevat"),
    "digest": Text(en="SHA-256", nl="SHA-256"),
}
