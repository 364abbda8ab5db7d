"""The planner measured on made-up weeks of a whole state, beside the telephone, greedy, the whole model and CP-SAT.

python3 dev.py bench dispatch    everything: about half an hour; prints JSON, draws docs/images/dispatch-growth.svg
python -m benchmarks.dispatch --quick    one seed, one run each
"""

import argparse
import json
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
from lotsenhaus.dispatch.settings import Settings
from lotsenhaus.dispatch.solver import Unsolved, search
from lotsenhaus.dispatch.verify import verify
from lotsenhaus.dispatch.whatif import pairs

ROOT = Path(__file__).parents[1]
LIMIT = 300.0  # seconds for one plan
OTHERS = 60.0  # seconds for the whole model and for CP-SAT
STATE = {f"seed {seed}": Size(seed=seed) for seed in range(4)} | {"dense": Size(centers=12)}
CENTERS = (1, 6, 54)
WEEKS = {"1 day": 1, "1 week": 5, "2 weeks": 10, "4 weeks": 20}
Json = dict[str, Any]


def main() -> None:
    options = _options()
    if options.memory:
        print(_memory(STATE[options.memory]))
        return
    names, runs, seeds = (["seed 0"], 1, 2) if options.quick else ([*STATE], 5, 20)
    figures: Json = {"state": {}}
    for name in names:
        _say(f"state week, {name}")
        figures["state"][name] = _state(STATE[name], runs) | {"peak_mb": _memory_of(name)}
    _say("re-planning")
    figures["replanning"] = _replanning(STATE["seed 0"])
    _say("the whole model")
    for mediators, requests, centers in ((100, 100, 1), (600, 1000, 6)):
        sizes = [Size(mediators=mediators, requests=requests, centers=centers, seed=seed) for seed in range(seeds)]
        figures[f"equal to the whole model, {mediators} x {requests}"] = sum(map(_equals_whole_model, sizes))
    _say("growth")
    figures["growth"] = growth = _growth(runs)
    if not options.quick:
        (ROOT / "docs" / "images" / "dispatch-growth.svg").write_text(_drawn(growth), encoding="utf-8")
    print(json.dumps(figures, indent=2))


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
        "all_runs_equal": all(one == plan for one in plans),
        "shuffled_rows_equal": solve(_shuffled(whole), Settings(seconds=LIMIT)) == plan,
        "violations": len(verify(whole, plan.assignments)),
        "whole_model": _whole_model(model, plan),
        "cp_sat": _cp_sat(model),
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
            _say(json.dumps(found[-1]))
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


def _say(what: str) -> None:
    print(f"· {what}", file=sys.stderr, flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--memory", choices=[*STATE], help="only the peak of one week, for a process of its own")
    return parser.parse_args()


if __name__ == "__main__":
    main()
