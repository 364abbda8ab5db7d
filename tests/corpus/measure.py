"""`python -m tests.corpus.measure`: time and memory of each list, then the tests; ends with a line `GOAL G6 …`.

Each list is read in a process of its own, so that its memory is its own: the reader, and the process that asks it.
"""

import json
import os
import resource
import subprocess
import sys
import time
from typing import Any

MOST_SECONDS, MOST_MEGABYTES, MOST_SECONDS_FOR_A_MILLION = 10.0, 300.0, 3.0


def main() -> int:
    if len(sys.argv) == 2:
        print(json.dumps(one(sys.argv[1])))
        return 0
    from tests.corpus.lists import LISTS

    rows = [json.loads(run([sys.executable, "-m", "tests.corpus.measure", listed.name]).stdout) for listed in LISTS]
    for row in rows:
        print(f"{row['name']:28} {row['seconds']:6.2f} s {row['megabytes']:6.0f} MB  {row['answer']}")
    tests = run([sys.executable, "-m", "pytest", "tests/mediation/test_import_corpus.py", "-q"])
    seconds, megabytes = max(row["seconds"] for row in rows), max(row["megabytes"] for row in rows)
    million = max(row["seconds"] for row in rows if row["name"].startswith("million"))
    met = (
        tests.returncode == 0
        and seconds <= MOST_SECONDS
        and megabytes <= MOST_MEGABYTES
        and million <= MOST_SECONDS_FOR_A_MILLION
    )
    print(tests.stdout.strip().splitlines()[-1])
    print(
        f"GOAL G6 {'met' if met else 'missed'}: {len(rows)} lists, right people or one message, 0 rows half-imported, "
        f"at most {seconds:.2f} s and {megabytes:.0f} MB, 1,000,000 rows refused in {million:.2f} s"
    )
    return 0 if met else 1


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)


def one(name: str) -> dict[str, Any]:
    """Reads, interprets and plans one list; the largest of both processes together counts as memory."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lotsenhaus.config.settings")
    django.setup()
    from lotsenhaus.kit import sheets
    from lotsenhaus.mediation.rules import imports as rules
    from tests.corpus.lists import LISTS

    data = next(listed for listed in LISTS if listed.name == name).data()
    before, begun = megabytes(resource.RUSAGE_SELF), time.perf_counter()
    try:
        table = sheets.read(data)
        rows = table.sheets[rules.best_sheet([sheet.rows for sheet in table.sheets])].rows
        reading = rules.interpret(rows, rules.guess(rows), rules.Places())
        plan = rules.make_plan(reading.people, rules.matches(reading.people, []), [], rules.Decisions(), "")
        answer = f"{len(plan.made())} people"
    except sheets.NotReadable as problem:
        answer = problem.code
    seconds = time.perf_counter() - begun
    # Making the list may have cost more memory than reading it: only what came on top counts for this process.
    grown = megabytes(resource.RUSAGE_SELF) - before
    return {
        "name": name,
        "seconds": seconds,
        "megabytes": grown + megabytes(resource.RUSAGE_CHILDREN),
        "answer": answer,
    }


def megabytes(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
