"""The model of a week for CP-SAT, in a process of its own: python -m benchmarks._cp_sat MODEL.npz SECONDS."""

import json
import sys
from time import monotonic
from typing import Any

import numpy as np
from ortools.sat.python import cp_model


def main() -> None:
    with np.load(sys.argv[1]) as stored:
        arrays = {name: stored[name] for name in stored.files}
    print(json.dumps(answer(arrays, float(sys.argv[2]))))


def answer(arrays: dict[str, Any], seconds: float) -> dict[str, Any]:
    began = monotonic()
    model = cp_model.CpModel()
    chosen = [model.new_bool_var("") for _ in arrays["worth"]]
    limits = zip(arrays["starts"], arrays["starts"][1:], arrays["least"], arrays["most"], strict=False)
    for first, last, least, most in limits:
        columns, values = arrays["columns"][first:last].tolist(), arrays["values"][first:last].astype(int).tolist()
        low = -(2**40) if np.isneginf(least) else int(least)
        high = 2**40 if np.isposinf(most) else int(most)
        if low < -(2**39) and high == 1 and set(values) == {1}:
            model.add_at_most_one(chosen[column] for column in columns)
        else:
            total = sum(value * chosen[column] for column, value in zip(columns, values, strict=True))
            model.add_linear_constraint(total, low, high)
    model.maximize(sum(int(worth) * one for worth, one in zip(arrays["worth"], chosen, strict=True)))
    built = monotonic() - began
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    solver.parameters.random_seed = 0
    status = solver.solve(model)
    found = {"build_s": round(built, 1), "seconds": round(monotonic() - began - built, 1)}
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return {**found, "ended": solver.status_name(status)}
    value, bound = solver.objective_value, solver.best_objective_bound
    heads = sum(bool(weight) for weight, one in zip(arrays["heads"], chosen, strict=True) if solver.boolean_value(one))
    return {**found, "objective": round(value), "gap": (bound - value) / bound, "covered": heads}


if __name__ == "__main__":
    main()
