"""From a bank's own fields to the closed financial list; the one place where names and texts are looked at.

There is no rule for a hospital, a pharmacy, a church, a mosque, a union, a party, a donation or a game, neither by
code nor by word: such a payment is other spending like any other, and nothing remembers why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from scoring.records.categories import Category

__all__ = ["categorise"]

_WORD = re.compile(r"[^\W_]+")
_CODE_PARTS = re.compile(r"[^A-Za-z0-9]+")
_CARD = re.compile(r",\s?PAS[0-9]{1,4}\b")
_NAME_IN_TEXT = re.compile(r"(?:/NAME/|\bnaam:|\bname:)([^/\n:]*)", re.IGNORECASE)

_REMITTANCE = "remittanceInformationUnstructured", "remittanceInformationUnstructuredArray"
_TEXTS = (*_REMITTANCE, "additionalInformation", "proprietaryBankTransactionCode", "mandateId", "endToEndId")


def _words(words: str) -> frozenset[str]:
    """Words apart by commas; one of two words stands for the two in a row."""
    return frozenset(word.strip() for word in words.split(",")) - {""}


@dataclass(frozen=True, slots=True)
class _Rule:
    """Words of institutions count in names and texts, the others in texts only: Loon, Huur and Water are surnames."""

    category: Category
    institutions: frozenset[str]
    texts: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Direction:
    """What may be recognised in money of one direction.

    ``bank`` goes by sub-family, family or both of an ISO 20022 bank transaction code, ``purpose`` by an ISO 20022
    purpose code; of the rules, the first that matches decides. ``counterparty`` are the fields with the other name.
    """

    counterparty: tuple[str, ...]
    bank: dict[str, Category]
    purpose: dict[str, Category]
    rules: tuple[_Rule, ...]


def _codes(**codes: str) -> dict[str, Category]:
    return {code: Category[name] for name, listed in codes.items() for code in listed.split()}


def _rule(category: Category, texts: str, institutions: str = "") -> _Rule:
    return _Rule(category, _words(institutions), _words(texts))


_NOT_INCOME = _words(
    "terugbetaling, terugbetaald, teruggaaf, teruggave, terugstorting, teruggestort, restitutie, refund, refunded,"
    "retour, retourbetaling, reimbursement, schade, schadevergoeding, schadeverzekering, verzekering, borg,"
    "waarborgsom, tikkie, betaalverzoek"
)
"""Money that comes back, is paid for a damage or is shared among people, whatever else the text says."""

_AT_OWN_REQUEST = _words("md01, md06")
"""SEPA reasons of a return that the account holder asked for: no debit failed for want of money."""

_REVERSED = _words("terugboeking, teruggeboekt, reversal, reversed, returned, retour")
"""Said of a direct debit, it came back."""

_CASH = _rule(
    Category.CASH,
    "geldopname, gea, kasopname, contante opname, cash withdrawal, atm",
    institutions="geldautomaat, geldmaat",
)
_OWN = _rule(
    Category.OWN_TRANSFER,
    "spaarrekening, own accounts, savings account",
    institutions="eigen rekening, eigen rekeningen, eigen spaarrekening, own account",
)

_IN = _Direction(
    counterparty=("debtorName", "ultimateDebtor"),
    bank=_codes(
        SALARY="SALA",
        RETURNED_DEBIT="UPDD",
        CREDIT_RECEIVED="CSLN-DDWN MGLN-DDWN FTLN-DDWN NTLN-DDWN",
        OTHER_SPENDING="PRDD RCDD POSD",  # the payee gave it back: nothing failed, and nothing was earned
    ),
    purpose=_codes(
        SALARY="SALA PAYR BONU SPSP",
        BENEFIT="BENE SSBE GAFA BECH RHBS GFRP CCHD",
        PENSION="PENS",
        OTHER_INCOME="RENT GAHO",
        OWN_TRANSFER="INTP INTC ACCT SAVG",
        CREDIT_RECEIVED="LOAN PLDS",
        OTHER_SPENDING="LOAR REFU RIMB REBT TAXR INSC INPR",
    ),
    rules=(
        _rule(
            Category.RETURNED_DEBIT,
            "storno, stornering, gestorneerd, terugboeking incasso, incasso terugboeking, incasso teruggeboekt,"
            "teruggeboekte incasso, returned debit",
        ),
        _Rule(Category.OTHER_SPENDING, frozenset(), _NOT_INCOME),
        _rule(Category.CREDIT_RECEIVED, "lening, krediet, kredietopname, loan"),
        _OWN,
        _rule(
            Category.PENSION,
            "pensioen, ouderdomspensioen, nabestaandenpensioen, pensioenuitkering, aow, pension",
            institutions="pensioenfonds, pension fund",
        ),
        _rule(
            Category.SALARY,
            "salaris, salarisbetaling, maandsalaris, loon, loonbetaling, maandloon, weekloon, nettoloon, vakantiegeld,"
            "vakantietoeslag, eindejaarsuitkering, dertiende maand, salary, wages, payroll",
        ),
        _rule(
            Category.BENEFIT,
            "uitkering, bijstand, bijstandsuitkering, participatiewet, wajong, wia, ww, ziektewet, kinderbijslag,"
            "unemployment benefit, disability benefit, child benefit, social security",
            institutions="uwv, uitvoeringsinstituut werknemersverzekeringen, svb, sociale verzekeringsbank",
        ),
        _rule(
            Category.OTHER_INCOME,
            "toeslag, zorgtoeslag, huurtoeslag, kinderopvangtoeslag, kindgebonden budget, huur, huurinkomsten,"
            "huurbetaling, rent",
            institutions="dienst toeslagen, belastingdienst toeslagen",
        ),
    ),
)

_OUT = _Direction(
    counterparty=("creditorName", "ultimateCreditor"),
    bank=_codes(
        HOUSING="MGLN",
        LOAN_REPAYMENT="CSLN FTLN NTLN",
        TAX="TAXE",
        CASH="CWDL XBCW",
        OVERDRAFT_FEE="MDOP-INTR ADOP-INTR",
        OTHER_SPENDING="POSD",
    ),
    purpose=_codes(
        HOUSING="RENT HLRP",
        UTILITIES="ELEC GASB WTER ENRG UBIL",
        INSURANCE="INSU HLTI LIFI INPC PPTI LBRI GOVI",  # a health premium is an insurance and nothing more
        LOAN_REPAYMENT="LOAN LOAR CLPR IHRP INSM",
        TAX="TAXS INTX NITX PTXP RDTX HSTX",
        OWN_TRANSFER="INTP INTC ACCT SAVG",
        CASH="CASH CDCD CDCS CSDB",
    ),
    rules=(
        _rule(Category.OVERDRAFT_FEE, "debetrente, debetstand, roodstand, rood staan, overdraft, debit interest"),
        _CASH,
        _OWN,
        _rule(
            Category.INSURANCE,
            "zorgverzekering, zorgpremie, verzekeringspremie, autoverzekering, inboedelverzekering, opstalverzekering,"
            "woonverzekering, aansprakelijkheidsverzekering, levensverzekering, reisverzekering, schadeverzekering,"
            "uitvaartverzekering, rechtsbijstandverzekering",
            institutions="verzekering, verzekeringen, verzekeraar, zorgverzekeraar, zorgverzekeringen, insurance",
        ),
        _rule(
            Category.HOUSING,
            "huur, huurbetaling, huurtermijn, maandhuur, hypotheek, hypotheekrente, hypotheektermijn, rent, mortgage",
            institutions="hypotheken, hypotheekbank, woningcorporatie, woningstichting, woonstichting",
        ),
        _rule(
            Category.LOAN_REPAYMENT,
            "lening, krediet, aflossing, kredietaflossing, afbetaling, studieschuld, loan",
            institutions="kredietbank",
        ),
        _rule(
            Category.TAX,
            "belasting, belastingen, belastingaanslag, inkomstenbelasting, motorrijtuigenbelasting, wegenbelasting,"
            "gemeentebelasting, waterschapsbelasting, ozb, income tax, council tax",
            institutions="belastingdienst, gemeentebelastingen, waterschap, hoogheemraadschap, tax authority",
        ),
        _rule(
            Category.UTILITIES,
            "energienota, energierekening, elektriciteit, elektra, stroom, gas, water, drinkwater, waternota,"
            "waterrekening, electricity, utilities",
            institutions="energie, energiebedrijf, energy, waterbedrijf, drinkwaterbedrijf, stadsverwarming",
        ),
    ),
)


def categorise(transaction: Mapping[str, object], cents: int) -> Category:
    """The category of a booked transaction, by the surest evidence there is.

    First the bank transaction code, then the purpose code, then whole words in names and texts. Income is recognised
    in money in only, and only where it is labelled as such. Unlabelled money in (a gift, a refund, a friend) is other
    spending, the total of which is net: income is never inflated by what comes back or belongs to others. A tax
    refund, an insurer's payment for a damage and a card payment that is undone are no income either. Expenses are
    recognised in money out only. A direct debit that its payee or the account holder took back is no returned debit.

    A name counts where it holds an institution's word; of a card payment (``Shop,PAS012``) nothing counts but that
    it was made at a cash machine.

    Parameters
    ----------
    transaction
        A booked item as NextGenPSD2 writes it. Fields of another type than the format's are passed over.
    cents
        Its amount: above 0 for money in, below for money out.

    Examples
    --------
    >>> categorise({"remittanceInformationUnstructured": "Salaris mei", "debtorName": "Werkplaats"}, 210_000).name
    'SALARY'
    >>> categorise({"creditorName": "Stichting Kerkhuur"}, -2_500).name
    'OTHER_SPENDING'
    """
    if cents == 0:
        return Category.OTHER_SPENDING
    direction = _IN if cents > 0 else _OUT
    found = _by_code(transaction, direction)
    if found is None:
        found = _by_word(transaction, direction)
    if found is Category.RETURNED_DEBIT and _texts_and_names(transaction, direction)[0] & _AT_OWN_REQUEST:
        return Category.OTHER_SPENDING
    return found


def _by_code(transaction: Mapping[str, object], direction: _Direction) -> Category | None:
    for family, sub in _bank_codes(transaction):
        for code in (f"{family}-{sub}", sub, family):
            if code in direction.bank:
                return direction.bank[code]
    return direction.purpose.get(_purpose(transaction))


def _by_word(transaction: Mapping[str, object], direction: _Direction) -> Category:
    texts, names = _texts_and_names(transaction, direction)
    if any(_CARD.search(text) for text in _strings(transaction, _TEXTS)):
        return Category.CASH if direction is _OUT and _matches(_CASH, texts, names) else Category.OTHER_SPENDING
    if direction is _IN and texts & _REVERSED and _is_direct_debit(transaction):
        return Category.RETURNED_DEBIT
    for rule in direction.rules:
        if _matches(rule, texts, names):
            return rule.category
    # A government department pays benefits, but also returns taxes, which are no income.
    if direction is _IN and _purpose(transaction) == "GOVT" and "belastingdienst" not in texts | names:
        return Category.BENEFIT
    return Category.OTHER_SPENDING


def _matches(rule: _Rule, texts: frozenset[str], names: frozenset[str]) -> bool:
    return bool(texts & rule.texts or texts & rule.institutions or names & rule.institutions)


def _is_direct_debit(transaction: Mapping[str, object]) -> bool:
    mandated = transaction.get("mandateId") or transaction.get("creditorId")
    return bool(mandated) or any(family in {"RDDT", "IDDT"} for family, _ in _bank_codes(transaction))


def _texts_and_names(transaction: Mapping[str, object], direction: _Direction) -> tuple[frozenset[str], frozenset[str]]:
    """Words of the texts and words of the other party's names; some banks write the name into the text."""
    texts, names = set[str](), set[str]()
    for text in _strings(transaction, _TEXTS):
        texts |= _word_set(_NAME_IN_TEXT.sub(" ", text))
        for name in _NAME_IN_TEXT.findall(text):
            names |= _word_set(name)
    for name in _strings(transaction, direction.counterparty):
        names |= _word_set(name)
    return frozenset(texts), frozenset(names)


def _word_set(text: str) -> set[str]:
    """Whole words, and every two in a row."""
    words = _WORD.findall(text.casefold())
    return {*words, *(f"{one} {two}" for one, two in pairwise(words))}


def _strings(transaction: Mapping[str, object], fields: tuple[str, ...]) -> Iterator[str]:
    for field in fields:
        value = transaction.get(field)
        for text in value if isinstance(value, list) else (value,):
            if isinstance(text, str):
                yield text


def _bank_codes(transaction: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Family and sub-family of each code in the form ``PMNT-RCDT-SALA``."""
    for text in _strings(transaction, ("bankTransactionCode", "proprietaryBankTransactionCode")):
        parts = _CODE_PARTS.split(text.strip().upper())
        if len(parts) >= 3:
            yield parts[1], parts[2]


def _purpose(transaction: Mapping[str, object]) -> str:
    return next(_strings(transaction, ("purposeCode",)), "").strip().upper()
