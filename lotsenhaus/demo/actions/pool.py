"""The pool of one center: people from the data file, each with languages, times, credentials."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from lotsenhaus.demo.actions.frame import Frame, address_of
from lotsenhaus.demo.rules import draw, prepared_wednesday, surname
from lotsenhaus.kit.folding import folded
from lotsenhaus.mediation.choices.languages import LANGUAGES
from lotsenhaus.mediation.choices.states import CredentialKind, Gender, Level, MediatorState, Transport, WeekAnswer
from lotsenhaus.mediation.models import (
    Absence,
    Credential,
    LanguageSkill,
    Mediator,
    ShiftPattern,
    Training,
    WeeklyTime,
    WeekStatement,
)

GENDERS = {"f": Gender.FEMALE, "m": Gender.MALE}
EXPIRING_PLEDGES = 4
SHIFT_CYCLE = ("early", "late", "night")
DAYTIMES = (("08:00", "12:00"), ("13:00", "18:00"), ("08:00", "16:00"), ("15:00", "19:00"), ("09:00", "14:00"))


@dataclass
class Pool:
    """Mediators of one center and what goes with them, before and after they are stored."""

    people: list[Mediator] = field(default_factory=list)
    skills: dict[int, tuple[str, ...]] = field(default_factory=dict)  # by place in `people`
    rows: list[Any] = field(default_factory=list)
    rested: dict[int, int] = field(default_factory=dict)  # place in `people` → days without a question
    busy_week: list[int] = field(default_factory=list)
    demand: dict[str, int] = field(default_factory=dict)

    def named(self, name: str) -> Mediator:
        return next(one for one in self.people if one.name == name)

    def place_of(self, mediator: Mediator) -> int:
        return self.people.index(mediator)


def make_pool(frame: Frame, source: dict[str, Any]) -> Pool:
    pool, chance = Pool(demand=source["demand"]), draw(frame.seed, f"pool:{frame.center.slug}")
    for person in source.get("person", []):
        _add_person(frame, pool, person)
    for number, person in enumerate(_drawn(frame, source["group"], chance)):
        _add_person(frame, pool, person | {"awkward": number})
    for place, mediator in enumerate(pool.people):
        mediator.search_text = folded(" ".join(_search_words(mediator, pool.skills[place])))
    Mediator.objects.bulk_create(pool.people)
    _add_credentials(frame, pool, chance)
    models: tuple[Any, ...] = (LanguageSkill, WeeklyTime, ShiftPattern, WeekStatement, Absence, Credential, Training)
    for model in models:
        model.objects.bulk_create(row for row in pool.rows if isinstance(row, model))
    return pool


def _drawn(frame: Frame, groups: list[dict[str, Any]], chance: Random) -> Iterator[dict[str, Any]]:
    """People of the groups: home town by the size of its desk's share, about a third without known times."""
    towns = [town for name, town in frame.towns.items() if town.pk in frame.desk_of_town for _ in range(_size(name))]
    place = 0
    for group in groups:
        for turn, first in enumerate(group["names"]):
            town = chance.choice(towns)
            variants = group.get("variants", [""])
            yield {
                "first": first,
                "last": surname(place),
                "gender": GENDERS[group["genders"][turn]],
                "skills": [
                    [group["code"], variants[turn % len(variants)], "mother_tongue"],
                    *(
                        [code, "", chance.choice(["fluent", "good", "good"])]
                        for code in group["also"][turn % len(group["also"])]
                    ),
                ],
                "town": town.name,
                "desk": frame.desk_of_town[town.pk].name,
                "transport": chance.choices(["car", "public", "bicycle", ""], [60, 22, 8, 10])[0],
                "max_travel": chance.choice([30, 40, 45, 60, 60, None]),
                "times": _drawn_times(chance) if chance.random() < 0.62 else [],
                "no_email": chance.random() < 0.22,
            }
            place += 1


def _size(town: str) -> int:
    return {"Gütersloh": 8, "Rheda-Wiedenbrück": 5, "Rietberg": 5, "Verl": 3, "Harsewinkel": 2, "Borken": 3}.get(
        town, 2
    )


def _drawn_times(chance: Random) -> list[list[Any]]:
    days = sorted(chance.sample(range(5), chance.randint(2, 5)))
    span = chance.choice(DAYTIMES)
    return [[day, *span] for day in days]


