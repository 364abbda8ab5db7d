"""All eligible pairs of a problem as arrays: what a plan may choose from.

The filters and the score of one pair stand in `eligibility.py` and `score.py`. Here they are asked once per language,
and for the rest they are stated a second time for all pairs of a language at once, because a state has millions; tests
hold both to the same answers.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property

import numpy as np

from lotsenhaus.dispatch import eligibility, score
from lotsenhaus.dispatch.columns import (
    ENDLESS,
    MODES,
    UNKNOWN,
    Columns,
    Mask,
    Whole,
    among,
    by_mode,
    column,
    valid_until,
    ways,
)
from lotsenhaus.dispatch.eligibility import Pair, pairs, passes
from lotsenhaus.dispatch.problem import Problem, Request
from lotsenhaus.dispatch.reasons import Kind
from lotsenhaus.dispatch.settings import Settings
from lotsenhaus.dispatch.spans import Spans
from lotsenhaus.dispatch.table import Block, Table

BLOCK = 2_000_000  # pairs looked at in one go
OF_DIARIES = ("answer", "overlap", "day_limit", "week_limit", "hour_limit")


def table(problem: Problem, settings: Settings) -> Table:
    """Every pair that the filters let pass, an agreement allows and nobody forbade."""
    return Filters(problem, settings).table()


class Filters:
    """The columns of a problem and the hard rules on them."""

    def __init__(self, problem: Problem, settings: Settings) -> None:
        self.problem, self.settings = problem, settings
        self.mediators = tuple(sorted(problem.mediators, key=lambda one: one.id))
        self.requests = tuple(sorted(problem.requests, key=lambda one: one.id))
        self.columns = Columns(problem, self.mediators, self.requests)
        self.way, self.base, self.place = ways(problem, self.mediators, self.requests)
        code = self.columns.codes
        of_people, of_slots = self.columns.of_people, self.columns.of_slots
        self.start = of_slots(lambda one: one.start or 0)
        self.end = of_slots(lambda one: one.end or 0)
        self.timed = of_slots(lambda one: one.start is not None).astype(np.bool_)
        self.remote = of_slots(lambda one: one.is_remote).astype(np.bool_)
        self.mode, self.offers = of_slots(lambda one: MODES.index(one.mode)), by_mode(self.mediators)
        self.wish = of_slots(lambda one: code(one.gender))
        self.required = of_slots(lambda one: one.gender_required and one.gender != "").astype(np.bool_)
        self.gender = of_people(lambda one: code(one.gender))
        self.party, self.institution = (
            of_slots(lambda one: code(one.party)),
            of_slots(lambda one: code(one.institution)),
        )
        self.desk, self.home_desk = of_slots(lambda one: code(one.desk)), of_people(lambda one: code(one.desk))
        self.most = of_people(lambda one: ENDLESS if one.max_minutes is None else one.max_minutes)
        self.active = of_people(lambda one: one.active).astype(np.bool_)
        self.in_times = of_people(lambda one: one.travel_in_times).astype(np.bool_)
        self.day = of_slots(lambda one: problem.day(problem.now if one.start is None else one.start).toordinal())

    def table(self) -> Table:
        found = [self._passing(block) for block in self._blocks()]
        who, what, points, certain = (np.concatenate([part[at] for part in found] or [column(())]) for at in range(4))
        order = np.lexsort((who, what))
        return Table(
            self.problem,
            self.mediators,
            self.requests,
            who[order],
            what[order],
            points[order],
            certain[order].astype(np.bool_),
        )

    def _blocks(self) -> Iterator[Block]:
        """All slots with the same wish of languages, with everybody who speaks them."""
        number = {one.id: at for at, one in enumerate(self.mediators)}
        alike: dict[object, list[int]] = {}
        for at, request in enumerate(self.requests):
            key = (request.languages, request.needs, request.minimum_level, request.substitutes_allowed)
            alike.setdefault(key, []).append(at)
        for slots in alike.values():
            speakers = column(_speakers(self.problem, self.requests[slots[0]], number)).reshape(-1, 4)
            speakers = speakers[self.active[speakers[:, 0]]]
            size = max(1, BLOCK // max(1, len(speakers)))
            for first in range(0, len(slots), size):
                some = column(slots[first : first + size])
                across = np.tile(speakers, (len(some), 1))
                what = np.repeat(some, len(speakers))
                yield self._near(across, what)

    def _near(self, speakers: Whole, what: Whole) -> Block:
        """The cheapest rule first: most people live too far away."""
        minutes = self.way[self.base[speakers[:, 0]], self.place[what]]
        near = np.flatnonzero(self.remote[what] | (minutes <= self.most[speakers[:, 0]]))
        who, native, level, substitute = speakers[near].T
        return Block(who, what[near], native, level, substitute)

    def _passing(self, block: Block) -> tuple[Whole, Whole, Whole, Mask]:
        for rule in (self._offered, self._said_no, self._credible, self._wanted, self._in_diary):
            block = block.only(rule(block))
        certain = self._free(block)
        return block.who, block.what, self._points(block, certain), certain

    def _offered(self, block: Block) -> Mask:
        """Mode and gender."""
        gender, wish = self.gender[block.who], self.wish[block.what]
        fits: Mask = ~self.required[block.what] | (gender == 0) | (gender == wish)
        return fits & self.offers[self.mode[block.what], block.who]

    def _said_no(self, block: Block) -> Mask:
        """Absences and her times; where she said something about a part of the time only, the filter decides."""
        who, start, end = self._with_way(block)
        timed = self.timed[block.what]
        no = self._absent.touch(who, self.start[block.what], self.end[block.what]) | self._busy.touch(who, start, end)
        gap = timed & ~no & ~self._gifts.cover(who, start, end)
        touched = gap & self._stated.touch(who, start, end)
        no |= touched & self._stated.cover(who, start, end)
        for at in np.flatnonzero(touched & ~no):
            against = eligibility.availability(self._pair(block, int(at)))
            no[at] = against is not None and against.kind is Kind.AGAINST
        return ~(no & timed)

    def _free(self, block: Block) -> Mask:
        who, start, end = self._with_way(block)
        return ~self.timed[block.what] | self._gifts.cover(who, start, end)

    def _with_way(self, block: Block) -> tuple[Whole, Whole, Whole]:
        """Her times must hold the way as well when she said so."""
        margin = np.where(self.in_times[block.who], np.maximum(self._minutes(block), 0), 0)
        return block.who, self.start[block.what] - margin, self.end[block.what] + margin

    def _minutes(self, block: Block) -> Whole:
        return np.where(self.remote[block.what], 0, self.way[self.base[block.who], self.place[block.what]])

    def _credible(self, block: Block) -> Mask:
        fits = np.ones(len(block.who), dtype=np.bool_)
        for number, codes in enumerate(self._credentials):
            asked = np.flatnonzero(self._asked_for[block.what] == number)
            for code in codes:
                fits[asked] &= self._until[code][block.who[asked]] >= self.day[block.what[asked]]
        return fits

    def _wanted(self, block: Block) -> Mask:
        """Conflicts of interest, earlier answers, words of the planner and agreements."""
        against = among(block.who * ENDLESS + self.party[block.what], self._blocked_parties)
        against |= among(block.who * ENDLESS + self.institution[block.what], self._blocked_institutions)
        against |= among(block.what * ENDLESS + block.who, self._out)
        if self.settings.agreements is not None:
            code = self.columns.codes
            agreed = column(sorted(code(one) * ENDLESS + code(other) for one, other in self.settings.agreements))
            home, desk = self.home_desk[block.who], self.desk[block.what]
            against |= (home != desk) & ~among(home * ENDLESS + desk, agreed)
        return ~against

    def _in_diary(self, block: Block) -> Mask:
        """Only who has something in her diary, or a limit that one slot can break, needs a closer look."""
        length = self.end[block.what] - self.start[block.what]
        fits = np.ones(len(block.who), dtype=np.bool_)
        for at in np.flatnonzero(self._looked_at[block.who] | (self._longest[block.who] < length)):
            fits[at] = passes(self._pair(block, int(at)), OF_DIARIES)
        return fits

    def _pair(self, block: Block, at: int) -> Pair:
        mediator = self.mediators[block.who[at]]
        return Pair(mediator, self.requests[block.what[at]], self.problem, self.problem.booked.get(mediator.id, ()))

    def _points(self, block: Block, certain: Mask) -> Whole:
        """The items of `score.py`, counted for all pairs at once."""
        who, what, weights = block.who, block.what, self.problem.weights
        minutes = self._minutes(block)
        own_desk = (self.desk[what] == self.home_desk[who]) & (self.desk[what] != 0)
        known = among(who * ENDLESS + self.party[what], self._known_parties) & (self.party[what] != 0)
        points = self._of_people[who] + weights.own_desk * own_desk + weights.continuity * known
        points += np.where(minutes == UNKNOWN, weights.travel_unknown, weights.travel_minute * minutes)
        points += weights.gender_wish * ((self.wish[what] != 0) & (self.wish[what] == self.gender[who]))
        points += weights.mother_tongue * block.native + weights.level * block.level
        points += weights.substitute * block.substitute + weights.times_unknown * ~certain
        return points + weights.tax_limit * (self._headroom[who] < self._allowance[what])  # type: ignore[no-any-return]

    @cached_property
    def _of_people(self) -> Whole:
        """Items that depend on the person alone."""
        wish = Request(id="", languages=("",))
        weights = self.problem.weights
        alone = [Pair(one, wish, self.problem, ()) for one in self.mediators]
        return column(
            weights.load * score.load(pair)
            + weights.pause_week * score.pause_week(pair)
            + weights.asked_this_week * score.asked_this_week(pair)
            for pair in alone
        )

    @cached_property
    def _looked_at(self) -> Mask:
        booked = self.problem.booked
        return self.columns.of_people(
            lambda one: one.id in booked or 0 in (one.limits.per_day, one.limits.per_week)
        ).astype(np.bool_)

    @cached_property
    def _longest(self) -> Whole:
        return self.columns.of_people(
            lambda one: ENDLESS if one.limits.minutes_per_week is None else one.limits.minutes_per_week
        )

    @cached_property
    def _headroom(self) -> Whole:
        return self.columns.of_people(lambda one: ENDLESS if one.headroom is None else one.headroom)

    @cached_property
    def _allowance(self) -> Whole:
        return self.columns.of_slots(lambda one: one.allowance)

    @cached_property
    def _absent(self) -> Spans:
        return Spans(one.absences for one in self.mediators)

    @cached_property
    def _busy(self) -> Spans:
        return Spans(one.busy for one in self.mediators)

    @cached_property
    def _gifts(self) -> Spans:
        return Spans(one.free for one in self.mediators)

    @cached_property
    def _stated(self) -> Spans:
        return Spans(one.stated for one in self.mediators)

    @cached_property
    def _credentials(self) -> list[tuple[str, ...]]:
        return sorted({one.credentials for one in self.requests if one.credentials})

    @cached_property
    def _asked_for(self) -> Whole:
        number = {codes: at for at, codes in enumerate(self._credentials)}
        return self.columns.of_slots(lambda one: number.get(one.credentials, -1))

    @cached_property
    def _until(self) -> Mapping[str, Whole]:
        return valid_until(self.mediators, {code for codes in self._credentials for code in codes})

    @cached_property
    def _blocked_parties(self) -> Whole:
        return self.columns.held(lambda one: one.blocked_parties)

    @cached_property
    def _blocked_institutions(self) -> Whole:
        return self.columns.held(lambda one: one.blocked_institutions)

    @cached_property
    def _known_parties(self) -> Whole:
        return self.columns.held(lambda one: one.known_parties)

    @cached_property
    def _out(self) -> Whole:
        """Who was asked or declined, and what is forbidden: keys (slot, person)."""
        people = {one.id: at for at, one in enumerate(self.mediators)}
        slots = {one.id: at for at, one in enumerate(self.requests)}
        answered = [(who, one.id) for one in self.requests for who in one.asked | one.declined]
        pairs_out = [*answered, *self.settings.forbidden]
        return column(
            sorted(slots[what] * ENDLESS + people[who] for who, what in pairs_out if who in people and what in slots)
        )


def _speakers(problem: Problem, request: Request, number: Mapping[str, int]) -> list[tuple[int, int, int, int]]:
    """Who serves the languages of a slot well enough: row, and amounts of the items that depend on languages alone."""
    rules = (eligibility.language, eligibility.level)
    found = []
    for pair in pairs(problem, request, {}):
        reasons = [rule(pair) for rule in rules]
        if not any(reason and reason.kind is Kind.AGAINST for reason in reasons):
            amounts = score.mother_tongue(pair), score.level(pair), score.substitute(pair)
            found.append((number[pair.mediator.id], *amounts))
    return sorted(found)
