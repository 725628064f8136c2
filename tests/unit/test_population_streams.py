"""Random words by address: no two addresses share one, and no order of asking changes one."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from scoring.population.circumstances import _TRAITS
from scoring.population.streams import TABLE, Streams, lookup, quantiles, quarters

Array = np.ndarray[Any, np.dtype[Any]]

PERSONS = np.arange(3000, dtype=np.uint64)
MONTHLY = ("history", "register", "bank", "outcome", "again 0", "again 1", "again 2")
SINGLE = (*_TRAITS, "person", "consent", "label bias", "proxy", "trial", "verified", "boast", "asked", "asked term")


def agreement(one: Array, other: Array) -> float:
    """Share of bits in which words agree."""
    return float(1 - np.unpackbits((one ^ other).view(np.uint8)).mean())


def test_no_two_addresses_share_a_word() -> None:
    """A person, a month, a number and a stream have words of their own, whatever the stream is for."""
    streams, few = Streams(3), PERSONS[:150]
    words = [streams.words(name, PERSONS) for name in SINGLE]
    words += [word for name in MONTHLY for month in range(72) for word in streams.months(name, few, month, 8)]
    everything = np.concatenate(words)
    assert len(np.unique(everything)) == len(everything)


def test_persons_far_apart_share_no_word_either() -> None:
    """Up to the last person that can be asked for, one person's months end before the next one's begin."""
    far = np.array([0, 1, 2**22, 9_999_998, 9_999_999], dtype=np.uint64)
    words = np.concatenate([w for month in range(256) for w in Streams(3).months("history", far, month, 8)])
    assert len(np.unique(words)) == len(words)


@pytest.mark.parametrize("seed", [0, 1, 2**70])
def test_words_of_neighbours_streams_and_seeds_are_as_unlike_as_chance(seed: int) -> None:
    """Half of the bits agree; 3,000 words of 64 bits give a standard error of 0.0011."""
    streams = Streams(seed)
    words = streams.words("wage", PERSONS)
    others = [
        words[1:],
        streams.words("loss", PERSONS),
        Streams(seed + 1).words("wage", PERSONS),
        streams.months("wage", PERSONS, 0, 1)[0],
    ]
    for other in others:
        assert agreement(words[: len(other)], other) == pytest.approx(0.5, abs=0.006)
    month = streams.months("history", PERSONS, 5, 2)
    assert agreement(month[0], month[1]) == pytest.approx(0.5, abs=0.006)
    assert agreement(month[0], streams.months("history", PERSONS, 6, 1)[0]) == pytest.approx(0.5, abs=0.006)


def test_the_quarters_of_a_word_are_the_word_and_are_unrelated() -> None:
    word = Streams(4).words("wage", np.arange(20_000, dtype=np.uint64))
    parts = quarters(word)
    whole = sum(part.astype(np.uint64) << np.uint64(16 * place) for place, part in enumerate(parts))
    assert np.array_equal(whole, word)
    found = np.corrcoef(np.stack(parts))
    assert np.abs(found - np.eye(4)).max() < 0.035  # five standard errors
    for part in parts:
        expected = len(word) / 16
        assert ((np.bincount(part >> 12, minlength=16) - expected) ** 2 / expected).sum() < 50  # chi-squared, 15


def test_a_larger_probability_adds_persons_and_takes_none_away() -> None:
    streams = Streams(9)
    chosen = [streams.below("consent", PERSONS, share) for share in (0.0, 0.1, 0.5, 0.5, 0.999, 1.0)]
    assert not chosen[0].any()
    assert chosen[-1].all()
    assert all((more | ~less).all() for less, more in pairwise(chosen))
    assert chosen[2].mean() == pytest.approx(0.5, abs=0.04)


def test_identities_are_each_given_once_and_differ_between_seeds() -> None:
    ids = Streams(1).identities(PERSONS)
    assert len(np.unique(ids)) == len(PERSONS)
    assert not np.isin(ids, Streams(2).identities(PERSONS)).any()


def test_a_table_of_quantiles_begins_at_its_first_value_and_never_falls() -> None:
    table = quantiles(((0.0, 50), (0.4, 50), (0.9, 700), (1.0, 10_000)))
    assert (len(table), table[0], table[round(0.9 * TABLE)]) == (TABLE, 50, 700)
    assert (np.diff(table) >= 0).all()
    assert lookup(table, np.array([0, 15, 16, 65_535])).tolist() == [50, 50, 50, table[-1]]
    with pytest.raises(ValueError, match="read-only"):
        table[0] = 1
