"""A lender's year as a file for an audit: what was decided and what came of it, and nobody in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from api.cli.decisions import columns_of
from api.services import export_decisions as export_module
from api.services.export_decisions import Export, Exported, export_decisions
from api.services.ports import Store
from api.services.publish import publish_checkpoint
from api.services.verify_evidence import verify_evidence
from audits.decisions.schema import ROLES
from scoring.batch.write import write_columns
from scoring.domain.errors import InputError, NotFound
from tests.support.service import SOUND, WEAK, Service

OVERTURN = {"verdict": "overturn", "reason": "There is no such arrear."}
UPHOLD = {"verdict": "uphold", "reason": "The register still shows it."}
REFER = {**SOUND, "net_monthly_income": None}


def export(service: Service, tenant: str | None = None, *, mapped: bool = True) -> Export:
    return export_decisions(service.context, tenant=tenant, purpose="fairness audit of 2026", mapped=mapped)


def story(service: Service) -> None:
    """Four persons at one lender, one of them at another too; two appeals, one of them after three days."""
    service.decided(SOUND, subject="p-approved")
    service.decided(REFER, subject="p-referred")
    service.decided(WEAK, subject="p-upheld")
    declined = service.decided(WEAK)["id"]
    first = service.appealed(declined)
    service.clock.advance(days=3, hours=5)
    assert service.reviewer().post(f"/v1/appeals/{first['id']}/review", json=UPHOLD).status_code == 200
    second = service.appealed(declined, {"open_arrears": 0})
    service.clock.advance(days=8)
    assert service.reviewer(subject="rob").post(f"/v1/appeals/{second['id']}/review", json=OVERTURN).status_code == 200
    service.decided(WEAK, subject="p1", tenant="bank-b")


def test_every_application_is_one_row_with_what_came_of_it(service: Service) -> None:
    """The decision by which a review replaced another is no row; the first one's says that it was overturned."""
    story(service)
    found = export(service, "bank-a")
    rows = {found.mapping[row.id]: row for row in found.rows}
    assert sorted(rows) == ["p-approved", "p-referred", "p-upheld", "p1"]
    assert (rows["p-approved"].approved, rows["p-approved"].referred, rows["p-approved"].reasons) == (True, False, ())
    assert (rows["p-referred"].approved, rows["p-referred"].referred) == (False, True)
    declined = rows["p1"]
    assert (declined.approved, declined.referred, declined.appealed, declined.overturned) == (False, False, True, True)
    assert declined.decided_at == "2026-11-24T10:00Z"
    assert declined.days_to_review == 8
    assert declined.reviewer is not None
    assert declined.card == service.context.card_digest
    untouched = rows["p-upheld"]
    assert (untouched.appealed, untouched.overturned, untouched.reviewer) == (False, False, None)
    assert untouched.reasons == declined.reasons
    assert 1 <= len(untouched.reasons) <= 4
    assert all(row.consent_refused for row in rows.values()), "nobody shared a bank account"


def test_reasons_are_those_that_the_person_was_given(service: Service) -> None:
    decision = service.decided(WEAK)
    (row,) = export(service).rows
    assert list(row.reasons) == [reason["code"] for reason in decision["reasons"]][:4]


def test_a_person_is_one_pseudonym_in_an_export_and_another_in_the_next(service: Service) -> None:
    """At every lender, and never the id that the service knows them by, nor a reviewer's."""
    story(service)
    first, second = export(service), export(service)
    assert len(first.rows) == 5
    assert len({row.id for row in first.rows}) == len(first.mapping) == 4
    assert set(first.mapping.values()) == set(second.mapping.values())
    assert not {row.id for row in first.rows} & {row.id for row in second.rows}
    shown = repr(first.rows)
    assert not any(name in shown for name in ("p1", "p-", "rita", "rob", "clerk"))
    assert list(first.rows) == sorted(first.rows, key=lambda row: row.id)


