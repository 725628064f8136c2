"""Names of the columns and groups that are known, in both languages. Any other is printed as it stands in the file."""

from __future__ import annotations

from scoring.domain.text import Language, Text

__all__ = ["characteristic_name", "group_name", "knob_sentence", "world_sentence"]

_CHARACTERISTICS = {
    "requested_amount": Text(en="Amount asked for (EUR)", nl="Gevraagd bedrag (EUR)"),
    "term_months": Text(en="Term (months)", nl="Looptijd (maanden)"),
    "net_monthly_income": Text(en="Net monthly income (EUR)", nl="Netto maandinkomen (EUR)"),
    "monthly_housing_costs": Text(en="Monthly housing costs (EUR)", nl="Maandelijkse woonlasten (EUR)"),
    "monthly_instalments": Text(
        en="Monthly instalments on existing credit (EUR)", nl="Maandelijkse aflossing op bestaand krediet (EUR)"
    ),
    "housing_tenure": Text(en="Home", nl="Woning"),
    "open_arrears": Text(en="Contracts in arrears now", nl="Contracten met een achterstand"),
    "months_since_recovery": Text(
        en="Months since an arrear was made good", nl="Maanden sinds een achterstand is ingelopen"
    ),
    "register_reports": Text(
        en="Arrears, arrangements, claims called in and debts written off on record",
        nl="Geregistreerde achterstanden, regelingen, opgeëiste en afgeboekte schulden",
    ),
    "utilisation": Text(en="Share of credit limits in use", nl="Gebruikt deel van kredietlimieten"),
    "recent_credits": Text(
        en="Credits taken in the last 12 months", nl="Kredieten afgesloten in de laatste 12 maanden"
    ),
    "active_credits": Text(en="Running credits", nl="Lopende kredieten"),
    "registered_debt_ratio": Text(
        en="Registered credit as a share of yearly income", nl="Geregistreerd krediet als deel van het jaarinkomen"
    ),
    "buffer_months": Text(en="Buffer (months of expenses)", nl="Buffer (maanden aan uitgaven)"),
    "lowest_balance_months": Text(
        en="Lowest balance in the last 90 days (months of expenses)",
        nl="Laagste saldo in de laatste 90 dagen (maanden aan uitgaven)",
    ),
    "days_below_zero": Text(en="Days below zero in the last 90", nl="Dagen in het rood in de laatste 90"),
    "failed_debits": Text(
        en="Failed direct debits in the last 90 days", nl="Mislukte incasso's in de laatste 90 dagen"
    ),
    "income_months": Text(en="Months with income in the last 12", nl="Maanden met inkomen in de laatste 12"),
    "income_trend": Text(
        en="Income of the last three months to that before", nl="Inkomen laatste drie maanden ten opzichte van eerder"
    ),
    "net_cash_flow_ratio": Text(
        en="Share of income left after all outgoings", nl="Deel van het inkomen dat overblijft na alle uitgaven"
    ),
    "committed_outgoings_ratio": Text(
        en="Committed outgoings as a share of income", nl="Vaste lasten als deel van het inkomen"
    ),
    "sex": Text(en="Sex", nl="Geslacht"),
    "age_band": Text(en="Age", nl="Leeftijd"),
    "migration_background": Text(en="Migration background", nl="Migratieachtergrond"),
    "region": Text(en="Region", nl="Regio"),
}

_GROUPS = {
    "owner": Text(en="owner", nl="eigenaar"),
    "tenant": Text(en="tenant", nl="huurder"),
    "lodger": Text(en="lodger", nl="inwonend"),
    "female": Text(en="female", nl="vrouw"),
    "male": Text(en="male", nl="man"),
    "yes": Text(en="yes", nl="ja"),
    "no": Text(en="no", nl="nee"),
    "north": Text(en="north", nl="noord"),
    "east": Text(en="east", nl="oost"),
    "south": Text(en="south", nl="zuid"),
    "west": Text(en="west", nl="west"),
    "none_such": Text(en="none such", nl="niet aanwezig"),
    "in_dispute": Text(en="in dispute", nl="betwistbaar"),
    "not_shared": Text(en="not shared", nl="niet gedeeld"),
    "not_known": Text(en="not known", nl="niet bekend"),
    "": Text(en="not known", nl="niet bekend"),
}

