"""The command line: a problem in JSON in, an answer in JSON out; sentences for people go to the error stream.

Commands that plan load the numbers' packages only when they are called, which takes a moment.
"""

import argparse
import json
import os
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
from lotsenhaus.dispatch.schema import schema, schema_of
from lotsenhaus.dispatch.settings import Contradiction, Objective, Settings
from lotsenhaus.dispatch.verify import verify, verify_figures

Json = Any
A_DAY, MILLION = 86_400, 1_000_000
STOPPED = 130  # the status of a command that Ctrl-C ended


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns 0 when all is well, 1 when a plan breaks a rule or pins cannot be held, 2 when input cannot be read."""
    options = _parser().parse_args(arguments)
    try:
        return COMMANDS[options.command](options)
    except Contradiction as refused:
        print(refused, file=sys.stderr)
        return 1
    except files.Unreadable as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return STOPPED
    except BrokenPipeError:  # whoever read the answer has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _rank(options: argparse.Namespace) -> int:
    problem, request = _slot(options)
    ranking = rank(problem, request, by_arrival=options.by_arrival)
    candidates = [_candidate(one) for one in ranking.best(options.top)]
    return _answer({"candidates": candidates, "others": [_verdict(verdict) for verdict in ranking.others]})


def _explain(options: argparse.Namespace) -> int:
    problem, request = _slot(options)
    answer = files.write(explain(problem, request))
    if options.cover:
        from lotsenhaus.dispatch.whatif import covering_this

        answer["cover"] = files.write(covering_this(problem, request.id))
    return _answer(answer)


def _solve(options: argparse.Namespace) -> int:
    from lotsenhaus.dispatch.worker import plan_in_worker

    plan = plan_in_worker(_problem(options), _settings(options), lambda phase: print(phase, file=sys.stderr))
    if plan.method == "greedy":
        print("the solver did not come to an end: this is the greedy plan, which proves nothing", file=sys.stderr)
    return _answer(files.write(plan))


def _recruit(options: argparse.Namespace) -> int:
    from lotsenhaus.dispatch.recruit import hints

    found = hints([files.read_problem(_load(name)) for name in options.week], top=options.top)
    return _answer({"hints": [{"sentence": str(hint), **_hint(hint)} for hint in found]})


def _hint(hint: Any) -> Json:
    return {**hint.cell._asdict(), "estimate": hint.estimate, "covers": hint.covers, "slots": list(hint.slots)}


def _greedy(options: argparse.Namespace) -> int:
    method = first_come if options.first_come else scarcest_first
    return _answer(files.write(method(_problem(options))))


def _generate(options: argparse.Namespace) -> int:
    from lotsenhaus.dispatch.generate import Size, generate

    given = {name: getattr(options, name) for name in ("mediators", "requests", "centers", "days", "seed")}
    return _answer(files.write(generate(Size(**given))))


def _verify(options: argparse.Namespace) -> int:
    problem, content = _problem(options), _load(options.plan)
    plan = files.read_plan(content)
    violations = verify(problem, plan, _settings(options))
    violations += verify_figures(problem, plan, covered=content.get("covered"), uncovered=content.get("uncovered"))
    for violation in violations:
        print(violation, file=sys.stderr)
    _answer({"violations": files.write(violations)})
    return 1 if violations else 0


def _schema(options: argparse.Namespace) -> int:
    if options.of == "problem":
        return _answer(schema())
    from lotsenhaus.dispatch.plan import Plan

    return _answer(schema_of(Plan, "Dispatch plan"))


def _ptask(options: argparse.Namespace) -> int:
    from lotsenhaus.dispatch.ptask.command import answer
    from lotsenhaus.dispatch.ptask.instance import NotAnInstance
    from lotsenhaus.dispatch.ptask.search import NotSolved

    try:
        return _answer(answer(options.file, options.seconds, options.seed))
    except NotSolved as refused:
        print(refused, file=sys.stderr)
        return 1
    except (NotAnInstance, OSError) as refused:
        raise files.Unreadable(str(refused)) from refused


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "rank": _rank,
    "explain": _explain,
    "greedy": _greedy,
    "solve": _solve,
    "recruit": _recruit,
    "generate": _generate,
    "verify": _verify,
    "schema": _schema,
    "ptask": _ptask,
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m lotsenhaus.dispatch", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    ranking = commands.add_parser("rank", help="the best people for one slot")
    ranking.add_argument("--top", type=_amount, default=None, help="only so many candidates")
    ranking.add_argument("--by-arrival", action="store_true", help="who can be there in time comes first")
    explaining = commands.add_parser("explain", help="why these people or nobody, and what else would work")
    explaining.add_argument("--cover", action="store_true", help="also what covering this slot would uncover")
    solving = commands.add_parser("solve", help="the best plan, with the proof how good it is")
    planning = commands.add_parser("greedy", help="a plan without a solver")
    planning.add_argument("--first-come", action="store_true", help="as on the telephone, in order of arrival")
    checking = commands.add_parser("verify", help="every rule a plan breaks; exit status 1 if there is one")
    for command in (ranking, explaining, planning, solving, checking):
        command.add_argument("problem", help="JSON file, - for standard input")
    for command in (ranking, explaining):
        command.add_argument("request", help="id of the slot")
    checking.add_argument("plan", help="JSON file with assignments")
    for command in (solving, checking):
        _add_settings(command)
    making = commands.add_parser("generate", help="a made-up week to measure with; the same numbers, the same week")
    for name, usual in (("mediators", 5000), ("requests", 8000), ("seed", 0)):
        making.add_argument(f"--{name}", type=_amount, default=usual)
    for name, most, some in (("centers", 1000, None), ("days", 60, 5)):
        making.add_argument(f"--{name}", type=int, choices=range(1, most + 1), default=some, metavar=f"1 to {most}")
    recruiting = commands.add_parser("recruit", help="whom to look for: language, town and half-day")
    recruiting.add_argument("week", nargs="+", help="JSON files with problems, one a week")
    recruiting.add_argument("--top", type=_amount, default=5, help="how many cells are tried")
    described = commands.add_parser("schema", help="the JSON Schema of a problem or a plan")
    described.add_argument("of", nargs="?", choices=("problem", "plan"), default="problem")
    tasks = commands.add_parser("ptask", help="fixed tasks to the fewest workers, in the literature's format")
    tasks.add_argument("file", type=Path, help="a .dat file")
    tasks.add_argument("--seconds", type=_seconds, default=20.0)
    tasks.add_argument("--seed", type=_amount, default=0)
    return parser


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= A_DAY:
        raise argparse.ArgumentTypeError(f"a number above 0 and up to {A_DAY} is expected, not {text}")
    return seconds


def _amount(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 7 and int(text) <= MILLION):
        raise argparse.ArgumentTypeError(f"a whole number from 0 to {MILLION} is expected, not {text}")
    return int(text)


def _add_settings(command: argparse.ArgumentParser) -> None:
    command.add_argument("--seconds", type=_seconds, default=60.0, help="time for the solver")
    command.add_argument("--seed", type=_amount, default=0)
    command.add_argument("--objective", type=Objective, choices=list(Objective), default=Objective.BEST)
    command.add_argument("--previous", help="JSON file with the old plan, which is kept where that costs little")
    for name, words in (("pin", "must be in the plan"), ("forbid", "must not be in the plan")):
        command.add_argument(
            f"--{name}", nargs=2, action="append", metavar=("MEDIATOR", "SLOT"), default=[], help=words
        )
    command.add_argument(
        "--agree", nargs=2, action="append", metavar=("FROM", "FOR"), help="desks that help out; without it all do"
    )


def _settings(options: argparse.Namespace) -> Settings:
    old = files.read_plan(_load(options.previous)) if options.previous else ()
    return Settings(
        objective=options.objective,
        seconds=options.seconds,
        seed=options.seed,
        pins=frozenset((who, what) for who, what in options.pin),
        forbidden=frozenset((who, what) for who, what in options.forbid),
        previous=frozenset((entry.mediator, entry.request) for entry in old),
        agreements=None if options.agree is None else frozenset((giver, taker) for giver, taker in options.agree),
    )


def _slot(options: argparse.Namespace) -> tuple[Problem, Request]:
    problem = _problem(options)
    if options.request not in problem.request:
        raise files.Unreadable(f"the problem has no request {options.request}")
    return problem, problem.request[options.request]


def _problem(options: argparse.Namespace) -> Problem:
    return files.read_problem(_load(options.problem))


def _load(name: str) -> Json:
    """Raises Unreadable with the name of the file and, where it is no JSON, the line and column."""
    is_file, name = name != "-", "standard input" if name == "-" else name
    try:
        content = Path(name).read_bytes() if is_file else sys.stdin.buffer.read()
        return json.loads(content.decode("utf-8"), parse_constant=_no_number)
    except OSError as error:
        raise files.Unreadable(f"{name}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise files.Unreadable(f"{name}: not a text in UTF-8 (byte {error.start})") from error
    except json.JSONDecodeError as error:
        raise files.Unreadable(f"{name}: line {error.lineno}, column {error.colno}: {error.msg}") from error
    except (RecursionError, ValueError) as error:
        raise files.Unreadable(f"{name}: {error}") from error


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no number")


def _answer(content: Json) -> int:
    print(json.dumps(content, indent=2, ensure_ascii=False), flush=True)
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
