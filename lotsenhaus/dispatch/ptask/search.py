"""As few workers as possible within a time: many matchings, then two processes at once.

One solves everything as one model where that is small, else it goes on matching; the other makes sure of one worker
more. Then both begin again and again with other matchings, from which they exchange.
"""

import itertools
import math
import multiprocessing
import time
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess

import numpy as np

from lotsenhaus.dispatch.ptask.eject import Ejection
from lotsenhaus.dispatch.ptask.instance import Instance
from lotsenhaus.dispatch.ptask.matching import Matching
from lotsenhaus.dispatch.ptask.roster import Roster

JITTERS = (0.1, 0.2, 0.3, 0.4, 0.5)
SHARE_OF_MATCHING, SHARE_OF_MATCHING_AGAIN = 0.1, 0.05  # of the time
FEW_PAIRS = 6_000  # of a worker and a task, for which everything is one model
SECONDS_OF_A_TRY = 5.0


class NotSolved(Exception):
    """Not all tasks could be given out in time, or nobody is qualified for one."""


@dataclass(frozen=True)
class Answer:
    """`assignment` names the worker of each task, both from 0."""

    assignment: list[int]
    lower_bound: int
    seconds: float

    @property
    def workers_used(self) -> int:
        return len(set(self.assignment))


def solve(instance: Instance, seconds: float, seed: int = 0) -> Answer:
    """The best answer found in about `seconds`; at once when it is at the lower bound. Raises NotSolved."""
    begin = time.monotonic()
    nobody = [task for task in instance.order if not any(skills >> task & 1 for skills in instance.skills)]
    if nobody:
        raise NotSolved(f"nobody is qualified for task {min(nobody)}")
    bound, deadline = instance.lower_bound, begin + seconds
    first = best_matching(instance, bound, begin + seconds * SHARE_OF_MATCHING, seed)
    assignment = _in_two_processes(first, deadline, seed) if first.open else first.assignment
    return Answer(assignment, bound, time.monotonic() - begin)


def best_matching(instance: Instance, workers: int, deadline: float, seed: int) -> Roster:
    """The one with the fewest open tasks of many matchings, forward and backward in time; one is made in any case.

    Half of them choose the workers beforehand.
    """
    numbers = np.random.default_rng(seed)
    mirrored = Instance(tuple((-end, -start) for start, end in instance.tasks), instance.skills)
    matchings = (Matching(instance, numbers), Matching(mirrored, numbers))
    best = matchings[0].roster(workers)
    for number in itertools.count(1):
        if not best.open or time.monotonic() > deadline:
            break
        jitter = JITTERS[number % len(JITTERS)]
        other = matchings[number % 2].roster(workers, jitter, chosen_first=number % 4 > 1)
        best = min(best, other, key=lambda roster: roster.open.bit_count())
    return replace(best, instance=instance)


def _in_two_processes(first: Roster, deadline: float, seed: int) -> list[int]:
    """One goes on from the first roster; the other makes sure of one worker more, then tries for the bound as well."""
    context = multiprocessing.get_context("fork")
    found: list[list[int]] = []
    ends: list[Connection] = []
    processes: list[ForkProcess] = []
    for work in (_at_the_bound, _one_more_then_the_bound):
        ours, theirs = context.Pipe(duplex=False)
        processes.append(
            context.Process(target=work, args=(first, deadline, seed + 1 + len(ends), theirs), daemon=True)
        )
        processes[-1].start()
        theirs.close()
        ends.append(ours)
    while ends and not any(len(set(one)) <= len(first.used) for one in found):
        ready = wait(ends, max(0.0, deadline - time.monotonic()))
        if not ready:
            break
        for end in ready:
            assert isinstance(end, Connection)
            try:
                found.append(end.recv())
            except EOFError:
                ends.remove(end)
    for process in processes:
        process.kill()
        process.join()
    if not found:
        raise NotSolved("not every task found a worker in this time; give it more with --seconds")
    return min(found, key=lambda one: len(set(one)))


def _at_the_bound(first: Roster, deadline: float, seed: int, answers: Connection) -> None:
    if _is_small(first.instance):
        from lotsenhaus.dispatch.ptask.improve import everything

        everything(first, deadline - time.monotonic())
    else:
        first = best_matching(first.instance, len(first.used), (time.monotonic() + deadline) / 2, seed)
    if _tell(first, answers):
        return
    _begin_again(first, deadline, seed, answers)


def _one_more_then_the_bound(first: Roster, deadline: float, seed: int, answers: Connection) -> None:
    bound, more = len(first.used), 1
    while bound + more <= len(first.instance.skills):
        share = time.monotonic() + (deadline - time.monotonic()) / 3
        roster = best_matching(first.instance, bound + more, _soon(deadline), seed)
        if _improve_and_tell(roster, share if more < 2 else deadline, seed, answers):
            break
        more = math.ceil(more * 1.5)
    _begin_again(first, deadline, seed, answers)


def _begin_again(first: Roster, deadline: float, seed: int, answers: Connection) -> None:
    """Other matchings, then one of two kinds of search in turn: what is stuck here may be easy from there.

    Small instances leave so little room that only pushing out for long gets anywhere.
    """
    small = _is_small(first.instance)
    searches = itertools.cycle((_push_out_and_tell,) if small else (_push_out_and_tell, _improve_and_tell))
    again = _soon(deadline) - time.monotonic()
    while (now := time.monotonic()) < deadline:
        seed += 100
        roster = best_matching(first.instance, len(first.used), now + again, seed)
        if next(searches)(roster, deadline if small else min(deadline, now + SECONDS_OF_A_TRY), seed, answers):
            return


def _is_small(instance: Instance) -> bool:
    return sum(skills.bit_count() for skills in instance.skills) <= FEW_PAIRS


def _soon(deadline: float) -> float:
    """The end of further matchings."""
    now = time.monotonic()
    return now + (deadline - now) * SHARE_OF_MATCHING_AGAIN


def _push_out_and_tell(roster: Roster, deadline: float, seed: int, answers: Connection) -> bool:
    Ejection(roster, seed).run(deadline)
    return _tell(roster, answers)


def _improve_and_tell(roster: Roster, deadline: float, seed: int, answers: Connection) -> bool:
    from lotsenhaus.dispatch.ptask.improve import improve  # a solver that most instances do not need

    improve(roster, deadline, np.random.default_rng(seed))
    return _tell(roster, answers)


def _tell(roster: Roster, answers: Connection) -> bool:
    if not roster.open:
        answers.send(roster.assignment)
    return not roster.open
