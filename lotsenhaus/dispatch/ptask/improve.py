"""Close what is open: take some workers' tasks away and give them out again as well as can be (HiGHS), over and over.

Either all tasks around an open one or all tasks of some workers are given out anew; sometimes idle workers take part,
as many as begin must then stop. How much is taken at once follows the time that it takes.
"""

import time
from dataclasses import dataclass

import highspy
import numpy as np

from lotsenhaus.dispatch.ptask.instance import Bits, Instance, members
from lotsenhaus.dispatch.ptask.roster import Roster

FEW_PAIRS = 600  # to begin with
QUICK, SLOW = 0.08, 0.3  # seconds for one exchange
MOST_SECONDS = 1.0
AROUND, OF_WORKERS = 0.5, 0.85  # else with idle workers
WIDTHS = (0.5, 1.0, 2.0, 3.0)  # of the window, in mean lengths of a task


@dataclass(frozen=True)
class Part:
    """What is given out anew: `tasks` among `workers`, of whom at most `most` may do any (None: all)."""

    workers: tuple[int, ...]
    tasks: Bits
    most: int | None


def improve(roster: Roster, deadline: float, numbers: np.random.Generator) -> None:
    """Until nothing is open or time.monotonic() passes `deadline`; never leaves more tasks open than before."""
    pairs = float(FEW_PAIRS)
    while roster.open and (left := deadline - time.monotonic()) > 0:
        part = choose(roster, pairs, numbers)
        begin = time.monotonic()
        found = give_out(roster, part, min(MOST_SECONDS, max(left, 0.05)), numbers)
        seconds = time.monotonic() - begin
        pairs *= 1.05 if seconds < QUICK else 0.85 if seconds > SLOW else 1.0
        done_before = (part.tasks & ~roster.open).bit_count()
        if len(found) >= done_before:
            roster.exchange(found, part.workers, part.tasks)
            _keep_count(roster, part)


