"""Finances: what a person's circumstances and chance make of income, costs, buffer and credit."""

from __future__ import annotations

from typing import Any

import numpy as np

from scoring.population.draws import Draws
from scoring.population.world import CIRCUMSTANCES, World

__all__ = ["NEVER_IN_ARREARS", "NO_REVOLVING", "finances"]

Column = np.ndarray[tuple[int], np.dtype[Any]]

NEVER_IN_ARREARS = -8
NO_REVOLVING = -8


def finances(draws: Draws, groups: dict[str, Column], world: World) -> dict[str, Column]:
    """Every financial fact of every person, known to the simulation whether recorded or not; by column name."""
    income_factor, shock_share, thin_share = _circumstances(draws, groups, world)
    income = 2600 * income_factor * np.exp(0.28 * draws.logistic("income"))
    income = np.round(np.clip(income, 600, 20_000) / 10) * 10
    shock = draws.uniform("shock") < shock_share
    housing, tenure = _housing(draws, income)
    instalments = _instalments(draws, income)
    slack = 1 - (housing + instalments) / income - 0.25 * shock - 900 / income
    bank = _bank(draws, slack, shock)
    register = _register(draws, slack, bank["buffer_months"])
    amount = np.round(np.clip(5500 * np.exp(0.55 * draws.logistic("amount")), 500, 50_000) / 100) * 100
    term = np.clip(np.round(amount / (0.07 * income) * np.exp(0.25 * draws.logistic("term")) / 6) * 6, 6, 120)
    return {
        "requested_amount": amount,
        "term_months": term,
        "monthly_housing_costs": housing,
        "monthly_instalments": instalments,
        "net_monthly_income": income,
        **register,
        **bank,
        "housing_tenure": tenure,
        "thin_file": draws.uniform("thin") < thin_share,
    }


def _circumstances(draws: Draws, groups: dict[str, Column], world: World) -> tuple[Column, Column, Column]:
    income: Column = np.ones(draws.persons)
    shock: Column = np.full(draws.persons, 0.14)
    thin: Column = np.full(draws.persons, 0.06)
    if world is not World.EQUAL:
        for (attribute, group), effect in CIRCUMSTANCES.items():
            member = groups[attribute] == group
            income = np.where(member, income * effect.income, income)
            shock = np.where(member, shock + effect.shock, shock)
            thin = np.where(member, thin + effect.thin_file, thin)
    return income, shock, thin


def _housing(draws: Draws, income: Column) -> tuple[Column, Column]:
    owner_share = np.clip(0.10 + 0.00018 * (income - 1200), 0.05, 0.85)
    drawn = draws.uniform("tenure")
    tenure = np.where(drawn < owner_share, "owner", np.where(drawn > 0.93, "lodger", "tenant")).astype(object)
    base = np.where(tenure == "lodger", 380, np.where(tenure == "owner", 520, 610))
    costs = base + income * (0.05 + 0.17 * draws.uniform("housing"))
    return np.round(np.minimum(costs, 0.75 * income)), tenure


def _instalments(draws: Draws, income: Column) -> Column:
    burden = np.where(draws.uniform("has credit") < 0.55, 0.22 * draws.uniform("instalments") ** 1.6, 0.0)
    return np.round(income * burden)


def _bank(draws: Draws, slack: Column, shock: Column) -> dict[str, Column]:
    buffer = np.exp(0.55 * draws.logistic("buffer") + 3.0 * slack - 0.5 - 0.6 * shock)
    buffer = np.round(np.clip(buffer, 0, 36), 2)
    strain = np.clip(1.2 - buffer, 0, None)
    below = np.floor(
        np.clip(strain * 28 * draws.uniform("below zero") + 6 * shock * draws.uniform("shock days"), 0, 90)
    )
    failed = np.floor(np.clip(below / 12 * draws.uniform("failed debits") * 2, 0, 60))
    months = np.where(shock, 12 - np.ceil(7 * draws.uniform("months lost")), 12 - (draws.uniform("a month off") < 0.08))
    return {
        "buffer_months": buffer,
        "days_below_zero": below,
        "failed_debits": failed,
        "income_months": months,
    }


def _register(draws: Draws, slack: Column, buffer: Column) -> dict[str, Column]:
    forgetful = draws.uniform("forgetful") < 0.03
    arrears_share = np.clip(0.16 * np.exp(-1.1 * buffer) + 0.12 * np.clip(0.1 - slack, 0, 1) + 0.25 * forgetful, 0, 0.9)
    drawn = draws.uniform("arrears")
    arrears = (drawn < arrears_share).astype(float) + (drawn < 0.25 * arrears_share) + (drawn < 0.05 * arrears_share)
    once = draws.uniform("once in arrears") < 0.08 + arrears_share
    recovered = np.where(once, np.floor(61 * draws.uniform("recovered")), NEVER_IN_ARREARS)
    use = 1 / (1 + np.exp(-(1.1 * draws.logistic("utilisation") - 1.1 * np.log1p(buffer) + 0.4)))
    revolving = draws.uniform("revolving") < 0.6
    recent = np.floor(np.clip(1.6 * draws.uniform("recent") ** 2 * (1.5 + np.exp(-buffer)), 0, 20))
    return {
        "open_arrears": arrears,
        "months_since_recovery": recovered,
        "utilisation": np.where(revolving, np.round(np.clip(1.15 * use, 0, 2), 2), NO_REVOLVING),
        "recent_credits": recent,
    }
