"""The week of forty open talks in the demo: the plan beside the telephone and greedy, and what a person waits for.

In a process of its own, because it is one of a demo's data. Prints a line of JSON; seconds are medians.
"""

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import monotonic
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tools.demo_browser import german_chromium, running_demo

RUNS = 5
CENTER = "kreis-guetersloh"
SIGN_IN = "Als Hanne Beispielsen: Wochenplan"
A_MINUTE = 60_000  # milliseconds


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "demo"
        with running_demo(data) as base:
            waited = _waited_for(base)
            print(json.dumps({**_plans(data), **waited}))


def _waited_for(base: str) -> dict[str, float]:
    """Seconds in the browser, from the click."""
    with sync_playwright() as tools:
        browser = german_chromium(tools)
        page = browser.new_page(locale="de-DE")
        page.goto(f"{base}/demo/")
        page.get_by_role("button", name=SIGN_IN, exact=True).first.click()
        runs = [_plan(page, base) for _ in range(RUNS)]
        again = [_seconds(page.reload) for _ in range(RUNS)]
        browser.close()
    return {
        "progress_shown_s": _middle([progress for progress, _ in runs]),
        "plan_shown_s": _middle([shown for _, shown in runs]),
        "page_again_s": _middle(again),
    }


def _plan(page: Page, base: str) -> tuple[float, float]:
    page.goto(f"{base}/{CENTER}/wochenplan/")
    began = monotonic()
    page.get_by_role("button", name="Vorschlag machen").click()
    page.wait_for_url("**/wochenplan/*/")
    progress = monotonic() - began
    page.locator(".kit-week").wait_for(timeout=A_MINUTE)
    return progress, monotonic() - began


def _plans(data: Path) -> dict[str, Any]:
    """The same days once more without the product around them: each way to plan, and how long it takes."""
    os.environ.update(
        LOTSENHAUS_DATA=str(data), LOTSENHAUS_DEMO="1", DJANGO_SETTINGS_MODULE="lotsenhaus.config.settings"
    )
    import django

    django.setup()
    from django.utils import timezone

    from lotsenhaus.centers.models import Center
    from lotsenhaus.centers.scoping import center_scope
    from lotsenhaus.dispatch.greedy import first_come, scarcest_first
    from lotsenhaus.dispatch.plan import solve
    from lotsenhaus.mediation.models import WeekPlan
    from lotsenhaus.mediation.planning.week import days_for, slots_to_plan

    with center_scope(Center.objects.get(slug=CENTER)):
        asked, now = WeekPlan.objects.latest("pk"), timezone.now()
        began = monotonic()
        slots = slots_to_plan(asked.first_day, asked.last_day, now=now)
        problem = days_for(slots, asked.first_day, asked.last_day, now=now).problem
        read = monotonic() - began
    demand = sum(slot.count for slot in problem.requests)
    plan = solve(problem)
    return {
        "talks": len(problem.requests),
        "demand": demand,
        "covered": plan.covered,
        "phone": demand - sum(first_come(problem).uncovered.values()),
        "greedy": demand - sum(scarcest_first(problem).uncovered.values()),
        "gap": plan.gap,
        "read_s": round(read, 3),
        "solve_s": _middle([_seconds(lambda: solve(problem)) for _ in range(RUNS)]),
        "phone_s": _middle([_seconds(lambda: first_come(problem)) for _ in range(RUNS)]),
        "greedy_s": _middle([_seconds(lambda: scarcest_first(problem)) for _ in range(RUNS)]),
    }


def _seconds(work: Callable[[], object]) -> float:
    began = monotonic()
    work()
    return monotonic() - began


def _middle(seconds: list[float]) -> float:
    return round(median(seconds), 3)


if __name__ == "__main__":
    main()
