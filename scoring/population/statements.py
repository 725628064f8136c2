"""A simulated person's account as a bank would report it: the reverse of reading a statement, with banks' habits.

Every name, account and text is invented. The check digits of an invented account number are 00, which no real one
has. What a document says depends on the person's place and the item's number alone, so that it is the same in every
chunk and on every machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from scoring.population.streams import Streams, Words, quarters
from scoring.records.categories import Category

__all__ = ["SENSITIVE", "write_statement"]

Whole = np.ndarray[Any, np.dtype[np.int64]]

_EPOCH = date(1970, 1, 1)
_ITEM_BITS = 17
"""Room for 131,072 items a person, more than a statement may hold."""

SENSITIVE = (
    "Apotheek De Bron",
    "Ziekenhuis Laagland Oost",
    "Praktijk Psycholoog Stil Water",
    "Parochie Sint Elders",
    "Moskee El Noor Laagland",
    "Stichting Kerkhuur",
    "Vakbond FNX",
    "Partij voor Laagland",
    "Casino De Gouden Polder",
    "Stichting Hulp Overal",
)
"""Payees that tell of health, faith, union, politics, games and giving; they must leave no trace in what is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Payee:
    """Who pays or is paid, and what the bank would say of it.

    ``text`` alone tells the category, and so do ``bank`` and ``purpose`` where they are given.
    """

    name: str
    text: str
    bank: str = ""
    purpose: str = ""


_OUT: Mapping[Category, tuple[_Payee, ...]] = {
    Category.HOUSING: (
        _Payee(name="Woningstichting De Dijk", text="Huur", purpose="RENT"),
        _Payee(name="Hypotheekbank Laagland", text="Termijn hypotheek", bank="LDAS-MGLN-PPAY", purpose="HLRP"),
    ),
    Category.UTILITIES: (
        _Payee(name="Stroom en Zon Laagland", text="Termijnbedrag energie", purpose="ELEC"),
        _Payee(name="Waterbedrijf Polder", text="Voorschot water", purpose="WTER"),
    ),
    Category.INSURANCE: (
        _Payee(name="Zorgverzekeraar Laagland", text="Premie zorgverzekering", purpose="HLTI"),
        _Payee(name="Verzekeringen Oude Haven", text="Premie inboedelverzekering", purpose="INSU"),
    ),
    Category.LOAN_REPAYMENT: (
        _Payee(name="Kredietbank Polder", text="Aflossing lening", bank="LDAS-CSLN-PPAY", purpose="LOAR"),
        _Payee(name="Leenhuis Laagland", text="Termijn krediet", purpose="LOAN"),
    ),
    Category.TAX: (_Payee(name="Belastingdienst Laagland", text="Aanslag inkomstenbelasting", purpose="TAXS"),),
    Category.OWN_TRANSFER: (_Payee(name="Rekeninghouder", text="Naar eigen rekening", purpose="INTP"),),
    Category.CASH: (_Payee(name="Geldautomaat Marktplein", text="Geldopname", bank="PMNT-CCRD-CWDL", purpose="CASH"),),
    Category.OVERDRAFT_FEE: (_Payee(name="Bank van Laagland", text="Debetrente", bank="ACMT-MDOP-INTR"),),
    Category.OTHER_SPENDING: (
        _Payee(name="Supermarkt De Korf", text="Betaling pas", bank="PMNT-CCRD-POSD"),
        _Payee(name="Bakkerij Korenaar", text="Betaling pas", bank="PMNT-CCRD-POSD"),
        _Payee(name="Webwinkel Het Doosje", text="Bestelling", purpose="GDDS"),
        _Payee(name="Kapper Knip", text="Betaling pas"),
    ),
}

