"""The planner measured on made-up weeks of a whole state, beside the telephone, greedy, the whole model and CP-SAT.

python3 dev.py bench dispatch            everything: about a quarter of an hour; draws docs/figures/dispatch-growth.svg
python -m benchmarks.dispatch --quick    one seed, one run each

Prints a line of JSON as soon as a part is done, with the load of the machine. Times are medians of five runs; the dense
week has three, the whole model and CP-SAT one each that ends after `OTHERS` seconds. The tasks of the literature are
not part of this repository: their folder is ../shared/ptask or what the environment names in PTASK.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import median
from time import monotonic
from typing import Any

import numpy as np

from benchmarks._chart import Line, chart
from lotsenhaus.dispatch.filters import table
from lotsenhaus.dispatch.formulate import Model, formulate
from lotsenhaus.dispatch.generate import Size, generate
from lotsenhaus.dispatch.greedy import first_come, scarcest_first
from lotsenhaus.dispatch.plan import Plan, solve
from lotsenhaus.dispatch.problem import Problem
from lotsenhaus.dispatch.ptask.command import answer
from lotsenhaus.dispatch.settings import Contradiction, Settings
from lotsenhaus.dispatch.solver import Unsolved, search
from lotsenhaus.dispatch.verify import verify
from lotsenhaus.dispatch.whatif import pairs
from tests.dispatch import brute, worlds
from tests.dispatch.test_plan import wishes

ROOT = Path(__file__).parents[1]
TASKS = Path(os.environ.get("PTASK", ROOT.parent / "shared" / "ptask"))
LIMIT = 300.0  # seconds for one plan
OTHERS = 15.0  # seconds for the whole model and for CP-SAT
A_TASK = 20.0  # seconds for one instance of the literature
STATE = {f"seed {seed}": Size(seed=seed) for seed in range(4)} | {"dense": Size(centers=10)}
CENTERS = (1, 6, 54)
WEEKS = {"1 day": 1, "1 week": 5, "4 weeks": 20}
Json = dict[str, Any]


def main() -> None:
    options = _options()
    if options.memory:
        print(_memory(STATE[options.memory]))
        return
    names, runs, seeds = (["seed 0"], 1, 2) if options.quick else ([*STATE], 5, 20)
    if TASKS.is_dir():
        _say("tasks of the literature", _tasks())
    _say("the demo's week of forty open talks", _said_by("benchmarks._demo_week"))
    for mediators, requests, centers in ((100, 100, 1), (600, 1000, 6)):
        sizes = [Size(mediators=mediators, requests=requests, centers=centers, seed=seed) for seed in range(seeds)]
        equal = sum(map(_equals_whole_model, sizes))
        _say(f"as good as the whole model, {mediators} x {requests}", {"of": seeds, "equal": equal})
    _say("as good as trying everything", {"of": 50 * seeds, "equal": sum(map(_equals_brute_force, range(50 * seeds)))})
    _say("re-planning after 2 % fell out", _replanning(STATE["seed 0"]))
    for name in names:
        found = _state(STATE[name], min(runs, 3) if name == "dense" else runs)
        _say(f"state week, {name}", found | {"peak_mb": _memory_of(name)})
    _say("CP-SAT, 600 x 1000", _cp_sat_beside_us(Size(mediators=600, requests=1000)))
    _say("CP-SAT, state week, seed 0", _cp_sat_beside_us(STATE["seed 0"]))
    growth = _growth(runs)
    if not options.quick:
        (ROOT / "docs" / "figures" / "dispatch-growth.svg").write_text(_drawn(growth), encoding="utf-8")


def _state(size: Size, runs: int) -> Json:
    whole = generate(size)
    plans = [solve(whole, Settings(seconds=LIMIT)) for _ in range(runs)]
    plan = plans[0]
    phases = {name: round(median(one.seconds[name] for one in plans), 2) for name in plan.seconds}
    phone, greedy = first_come(whole), scarcest_first(whole)
    taken = [sum(one.seconds[name] for name in ("filter", "build", "bound", "search")) for one in plans]
    model = formulate(table(whole, Settings()), Settings())
    return {
        "pairs": plan.pairs,
        "seconds": phases,
        "total_s": round(median(taken), 2),
        "times_bare_lp": round(median(sum_ / one.seconds["bound"] for sum_, one in zip(taken, plans, strict=True)), 2),
        "gap": plan.gap,
        "coverage_proven": plan.coverage_proven,
        "covered": plan.covered,
        "demand": plan.demand,
        "phone": _heads(whole, phone.uncovered),
        "greedy": _heads(whole, greedy.uncovered),
        "against_phone": round(plan.covered / _heads(whole, phone.uncovered), 4),
        "runs": runs,
        "all_runs_equal": all(one == plan for one in (*plans, solve(_shuffled(whole), Settings(seconds=LIMIT)))),
        "violations": len(verify(whole, plan.assignments)),
        "whole_model": _whole_model(model, plan),
    }


def _heads(whole: Problem, uncovered: Any) -> int:
    return sum(request.count for request in whole.requests) - sum(uncovered.values())


def _shuffled(whole: Problem) -> Problem:
    random = Random(1)
    people, slots = list(whole.mediators), list(whole.requests)
    random.shuffle(people)
    random.shuffle(slots)
    return replace(whole, mediators=tuple(people), requests=tuple(slots))


def _whole_model(model: Model, plan: Plan) -> Json:
    """The same objective over all pairs, as far as it comes in the time given."""
    began = monotonic()
    try:
        found = search(model, np.ones(len(model.worth), dtype=np.bool_), OTHERS, 0)
    except Unsolved as stopped:
        return {"seconds": round(monotonic() - began, 1), "ended": str(stopped)}
    gap = (found.bound - found.value) / found.bound
    return {
        "seconds": round(monotonic() - began, 1),
        "objective_minus_ours": round(found.value) - plan.objective,
        "gap": gap,
    }


def _cp_sat_beside_us(size: Size) -> Json:
    whole = generate(size)
    plan = solve(whole, Settings(seconds=LIMIT))
    theirs = _cp_sat(formulate(table(whole, Settings()), Settings()))
    return {"ours": {"covered": plan.covered, "seconds": round(sum(plan.seconds.values()), 1)}, "theirs": theirs}


def _cp_sat(model: Model) -> Json:
    """In a process of its own: the packages of both solvers cannot be loaded in one."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.npz"
        np.savez(path, **{name: getattr(model, name) for name in _cp_sat_fields()})
        return _said_by("benchmarks._cp_sat", str(path), str(OTHERS))


