"""What every answer carries, whoever asks: policy, no store, no sniffing, no frame, cookies that no script reads."""

import os
import subprocess
import sys

from django.http import HttpResponse

from lotsenhaus.centers.choices import Role
from tests.access.routes import Route, all_routes
from tests.access.test_matrix import Walk
from tests.access.world import HOME, World

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
    "manifest-src": "'self'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "default",
}


def test_every_answer_carries_all_headers(world: World) -> None:
    walk, seen = Walk(world), 0
    for route in all_routes():
        for path in route.addresses(world.things["own"], HOME):
            for role in ("anonymous", Role.COORDINATOR, Role.MEDIATOR):
                response = walk.visit(role, "GET", path)
                assert response is not None, walk.wrong
                seen += 1
                walk.wrong += [f"{role} {path} {words}" for words in missing(route, role, response)]
    print(f"\nGOAL G14 {seen} answers, {len(walk.wrong)} without a header {'FAIL' if walk.wrong else 'PASS'}")
    assert walk.wrong == [], "\n".join(walk.wrong)


def missing(route: Route, role: str, response: HttpResponse) -> list[str]:
    """What this answer lacks."""
    wrong = [f"{name}: {response.get(name)}" for name, value in ALWAYS.items() if response.get(name) != value]
    policy = dict(part.strip().split(" ", 1) for part in response.get("Content-Security-Policy", "").split(";") if part)
    if policy != POLICY:
        wrong.append(f"Content-Security-Policy: {policy}")
    # Not "no-referrer" behind secret links: browsers would send "Origin: null" with our forms (centers.links).
    if response.get("Referrer-Policy") != "same-origin":
        wrong.append(f"Referrer-Policy: {response.get('Referrer-Policy')}")
    is_private = role != "anonymous" or (route.purpose and response.status_code == 200)
    if is_private and "no-store" not in response.get("Cache-Control", ""):
        wrong.append(f"Cache-Control: {response.get('Cache-Control')}")
    return wrong + [f"cookie {name}" for name, one in response.cookies.items() if not is_safe(name, one)]


def is_safe(name: str, cookie: object) -> bool:
    """Nothing that a script or another site needs."""
    values = dict(cookie.items())  # type: ignore[attr-defined]
    return bool(values["httponly"]) and values["samesite"] in ("Lax", "Strict") and not values["domain"]


def test_cookies_of_a_real_house_are_bound_to_it() -> None:
    """Outside of demo and tests: Secure, and the __Host- prefix, which forbids a domain."""
    asked = "from django.conf import settings as s; import django; django.setup(); print(s.SESSION_COOKIE_NAME, "
    asked += "s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS)"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LOTSENHAUS_")}
    environment |= {"LOTSENHAUS_SECRET_KEY": "x" * 60, "LOTSENHAUS_PUBLIC_URL": "https://lots.example"}
    environment |= {"LOTSENHAUS_HOSTS": "lots.example", "DATABASE_URL": "postgresql://nobody@localhost/nothing"}
    done = subprocess.run([sys.executable, "-c", asked], env=environment, capture_output=True, text=True)
    assert done.stdout.split() == ["__Host-session", "__Host-csrf", "True", "True", "31536000"], done.stderr