_IN: Mapping[Category, tuple[_Payee, ...]] = {
    Category.SALARY: (
        _Payee(name="Werkplaats Noord", text="Salaris", bank="PMNT-RCDT-SALA", purpose="SALA"),
        _Payee(name="Uitzendbureau Vlug", text="Loon periode", bank="PMNT-RCDT-SALA", purpose="SALA"),
    ),
    Category.BENEFIT: (_Payee(name="Dienst Werk Laagland", text="Uitkering", purpose="SSBE"),),
    Category.PENSION: (_Payee(name="Pensioenfonds Laagland", text="Pensioen", purpose="PENS"),),
    Category.OTHER_INCOME: (
        _Payee(name="Dienst Toeslagen Laagland", text="Voorschot huurtoeslag", purpose="GAHO"),
        _Payee(name="Kamerbewoner", text="Huur kamer", purpose="RENT"),
    ),
    Category.OWN_TRANSFER: (_Payee(name="Rekeninghouder", text="Van spaarrekening", purpose="INTP"),),
    Category.RETURNED_DEBIT: (_Payee(name="Bank van Laagland", text="Storno incasso", bank="PMNT-RDDT-UPDD"),),
    Category.CREDIT_RECEIVED: (
        _Payee(name="Leenhuis Laagland", text="Uitbetaling lening", bank="LDAS-CSLN-DDWN", purpose="LOAN"),
    ),
    Category.OTHER_SPENDING: (
        _Payee(name="Webwinkel Het Doosje", text="Retour bestelling", purpose="REFU"),
        _Payee(name="Medereiziger", text="Jouw deel van de lunch"),
    ),
}


def write_statement(
    *,
    person: int,
    first: int,
    closing: int,
    observed: int,
    day: Whole,
    cents: Whole,
    category: Whole,
    streams: Streams,
) -> dict[str, object]:
    """The account report of one person, newest item first; reading it gives the columns back.

    Parameters
    ----------
    person
        Place of the person, which addresses the draws.
    first, closing, observed
        First day covered, cents on the eve of the observation, and the day of observation.
    day, cents, category
        The booked transactions; shape (items,). A category other than own transfers and other spending goes one way
        only, as when it is read: income is above 0 cents, an expense below, nothing is 0.
    streams
        Where banks' habits are drawn from: which fields an item has, and what is given twice or still pending.
    """
    place = np.array([person], dtype=np.uint64)
    items: Words = np.arange(person << _ITEM_BITS, (person << _ITEM_BITS) + len(day), dtype=np.uint64)
    habits = np.stack([*quarters(streams.words("statement form", items)), *quarters(streams.words("payee", items))])
    ids = streams.words("statement id", items)  # a bijection: no two items share one
    booked: list[dict[str, object]] = []
    columns = zip(day.tolist(), cents.tolist(), category.tolist(), ids.tolist(), habits.T.tolist(), strict=True)
    for when, amount, kind, number, habit in columns:
        item = _item(when, amount, Category(kind), f"{number:016x}", habit)
        # Overlapping pages give an item twice; only what has an id can be told from a second one of its kind.
        twice = habit[3] < 1_000 and ("transactionId" in item or "entryReference" in item)
        booked += [item, dict(item)] if twice else [item]
    whole = [int(part[0]) for part in quarters(streams.words("statement", place))]
    return {
        "account": {"iban": _account(int(streams.words("account", place)[0])), "currency": "EUR"},
        "consentStatus": "valid",
        "dateFrom": _iso(first),
        "dateTo": _iso(observed - 1),
        "balances": _balances(first, closing, observed, day, cents, late=whole[0] < 20_000),
        "transactions": {"booked": booked[::-1], "pending": _pending(observed, whole[1:])},
    }


def _item(when: int, cents: int, category: Category, number: str, habit: list[int]) -> dict[str, object]:
    payees = (_IN if cents > 0 else _OUT)[category]
    payee = payees[habit[4] * len(payees) >> 16]
    if category is Category.OTHER_SPENDING and cents < 0 and habit[5] < 10_000:
        payee = _Payee(name=SENSITIVE[habit[6] * len(SENSITIVE) >> 16], text="Betaling")
    return {
        **_ids(number, habit[0]),
        **_dates(when, habit[1]),
        "transactionAmount": {"currency": "EUR", "amount": _amount(cents)},
        **_said(payee, cents, category, when, habit[2], shown=habit[7]),
    }


