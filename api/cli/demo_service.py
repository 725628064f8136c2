"""The middle of the story, through the real HTTP service: consent, decision, explanation, appeal, receipt."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from api.bootstrap import development_token, prepare
from api.cli.client import Answer, Client, running_service
from api.cli.narrator import Narrator
from api.cli.output import table
from api.services.records import Caller, Role
from api.settings import Settings, read_settings
from scoring.artefact.files import write_bytes
from scoring.domain.card import Card
from scoring.domain.characteristic import Source
from scoring.domain.decision import assess
from scoring.domain.errors import CertificateFailed, EvidenceBroken, NotFound, Unavailable
from scoring.domain.policy import Outcome, Policy
from scoring.domain.reading import State
from scoring.domain.text import Language
from scoring.domain.wording import pd_text
from scoring.tabular.rows import raw_rows
from scoring.tabular.source import open_data

__all__ = ["tell"]

SUBJECT, LENDER = "applicant-1", "bank-a"
FIELD = "open_arrears"


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """Somebody whom a wrong line in the credit register keeps from credit."""

    values: Mapping[str, object]
    shared: frozenset[Source]


@dataclass(frozen=True, slots=True, kw_only=True)
class Callers:
    """One client for each role."""

    person: Client
    lender: Client
    reviewer: Client


def tell(
    narrator: Narrator, folder: Path, card: Card, policy: Policy, later: Path, *, policy_file: Path, scratch: Path
) -> None:
    """From a refusal without consent to a receipt that a stranger can verify after the service has stopped."""
    applicant = _find(card, policy, later)
    given = {"folder": str(scratch), "card": str(folder / "card.json"), "policy": str(policy_file)}
    settings = prepare(read_settings(None, **given))
    with running_service(given) as service:
        callers = _callers(settings, service["address"])
        narrator.chapter("The service, and no score without consent")
        narrator.say(f"Listening on {service['address']}. A lender asks for a decision:")
        request = {"subject": SUBJECT, "purpose": policy.purpose, "values": dict(applicant.values)}
        _refused(narrator, callers.lender.post("/v1/decisions", request))
        _consent(narrator, callers, applicant, policy)
        decision = _decision(narrator, callers, request)
        _recourse(narrator, callers, decision["id"])
        replaced = _appeal(narrator, callers, decision["id"])
        receipt = _expect(callers.person.get(f"/v1/decisions/{replaced}/receipt"), 200).data
        write_bytes(folder / "receipt.json", receipt)
        write_bytes(folder / "log.vkey", f"{service['vkey']}\n".encode())
        write_bytes(folder / "checkpoint.txt", _expect(Client(service["address"]).get("/v1/log/checkpoint"), 200).data)
    _verify(narrator, folder, receipt)


def _find(card: Card, policy: Policy, later: Path) -> Applicant:
    """The first declined applicant whom only an arrear keeps below the cut-off."""
    with open_data(later / "applicants.parquet") as file:
        for raw in raw_rows(file, card.registry):
            readings = card.registry.read(raw)
            if readings[FIELD].state is not State.VALUE or readings[FIELD].number == 0:
                continue
            corrected = card.registry.read({**raw, FIELD: 0})
            before, after = assess(card, policy, readings), assess(card, policy, corrected)
            if before.outcome is Outcome.DECLINE and after.outcome is Outcome.APPROVE:
                return _applicant(card, raw)
    raise NotFound("no applicant of this population is declined for an arrear alone", remedy="Try another --seed")


def _applicant(card: Card, raw: Mapping[str, object]) -> Applicant:
    fields = {field.name: field for field in card.registry.read_fields}
    unshared = {field.source for name, field in fields.items() if field.read(raw[name]).state is State.NOT_PROVIDED}
    return Applicant(
        values={name: value for name, value in raw.items() if fields[name].source not in unshared},
        shared=frozenset(source for source in Source if source.optional and source not in unshared),
    )


def _callers(settings: Settings, address: str) -> Callers:
    def client(caller: Caller) -> Client:
        return Client(address, development_token(settings, caller, minutes=10))

    return Callers(
        person=client(Caller(subject=SUBJECT, role=Role.PERSON)),
        lender=client(Caller(subject="loan-desk", role=Role.LENDER, tenant=LENDER)),
        reviewer=client(Caller(subject="reviewer-7", role=Role.REVIEWER, tenant=LENDER)),
    )


def _refused(narrator: Narrator, answer: Answer) -> None:
    problem = _expect(answer, 403).document
    narrator.say(f"  {problem['status']} {problem['title']}: {problem['detail']}")
    narrator.facts["without_consent"] = problem["type"]


def _consent(narrator: Narrator, callers: Callers, applicant: Applicant, policy: Policy) -> None:
    narrator.chapter("Consent, which only the person can give")
    question = {"kind": "automated-scoring", "recipient": LENDER, "purpose": policy.purpose}
    problem = _expect(callers.lender.post("/v1/consents", question), 403).document
    narrator.say(f"The lender tries to record it: {problem['status']} {problem['detail']}")
    _expect(callers.person.post("/v1/consents", question), 201)
    narrator.say(f"The person: yes, {LENDER} may score me automatically, for {policy.purpose}.")
    for source in Source:
        if source.optional:
            answer = "given" if source in applicant.shared else "refused"
            body = {**question, "kind": "source", "source": source.value, "answer": answer}
            _expect(callers.person.post("/v1/consents", body), 201)
            narrator.say(f"The person, about data from the source '{source}': {answer} (refusing costs no points).")


def _decision(narrator: Narrator, callers: Callers, request: Mapping[str, object]) -> dict[str, Any]:
    narrator.chapter("A decision, taken apart")
    decision: dict[str, Any] = _expect(callers.lender.post("/v1/decisions", request), 201).document
    explanation = _expect(callers.person.get(f"/v1/decisions/{decision['id']}/explanation"), 200).document
    scale, reference = decision["scale"], explanation["reference"]
    narrator.say(
        f"{decision['outcome']}: score {decision['score']} on a scale from {scale['lowest']} to {scale['highest']}, "
        f"cut-off {scale['cut_off']}; probability of default {pd_text(Decimal(decision['pd']), Language.EN)}",
        "",
        *_addition(explanation),
        "",
        "The principal reasons:",
        *[
            f"  {reason['code']} {reason['text']['en']}"
            + (f" ({Decimal(reason['loss']):.1f} points)" if reason["loss"] else "")
            for reason in decision["reasons"]
        ],
    )
    narrator.facts["first"] = {"outcome": decision["outcome"], "score": decision["score"]}
    narrator.facts["reference"] = reference
    return decision


def _addition(explanation: Mapping[str, Any]) -> list[str]:
    """Every contribution, and their sum checked: it must be score minus reference, exactly."""
    parts, score = explanation["contributions"], explanation["decision"]["score"]
    reference = Decimal(explanation["reference"]["score"])
    total = sum((Decimal(part["contribution"]) for part in parts), Decimal())
    points = explanation["initial_points"] + sum(part["points"] for part in parts)
    if (total, points) != (score - reference, score):
        raise CertificateFailed("the contributions do not sum to score minus reference")
    rows: list[tuple[str, ...]] = [("", "value", "points", "reference", "contribution")]
    rows += [
        (
            part["label"]["en"],
            "; ".join(part["values"]),
            str(part["points"]),
            f"{Decimal(part['reference']):.1f}",
            f"{Decimal(part['contribution']):+.1f}",
        )
        for part in parts
    ]
    rows.append(("sum", "", str(points - explanation["initial_points"]), "", f"{total:+.1f}"))
    return [
        *table(rows, "<<>>>").splitlines(),
        (
            f"everybody starts with {explanation['initial_points']}: {explanation['initial_points']} + "
            f"{points - explanation['initial_points']} = {points}, the score"
        ),
        (
            f"score {score} minus reference {reference:.1f} ({explanation['reference']['basis']}) is "
            f"{score - reference:+.1f}, the sum of the contributions, to the last decimal"
        ),
    ]


def _recourse(narrator: Narrator, callers: Callers, decision_id: str) -> None:
    narrator.chapter("What would have led to approval")
    answer = _expect(callers.person.get(f"/v1/decisions/{decision_id}/recourse?plans=2"), 200).document
    for number, plan in enumerate(answer["plans"], start=1):
        narrator.say(f"plan {number}, within {plan['months']} months, to score {plan['score']}:")
        narrator.say(
            *[
                f"  {change['label']['en']}: from {change['before']:,g} to {change['after']:,g}"
                + (f" {change['unit']['en']}" if change["unit"] else "")
                for change in plan["changes"]
            ],
            *[
                f"  with it, {effect['label']['en']}: from {effect['before']['en']} to {effect['after']['en']}"
                for effect in plan["also"]
            ],
        )
    if not answer["plans"]:
        best = answer["best_score"]
        narrator.say(f"No change in the card's steps reaches the cut-off; the best within them is {best}.")
    narrator.say(answer["note"]["en"])
    narrator.facts["plans"] = len(answer["plans"])


def _appeal(narrator: Narrator, callers: Callers, decision_id: str) -> str:
    narrator.chapter("An appeal, a correction, a human review")
    body = {
        "grounds": "data-wrong",
        "statement": "The arrear is not mine: the register mixed me up with somebody else.",
        "corrections": {FIELD: 0},
    }
    filed = _expect(callers.person.post(f"/v1/decisions/{decision_id}/appeals", body), 201).document
    narrator.say(f'The person: "{body["statement"]}" An answer is due by {filed["due_at"][:10]}.')
    review = {"verdict": "overturn", "reason": "The register confirms the mix-up."}
    problem = _expect(callers.person.post(f"/v1/appeals/{filed['id']}/review", review), 403).document
    narrator.say(f"The person cannot review it: {problem['status']} {problem['detail']}")
    reviewed = _expect(callers.reviewer.post(f"/v1/appeals/{filed['id']}/review", review), 200).document
    replaced: str = reviewed["new_decision"]
    second = _expect(callers.person.get(f"/v1/decisions/{replaced}"), 200).document
    narrator.say(
        f"{reviewed['reviewed_by']}: {reviewed['verdict']}. {reviewed['reason']}",
        f"The new decision: {second['outcome']}, score {second['score']}. The first one stays in the log as it was.",
    )
    narrator.facts["second"] = {"outcome": second["outcome"], "score": second["score"]}
    return replaced


def _verify(narrator: Narrator, folder: Path, receipt: bytes) -> None:
    narrator.chapter("A receipt, verified offline after the service has stopped")
    status, said = _counterscore("verify", str(folder / "receipt.json"), "--vkey", str(folder / "log.vkey"))
    if status != 0:
        raise EvidenceBroken("receipt", f"an untouched receipt does not verify: {said}")
    narrator.say(said, "", "The same receipt with one character of the outcome's record changed:")
    tampered = receipt.replace(b'"outcome":"approve"', b'"outcome":"approvE"')
    if tampered == receipt:
        raise EvidenceBroken("receipt", "the receipt holds no approval to tamper with")
    write_bytes(folder / "receipt-tampered.json", tampered)
    status, said = _counterscore("verify", str(folder / "receipt-tampered.json"), "--vkey", str(folder / "log.vkey"))
    if status != 1:
        raise EvidenceBroken("receipt", "a tampered receipt was not refused")
    narrator.say(f"  {said}")
    narrator.facts["tampered_receipt"] = said


def _counterscore(*arguments: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "api.cli.main", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603 - our own command
    return done.returncode, (done.stdout or done.stderr).strip()


def _expect(answer: Answer, status: int) -> Answer:
    if answer.status != status:
        raise Unavailable(f"the service answered {answer.status} where {status} was due: {answer.data.decode()[:300]}")
    return answer
