"""Dates, times and durations as people type them: "Mi 2.12.", "15 Uhr", "halb drei", "1,5 Std", "90", "1:30 h".

What cannot be understood raises NotUnderstood with a code for the sentence at the field; nothing is guessed silently.
"""

import re
from datetime import date, time, timedelta

LONGEST = 60
"""Characters that are read at all."""
DAY_MINUTES = 24 * 60

_WEEKDAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
_MONTHS = (
    "januar", "februar", "maerz", "april", "mai", "juni",
    "juli", "august", "september", "oktober", "november", "dezember",
)  # fmt: skip
_MONTH_NICKNAMES = {"jaenner": 1, "mrz": 3, "mar": 3, "juno": 6, "julei": 7}
_NUMBER_WORDS = (
    "null", "eins", "zwei", "drei", "vier", "fuenf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwoelf",
)  # fmt: skip
_WORDS_FOR_DAYS = {"heute": 0, "morgen": 1, "uebermorgen": 2}

_CLOCK = re.compile(r"^(?:um |ab |bis |von )?(\d{1,2})(?:[:.](\d{2})| ?uhr ?(\d{2}))?(?: ?uhr| ?h)?$")
_COMPACT = re.compile(r"^(\d{2})(\d{2})(?: ?uhr)?$")
_QUARTERS = {"halb": -30, "viertel nach": 15, "viertel vor": -15, "dreiviertel": -15, "viertel ueber": 15}
_HOURS = r"(?:std|stunden?|h)"
_MINUTES = r"(?:min|minuten?|m)"
_DURATION = re.compile(rf"^(?:(\d+(?:[,.]\d+)?) ?{_HOURS}\.?)? ?(?:und )?(?:(\d+) ?{_MINUTES}?\.?)?$")
_COLON_DURATION = re.compile(rf"^(\d{{1,2}}):(\d{{2}}) ?{_HOURS}\.?$")
_DATE = re.compile(r"^(\d{1,2})[./] ?(\d{1,2})(?:[./] ?(\d{4}|\d{2})?)?$")
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
_DATE_WORDS = re.compile(r"^(\d{1,2})\.? ?([a-z]+)\.?(?: (\d{4}))?$")
_SPAN = re.compile(r"\s*(?:–|-|—|\bbis\b)\s*")