def _ids(number: str, share: int) -> dict[str, object]:
    """Both ids, one of them, or for one item in eight none."""
    kept = ({"transactionId", "entryReference"}, {"transactionId"}, {"entryReference"}, set[str]())
    ids = {"transactionId": f"T{number}", "entryReference": f"E{number}"}
    return {name: text for name, text in ids.items() if name in kept[(0, 0, 0, 1, 1, 2, 2, 3)[share >> 13]]}


def _dates(when: int, share: int) -> dict[str, object]:
    text = _iso(when)
    if share >= 60_000:
        return {"valueDateTime": f"{text}T{8 + share % 12:02d}:{share % 60:02d}:00.000"}
    if share >= 50_000:
        return {"valueDate": text}
    return {"bookingDate": text, "valueDate": text} if share >= 20_000 else {"bookingDate": text}


def _said(payee: _Payee, cents: int, category: Category, when: int, share: int, *, shown: int) -> dict[str, object]:
    """Name, text and codes: the text, a code or both tell the category, and never neither."""
    coded = bool(payee.bank or payee.purpose) and shown >= 20_000
    told = not coded or shown < 45_000
    text = f"{payee.text} {_iso(when)[:7]}" if told else f"Kenmerk {_iso(when)[:7]}"
    said: dict[str, object] = {}
    if coded and payee.bank:
        said["bankTransactionCode"] = payee.bank
    elif shown & 1:
        said["bankTransactionCode"] = "PMNT-RCDT-ESCT" if cents > 0 else "PMNT-ICDT-ESCT"
    if coded and payee.purpose and (not payee.bank or shown & 2):
        said["purposeCode"] = payee.purpose
    if share >= 40_000:
        return {**said, "remittanceInformationUnstructuredArray": _lines(payee.name, text, category, share)}
    party = "debtor" if cents > 0 else "creditor"
    said[f"{party}Name"] = payee.name
    if share >= 10_000:
        said[f"{party}Account"] = {"iban": _account(sum(payee.name.encode()))}
    return {**said, "remittanceInformationUnstructured": text}


def _lines(name: str, text: str, category: Category, share: int) -> list[str]:
    """As banks write that give lines instead of names: by card, the shop stands before ``,PAS``."""
    if category is Category.CASH:
        return ["GEA, Betaalpas", f"{name},PAS{share % 1000:03d}", text]
    if category is Category.OTHER_SPENDING:
        return ["BEA, Betaalpas", f"{name},PAS{share % 1000:03d}", text]
    return ["SEPA overboeking", f"Naam: {name}", f"Omschrijving: {text}"]


def _balances(
    first: int, closing: int, observed: int, day: Whole, cents: Whole, *, late: bool
) -> list[dict[str, object]]:
    """The opening balance and that of the eve; for some also one of an earlier day, or what is available."""
    found = [("openingBooked", first, closing - int(cents.sum())), ("closingBooked", observed - 1, closing)]
    middle = (first + observed) // 2
    if late and middle < observed - 1:
        found.insert(0, ("closingBooked", middle, closing - int(cents[day > middle].sum())))
        found.append(("interimAvailable", observed, closing + 50_000))
    return [
        {
            "balanceType": kind,
            "referenceDate": _iso(when),
            "balanceAmount": {"currency": "EUR", "amount": _amount(amount)},
        }
        for kind, when, amount in found
    ]


def _pending(observed: int, shares: list[int]) -> list[dict[str, object]]:
    """Up to three items that may never be booked, wages among them."""
    offered = (
        ("Werkplaats Noord", 250_000, "SALA"),
        (SENSITIVE[0], -1_995, ""),
        ("Woningstichting De Dijk", -90_000, ""),
    )
    return [
        {
            "valueDate": _iso(observed),
            "transactionAmount": {"currency": "EUR", "amount": _amount(cents)},
            "debtorName" if cents > 0 else "creditorName": name,
            **({"purposeCode": purpose} if purpose else {}),
        }
        for (name, cents, purpose), share in zip(offered, shares, strict=True)
        if share < 20_000
    ]


def _account(number: int) -> str:
    return f"NL00LAAG{number % 10**10:010d}"


def _amount(cents: int) -> str:
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole}.{rest:02d}"


def _iso(day: int) -> str:
    return (_EPOCH + timedelta(days=day)).isoformat()
