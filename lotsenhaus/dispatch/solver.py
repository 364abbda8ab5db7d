"""The door to HiGHS: a linear model in, numbers out. Beside the task benchmark nobody else imports it.

One thread: HiGHS shares its number of threads within a process, and with one the same model gives the same answer.
"""

from dataclasses import dataclass, field, replace

import highspy
import numpy as np
from numpy.typing import NDArray

from lotsenhaus.dispatch.formulate import Floats, Model

Mask = NDArray[np.bool_]


class Unsolved(RuntimeError):
    """The solver gave no solution: the model has none, or the time did not suffice."""


class Infeasible(Unsolved):
    """No solution exists."""


@dataclass(frozen=True)
class Relaxation:
    """The model without whole numbers; `reduced` is what one more unit of a column would add, `prices` per row."""

    value: float
    chosen: Floats
    reduced: Floats
    prices: Floats
    solver: highspy.Highs = field(repr=False, compare=False)


@dataclass(frozen=True)
class Solution:
    """`bound` is what no solution of the same columns can exceed."""

    value: float
    chosen: Floats
    bound: float


def relax(model: Model, seconds: float) -> Relaxation:
    """Solve the model with fractions."""
    solver = _solver(model, model.worth, seconds)
    _run(solver)
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise Unsolved("the time did not suffice for a bound")
    answer = solver.getSolution()
    return Relaxation(
        -solver.getObjectiveValue(),
        np.array(answer.col_value),
        -np.array(answer.col_dual),
        -np.array(answer.row_dual),
        solver,
    )


def most_heads(model: Model, relaxation: Relaxation, seconds: float) -> float | None:
    """How much can be covered at most, by priority and in fractions; None when the time did not suffice.

    The same rows with another question: it goes on where the relaxation ended, which is nearly the answer.
    """
    solver = relaxation.solver
    solver.setOptionValue("time_limit", solver.getRunTime() + max(seconds, 0.1))
    columns = np.arange(len(model.heads), dtype=np.int32)
    solver.changeColsCost(len(columns), columns, -model.heads)
    _run(solver)
    done = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    heads = -solver.getObjectiveValue() if done else None
    solver.clear()
    return heads


def search(model: Model, keep: Mask, seconds: float, seed: int, relative_gap: float = 0.0) -> Solution:
    """The best solution in whole numbers that uses only some columns; a difference below 1 point is none."""
    is_pruned = not keep[: model.pairs].all()
    keep = keep & _of_use(model, keep)
    part = restricted(model, keep)
    solver = _solver(part, part.worth, seconds)
    options: dict[str, float | str] = {
        "random_seed": seed,
        "mip_rel_gap": relative_gap,
        "mip_abs_gap": 0.5,
        "mip_feasibility_tolerance": 1e-7,
    }
    if is_pruned:
        options["presolve"] = "off"  # it took a third of the time and found nothing that the prices had left
    for name, value in options.items():
        solver.setOptionValue(name, value)
    columns = np.flatnonzero(part.whole).astype(np.int32)
    solver.changeColsIntegrality(len(columns), columns, np.ones(len(columns), dtype=np.uint8))
    _run(solver)
    info = solver.getInfo()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        raise Unsolved("the time did not suffice for a plan")
    chosen = np.zeros(len(model.worth))
    chosen[np.flatnonzero(keep)] = np.array(solver.getSolution().col_value)
    bound = -info.mip_dual_bound if part.whole.any() else -info.objective_function_value
    return Solution(-info.objective_function_value, chosen, bound)


def covering(model: Model, coverage: float) -> Model:
    """The model with one row more: at least so much must be covered."""
    columns = np.flatnonzero(model.heads)
    return replace(
        model,
        starts=np.append(model.starts, model.starts[-1] + len(columns)),
        columns=np.concatenate([model.columns, columns]),
        values=np.concatenate([model.values, model.heads[columns]]),
        least=np.append(model.least, coverage),
        most=np.append(model.most, np.inf),
    )


def _of_use(model: Model, keep: Mask) -> Mask:
    """Without the steps of a load that nobody can reach with the pairs left; each step stands in one row, dearer and
    dearer."""
    row_of = np.repeat(np.arange(len(model.most)), np.diff(model.starts))
    is_step = ~model.whole[model.columns]
    left = np.bincount(row_of[~is_step & keep[model.columns]], minlength=len(model.most)) - model.most
    before = np.concatenate([[0], np.cumsum(is_step)])
    rank: NDArray[np.int64] = before[:-1] - before[model.starts[:-1]][row_of]
    useful = np.ones(len(keep), dtype=np.bool_)
    useful[model.columns[is_step]] = (rank < left[row_of])[is_step]
    return useful


def restricted(model: Model, keep: Mask) -> Model:
    """The model without some columns, and without the rows that can then no longer bind."""
    row_of = np.repeat(np.arange(len(model.most)), np.diff(model.starts))
    entries = keep[model.columns]
    highest = np.bincount(row_of, np.where(entries, np.maximum(model.values, 0), 0), minlength=len(model.most))
    lowest = np.bincount(row_of, np.where(entries, np.minimum(model.values, 0), 0), minlength=len(model.most))
    binding = (highest > model.most) | (lowest < model.least)
    entries &= binding[row_of]
    renumbered = np.cumsum(keep) - 1
    lengths = np.bincount(row_of[entries], minlength=len(model.most))[binding]
    return Model(
        worth=model.worth[keep],
        lower=model.lower[keep],
        upper=model.upper[keep],
        whole=model.whole[keep],
        starts=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        columns=renumbered[model.columns[entries]],
        values=model.values[entries],
        least=model.least[binding],
        most=model.most[binding],
        pairs=int(keep[: model.pairs].sum()),
        heads=model.heads[keep],
        cover=np.full(0, -1, dtype=np.int64),
    )


def _solver(model: Model, worth: Floats, seconds: float) -> highspy.Highs:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in {"output_flag": False, "threads": 1, "time_limit": max(seconds, 0.1)}.items():
        solver.setOptionValue(name, value)
    linear = highspy.HighsLp()
    linear.num_col_, linear.num_row_ = len(worth), len(model.most)
    linear.col_cost_, linear.col_lower_, linear.col_upper_ = -worth, model.lower, model.upper
    linear.row_lower_, linear.row_upper_ = model.least, model.most
    linear.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    linear.a_matrix_.start_ = model.starts.astype(np.int32)
    linear.a_matrix_.index_ = model.columns.astype(np.int32)
    linear.a_matrix_.value_ = model.values
    solver.passModel(linear)
    return solver


def _run(solver: highspy.Highs) -> None:
    """HiGHS reports by status, not by exception; whatever is neither solved nor out of time is an error."""
    solver.run()
    status = solver.getModelStatus()
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        raise Infeasible("no plan keeps all rules")
    if status not in (
        highspy.HighsModelStatus.kOptimal,
        highspy.HighsModelStatus.kTimeLimit,
        highspy.HighsModelStatus.kModelEmpty,
    ):
        raise Unsolved(f"the solver ended with {solver.modelStatusToString(status)}")
