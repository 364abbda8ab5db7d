"""`python -m tests.corpus.measure`: time and memory of each list, then the tests; ends with a line `GOAL G6 …`.

Each list is made by one process and read by another, so that memory is that of reading alone: the process that asks,
and the child that it starts.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

MOST_SECONDS, MOST_MEGABYTES, MOST_SECONDS_FOR_A_MILLION = 10.0, 300.0, 3.0


def main(words: list[str]) -> int:
    if words[:1] == ["make"]:
        return make(Path(words[1]))
    if words[:1] == ["read"]:
        print(json.dumps(read(Path(words[1]))))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        return measure(Path(folder))


def measure(folder: Path) -> int:
    """Makes and reads every list, runs the tests, and compares with the goal."""
    ourselves = [sys.executable, "-m", "tests.corpus.measure"]
    subprocess.run([*ourselves, "make", str(folder)], check=True)
    rows = []
    for path in sorted(folder.iterdir()):
        rows.append(json.loads(subprocess.check_output([*ourselves, "read", str(path)])))
        print("{name:28} {seconds:6.2f} s {megabytes:5.0f} MB  {answer}".format(**rows[-1]), flush=True)
    tests = [sys.executable, "-m", "pytest", "tests/mediation/test_import_corpus.py", "-q"]
    passed = subprocess.run(tests, check=False).returncode == 0
    seconds, megabytes = max(row["seconds"] for row in rows), max(row["megabytes"] for row in rows)
    million = max(row["seconds"] for row in rows if row["name"].startswith("million"))
    met = passed and seconds <= MOST_SECONDS and megabytes <= MOST_MEGABYTES and million <= MOST_SECONDS_FOR_A_MILLION
    print(
        f"GOAL G6 {'met' if met else 'missed'}: {len(rows)} lists, right people or one message, 0 rows half-imported "
        f"({'all' if passed else 'not all'} tests passed), at most {seconds:.2f} s and {megabytes:.0f} MB, "
        f"1,000,000 rows refused in {million:.2f} s"
    )
    return 0 if met else 1


def make(folder: Path) -> int:
    from tests.corpus.lists import LISTS

    for listed in LISTS:
        (folder / listed.name).write_bytes(listed.data())
    return 0


def read(path: Path) -> dict[str, Any]:
    """Reads, interprets and plans one list as the page does; memory is that of both processes together."""
    import django

    os.environ.update(DJANGO_SETTINGS_MODULE="lotsenhaus.config.settings", LOTSENHAUS_TESTING="1")
    django.setup()
    from lotsenhaus.kit import sheets
    from lotsenhaus.mediation.rules import imports as rules

    data, begun = path.read_bytes(), time.perf_counter()
    try:
        table = sheets.read(data)
        rows = table.sheets[rules.best_sheet([sheet.rows for sheet in table.sheets])].rows
        reading = rules.interpret(rows, rules.guess(rows), rules.Places())
        plan = rules.make_plan(reading.people, rules.matches(reading.people, []), [], rules.Decisions(), "")
        answer = f"{len(plan.made())} people"
    except sheets.NotReadable as problem:
        answer = problem.code
    seconds = time.perf_counter() - begun
    memory = megabytes(resource.RUSAGE_SELF) + megabytes(resource.RUSAGE_CHILDREN)
    return {"name": path.name, "seconds": seconds, "megabytes": memory, "answer": answer}


def megabytes(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
