"""Whether a plan was registered before the decisions that it is used on."""

from __future__ import annotations

from dataclasses import dataclass

from audits.ledger.key import Verifier
from audits.registration.seen import Seen, open_evidence
from audits.registration.statement import Role
from scoring.domain.errors import EvidenceBroken
from scoring.domain.text import Text

__all__ = ["TRUST", "Registration", "registered_before"]

TRUST = Text(
    en=(
        "What a registration shows: the holder of the key has signed that this file was there at that time. It takes "
        "on trust that their clock was right and that they do not date back: a note alone cannot show that, and an "
        "entry of a log shows it only once others hold a checkpoint of the log. It is worth most when the key belongs "
        "to somebody who gains nothing by the result, or when the notes were given away when they were signed. It "
        "does not show that nobody had seen the decisions before they were registered."
    ),
    nl=(
        "Wat een registratie laat zien: de houder van de sleutel heeft ondertekend dat dit bestand er op dat moment "
        "was. Wie haar leest, vertrouwt erop dat de klok goed liep en dat er niet is teruggedateerd: een briefje "
        "alleen kan dat niet tonen, en een regel van een logboek pas als anderen de stand daarvan hebben. Zij is het "
        "meeste waard als de sleutel van iemand is die niets bij de uitkomst wint, of als de briefjes zijn "
        "weggegeven toen ze werden ondertekend. Zij laat niet zien dat niemand de besluiten had gezien voordat die "
        "werden geregistreerd."
    ),
)
"""What a reader of the answer has to believe."""

_FILES = {Role.PLAN: Text(en="the plan", nl="het plan"), Role.DECISIONS: Text(en="the decisions", nl="de besluiten")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """The answer.

    Attributes
    ----------
    pre_registered
        Whether the plan is proven to have been registered first. What is not proven is not registered.
    why
        What shows it, or what is lacking.
    """

    pre_registered: bool
    why: Text


def registered_before(
    plan_digest: str, plan_note: str | None, decisions_digest: str, decisions_note: str | None, vkey: str
) -> Registration:
    """Whether one key has signed the plan's digest before the digest of the decisions.

    Parameters
    ----------
    plan_digest, decisions_digest
        Of the files that are used, ``sha256:`` and 64 hexadecimal digits.
    plan_note, decisions_note
        Their registrations, signed notes or receipts of a log; None where there is none.
    vkey
        The verification key, from a place that the reader trusts and never from a note.

    Raises
    ------
    InputError
        If the key itself is malformed. Whatever is wrong with a note is an answer, not an error.
    """
    plan = _opened(Role.PLAN, plan_digest, plan_note, vkey)
    if isinstance(plan, Text):
        return Registration(pre_registered=False, why=plan)
    decisions = _opened(Role.DECISIONS, decisions_digest, decisions_note, vkey)
    if isinstance(decisions, Text):
        return Registration(pre_registered=False, why=decisions)
    key = Verifier(vkey).name
    first = plan.before(decisions)
    if first:
        en = f"the key {key} signed the plan at {plan.when}, the decisions at {decisions.when}"
        nl = f"de sleutel {key} ondertekende het plan op {plan.when}, de besluiten op {decisions.when}"
    else:
        en = f"the plan was registered at {plan.when}, not shown to be before the decisions at {decisions.when}"
        nl = f"het plan is geregistreerd op {plan.when}, niet aantoonbaar vóór de besluiten op {decisions.when}"
    return Registration(pre_registered=first, why=Text(en=en, nl=nl))


def _opened(role: Role, digest: str, note: str | None, vkey: str) -> Seen | Text:
    """What a registration says of the file that is used, or why it says nothing."""
    of, key = _FILES[role], Verifier(vkey).name
    if note is None:
        return Text(en=f"there is no registration of {of.en}", nl=f"er is geen registratie van {of.nl}")
    try:
        seen = open_evidence(note, vkey)
    except EvidenceBroken as error:
        if error.part != "registration":
            en = (
                f"the registration of {of.en} does not verify under the key {key}: another signed it, or it was changed"
            )
            nl = f"de registratie van {of.nl} klopt niet met de sleutel {key}: van een andere sleutel, of veranderd"
            return Text(en=en, nl=nl)
        return Text(
            en=f"what was given for {of.en} is no registration", nl=f"wat voor {of.nl} is gegeven, is geen registratie"
        )
    if seen.role is not role:
        en, nl = f"the registration given for {of.en} is of a file in another role", "met een andere rol"
        return Text(en=en, nl=f"de registratie die voor {of.nl} is gegeven, is van een bestand {nl}")
    if seen.digest != digest:
        en = f"the registration of {of.en} is of another file than the one that is used"
        return Text(en=en, nl=f"de registratie van {of.nl} is van een ander bestand dan wat is gebruikt")
    return seen
