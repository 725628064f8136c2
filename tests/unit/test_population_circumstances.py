"""Circumstances: the only place where groups enter, and how much they do there."""

from __future__ import annotations

import ast
import inspect
from dataclasses import fields
from itertools import pairwise
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from scoring.population import bank, circumstances, life, month, outcome, register
from scoring.population.circumstances import Circumstances, draw_groups, pooled
from scoring.population.circumstances import circumstances as make
from scoring.population.parameters import EFFECTS, PARAMETERS, Effect
from scoring.population.streams import Streams, lookup, quantiles
from scoring.population.world import GROUPS, Knobs

Array = np.ndarray[Any, np.dtype[Any]]

STREAMS, PLACES = Streams(5), np.arange(4000, dtype=np.uint64)


def everybody(**group: str) -> dict[str, Array]:
    """Memberships with everybody in the first group of each attribute, or in the one named."""
    return {
        attribute: np.full(len(PLACES), list(names).index(group.get(attribute, next(iter(names)))))
        for attribute, names in GROUPS.items()
    }


def unequal(one: Circumstances, other: Circumstances) -> set[str]:
    names = [field.name for field in fields(Circumstances)]
    return {name for name in names if not np.array_equal(getattr(one, name), getattr(other, name))}


@pytest.mark.parametrize("module", [month, life, outcome, bank, register])
def test_no_module_of_what_happens_knows_of_groups(module: ModuleType) -> None:
    """No attribute, no group and nothing of the module of groups is named, in code or in text that code uses."""
    tree = ast.parse(inspect.getsource(module))
    words = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    words |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    words |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    words |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    words |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    words |= {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
    }
    groups = {name for names in GROUPS.values() for name in names} - {"no", "yes"}
    forbidden = {*GROUPS, *groups, "GROUPS", "EFFECTS", "groups", "protected", "migrants", "draw_groups", "concerned"}
    assert not words & forbidden
    assert "scoring.population.world" not in words


@pytest.mark.parametrize("attribute", GROUPS)
@pytest.mark.parametrize("name", [field.name for field in fields(Effect)])
def test_without_groups_everybody_has_the_pooled_parameters(attribute: str, name: str) -> None:
    """Each pooled figure is the mean over the groups in their standard shares."""
    mean = sum(share * getattr(EFFECTS[attribute][group], name) for group, share in GROUPS[attribute].items())
    half = 0.5 if isinstance(getattr(Effect(), name), int) else 0  # per mille are rounded
    assert getattr(pooled()[attribute], name) == pytest.approx(mean, abs=half + 1e-9)


@pytest.mark.parametrize(
    ("attribute", "group"), [(attribute, group) for attribute, groups in GROUPS.items() for group in list(groups)[1:]]
)
def test_a_group_moves_what_its_effects_name_and_what_follows_from_it(attribute: str, group: str) -> None:
    """From wages follow home, costs of living and the first balance; from having no record, card and appetite."""
    follows = {
        "wage": {"wage", "tenure", "housing", "living", "start"},
        "thin": {"appetite", "card_limit"},
        "pension": {"pension", "flexible"},
    }
    here, there = EFFECTS[attribute][next(iter(GROUPS[attribute]))], EFFECTS[attribute][group]
    differ = {each.name for each in fields(Effect) if getattr(here, each.name) != getattr(there, each.name)}
    allowed = set().union(*(follows.get(name, {name}) for name in differ))
    found = unequal(make(STREAMS, PLACES, everybody()), make(STREAMS, PLACES, everybody(**{attribute: group})))
    assert differ <= {*found, "thin"}
    assert found <= allowed


def test_a_wage_is_the_common_one_times_the_factors_of_the_persons_groups() -> None:
    groups = draw_groups(STREAMS, PLACES, Knobs())
    wage = lookup(quantiles(PARAMETERS.wage), STREAMS.share("wage", PLACES))
    for attribute in GROUPS:
        factors = np.array([effect.wage for effect in EFFECTS[attribute].values()])
        wage = wage * factors[groups[attribute]] // 1000
    assert np.array_equal(make(STREAMS, PLACES, groups).wage, wage)


def test_a_pension_does_not_vary_and_goes_with_age_alone() -> None:
    who = make(STREAMS, PLACES, everybody(age_band="65+"))
    assert who.pension.mean() == pytest.approx(EFFECTS["age_band"]["65+"].pension, abs=0.015)
    assert not who.flexible[who.pension].any()
    assert not make(STREAMS, PLACES, everybody(age_band="45-64")).pension.any()


def test_groups_have_their_shares_and_are_drawn_independently() -> None:
    places = np.arange(40_000, dtype=np.uint64)
    groups = draw_groups(STREAMS, places, Knobs())
    for attribute, shares in GROUPS.items():
        found = np.bincount(groups[attribute], minlength=len(shares)) / len(places)
        assert found == pytest.approx(list(shares.values()), abs=0.012)
    together = np.corrcoef(np.stack(list(groups.values())))
    assert np.abs(together - np.eye(len(GROUPS))).max() < 0.025


def test_a_larger_group_takes_members_in_and_lets_none_go() -> None:
    member = [
        draw_groups(STREAMS, PLACES, Knobs(group_size=size))["migration_background"] for size in (0, 0.2, 0.27, 0.9, 1)
    ]
    assert not member[0].any()
    assert member[-1].all()
    assert all((more >= less).all() for less, more in pairwise(member))


def test_circumstances_are_possible() -> None:
    """No money below zero, no chance above one, an observation in one of 36 months."""
    who = make(STREAMS, PLACES, draw_groups(STREAMS, PLACES, Knobs()))
    for name in ("wage", "housing", "utilities", "insurance", "living", "overdraft", "card_limit", "start"):
        assert (getattr(who, name) >= 0).all()
    for name in ("loss", "sickness", "separation", "forgetting", "appetite"):
        assert ((getattr(who, name) >= 0) & (getattr(who, name) <= 65_536)).all()
    assert (who.housing < who.wage).all()
    assert set(who.observed.tolist()) == set(range(36))
    assert set(who.tenure.tolist()) == {circumstances.TENANT, circumstances.OWNER, circumstances.LODGER}
