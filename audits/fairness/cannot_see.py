"""What an audit of decisions cannot see, said in every report."""

from __future__ import annotations

from scoring.domain.text import Text

__all__ = ["CANNOT_SEE"]

CANNOT_SEE = (
    Text(
        en="Label bias: if defaults were recorded more readily for one group, the recorded outcomes look the same as "
        "if that group had defaulted more often. Decisions and outcomes alone cannot tell the two apart.",
        nl="Vertekende uitkomsten: als wanbetaling bij de ene groep eerder is vastgelegd, zien de uitkomsten er net zo "
        "uit als wanneer die groep vaker niet had betaald. Besluiten en uitkomsten alleen tonen dat verschil niet.",
    ),
    Text(
        en="Measurement bias: if a characteristic means something else in one group, a score can be calibrated and "
        "still rest on that error. The audit reads decisions, not characteristics.",
        nl="Meetfouten: als een kenmerk in een groep iets anders betekent, kan een score kloppen en toch op die fout "
        "rusten. De controle leest besluiten, geen kenmerken.",
    ),
    Text(
        en="Selection: people who never applied, or were turned away before a decision, are not in the file. Of people "
        "who were declined, nobody knows whether they would have repaid, unless the file says so.",
        nl="Selectie: wie nooit een aanvraag deed of vooraf is weggestuurd, staat niet in het bestand. Van wie is "
        "afgewezen, weet niemand of die zou hebben betaald, tenzij het bestand dat zegt.",
    ),
    Text(
        en="Causes: a difference says that groups are treated or fare differently, not why, and no difference is no "
        "proof that a forbidden attribute or a stand-in for it was left out.",
        nl="Oorzaken: een verschil zegt dat groepen anders worden behandeld of er anders voor staan, niet waarom. Geen "
        "verschil bewijst niet dat een verboden kenmerk of een vervanger daarvan niet meetelde.",
    ),
    Text(
        en="Groups that the file does not name: whoever is not in one of its columns, or is hidden in a group that is "
        "too small, is not compared.",
        nl="Groepen die het bestand niet noemt: wie niet in een van de kolommen staat, of verborgen is in een te "
        "kleine groep, wordt niet vergeleken.",
    ),
    Text(
        en="Amounts, prices and conditions of the credit are not compared.",
        nl="Bedragen, prijzen en voorwaarden van het krediet worden niet vergeleken.",
    ),
)