_WORLDS = {
    "equal": Text(
        en="World: equal. No group differs from another in its circumstances.",
        nl="Wereld: equal. Geen groep verschilt van een andere in omstandigheden.",
    ),
    "fair": Text(
        en="World: fair. Groups differ in circumstances such as income; recording is honest unless a knob below "
        "says otherwise. It is the name of honest recording, not a verdict about the circumstances.",
        nl="Wereld: fair. Groepen verschillen in omstandigheden zoals inkomen; er is eerlijk vastgelegd, tenzij een "
        "knop hieronder iets anders zegt. De naam gaat over eerlijk vastleggen en is geen oordeel over de "
        "omstandigheden.",
    ),
    "historical": Text(
        en="World: historical. Groups differ in circumstances, and the knobs below bent what was recorded.",
        nl="Wereld: historical. Groepen verschillen in omstandigheden, en de knoppen hieronder verdraaiden wat is "
        "vastgelegd.",
    ),
}

_KNOBS = {
    "label_bias": Text(
        en="Label bias: {share} of the persons with a migration background who did not default are recorded as "
        "defaults.",
        nl="Vertekende uitkomsten: van wie een migratieachtergrond heeft en niet in wanbetaling kwam, is {share} als "
        "wanbetaling vastgelegd.",
    ),
    "measurement_bias": Text(
        en="Measurement bias: the application fails to record {share} of the income of persons with a migration "
        "background.",
        nl="Meetfout: de aanvraag mist {share} van het inkomen van mensen met een migratieachtergrond.",
    ),
    "proxy_strength": Text(
        en="Proxy strength: {share} of the persons with a migration background are recorded as lodgers, whatever "
        "their home is.",
        nl="Vervangend kenmerk: {share} van de mensen met een migratieachtergrond staat als inwonend te boek, wat de "
        "woning ook is.",
    ),
    "approval_cut": Text(
        en="Approval cut: the lender of the past asked for {number} points (0 approves everybody); below it, the "
        "outcome is unobserved, except of the few approved by way of trial.",
        nl="Grens van vroeger: de kredietgever vroeg {number} punten (bij 0 is iedereen goedgekeurd); daaronder is de "
        "uitkomst niet waargenomen, behalve van enkelen die bij wijze van proef zijn goedgekeurd.",
    ),
    "group_size": Text(
        en="Group size: {share} of the persons have a migration background.",
        nl="Groepsgrootte: {share} van de mensen heeft een migratieachtergrond.",
    ),
    "drift": Text(
        en="Drift: living costs rise by {share} against incomes in each calendar year after 2022.",
        nl="Verloop: de kosten van levensonderhoud stijgen na 2022 elk kalenderjaar {share} ten opzichte van inkomens.",
    ),
    "missingness": Text(
        en="Missingness: with a probability of {share}, a person leaves a cost or balance out of the application.",
        nl="Ontbrekend: met een kans van {share} laat iemand een last of saldo weg uit de aanvraag.",
    ),
    "consent_share": Text(
        en="Consent: {share} of the persons share their bank data.",
        nl="Toestemming: {share} van de mensen deelt bankgegevens.",
    ),
}


def characteristic_name(name: str, language: Language) -> str:
    """A characteristic or an attribute."""
    return _CHARACTERISTICS[name].into(language) if name in _CHARACTERISTICS else name


def group_name(name: str, language: Language) -> str:
    """A group, a category or a code."""
    return _GROUPS[name].into(language) if name in _GROUPS else name


def world_sentence(world: str, language: Language) -> str:
    """What a world is."""
    return _WORLDS[world].into(language) if world in _WORLDS else f"{world}."


def knob_sentence(knob: str, language: Language, *, share: str, number: str) -> str:
    """What a knob did at its value, given both as a share and as a number."""
    if knob not in _KNOBS:
        return f"{knob}: {number}."
    return _KNOBS[knob].into(language).format(share=share, number=number)