def _add_person(frame: Frame, pool: Pool, person: dict[str, Any]) -> None:
    place, name = len(pool.people), f"{person['first']} {person['last']}"
    phone = person.get("phone", f"{frame.center.phone[:6]}{51000 + place * 37}"[:11])
    mediator = Mediator(
        center=frame.center,
        user=frame.users.get(name),
        first_name=person["first"],
        last_name=person["last"],
        name_hint=person.get("hint", ""),
        gender=person.get("gender", ""),
        phone=phone,
        phone_digits=phone.replace(" ", ""),
        phone_is_wrong=person.get("wrong_number", False),
        email="" if person.get("no_email") else address_of(person.get("hint", person["first"]) + " " + person["last"]),
        home_desk=frame.desks[person["desk"]],
        town=frame.towns[person["town"]],
        transport=Transport(person["transport"]) if person.get("transport") else "",
        max_travel_minutes=person.get("max_travel"),
        offers_phone=place % 3 == 0,
        offers_video=place % 5 == 0,
        max_per_day=person.get("max_per_day"),
        max_per_week=person.get("max_per_week"),
        year_limit=Decimal("960.00") if place % 2 else None,
        state=MediatorState(person.get("state", "paused" if person.get("paused") else "active")),
        paused_until=frame.today + timedelta(days=40) if person.get("paused") else None,
        joined_on=frame.today - timedelta(days=420 + place * 17),
        last_confirmed_on=frame.today - timedelta(days=(place * 11) % 300),
        times_known=bool(person.get("times") or person.get("shifts")),
    )
    pool.people.append(mediator)
    pool.skills[place] = tuple(skill[0] for skill in person["skills"])
    pool.rested |= {place: person["rested"]} if "rested" in person else {}
    pool.busy_week += [place] if person.get("busy_week") else []
    _add_languages(pool, mediator, person["skills"])
    _add_times(frame, pool, mediator, person)


def _add_languages(pool: Pool, mediator: Mediator, skills: list[list[str]]) -> None:
    """A known variant stands in place of its language: "apc" says more than "arb"."""
    pool.rows += [
        LanguageSkill(
            center=mediator.center,
            mediator=mediator,
            code=variant or code,
            level=Level(level),
            writes=level == Level.MOTHER_TONGUE,
        )
        for code, variant, level in skills
    ]


def _add_times(frame: Frame, pool: Pool, mediator: Mediator, person: dict[str, Any]) -> None:
    center, wednesday = frame.center, prepared_wednesday(frame.today)
    monday = wednesday - timedelta(days=wednesday.weekday())
    pool.rows += [
        WeeklyTime(
            center=center, mediator=mediator, weekday=day, starts=time.fromisoformat(a), ends=time.fromisoformat(b)
        )
        for day, a, b in person.get("times", [])
    ]
    if person.get("shifts"):  # his early week is the one of the Elternsprechtag, so that he can say yes
        pool.rows.append(ShiftPattern(center=center, mediator=mediator, first_monday=monday, weeks=list(SHIFT_CYCLE)))
    if person.get("away_in_story_week"):
        pool.rows.append(
            Absence(center=center, mediator=mediator, first_day=monday, last_day=monday + timedelta(days=6))
        )
    awkward = person.get("awkward")
    if awkward in (5, 21, 40):
        pool.rows.append(
            Absence(center=center, mediator=mediator, first_day=frame.today, last_day=frame.today + timedelta(days=10))
        )
    if awkward is not None and awkward % 13 == 3:
        this_monday = frame.today - timedelta(days=frame.today.weekday())
        answer = (WeekAnswer.CAN, WeekAnswer.PARTLY, WeekAnswer.CANNOT)[awkward % 3]
        pool.rows.append(WeekStatement(center=center, mediator=mediator, monday=this_monday, answer=answer))


def _add_credentials(frame: Frame, pool: Pool, chance: Random) -> None:
    """Pledge, data protection, police clearance: seen on, by, until. Four pledges expire soon, one has expired."""
    seen_by = "Hanne Beispielsen" if "Hanne Beispielsen" in frame.users else "Integrationszentrum"
    active = [one for one in pool.people if one.state == MediatorState.ACTIVE]
    soon = {one.pk: 12 + 9 * n for n, one in enumerate(active[-EXPIRING_PLEDGES:])}
    for mediator in pool.people:
        if mediator.state == MediatorState.APPLICANT:
            continue
        days_left = soon.get(mediator.pk, 150 + chance.randint(0, 500))
        if mediator.name == "Hamid Beispielsee":
            days_left = -20
        for kind in CredentialKind:
            left = days_left if kind == CredentialKind.CONFIDENTIALITY else max(days_left, 0) + 400
            until = frame.today + timedelta(days=left)
            seen_on = min(until - timedelta(days=730), frame.today - timedelta(days=30))
            pool.rows.append(
                Credential(
                    center=frame.center,
                    mediator=mediator,
                    kind=kind,
                    seen_on=seen_on,
                    seen_by=seen_by,
                    valid_until=until,
                )
            )
        assert mediator.joined_on is not None
        pool.rows.append(
            Training(
                center=frame.center,
                mediator=mediator,
                name="Grundlagenschulung Sprachmittlung (Beispiel)",
                hours=Decimal("40.0"),
                finished_on=mediator.joined_on - timedelta(days=20),
            )
        )


def _search_words(mediator: Mediator, codes: tuple[str, ...]) -> list[str]:
    town = mediator.town.name if mediator.town else ""
    return [mediator.name, town, mediator.home_desk.name, *(LANGUAGES[code].name for code in codes)]