def choose(roster: Roster, pairs: float, numbers: np.random.Generator) -> Part:
    """About `pairs` pairs of a worker and a task around one open task."""
    instance, wanted = roster.instance, int(numbers.choice(list(members(roster.open))))
    kind = numbers.random()
    inside = _window(instance, wanted, numbers) if kind < AROUND else (1 << len(instance.tasks)) - 1
    workers: list[int] = []
    tasks = 0
    for worker in _mixed(roster, wanted, numbers):
        more = tasks | (roster.tasks[worker] & inside)
        if workers and sum((instance.skills[one] & more).bit_count() for one in (*workers, worker)) > pairs:
            break
        workers.append(worker)
        tasks = more
    most = None
    if kind >= OF_WORKERS:
        most = len(workers)
        idle = [worker for worker in range(len(instance.skills)) if worker not in roster.used]
        workers += [int(one) for one in numbers.permutation(idle)[: max(2, most // 3)]]
    return Part(tuple(workers), tasks | (roster.open & inside), most)


def _window(instance: Instance, task: int, numbers: np.random.Generator) -> Bits:
    mean = sum(end - start for start, end in instance.tasks) / len(instance.tasks)
    width = mean * float(numbers.choice(WIDTHS))
    first = instance.tasks[task][0] - numbers.random() * width
    last = instance.tasks[task][1] + numbers.random() * width
    return sum(1 << one for one, (start, end) in enumerate(instance.tasks) if end > first and start < last)


def _mixed(roster: Roster, task: int, numbers: np.random.Generator) -> list[int]:
    """The used workers in random order: two who can do the task, then one who cannot, and so on."""
    shuffled = [int(worker) for worker in numbers.permutation(sorted(roster.used))]
    can = [worker for worker in shuffled if roster.instance.skills[worker] >> task & 1]
    others = [worker for worker in shuffled if not roster.instance.skills[worker] >> task & 1]
    places = [(at / 2, worker) for at, worker in enumerate(can)] + [
        (at + 0.9, worker) for at, worker in enumerate(others)
    ]
    return [worker for _place, worker in sorted(places)]


def _keep_count(roster: Roster, part: Part) -> None:
    """With idle workers in it: as many as before stay used."""
    if part.most is not None:
        before = len(roster.used)
        roster.used -= {worker for worker in part.workers if not roster.tasks[worker]}
        roster.used |= {worker for worker in part.workers if roster.tasks[worker]}
        roster.fill(part.workers, before)


class Rows:
    """Sparse rows `least ≤ sum of coefficients ≤ limit`."""

    def __init__(self) -> None:
        self.starts, self.columns, self.values = [0], list[int](), list[float]()
        self.least, self.limits = list[float](), list[float]()

    def add(
        self, columns: list[int], limit: float, minus: int | None = None, least: float = -highspy.kHighsInf
    ) -> None:
        self.least.append(least)
        self.columns += columns if minus is None else [*columns, minus]
        self.values += [1.0] * len(columns) + ([] if minus is None else [-1.0])
        self.starts.append(len(self.columns))
        self.limits.append(limit)


def everything(roster: Roster, seconds: float) -> None:
    """All tasks to all workers as one model: closes what is open or leaves everything as it is."""
    part = Part(tuple(range(len(roster.tasks))), (1 << len(roster.instance.tasks)) - 1, len(roster.used))
    whole = Roster(roster.instance, [0] * len(roster.tasks), set(part.workers), part.tasks)
    if found := give_out(whole, part, seconds):
        roster.exchange(found, part.workers, part.tasks)


def give_out(
    roster: Roster, part: Part, seconds: float, numbers: np.random.Generator | None = None
) -> list[tuple[int, int]]:
    """The (worker, task) pairs that cover most tasks of the part, without `numbers` all; [] when time did not suffice.

    That all are covered is a question of yes or no, which is answered sooner than how many can be.
    """
    pairs, cliques = _pairs_and_cliques(roster, part)
    if not pairs:
        return []
    rows, of_task = Rows(), dict[int, list[int]]()
    for column, (_worker, task) in enumerate(pairs):
        of_task.setdefault(task, []).append(column)
    for columns in of_task.values():
        rows.add(columns, 1.0, least=0.0 if numbers else 1.0)
    begins = {} if part.most is None else {worker: len(pairs) + at for at, worker in enumerate(part.workers)}
    for worker, columns in cliques:
        rows.add(columns, 0.0 if begins else 1.0, begins.get(worker))
    if part.most is not None:
        rows.add(list(begins.values()), float(part.most))
    worth = np.zeros(len(pairs) + len(begins))
    if numbers:  # a little noise, less than one task in all, moves along rosters that are equally good
        worth[: len(pairs)] = 1.0 + numbers.random(len(pairs)) * 0.3 / part.tasks.bit_count()
    values = _maximize(worth, rows, seconds)
    return [pair for pair, value in zip(pairs, values, strict=False) if value > 0.5]


def _pairs_and_cliques(roster: Roster, part: Part) -> tuple[list[tuple[int, int]], list[tuple[int, list[int]]]]:
    """Who can do what beside the tasks that she keeps; and, by worker, the columns that overlap at one moment."""
    instance = roster.instance
    pairs: list[tuple[int, int]] = []
    cliques: list[tuple[int, list[int]]] = []
    in_order = sorted(members(part.tasks), key=lambda task: instance.tasks[task])
    for worker in part.workers:
        kept, running, grew = roster.tasks[worker] & ~part.tasks, dict[int, int](), False
        for task in in_order:
            if not instance.skills[worker] >> task & 1 or instance.conflicts[task] & kept:
                continue
            still = {one: column for one, column in running.items() if instance.tasks[one][1] > instance.tasks[task][0]}
            if grew and len(still) < len(running):
                cliques.append((worker, list(running.values())))
            running = still | {task: len(pairs)}
            pairs.append((worker, task))
            grew = True
        if running:
            cliques.append((worker, list(running.values())))
    return pairs, cliques


def _maximize(worth: np.ndarray, rows: Rows, seconds: float) -> list[float]:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in {"output_flag": False, "threads": 1, "time_limit": seconds, "mip_abs_gap": 0.45}.items():
        solver.setOptionValue(option, value)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(worth), len(rows.limits)
    model.col_cost_, model.col_lower_, model.col_upper_ = -worth, np.zeros(len(worth)), np.ones(len(worth))
    model.row_lower_, model.row_upper_ = np.array(rows.least), np.array(rows.limits)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.array(rows.starts, dtype=np.int32)
    model.a_matrix_.index_ = np.array(rows.columns, dtype=np.int32)
    model.a_matrix_.value_ = np.array(rows.values)
    model.integrality_ = [highspy.HighsVarType.kInteger] * len(worth)
    solver.passModel(model)
    solver.run()
    if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return []
    return list(solver.getSolution().col_value)