def _cp_sat_fields() -> tuple[str, ...]:
    return ("worth", "whole", "starts", "columns", "values", "least", "most", "heads")


def _said_by(module: str, *words: str) -> Json:
    done = subprocess.run([sys.executable, "-m", module, *words], cwd=ROOT, capture_output=True, text=True, check=True)
    answer: Json = json.loads(done.stdout)
    return answer


def _memory_of(name: str) -> float:
    """Peak of a process that does nothing else but make and plan this week, in MB."""
    return float(_said_by("benchmarks.dispatch", "--memory", name)["peak_mb"])


def _memory(size: Size) -> str:
    solve(generate(size), Settings(seconds=LIMIT))
    lines = Path("/proc/self/status").read_text().splitlines()
    peak = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    return json.dumps({"peak_mb": round(peak / 1024)})


def _replanning(size: Size) -> Json:
    """Two in a hundred people fall out; what was promised to the others is to stay."""
    whole = generate(size)
    before = solve(whole, Settings(seconds=LIMIT))
    gone = {who.id for who in Random(0).sample(whole.mediators, len(whole.mediators) // 50)}
    rest = replace(whole, mediators=tuple(who for who in whole.mediators if who.id not in gone))
    alive = frozenset(pair for pair in pairs(before) if pair[0] not in gone)
    after = solve(rest, Settings(seconds=LIMIT, previous=alive))
    free = solve(rest, Settings(seconds=LIMIT))
    return {
        "live": len(alive),
        "kept": round(len(alive & pairs(after)) / len(alive), 4),
        "kept_without_reward": round(len(alive & pairs(free)) / len(alive), 4),
        "coverage": after.coverage,
        "coverage_without_reward": free.coverage,
    }


def _equals_whole_model(size: Size) -> bool:
    whole = generate(size)
    plan = solve(whole, Settings(seconds=LIMIT))
    model = formulate(table(whole, Settings()), Settings())
    found = search(model, np.ones(len(model.worth), dtype=np.bool_), LIMIT, 0)
    return plan.objective == round(found.value) and not verify(whole, plan.assignments)


def _equals_brute_force(seed: int) -> bool:
    whole = worlds.problem(seed, mediators=7, requests=5)
    settings = wishes(seed, whole)
    expected = brute.best(whole, settings)
    try:
        plan = solve(whole, settings)
    except Contradiction:
        return expected is None
    return plan.objective == expected and not verify(whole, plan.assignments, settings)


def _tasks() -> Json:
    """Instances at the proven bound, and by how many workers the others miss it; each answer goes to the checker."""
    seconds, above, refused = [], {}, []
    for file in sorted(TASKS.glob("*.dat")):
        found = answer(file, A_TASK)
        seconds.append(found["seconds"])
        if missing := found["workers_used"] - found["lower_bound"]:
            above[file.stem] = missing
        with tempfile.NamedTemporaryFile("w", suffix=".json") as solution:
            json.dump(found["assignment"], solution)
            solution.flush()
            command = [sys.executable, str(TASKS / "ptask_check.py"), str(file), solution.name]
            if subprocess.run(command, capture_output=True).returncode:
                refused.append(file.stem)
    return {
        "instances": len(seconds),
        "at_the_bound": len(seconds) - len(above),
        "above": above,
        "refused": refused,
        "median_s": median(seconds),
        "slowest_s": max(seconds),
    }


def _growth(runs: int) -> list[Json]:
    """A center has 93 people and 148 slots a week, as the state week does."""
    found = []
    for centers in CENTERS:
        for name, days in WEEKS.items():
            size = Size(mediators=93 * centers, requests=max(1, 148 * centers * days // 5), centers=centers, days=days)
            plans = [solve(generate(size), Settings(seconds=LIMIT)) for _ in range(runs if centers < 54 else 1)]
            seconds = median(sum(one.seconds.values()) for one in plans)
            found.append(
                {
                    "centers": centers,
                    "time": name,
                    "days": days,
                    "slots": size.requests,
                    "pairs": plans[0].pairs,
                    "seconds": round(seconds, 2),
                    "gap": plans[0].gap,
                }
            )
            _say("growth", found[-1])
    return found


def _drawn(growth: list[Json]) -> str:
    lines = [
        Line(
            f"{centers} center{'s' if centers > 1 else ''}",
            [(one["days"], one["seconds"]) for one in growth if one["centers"] == centers],
        )
        for centers in CENTERS
    ]
    return chart("Seconds to plan, by working days planned at once", "working days", "seconds", lines)


def _say(what: str, found: Json) -> None:
    print(json.dumps({"what": what, **found, "load": round(os.getloadavg()[0], 1)}), flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--memory", choices=[*STATE], help="only the peak of one week, for a process of its own")
    return parser.parse_args()


if __name__ == "__main__":
    main()
