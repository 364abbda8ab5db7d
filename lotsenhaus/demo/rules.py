"""When things happen in the demo, and what invented people are called. Today is always an argument."""

from datetime import date, datetime, time, timedelta
from random import Random

from lotsenhaus.kit.calendar import BERLIN, add_working_days, at_local, is_working_day, last_waking_moment

STORY_NUMBER = 612
LEAD_WORKING_DAYS = 6
SURNAME_BEGINNINGS = ("Muster", "Beispiel", "Probe")
SURNAME_ENDINGS = (
    "acker", "anger", "ast", "aue", "bogen", "brunnen", "busch", "deich", "eiche", "erle", "esche", "fluss",
    "furt", "garten", "graben", "hafen", "heide", "hügel", "insel", "kiefer", "klee", "lerche", "linde", "moor",
    "nuss", "pfad", "quitte", "rain", "rose", "schilf", "see", "steg", "stein", "teich", "ufer", "ulme", "wacholder",
    "weide", "wiese", "winkel", "zaun", "zweig",
)  # fmt: skip


def draw(seed: int, topic: str) -> Random:
    """A source of chance of its own for each topic: a change in one does not shuffle the others."""
    return Random(f"{seed}:{topic}")


def surname(place: int) -> str:
    """The invented surname at this place of the list; all are different up to 126."""
    ending = SURNAME_ENDINGS[place % len(SURNAME_ENDINGS)]
    turn = (place // len(SURNAME_ENDINGS) + place) % len(SURNAME_BEGINNINGS)
    return SURNAME_BEGINNINGS[turn] + ending


def local_today(now: datetime) -> date:
    return now.astimezone(BERLIN).date()


def story_wednesday(today: date) -> date:
    """The first Wednesday at least six working days ahead that is no holiday (EXPERIENCE part 6)."""
    day = add_working_days(today, LEAD_WORKING_DAYS)
    while day.weekday() != 2 or not is_working_day(day):
        day += timedelta(days=1)
    return day


def prepared_wednesday(today: date) -> date:
    """A week after the Wednesday of the story, so that whoever plays step 1 is not asked back about a double."""
    day = story_wednesday(today) + timedelta(weeks=1)
    while not is_working_day(day):
        day += timedelta(weeks=1)
    return day


def busy_monday(today: date) -> date:
    """Monday of the first week behind the prepared Wednesday in which Tuesday and Wednesday are working days."""
    monday = prepared_wednesday(today) + timedelta(days=5)
    while not all(is_working_day(monday + timedelta(days=n)) for n in (1, 2)):
        monday += timedelta(weeks=1)
    return monday


def last_parents_day(today: date) -> date:
    """The Elternsprechtag of last year: a year of weeks before the coming one."""
    day = story_wednesday(today) - timedelta(weeks=52)
    while not is_working_day(day):
        day += timedelta(days=7)
    return day


def urgent_start(now: datetime) -> datetime:
    """In about two hours, at a full or half hour; tomorrow at nine when it is after 16:00, today at nine by night."""
    here = now.astimezone(BERLIN)
    if here.hour >= 16:
        return at_local(here.date() + timedelta(days=1), time(9))
    if here.hour < 7:
        return at_local(here.date(), time(9))
    rounded = here.replace(minute=30 if here.minute >= 30 else 0, second=0, microsecond=0)
    return at_local(here.date(), (rounded + timedelta(minutes=120 if here.minute % 30 < 15 else 150)).time())


def night_of_two_hours(today: date) -> date:
    """The last Sunday of October on which clocks went back, within the last twelve months."""
    year = today.year if today > _last_sunday_of_october(today.year) else today.year - 1
    return _last_sunday_of_october(year)


def run_month(today: date) -> date:
    """The month whose allowances are being put together: this one, until the tenth still the one before."""
    first = today.replace(day=1)
    return first if today.day > 10 else (first - timedelta(days=1)).replace(day=1)


def by_day(moment: datetime, turn: int = 0) -> datetime:
    """The moment, or a while before the last evening when it falls in the night or on a Sunday."""
    waking = last_waking_moment(moment)
    return moment if waking == moment else waking - timedelta(minutes=25 + 13 * turn)


def next_monday(today: date) -> date:
    return today + timedelta(days=7 - today.weekday())


def working_day(today: date, offset: int) -> date:
    """The offset-th working day after (before) today."""
    return add_working_days(today, offset) if offset else today


def _last_sunday_of_october(year: int) -> date:
    last = date(year, 10, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)
