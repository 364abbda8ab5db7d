"""Pages about oneself: profile, and how the second step of signing in is set up."""

from typing import cast

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.account.internal.flows.reauthentication import suspend_request as prove_again_first
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lotsenhaus.accounts import actions
from lotsenhaus.accounts.access import ONCE, signed_in
from lotsenhaus.accounts.forms import PrintedCodeForm, ProfileForm
from lotsenhaus.accounts.models import User


@signed_in
def profile(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    own = {"name": user.name, "language": user.language, "shortcuts_off": user.shortcuts_off}
    form = ProfileForm(request.POST or None, initial=own)
    if request.method == "POST" and form.is_valid():
        actions.change_profile(by=user, **form.cleaned_data)
        messages.success(request, _("Gespeichert."))
        response = redirect("accounts:profile")
        response.delete_cookie("django_language")  # from now on the choice of the account counts
        return response
    return render(request, "accounts/profile.html", {"form": form})


@signed_in
def kept(request: HttpRequest) -> HttpResponse:
    """What was sent after the idle sign-out: she looks at it once more and sends it, or leaves it."""
    form = request.session.get("kept")
    if not form or form["person"] != request.user.pk:
        return redirect("start")
    if request.method == "POST":
        del request.session["kept"]
        return redirect(form["page"] or "start")
    return render(request, "accounts/kept.html", {"kept": form, "once": ONCE})


@signed_in
def second_factor(request: HttpRequest) -> HttpResponse:
    """Four ways to choose from, none of which needs a private telephone."""
    kinds = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    return render(request, "accounts/second_factor.html", {"kinds": kinds})


@signed_in
def printed_codes(request: HttpRequest) -> HttpResponse:
    """GET explains, POST shows a fresh list once."""
    if is_reauthentication_required(request, app="lotsenhaus.accounts"):
        proof: HttpResponse = prove_again_first(request, resolve_url("account_reauthenticate"))
        return proof
    user = cast(User, request.user)
    if request.method == "POST":
        context = {"codes": actions.print_codes(by=user), "form": PrintedCodeForm()}
        return render(request, "accounts/printed_codes.html", context)
    has_list = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).exists()
    return render(request, "accounts/printed_codes.html", {"has_list": has_list, "form": PrintedCodeForm()})


@require_POST
@signed_in
def check_printed_code(request: HttpRequest) -> HttpResponse:
    """One code from the paper proves that the list is in her hands, and opens the house."""
    form, user = PrintedCodeForm(request.POST), cast(User, request.user)
    if not ratelimit.consume(request, action="login_failed", key=f"printed-{user.pk}"):
        form.add_error(None, _("Zu viele Versuche. Bitte warten Sie 5 Minuten."))
    elif form.is_valid() and actions.use_printed_code(by=user, code=form.cleaned_data["code"], request=request):
        messages.success(request, _("Ihre Liste gilt. Heben Sie sie getrennt vom Rechner auf."))
        return redirect("start")
    elif not form.errors:
        form.add_error("code", _("Dieser Code steht nicht auf Ihrer neuesten Liste oder ist schon benutzt."))
    return render(request, "accounts/printed_codes.html", {"has_list": True, "form": form}, status=422)
