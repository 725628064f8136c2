"""The closed list: what a bank's codes and words make of a transaction, and what they never make of it."""

from __future__ import annotations

import pytest

from scoring.population.statements import SENSITIVE
from scoring.records.categories import INCOME, Category
from scoring.records.categorise import categorise

IN, OUT = 100_000, -5_000
TEXT, LINES = "remittanceInformationUnstructured", "remittanceInformationUnstructuredArray"


def by_bank(code: str, cents: int) -> str:
    return categorise({"bankTransactionCode": code}, cents).name


def by_purpose(code: str, cents: int) -> str:
    return categorise({"purposeCode": code}, cents).name


def by_text(text: str, cents: int) -> str:
    return categorise({TEXT: text}, cents).name


@pytest.mark.parametrize(
    ("code", "cents", "category"),
    [
        ("PMNT-RCDT-SALA", IN, "SALARY"),
        ("PMNT-RDDT-UPDD", IN, "RETURNED_DEBIT"),
        ("LDAS-CSLN-DDWN", IN, "CREDIT_RECEIVED"),
        ("LDAS-CSLN-PPAY", OUT, "LOAN_REPAYMENT"),
        ("LDAS-MGLN-PPAY", OUT, "HOUSING"),
        ("PMNT-CCRD-CWDL", OUT, "CASH"),
        ("ACMT-MDOP-INTR", OUT, "OVERDRAFT_FEE"),
        ("ACMT-MDOP-CHRG", OUT, "OTHER_SPENDING"),
        ("pmnt/rcdt/sala", IN, "SALARY"),
        ("SALA", IN, "OTHER_SPENDING"),
    ],
)
def test_a_bank_transaction_code_decides(code: str, cents: int, category: str) -> None:
    """In whatever case and with whatever separator, but only whole."""
    assert by_bank(code, cents) == category


@pytest.mark.parametrize(
    ("codes", "cents", "category"),
    [
        ("SALA PAYR BONU", IN, "SALARY"),
        ("PENS", IN, "PENSION"),
        ("BENE SSBE GOVT", IN, "BENEFIT"),
        ("RENT GAHO", IN, "OTHER_INCOME"),
        ("LOAN", IN, "CREDIT_RECEIVED"),
        ("REFU TAXR INSC LOAR", IN, "OTHER_SPENDING"),
        ("RENT HLRP", OUT, "HOUSING"),
        ("ELEC GASB WTER", OUT, "UTILITIES"),
        ("INSU HLTI LIFI", OUT, "INSURANCE"),
        ("LOAN LOAR CLPR", OUT, "LOAN_REPAYMENT"),
        ("TAXS", OUT, "TAX"),
        ("CASH", OUT, "CASH"),
        ("INTC INTP SAVG", OUT, "OWN_TRANSFER"),
        ("INTC INTP SAVG", IN, "OWN_TRANSFER"),
    ],
)
def test_a_purpose_code_decides(codes: str, cents: int, category: str) -> None:
    assert {by_purpose(code, cents) for code in codes.split()} == {category}


@pytest.mark.parametrize(
    ("text", "cents", "category"),
    [
        ("SALARIS MEI", IN, "SALARY"),
        ("Loon periode 5", IN, "SALARY"),
        ("Salary May", IN, "SALARY"),
        ("Uitkering WW", IN, "BENEFIT"),
        ("AOW juni", IN, "PENSION"),
        ("Voorschot zorgtoeslag", IN, "OTHER_INCOME"),
        ("Huur kamer", IN, "OTHER_INCOME"),
        ("Storno incasso", IN, "RETURNED_DEBIT"),
        ("Uitbetaling lening", IN, "CREDIT_RECEIVED"),
        ("Van eigen rekening", IN, "OWN_TRANSFER"),
        ("Huur mei", OUT, "HOUSING"),
        ("Hypotheek termijn 12", OUT, "HOUSING"),
        ("Voorschot energie", OUT, "UTILITIES"),
        ("Voorschot water", OUT, "UTILITIES"),
        ("Premie zorgverzekering", OUT, "INSURANCE"),
        ("Aflossing lening 4", OUT, "LOAN_REPAYMENT"),
        ("Krediet termijn", OUT, "LOAN_REPAYMENT"),
        ("Belastingdienst aanslag", OUT, "TAX"),
        ("Geldopname", OUT, "CASH"),
        ("Debetrente kwartaal 2", OUT, "OVERDRAFT_FEE"),
        ("Naar eigen rekening", OUT, "OWN_TRANSFER"),
    ],
)
def test_whole_words_decide_where_there_is_no_code(text: str, cents: int, category: str) -> None:
    assert by_text(text, cents) == category