class NotUnderstood(ValueError):
    """`code`: not_a_time, not_a_duration, not_a_date, no_such_day, other_weekday, ends_before_start, too_long."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def parse_time(text: str) -> time:
    """A time of day: "15", "15 Uhr", "15:30", "15.30 Uhr", "1530", "15 Uhr 30", "halb drei" (by day: 14:30)."""
    plain = _plain(text)
    if hit := _CLOCK.match(plain) or _COMPACT.match(plain):
        minutes = next((part for part in hit.groups()[1:] if part), "0")
        return _time(int(hit[1]), int(minutes))
    return _spoken_time(plain)


def parse_duration(text: str) -> int:
    """Minutes: "90", "90 min", "1,5 Std", "1:30 h", "2 Stunden 15 Minuten", "anderthalb Stunden".

    A bare number below 10, or one with a comma, means hours; a bare number from 10 on means minutes.
    """
    plain = _plain(text).replace("eineinhalb", "1,5").replace("anderthalb", "1,5")
    plain = re.sub(r"^eine? ", "1 ", re.sub(r"^(?:eine )?halbe stunde$", "30 min", plain))
    if re.fullmatch(r"\d+(?:[,.]\d+)?", plain):
        plain += " min" if plain.isdecimal() and int(plain) >= 10 else " std"
    if hit := _COLON_DURATION.match(plain):
        return _minutes(int(hit[1]) * 60 + int(hit[2]))
    hit = _DURATION.match(plain)
    if not plain or not hit or (hit[2] and not hit[1] and not re.search("m", plain)):
        raise NotUnderstood("not_a_duration")
    return _minutes(round(float((hit[1] or "0").replace(",", ".")) * 60) + int(hit[2] or 0))


def parse_length(text: str, start: time) -> int:
    """Minutes from the field "Dauer oder Ende": "1,5 Std" and "90" are durations, "16:30" and "bis 17" are ends."""
    plain = _plain(text)
    if plain.startswith("bis ") or "uhr" in plain or re.fullmatch(r"\d{1,2}[:.]\d{2}", plain):
        end = parse_time(plain)
        minutes = (end.hour - start.hour) * 60 + end.minute - start.minute
        if minutes <= 0:
            raise NotUnderstood("ends_before_start")
        return minutes
    return parse_duration(plain)


def parse_span(text: str) -> tuple[time, time]:
    """Two times of one day: "15–18 Uhr", "15:00 bis 16:30"."""
    parts = _SPAN.split(re.sub(r"^von ", "", _plain(text)))
    if len(parts) != 2:
        raise NotUnderstood("not_a_time")
    start, end = parse_time(parts[0]), parse_time(parts[1])
    if end <= start:
        raise NotUnderstood("ends_before_start")
    return start, end


def parse_date(text: str, today: date) -> date:
    """A day: "2.12.", "Mi 2.12.", "02.12.2026", "2. Dezember", "morgen"; without a year the next one from today on.

    A weekday that does not belong to the date raises NotUnderstood("other_weekday", weekday=…, day=…).
    """
    plain = _plain(text)
    if plain in _WORDS_FOR_DAYS:
        return today + timedelta(days=_WORDS_FOR_DAYS[plain])
    weekday, rest = _weekday_first(plain)
    day = _day(rest, today)
    if weekday is not None and weekday != day.weekday():
        raise NotUnderstood("other_weekday", weekday=weekday, day=day)
    return day


def _plain(text: str) -> str:
    if len(text) > LONGEST:
        raise NotUnderstood("too_long")
    lower = text.casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("\u00a0", " ")
    return " ".join(lower.split())


def _time(hour: int, minute: int) -> time:
    if hour == 24 and minute == 0:
        return time(0)
    if hour > 23 or minute > 59:
        raise NotUnderstood("not_a_time")
    return time(hour, minute)


def _spoken_time(plain: str) -> time:
    for words, shift in _QUARTERS.items():
        hour = _number(plain.removeprefix(words).removesuffix("uhr").strip()) if plain.startswith(words + " ") else None
        if hour is not None and 1 <= hour <= 12:
            # "halb drei" is said of the afternoon: talks take place between 7 and 19 o'clock.
            minutes = (hour if hour > 7 or (hour == 7 and shift > 0) else hour + 12) * 60 + shift
            return time(minutes // 60 % 24, minutes % 60)
    raise NotUnderstood("not_a_time")


def _number(word: str) -> int | None:
    if word.isascii() and word.isdecimal():
        return int(word)
    return _NUMBER_WORDS.index(word) if word in _NUMBER_WORDS else None


def _minutes(count: int) -> int:
    if not 0 < count <= DAY_MINUTES:
        raise NotUnderstood("not_a_duration")
    return count


def _weekday_first(plain: str) -> tuple[int | None, str]:
    plain = plain.removeprefix("am ").replace(", den ", " ").replace(" den ", " ")
    hit = re.match(r"^([a-z]{2,10})\.?,? +(?=\d)", plain)
    if not hit:
        return None, plain
    for number, name in enumerate(_WEEKDAYS):
        if name.startswith(hit[1]) or (hit[1] == "sonnabend" and number == 5):
            return number, plain[hit.end() :]
    raise NotUnderstood("not_a_date")


def _day(text: str, today: date) -> date:
    if hit := _ISO.match(text):
        return _existing(int(hit[1]), int(hit[2]), int(hit[3]))
    hit = _DATE.match(text)
    if hit:
        day, month, year = int(hit[1]), int(hit[2]), hit[3]
    elif hit := _DATE_WORDS.match(text):
        day, month, year = int(hit[1]), _month(hit[2]), hit[3]
    else:
        raise NotUnderstood("not_a_date")
    if year:
        return _existing(int(year) + (2000 if len(year) == 2 else 0), month, day)
    return _next(day, month, today)


def _month(word: str) -> int:
    if word in _MONTH_NICKNAMES:
        return _MONTH_NICKNAMES[word]
    for number, name in enumerate(_MONTHS, start=1):
        if len(word) >= 3 and name.startswith(word):
            return number
    raise NotUnderstood("not_a_date")


def _next(day: int, month: int, today: date) -> date:
    """The next such day within a year from today; 29 February is there only when it is near."""
    for year in (today.year, today.year + 1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    raise NotUnderstood("no_such_day")


def _existing(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NotUnderstood("no_such_day") from None
