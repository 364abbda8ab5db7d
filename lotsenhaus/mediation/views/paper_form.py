""" "Formular zum Ausdrucken": one blank A4 for those who fax, post, or dictate; open to everybody."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lotsenhaus.centers.access import CenterRequest, in_public_center
from lotsenhaus.mediation.queries.policies import policy_on


@in_public_center
@require_safe
def paper_form(request: CenterRequest) -> HttpResponse:
    """With the declarations in force today, and how to send it."""
    today = timezone.localdate()
    policy = policy_on(request.center, today)
    context = {
        "center": request.center,
        "policy": policy,
        "declarations": policy.declarations_on(today),
        "today": today,
    }
    return render(request, "mediation/paper_form.html", context)
