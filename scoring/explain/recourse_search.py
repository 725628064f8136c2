"""The search for one person: the cheapest settings of every set of fields that may matter, and no others.

Months and number of changes follow from the set of fields alone, so sets are visited in that order and within a set
only the effort is minimised. A set falls apart into parts that do not meet; each part's settings are reduced to the
cheapest way to more points.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import prod

from scoring.domain.reading import Reading, State
from scoring.explain.bits import bits
from scoring.explain.frame import Frame, frame
from scoring.explain.moves import MOST_HALVED, MOST_SETTINGS, too_fine
from scoring.explain.options import Option, candidates
from scoring.explain.recourse_model import Model
from scoring.explain.standing import Standing, standing
from scoring.explain.terms import Lean

__all__ = ["Search", "search"]


NOTHING = Option(0, (), 0, 0)


def _beside(one: Option, other: Option) -> Option:
    """Both together; they move different fields that do not meet."""
    steps = tuple(sorted(one.steps + other.steps))
    return Option(one.cost + other.cost, steps, one.points + other.points, one.met | other.met)


def search(model: Model, readings: Mapping[str, Reading], target: int) -> Search:
    """The search for one person.

    Raises
    ------
    InvalidValue
        If a scored value is invalid.
    NotSearchable
        If a field can change without end, or in steps too fine to search.
    """
    if any(readings[axis.name].state is State.INVALID for each in model.grids for axis in each.axes):
        model.card.score(readings)  # names the field
    return Search(model=model, person=standing(model, readings), target=target)


def _settings(model: Model, person: Standing, part: int) -> int:
    """How many settings a search of fields that meet looks at: the longest ladder is halved, where that is possible."""
    *others, longest = _in_turn(person, part)
    slot, rungs = model.movers[longest].slot, person.rungs(longest).rungs + 1
    touched = [model.derived[place] for place in model.touched(part).derived]
    settled = all(person.readings[each.slot].state is not State.INVALID for each in touched)
    if settled and not any(each.leans.get(slot) is Lean.UNKNOWN for each in touched):
        rungs = min(rungs, MOST_HALVED)
    return rungs * prod(person.rungs(n).rungs + 1 for n in others)


def _in_turn(person: Standing, part: int) -> list[int]:
    """The longest ladder last: it is the one that is halved."""
    return sorted(bits(part), key=lambda n: person.rungs(n).rungs)


@dataclass(slots=True, kw_only=True)
class Search:
    """One person's search; what it has worked out it keeps.

    Whatever comes to fields that meet and have too many settings to search them all raises ``NotSearchable``.

    Attributes
    ----------
    model, person
        The card made ready, and where the person stands.
    target
        The score to reach.
    """

    model: Model
    person: Standing
    target: int
    _options: dict[tuple[int, int | None], tuple[Option, ...]] = field(default_factory=dict)
    _meeting: dict[int, tuple[Option, ...]] = field(default_factory=dict)

    @property
    def need(self) -> int:
        """Points that are missing; 0 or fewer where the score is reached."""
        return self.target - self.person.score

    @property
    def reached(self) -> bool:
        """Whether the goal is reached without a change."""
        return self.need <= 0 and not self.person.failing

    def plans(self, most: int, within: int = -1) -> list[Option]:
        """The cheapest options that reach the goal, each with other fields, none with a needless one.

        Parameters
        ----------
        most
            At most so many.
        within
            The movers that may be used, as bits; all by default.
        """
        if self.reached:
            return [NOTHING]
        found: list[Option] = []
        fresh: list[Option] = []
        done: list[int] = []
        rank = (-1, -1)
        for months, movers in self._promising(within):
            if (months, movers.bit_count()) != rank:
                found += sorted(fresh, key=lambda option: option.effort)
                done += [option.movers for option in fresh]
                fresh, rank = [], (months, movers.bit_count())
                if len(found) >= most:
                    break
            if not any(movers & other == other for other in done):
                option = self._cheapest(movers)
                if option is not None:
                    fresh.append(option)
        found += sorted(fresh, key=lambda option: option.effort)
        return found[:most]

    def most_points(self, within: int = -1) -> int:
        """The most points that permitted changes can add, limits aside."""
        return sum(self.best_of(component).points for component in self.model.parts(self.person.movers & within))

    def best_of(self, component: int) -> Option:
        """A setting with the most points, limits aside, of fields that meet no others."""
        bound = self.bound(component)
        if not bound:
            return self._unchanged(component)
        end = self._at_the_end(component)
        if end is not None and end.points == bound:
            return end
        return max(self.settings(component), key=lambda option: (option.points, -option.cost))

    def _at_the_end(self, component: int) -> Option | None:
        """Every field moved as far as it goes; None where that is not permitted."""
        made = None if self.model.touched(component).clash else frame(self.model, self.person, component)
        if made is None:
            return None
        steps = tuple((n, self.person.rungs(n).rungs) for n in bits(component))
        for n, rung in steps:
            ladder = self.person.rungs(n)
            if rung in ladder.forbidden:
                return None
            made.numbers[self.model.movers[n].slot] = ladder.value(rung)
        signature = made.signature()
        if not made.permits(signature):
            return None
        cost = sum(self.model.movers[n].cost * rung for n, rung in steps)
        return Option(cost, steps, made.points(signature) - made.own, made.met(signature))

    def settings(self, component: int) -> Iterator[Option]:
        """The unchanged setting, and for every set of the component's fields the options that may matter."""
        touched = self.model.touched(component)
        yield self._unchanged(component)
        for _, movers in self.model.ranked(component):
            chosen = self.model.touched(movers)
            if chosen.clash:
                continue
            held = touched.limit_bits & ~chosen.limit_bits & ~self.person.failing
            combined = [Option(0, (), 0, held)]
            for part in chosen.parts:
                combined = [_beside(one, other) for one in combined for other in self.options(part)]
            yield from combined

    def _unchanged(self, movers: int) -> Option:
        return Option(0, (), 0, self.model.touched(movers).limit_bits & ~self.person.failing)

    @property
    def _all_gains(self) -> int:
        return sum(self.person.gains)

    def bound(self, movers: int) -> int:
        """At least as many points as any setting of these movers can add."""
        gains = self.person.gains
        return sum(gains[n] for n in self.model.touched(movers).grids)

    def options(self, part: int, least: int | None = None) -> tuple[Option, ...]:
        """Settings in which every field of the part is moved, the cheapest first, each with more than those before.

        Parameters
        ----------
        least
            Settings that add fewer points may be left out; None leaves out none.
        """
        key = (part, least)
        if key not in self._options:
            self._options[key] = self._work_out(part, least)
        return self._options[key]

    def _promising(self, within: int) -> Iterator[tuple[int, int]]:
        """Sets in order of months and number that might reach the goal, by what each touched entry can at most give."""
        person, model = self.person, self.model
        movers = person.movers & within
        if self.bound(movers) < self.need or person.failing & ~model.touched(movers).limit_bits:
            return
        needless = 0
        gains, need, failing = person.gains, self.need, person.failing
        for months, chosen in model.ranked(movers):
            if chosen & needless:
                continue
            touched = model.touched(chosen)
            if touched.clash or failing & ~touched.limit_bits:
                continue
            if sum([gains[n] for n in touched.grids]) < need:
                continue
            if len(touched.parts) == 1:
                yield months, chosen
                continue
            # A field that meets nobody and never helps by itself is in no plan.
            alone = next((p for p in touched.parts if not self._all_met(p)), 0)
            if alone:
                if alone.bit_count() == 1 and not model.meets[alone.bit_length() - 1] & movers & ~alone:
                    needless |= alone
                continue
            yield months, chosen

    def _all_met(self, part: int) -> tuple[Option, ...]:
        """The part's options that meet every limit that depends on it, and have points enough for some plan."""
        if part not in self._meeting:
            asked, least = self.model.touched(part).limit_bits, self.need - self._all_gains + self.bound(part)
            self._meeting[part] = tuple(option for option in self.options(part, least) if option.met == asked)
        return self._meeting[part]

    def _cheapest(self, movers: int) -> Option | None:
        """The option of least effort that reaches the goal with exactly these movers."""
        touched = self.model.touched(movers)
        if len(touched.parts) == 1:
            return self._enough(movers, touched.limit_bits)
        parts = [self._all_met(part) for part in touched.parts]
        most = [max(option.points for option in options) for options in parts]
        if sum(most) < self.need:
            return None
        front, left = [NOTHING], sum(most)
        for options, best in zip(parts, most, strict=True):
            left -= best
            both = sorted(_beside(one, other) for one in front for other in options)
            front, highest = [], self.need - left - 1
            for option in both:
                if option.points > highest:
                    front.append(option)
                    highest = option.points
        return next(option for option in front if option.points >= self.need)

    def _enough(self, part: int, asked: int) -> Option | None:
        """The option of least effort that reaches the goal by a part alone; along one ladder that is the first."""
        made = frame(self.model, self.person, part)
        if made is None:
            return None
        found = self._candidates(part, made, self.need)
        reaching = (option for option in found if option.met == asked and option.points >= self.need)
        return next(reaching, None) if part.bit_count() == 1 else min(reaching, default=None)

    def _candidates(self, part: int, made: Frame, least: int | None) -> Iterator[Option]:
        if _settings(self.model, self.person, part) > MOST_SETTINGS:
            raise too_fine([self.model.movers[n].field.name for n in bits(part)])
        return candidates(self.model, self.person, made, _in_turn(self.person, part), least)

    def _work_out(self, part: int, least: int | None) -> tuple[Option, ...]:
        made = frame(self.model, self.person, part)
        if made is None:
            return ()
        found = sorted(self._candidates(part, made, least))
        # Without the part everything stays as it is, which is cheaper.
        kept = [self._unchanged(part)]
        for option in found:
            if not any(other.points >= option.points and other.met | option.met == other.met for other in kept):
                kept.append(option)
        return tuple(kept[1:])
