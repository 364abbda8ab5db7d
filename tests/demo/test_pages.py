import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.test import Client, override_settings
from django.urls import reverse

from lotsenhaus.accounts.models import User
from lotsenhaus.centers.choices import Role
from lotsenhaus.centers.models import Center, Membership
from lotsenhaus.centers.scoping import center_scope
from lotsenhaus.demo import queries
from lotsenhaus.outbox import actions as outbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo() -> Iterator[None]:
    with override_settings(DEMO=True):
        yield


@pytest.fixture
def center() -> Center:
    return Center.objects.create(
        slug="kreis-muster", name="KI Musterkreis", number_prefix="MU", phone="0000 1", email="a@example.org"
    )


@pytest.fixture
def hanne(center: Center) -> User:
    user = User.objects.create(email="hanne@example.org", name="Hanne Beispielsen")
    Membership.objects.create(user=user, center=center, role=Role.COORDINATOR)
    return user


@pytest.mark.usefixtures("demo")
def test_an_empty_demo_says_how_to_fill_it(client: Client) -> None:
    page = client.get(reverse("demo:start"))
    assert page.status_code == 200
    assert "dev.py demo --reset" in page.content.decode()


@pytest.mark.usefixtures("demo")
def test_one_click_signs_in_and_counts_as_a_second_factor(client: Client, hanne: User, center: Center) -> None:
    answer = client.post(
        reverse("demo:sign-in"), {"person": hanne.email, "center": center.pk, "role": Role.COORDINATOR}
    )
    assert answer.url == reverse("start")
    assert client.session["_auth_user_id"] == str(hanne.pk)
    assert client.session["account_authentication_methods"][0]["demo"] is True
    assert client.session[f"role:{center.pk}"] == Role.COORDINATOR


@pytest.mark.usefixtures("demo")
def test_nobody_signs_in_by_a_link(client: Client, hanne: User) -> None:
    assert client.get(reverse("demo:sign-in"), {"person": hanne.email}).status_code == 405
    assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("demo")
def test_a_stranger_cannot_be_signed_in_as(client: Client) -> None:
    assert client.post(reverse("demo:sign-in"), {"person": "nobody@example.org"}).status_code == 404


@pytest.mark.parametrize("name", ["start", "outbox", "sign-in"])
def test_without_demo_its_pages_do_not_exist(client: Client, hanne: User, name: str) -> None:
    assert client.get(reverse(f"demo:{name}")).status_code == 404
    assert client.post(reverse(f"demo:{name}"), {"person": hanne.email}).status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("demo")
def test_mail_of_all_centers_and_sign_in_codes_are_read_in_the_browser(
    client: Client, center: Center, tmp_path: Path
) -> None:
    with center_scope(center):
        outbox.put(
            center=center, kind="x", about="x:1", key="1", recipient="a@example.org", recipient_name="Frau Muster",
            subject="Können Sie am Mi.?", body="Ja/Nein: http://localhost:8000/a/7K4P <b>",
        )  # fmt: skip
    with override_settings(
        EMAIL_BACKEND="django.core.mail.backends.filebased.EmailBackend", EMAIL_FILE_PATH=str(tmp_path)
    ):
        EmailMessage("Ihr Anmeldecode", "Ihr Code lautet: ABC-DEF", to=["b@example.org"]).send()
        page = client.get(reverse("demo:outbox")).content.decode()
    assert "Können Sie am Mi.?" in page
    assert '<a class="kern-link" href="http://localhost:8000/a/7K4P">' in page
    assert "&lt;b&gt;" in page
    assert "Ihr Code lautet: ABC-DEF" in page


def test_addresses_in_an_sms_become_links_without_their_full_form() -> None:
    assert queries.linked("Ja: localhost:8000/a/7K4P oder Tel.") == (
        'Ja: <a class="kern-link" href="http://localhost:8000/a/7K4P">localhost:8000/a/7K4P</a> oder Tel.'
    )


def test_a_house_without_demo_does_not_even_have_the_app(tmp_path: Path) -> None:
    asks = (
        "import django; django.setup()\n"
        "from django.apps import apps\n"
        "from django.urls import NoReverseMatch, Resolver404, resolve, reverse\n"
        "assert not apps.is_installed('lotsenhaus.demo')\n"
        "for path in ('/demo/anmelden/', '/demo/ausgang/', '/demo/'):\n"
        "    try: assert 'demo' not in resolve(path).namespaces, path\n"
        "    except Resolver404: pass\n"
        "try: reverse('demo:sign-in')\n"
        "except NoReverseMatch: print('refused')\n"
    )
    environment = {
        **os.environ,
        "LOTSENHAUS_DEMO": "0",
        "LOTSENHAUS_TESTING": "0",
        "LOTSENHAUS_DEBUG": "0",
        "LOTSENHAUS_SECRET_KEY": "k" * 64,
        "LOTSENHAUS_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "lotsenhaus.config.settings",
    }
    done = subprocess.run([sys.executable, "-c", asks], env=environment, capture_output=True, text=True)
    assert done.stdout.strip() == "refused", done.stderr
