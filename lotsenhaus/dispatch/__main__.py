"""The command line: a problem in JSON in, an answer in JSON out; sentences for people go to the error stream."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from lotsenhaus.dispatch import files
from lotsenhaus.dispatch.eligibility import Verdict
from lotsenhaus.dispatch.explain import explain
from lotsenhaus.dispatch.greedy import first_come, scarcest_first
from lotsenhaus.dispatch.problem import Problem, Request
from lotsenhaus.dispatch.rank import Candidate, rank
from lotsenhaus.dispatch.schema import schema
from lotsenhaus.dispatch.verify import verify

Json = Any


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns 0 when all is well, 1 when a plan breaks a rule, 2 when the input cannot be read."""
    options = _parser().parse_args(arguments)
    try:
        return COMMANDS[options.command](options)
    except (files.Unreadable, json.JSONDecodeError, OSError) as error:
        print(error, file=sys.stderr)
        return 2


def _rank(options: argparse.Namespace) -> int:
    problem, request = _slot(options)
    ranking = rank(problem, request, by_arrival=options.by_arrival)
    candidates = [_candidate(one) for one in ranking.best(options.top)]
    return _answer({"candidates": candidates, "others": [_verdict(verdict) for verdict in ranking.others]})


def _explain(options: argparse.Namespace) -> int:
    problem, request = _slot(options)
    return _answer(files.write(explain(problem, request)))


def _greedy(options: argparse.Namespace) -> int:
    method = first_come if options.first_come else scarcest_first
    return _answer(files.write(method(_problem(options))))


def _verify(options: argparse.Namespace) -> int:
    violations = verify(_problem(options), files.read_plan(_load(options.plan)))
    for violation in violations:
        print(violation, file=sys.stderr)
    _answer({"violations": files.write(violations)})
    return 1 if violations else 0


def _schema(options: argparse.Namespace) -> int:
    return _answer(schema())


def _ptask(options: argparse.Namespace) -> int:
    # Only this command needs the numbers' packages, which take a moment to load.
    from lotsenhaus.dispatch.ptask.command import answer
    from lotsenhaus.dispatch.ptask.instance import NotAnInstance
    from lotsenhaus.dispatch.ptask.search import NotSolved

    try:
        return _answer(answer(options.file, options.seconds, options.seed))
    except (NotAnInstance, NotSolved) as refused:
        print(refused, file=sys.stderr)
        return 2 if isinstance(refused, NotAnInstance) else 1


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "rank": _rank,
    "explain": _explain,
    "greedy": _greedy,
    "verify": _verify,
    "schema": _schema,
    "ptask": _ptask,
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m lotsenhaus.dispatch", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    ranking = commands.add_parser("rank", help="the best people for one slot")
    ranking.add_argument("--top", type=int, default=None, help="only so many candidates")
    ranking.add_argument("--by-arrival", action="store_true", help="who can be there in time comes first")
    explaining = commands.add_parser("explain", help="why these people or nobody, and what else would work")
    planning = commands.add_parser("greedy", help="a plan without a solver")
    planning.add_argument("--first-come", action="store_true", help="as on the telephone, in order of arrival")
    checking = commands.add_parser("verify", help="every rule a plan breaks; exit status 1 if there is one")
    for command in (ranking, explaining, planning, checking):
        command.add_argument("problem", help="JSON file, - for standard input")
    for command in (ranking, explaining):
        command.add_argument("request", help="id of the slot")
    checking.add_argument("plan", help="JSON file with assignments")
    commands.add_parser("schema", help="the JSON Schema of a problem")
    tasks = commands.add_parser("ptask", help="fixed tasks to the fewest workers, in the literature's format")
    tasks.add_argument("file", type=Path, help="a .dat file")
    tasks.add_argument("--seconds", type=float, default=20.0)
    tasks.add_argument("--seed", type=int, default=0)
    return parser


def _slot(options: argparse.Namespace) -> tuple[Problem, Request]:
    problem = _problem(options)
    if options.request not in problem.request:
        raise files.Unreadable(f"the problem has no request {options.request}")
    return problem, problem.request[options.request]


def _problem(options: argparse.Namespace) -> Problem:
    return files.read_problem(_load(options.problem))


def _load(name: str) -> Json:
    return json.loads(sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8"))


def _answer(content: Json) -> int:
    print(json.dumps(content, indent=2, ensure_ascii=False))
    return 0


def _candidate(candidate: Candidate) -> Json:
    return {
        "mediator": candidate.mediator,
        "points": candidate.points,
        "items": {item.name: item.points for item in candidate.items},
        "free": candidate.is_free,
        "minutes": candidate.leg.minutes if candidate.leg else None,
        "notes": [str(note) for note in candidate.notes],
    }


def _verdict(verdict: Verdict) -> Json:
    reasons = verdict.against.values()
    return {
        "mediator": verdict.pair.mediator.id,
        "codes": [reason.code for reason in reasons],
        "against": [str(reason) for reason in reasons],
    }


if __name__ == "__main__":
    sys.exit(main())
