"""Names for a page on which many people meet."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from lotsenhaus.mediation.models import Mediator


def tell_apart(people: Iterable[Mediator]) -> None:
    """Two of the same short name are called with their town, Olena B. (Verl); of the same town, by their whole name.

    A row whose town is not loaded costs a query.
    """
    by_name: dict[str, list[Mediator]] = defaultdict(list)
    for one in people:
        by_name[one.short_name].append(one)
    for name, rows in by_name.items():
        towns = {one.pk: one.town_id for one in rows}
        at_home = Counter(towns.values())
        for one in rows if len(towns) > 1 else ():
            one.apart = f"{name} ({one.town.name})" if one.town and at_home[one.town_id] == 1 else one.name
