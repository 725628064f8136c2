"""JPMML, which others wrote, reads the PMML as the card means it: its schema, and its evaluator of scorecards."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from scoring.domain.card import Card
from scoring.export.pmml import pmml
from tests.reference.test_export_parity import every_card
from tests.support.export_engines import by_jpmml
from tests.support.export_vectors import ARITHMETIC, applicants, expected, extremes
from tests.support.hand_card import HAND_CARD

XSD = "http://www.w3.org/2001/XMLSchema"


@pytest.fixture(scope="module")
def backend() -> Iterator[Any]:
    """One Java process for all cards; it ends with its standard input, however the tests end."""
    if shutil.which("java") is None:
        pytest.skip("there is no Java for JPMML: install default-jre-headless")
    jpmml = pytest.importorskip("jpmml_evaluator.py4j", reason="there is no jpmml_evaluator")
    gateway = pytest.importorskip("py4j.java_gateway").JavaGateway.launch_gateway(
        classpath=os.pathsep.join(map(str, Path(jpmml.__file__).parent.glob("*/*.jar"))),
        die_on_exit=True,
        enable_auth=True,
    )
    # Spark in the same process puts its own reading of Java's errors in py4j's place, which asks Spark's classes.
    plain = pytest.importorskip("py4j.protocol").get_return_value
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("py4j.java_gateway.get_return_value", plain)
        yield jpmml.Py4JBackend(gateway)
    gateway.shutdown()
    gateway.java_process.communicate(timeout=60)


def _faults(document: bytes, backend: Any) -> list[str]:  # noqa: ANN401 - it publishes no types
    """What JPMML's schema of PMML 4.4 finds wrong first, if anything."""
    java = backend.gateway.jvm
    place = java.java.lang.ClassLoader.getSystemResource("pmml.xsd")
    schema = java.javax.xml.validation.SchemaFactory.newInstance(XSD).newSchema(place)
    source = java.javax.xml.transform.stream.StreamSource(java.java.io.ByteArrayInputStream(document))
    try:
        schema.newValidator().validate(source)
    except pytest.importorskip("py4j.protocol").Py4JJavaError as error:
        return [str(error.java_exception.getMessage())]
    return []


@every_card
def test_the_document_is_valid_by_the_schema(card: Card, backend: object) -> None:
    """And uses nothing that JPMML added to the standard's: its additions begin with ``x-``."""
    document = pmml(card)
    assert _faults(document, backend) == []
    root = ElementTree.fromstring(document)  # noqa: S314 - we wrote it ourselves
    assert not [name for part in root.iter() for name in part.attrib if name.startswith("x-")]


def test_the_schema_finds_what_is_wrong(backend: object) -> None:
    """Otherwise its silence would say nothing."""
    broken = pmml(HAND_CARD).replace(b'"pointsBelow"', b'"pointsAround"')
    (fault,) = _faults(broken, backend)
    assert "pointsAround" in fault


@every_card
def test_jpmml_agrees(card: Card, backend: object) -> None:
    """In score, probability and reasons in their order, equal losses too; and in what has no valid result."""
    rows = [*applicants(card), *(extremes() if card is ARITHMETIC else ())]
    for row, found in zip(rows, by_jpmml(card, rows, backend), strict=True):
        wanted = expected(card, row)
        assert found == (wanted if wanted.invalid is None else None), row
