"""Does every row refer to rows of its own center only? For `check-data` (docs/figures.md, invariant I10)."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Exists, ForeignKey, OuterRef
from django.utils.translation import gettext as _

from lotsenhaus.centers.scoping import CenterModel


def strays() -> Iterator[str]:
    """What refers to rows that the open center does not have, in plain sentences; nothing when all is well.

    Asks for the target within the scope, so that it is right behind row-level security too, where a row of another
    center is as good as none.
    """
    for model in apps.get_models():
        if not issubclass(model, CenterModel):
            continue
        for field in model._meta.get_fields():
            if not isinstance(field, ForeignKey) or not issubclass(field.related_model, CenterModel):
                continue
            target = field.related_model.objects.filter(pk=OuterRef(field.attname))
            rows = model.objects.exclude(**{field.name: None}).exclude(Exists(target))
            if numbers := list(rows.values_list("pk", flat=True)[:20]):
                yield _("%(model)s: %(field)s zeigt aus dem Zentrum hinaus, bei Nummer %(numbers)s.") % {
                    "model": model._meta.label,
                    "field": field.name,
                    "numbers": ", ".join(map(str, numbers)),
                }
