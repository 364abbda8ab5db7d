import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil
import pytest

from lotsenhaus.dispatch.__main__ import main
from lotsenhaus.dispatch.files import write
from lotsenhaus.dispatch.generate import Size, generate
from lotsenhaus.dispatch.problem import Problem
from tests.dispatch.cases import mediator, problem, request

ROOT = Path(__file__).parents[2]


def stored(folder: Path, name: str, content: Any) -> str:
    path = folder / name
    path.write_text(json.dumps(write(content)), encoding="utf-8")
    return str(path)


@pytest.fixture
def whole() -> Problem:
    return problem(mediator("free"), mediator("unknown", free=()), mediator("far", max_minutes=5))


def test_ranking_prints_points_notes_and_what_stands_against_the_others(
    whole: Problem, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rank", stored(tmp_path, "problem.json", whole), "r"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [one["mediator"] for one in answer["candidates"]] == ["free", "unknown"]
    assert answer["candidates"][0] == {
        "mediator": "free",
        "points": 16,
        "items": {"travel_minute": -20, "pause_week": 24, "level": 12},
        "free": True,
        "minutes": 20,
        "notes": [],
    }
    assert answer["candidates"][1]["notes"] == ["times are not known, call"]
    assert answer["others"] == [
        {"mediator": "far", "codes": ["travel_too_far"], "against": ["needs 20 minutes one way, wants at most 5"]}
    ]


def test_only_the_top_is_printed_on_demand(whole: Problem, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rank", stored(tmp_path, "problem.json", whole), "r", "--top", "1", "--by-arrival"]) == 0
    assert len(json.loads(capsys.readouterr().out)["candidates"]) == 1


def test_explaining_prints_funnel_and_near_misses(
    whole: Problem, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", stored(tmp_path, "problem.json", whole), "r"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["funnel"][0] == {"filter": "everybody", "left": 3}
    assert answer["near_misses"] == {"travel_too_far": ["far"]}
    assert answer["remote"] == {"phone": [], "video": []}


@pytest.mark.parametrize("options", [[], ["--first-come"]])
def test_a_greedy_plan_passes_verification(
    options: list[str], whole: Problem, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stored(tmp_path, "problem.json", whole)
    assert main(["greedy", str(tmp_path / "problem.json"), *options]) == 0
    (tmp_path / "plan.json").write_text(capsys.readouterr().out, encoding="utf-8")
    assert main(["verify", str(tmp_path / "problem.json"), str(tmp_path / "plan.json")]) == 0
    assert json.loads(capsys.readouterr().out) == {"violations": []}


def test_a_bad_plan_ends_with_status_one_and_a_sentence(
    whole: Problem, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wish = request()
    plan = {
        "assignments": [{"mediator": "far", "request": "r", "start": wish.start, "end": wish.end, "place": "school"}]
    }
    files = stored(tmp_path, "problem.json", whole), stored(tmp_path, "plan.json", plan)
    assert main(["verify", *files]) == 1
    output = capsys.readouterr()
    assert json.loads(output.out) == {"violations": [{"rule": "radius", "request": "r", "mediator": "far"}]}
    assert output.err == "radius: far at r\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "problem.json: line 1, column 2: Expecting property name"),
        ('{"now": 3}', "problem.mediators: a value is expected"),
        ('{"now": NaN}', "problem.json: NaN is no number"),
        ("[" * 100_000, "problem.json: maximum recursion depth exceeded"),
        ("\udcff{", "problem.json: not a text in UTF-8 (byte 0)"),
        (None, "problem.json: No such file"),
    ],
)
def test_what_cannot_be_read_ends_with_status_two_and_a_sentence(
    content: str | None, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "problem.json"
    if content is not None:
        path.write_text(content, encoding="utf-8", errors="surrogateescape")
    assert main(["rank", str(path), "r"]) == 2
    assert message in capsys.readouterr().err


def test_an_unknown_slot_is_named(whole: Problem, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", stored(tmp_path, "problem.json", whole), "nowhere"]) == 2
    assert capsys.readouterr().err == "the problem has no request nowhere\n"


def test_the_package_runs_alone_and_reads_standard_input(whole: Problem) -> None:
    command = [sys.executable, "-m", "lotsenhaus.dispatch", "rank", "-", "r"]
    text = json.dumps(write(whole))
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True, cwd=ROOT)
    assert len(json.loads(done.stdout)["candidates"]) == 2


def test_standard_input_that_cannot_be_read_is_called_so() -> None:
    command = [sys.executable, "-m", "lotsenhaus.dispatch", "rank", "-", "r"]
    done = subprocess.run(command, input="{", capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 2
    assert done.stderr.startswith("standard input: line 1, column 2: ")


def test_fixed_tasks_go_to_the_fewest_workers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "tasks.dat"
    path.write_text("Jobs = 2\n0 5\n5 9\nQualifications = 2\n2: 0 1\n1: 1\n", encoding="utf-8")
    assert main(["ptask", str(path), "--seconds", "2"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["workers_used"], answer["lower_bound"], answer["assignment"]) == (1, 1, [0, 0])


@pytest.mark.parametrize(("text", "status"), [("nothing", 2), ("Jobs = 1\n0 5\nQualifications = 1\n0:\n", 1)])
def test_tasks_that_cannot_be_read_or_done_end_with_a_sentence(
    text: str, status: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "tasks.dat"
    path.write_text(text, encoding="utf-8")
    assert main(["ptask", str(path), "--seconds", "1"]) == status
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.count("\n") == 1


def test_a_plan_whose_solver_was_killed_is_called_greedy(tmp_path: Path) -> None:
    name = stored(tmp_path, "problem.json", generate(Size(mediators=600, requests=1000, centers=1)))
    command = [sys.executable, "-m", "lotsenhaus.dispatch", "solve", name]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) as solving:
        assert solving.stderr
        assert solving.stderr.readline() == "filter\n"
        for solver in psutil.Process(solving.pid).children():
            solver.kill()
        out, said = solving.communicate()
    assert json.loads(out)["method"] == "greedy"
    assert said.endswith("this is the greedy plan, which proves nothing\n")


def test_a_plan_is_solved_verified_and_kept(whole: Problem, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = stored(tmp_path, "problem.json", whole)
    assert main(["solve", name, "--seconds", "5"]) == 0
    output = capsys.readouterr()
    plan = json.loads(output.out)
    assert set(output.err.split()) == {"filter", "build", "bound", "certificate", "search"}
    assert [entry["mediator"] for entry in plan["assignments"]] == ["free"]
    assert (plan["method"], plan["covered"], plan["demand"]) == ("optimal", 1, 1)
    old = stored(tmp_path, "plan.json", plan)
    assert main(["verify", name, old]) == 0
    assert main(["verify", name, old, "--forbid", "free", "r"]) == 1
    capsys.readouterr()
    assert main(["solve", name, "--pin", "unknown", "r", "--objective", "fewest", "--previous", old]) == 0
    assert json.loads(capsys.readouterr().out)["assignments"][0]["certain"] is False


def test_a_pin_that_cannot_be_held_ends_with_a_sentence(
    whole: Problem, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["solve", stored(tmp_path, "problem.json", whole), "--pin", "far", "r"]) == 1
    assert capsys.readouterr().err.endswith("far cannot be pinned to r: needs 20 minutes one way, wants at most 5\n")


def test_covering_a_slot_and_looking_for_people_are_answered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    two = problem(mediator(), requests=(request("r", priority=2), request("s"), request("t", languages=("ti",))))
    name = stored(tmp_path, "problem.json", two)
    assert main(["explain", name, "s", "--cover"]) == 0
    assert json.loads(capsys.readouterr().out)["cover"]["opened"] == {"r": 1}
    assert main(["recruit", name, name]) == 0
    sentences = [hint["sentence"] for hint in json.loads(capsys.readouterr().out)["hints"]]
    assert "one ti speaker near school on Wednesday afternoons: +2 talks in 2 weeks" in sentences


def test_a_made_up_week_can_be_planned_and_is_always_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    numbers = ["--mediators", "30", "--requests", "20", "--centers", "1", "--seed", "3"]
    weeks = [(main(["generate", *numbers]), capsys.readouterr().out) for _ in range(2)]
    assert weeks[0] == weeks[1]
    (tmp_path / "problem.json").write_text(weeks[0][1], encoding="utf-8")
    assert main(["solve", str(tmp_path / "problem.json"), "--seconds", "10"]) == 0
    (tmp_path / "plan.json").write_text(capsys.readouterr().out, encoding="utf-8")
    assert main(["verify", str(tmp_path / "problem.json"), str(tmp_path / "plan.json")]) == 0


@pytest.mark.parametrize(
    "words",
    [
        ["solve", "p", "--seconds", "0"],
        ["solve", "p", "--seconds", "nan"],
        ["solve", "p", "--seconds", "soon"],
        ["ptask", "p", "--seconds", "-1"],
        ["generate", "--mediators", "-1"],
        ["generate", "--requests", "9" * 30],
    ],
)
def test_numbers_that_make_no_sense_are_refused_with_what_is_expected(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert f"is expected, not {words[-1]}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "violations"),
    [
        ({}, []),
        ({"covered": 2}, [{"rule": "covered_as_said", "request": "all slots"}]),
        ({"uncovered": {"r": 1}}, [{"rule": "uncovered_as_said", "request": "r"}]),
        ({"uncovered": {"s": 1}}, [{"rule": "uncovered_as_said", "request": "s"}]),
    ],
)
def test_a_plan_that_says_wrong_numbers_of_itself_breaks_a_rule(
    whole: Problem, change: dict[str, Any], violations: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = stored(tmp_path, "problem.json", whole)
    assert main(["solve", given]) == 0
    plan = json.loads(capsys.readouterr().out) | change
    assert main(["verify", given, stored(tmp_path, "plan.json", plan)]) == (1 if violations else 0)
    assert json.loads(capsys.readouterr().out) == {"violations": violations}


def test_whoever_reads_only_the_beginning_hears_no_complaint(whole: Problem, tmp_path: Path) -> None:
    command = f"{sys.executable} -m lotsenhaus.dispatch generate --mediators 300 --requests 300 | head -1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "{\n", "")


def test_ctrl_c_ends_planning_with_a_word_and_without_half_an_answer(tmp_path: Path) -> None:
    given = stored(tmp_path, "problem.json", generate(Size(mediators=4000, requests=6000, centers=40)))
    command = [sys.executable, "-m", "lotsenhaus.dispatch", "solve", given]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True, start_new_session=True) as planning:
        assert planning.stderr
        assert planning.stderr.readline() == "filter\n"
        os.killpg(planning.pid, signal.SIGINT)  # as a terminal sends it: to the child as well
        said, complained = planning.communicate(timeout=60)
    assert (planning.returncode, said) == (130, "")
    assert complained.splitlines()[-1] == "stopped"
    assert "Traceback" not in complained