def test_the_mapping_is_given_only_on_request(service: Service) -> None:
    service.decided(SOUND)
    assert export(service, mapped=False).mapping == {}


def test_an_erased_decision_appears_with_what_remains(service: Service) -> None:
    """Its score and its outcome, no longer its reasons; its appeal, no longer anybody's words."""
    declined = service.decided(WEAK)["id"]
    service.appealed(declined)
    connection = sqlite3.connect(service.path, isolation_level=None)
    connection.execute("DELETE FROM payloads WHERE seq IN (SELECT seq FROM decisions UNION SELECT seq FROM appeals)")
    connection.close()
    found = export(service)
    (row,) = found.rows
    assert found.erased == 1
    assert row.reasons == ()
    assert (row.approved, row.appealed, row.overturned, row.days_to_review) == (False, True, False, None)
    assert row.score > 0


def test_an_export_is_logged_with_its_purpose_and_whether_the_mapping_was_given(service: Service) -> None:
    service.decided(SOUND)
    export(service, "bank-a")
    with service.context.transaction() as store:
        last = store.evidence_rows()[-1]
    assert last.payload == {
        "exported": "decisions",
        "tenant": "bank-a",
        "purpose": "fairness audit of 2026",
        "decisions": 1,
        "mapped": True,
    }
    kept = publish_checkpoint(service.context)
    assert not verify_evidence(service.context, kept, service.context.signer.vkey).findings


def test_decisions_are_exported_a_page_at_a_time_and_as_of_the_entry(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The service decides between pages; what it decides then is in the next export, and no appeal is lost."""
    story(service)
    whole = export(service).rows
    monkeypatch.setattr(export_module, "PAGE", 2)
    pages, opened = [], service.context.transaction

    @contextmanager
    def transaction() -> Iterator[Store]:
        with opened() as store:
            yield store
        pages.append(1)
        if len(pages) == 2:
            service.decided(SOUND, subject="p-later")

    found = export_decisions(replace(service.context, transaction=transaction), tenant=None, purpose="x", mapped=True)

    assert len(pages) > 3
    assert sorted(unnamed(found.rows), key=repr) == sorted(unnamed(whole), key=repr)
    assert "p-later" not in found.mapping.values()
    assert "p-later" in export(service).mapping.values()


def unnamed(rows: tuple[Exported, ...]) -> list[Exported]:
    """Without pseudonyms, which differ between exports."""
    return [replace(row, id="", reviewer=None if row.reviewer is None else "") for row in rows]


def test_without_a_purpose_or_a_decision_there_is_no_export_and_no_entry(service: Service) -> None:
    service.decided(SOUND)
    before = publish_checkpoint(service.context)
    with pytest.raises(InputError, match="purpose"):
        export_decisions(service.context, tenant=None, purpose=" ", mapped=False)
    with pytest.raises(NotFound, match="no decision"):
        export(service, "bank-z")
    assert publish_checkpoint(service.context) == before


@pytest.mark.parametrize("name", ["decisions.csv", "decisions.parquet"])
def test_the_file_has_the_columns_of_the_schema(service: Service, tmp_path: Path, name: str) -> None:
    """In their order; flags are 1 and 0, and what is not known is empty."""
    story(service)
    rows = export(service).rows
    columns = columns_of(rows)
    assert list(columns) == [role for role in ROLES if role in columns]
    write_columns(columns, tmp_path / name)
    table = duckdb.execute(f"SELECT * FROM '{tmp_path / name}'").fetchnumpy()
    assert list(table) == list(columns)
    assert table["outcome"].tolist() == [None] * len(rows)
    for flag in ("approved", "referred", "appealed", "overturned", "consent_refused"):
        assert table[flag].tolist() == [int(getattr(row, flag)) for row in rows]
    assert table["pd"].tolist() == [float(row.pd) for row in rows]
    assert table["days_to_review"].tolist() == [row.days_to_review for row in rows]