@pytest.mark.parametrize("field", ["remittanceInformationUnstructured", "mandateId", "endToEndId"])
def test_words_are_read_in_every_text_the_bank_gives(field: str) -> None:
    assert categorise({field: "HUUR-2024"}, OUT) is Category.HOUSING


def test_a_code_outweighs_words() -> None:
    assert categorise({"purposeCode": "TAXS", TEXT: "huur"}, OUT) is Category.TAX


def test_a_code_that_says_nothing_leaves_it_to_the_words() -> None:
    assert categorise({"bankTransactionCode": "PMNT-RDDT-ESDD", TEXT: "huur"}, OUT) is Category.HOUSING


@pytest.mark.parametrize("name", SENSITIVE)
@pytest.mark.parametrize("field", ["name", TEXT, LINES])
def test_a_sensitive_payee_is_other_spending_like_any_other(name: str, field: str) -> None:
    """As a name, in the text, or as a shop of a card payment."""
    said: dict[str, dict[str, object]] = {
        "name": {"creditorName": name, TEXT: "Betaling"},
        TEXT: {TEXT: name.replace("Water", "")},
        LINES: {LINES: ["BEA, Betaalpas", f"{name},PAS012"]},
    }
    assert categorise(said[field], OUT) is Category.OTHER_SPENDING


@pytest.mark.parametrize("code", ["CHAR", "GAMB", "HSPC", "MDCS", "HLTC", "DNTS", "LOTT", "GIFT", "ALMY", "EDUC"])
@pytest.mark.parametrize("cents", [IN, OUT])
def test_a_sensitive_purpose_code_has_no_rule(code: str, cents: int) -> None:
    assert by_purpose(code, cents) == "OTHER_SPENDING"


@pytest.mark.parametrize(
    "text", ["Stichting Kerkhuur", "Waterman", "Zonneenergie", "leningen", "huurauto", "salarisadvies"]
)
@pytest.mark.parametrize("cents", [IN, OUT])
def test_a_part_of_a_word_is_no_word(text: str, cents: int) -> None:
    assert by_text(text, cents) == "OTHER_SPENDING"


@pytest.mark.parametrize(
    "said",
    [
        {"debtorName": "J. van Loon"},
        {LINES: ["SEPA overboeking", "Naam: J. van Loon", "Omschrijving: lunch"]},
        {TEXT: "/TRTP/SEPA OVERBOEKING/NAME/J VAN LOON/REMI/lunch"},
    ],
)
def test_a_surname_is_no_evidence_of_what_was_paid(said: dict[str, object]) -> None:
    assert categorise(said, IN) is Category.OTHER_SPENDING


def test_an_institution_is_recognised_by_its_name() -> None:
    assert categorise({"debtorName": "UWV"}, IN) is Category.BENEFIT
    assert categorise({LINES: ["SEPA overboeking", "Naam: Pensioenfonds Noord"]}, IN) is Category.PENSION
    assert categorise({"creditorName": "Belastingdienst"}, OUT) is Category.TAX


def test_the_account_holders_own_name_is_not_read() -> None:
    assert categorise({"creditorName": "UWV"}, IN) is Category.OTHER_SPENDING
    assert categorise({"debtorName": "Belastingdienst"}, OUT) is Category.OTHER_SPENDING


