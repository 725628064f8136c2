from __future__ import annotations

import json

import numpy as np
import pytest

from audits.proxies.document import to_document
from audits.proxies.page import render
from audits.proxies.report import ProxyReport, proxies
from scoring.domain.text import Language
from tests.support.counted import Frame
from tests.support.proxied import COLUMNS, people

HOSTILE = "<script>alert(1)</script>{x}'\" ]]>"


@pytest.fixture(scope="module")
def report() -> ProxyReport:
    return proxies(Frame(people()), ["origin"], COLUMNS)


@pytest.mark.parametrize("language", list(Language))
def test_the_page_holds_every_characteristic_and_no_network(report: ProxyReport, language: Language) -> None:
    page = render(report, language)
    assert all(column in page for column in COLUMNS)
    assert page == render(report, language)
    assert len(page.encode()) < 1_000_000
    assert "http://" not in page.replace("http://www.w3.org/", "")
    assert "<script" not in page


def test_hostile_names_are_text_wherever_they_stand() -> None:
    columns = people(600)
    columns[HOSTILE] = columns.pop("origin")
    columns[HOSTILE] = np.where(columns[HOSTILE] == "here", HOSTILE, "b").astype(object)
    columns[f"points_{HOSTILE}"] = columns.pop("points_housing")
    page = render(proxies(Frame(columns), [HOSTILE], [f"points_{HOSTILE}"]))
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_the_document_is_plain_json_with_its_conventions(report: ProxyReport) -> None:
    document = json.loads(json.dumps(to_document(report), allow_nan=False))
    assert document["kind"] == "counterscore-proxies"
    assert document["limit"]["source"].startswith("project default")
    (attribute,) = document["attributes"]
    assert [each["rank"] for each in attribute["characteristics"]] == [1, 2, 3]
    assert attribute["characteristics"][0]["column"] == "points_housing"