@pytest.mark.parametrize(
    "text",
    [
        "Verjaardag",
        "Terugbetaling lening",
        "Teruggaaf inkomstenbelasting",
        "Retour bestelling salaris",
        "Restitutie huur",
        "Uitkering verzekering",
        "Tikkie huur mei",
        "Borg huur",
    ],
)
def test_what_comes_back_or_is_shared_is_no_income(text: str) -> None:
    assert by_text(text, IN) == "OTHER_SPENDING"


def test_a_tax_refund_is_no_benefit() -> None:
    """A government department pays both under the same purpose code."""
    assert categorise({"purposeCode": "GOVT", "debtorName": "Belastingdienst"}, IN) is Category.OTHER_SPENDING
    assert categorise({"purposeCode": "GOVT", TEXT: "Teruggaaf"}, IN) is Category.OTHER_SPENDING


@pytest.mark.parametrize("text", ["salaris", "uitkering", "pensioen", "toeslag"])
def test_income_is_money_in(text: str) -> None:
    assert categorise({TEXT: text, "purposeCode": "SALA"}, OUT) not in INCOME
    assert by_text(text, OUT) == "OTHER_SPENDING"


@pytest.mark.parametrize(
    "text", ["hypotheek", "energie", "belastingdienst", "geldopname", "debetrente", "zorgverzekering"]
)
def test_an_expense_is_money_out(text: str) -> None:
    assert by_text(text, IN) == "OTHER_SPENDING"


def test_nothing_moved_is_nothing() -> None:
    assert by_purpose("SALA", 0) == "OTHER_SPENDING"


@pytest.mark.parametrize(
    "said",
    [
        {"bankTransactionCode": "PMNT-RDDT-PRDD"},
        {"bankTransactionCode": "PMNT-RDDT-RCDD"},
        {"bankTransactionCode": "PMNT-RDDT-UPDD", TEXT: "Reden MD06"},
        {TEXT: "Storno MD06 op verzoek"},
    ],
)
def test_a_debit_that_was_taken_back_on_purpose_is_no_returned_debit(said: dict[str, object]) -> None:
    """By its payee or by the account holder: no money was wanting."""
    assert categorise(said, IN) is Category.OTHER_SPENDING


def test_a_booking_back_is_a_returned_debit_only_of_a_direct_debit() -> None:
    assert categorise({TEXT: "Terugboeking", "mandateId": "M1"}, IN) is Category.RETURNED_DEBIT
    assert categorise({TEXT: "Terugboeking", "bankTransactionCode": "PMNT-RDDT-OTHR"}, IN) is Category.RETURNED_DEBIT
    assert by_text("Terugboeking", IN) == "OTHER_SPENDING"


@pytest.mark.parametrize("shop", ["Verhuur Huur en Zo", "Energie Sportdrank", "Verzekering Cafe"])
def test_of_a_card_payment_the_shop_is_not_read(shop: str) -> None:
    assert categorise({LINES: ["BEA, Betaalpas", f"{shop},PAS123"]}, OUT) is Category.OTHER_SPENDING


def test_a_cash_machine_is_cash() -> None:
    assert categorise({LINES: ["GEA, Betaalpas", "Marktplein,PAS123"]}, OUT) is Category.CASH
    assert categorise({LINES: ["Geldautomaat Marktplein,PAS123"]}, OUT) is Category.CASH


@pytest.mark.parametrize("junk", [None, 5, 1.5, True, [], [None, 3], {"a": "salaris"}, [["salaris"]]])
def test_a_field_of_another_type_is_passed_over(junk: object) -> None:
    fields = [TEXT, LINES, "purposeCode", "bankTransactionCode", "debtorName", "mandateId"]
    assert categorise(dict.fromkeys(fields, junk), IN) is Category.OTHER_SPENDING
