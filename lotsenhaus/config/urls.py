"""All routes: public and personal ones first, then everything of a center below its slug."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from lotsenhaus.accounts.urls import urlpatterns as personal
from lotsenhaus.centers.access import staff
from lotsenhaus.centers.urls.house import urlpatterns as house
from lotsenhaus.centers.views import entrance
from lotsenhaus.config.navigation import START
from lotsenhaus.kit.views import style
from lotsenhaus.mediation.urls.links import urlpatterns as short_links

urlpatterns: list[URLPattern | URLResolver] = [
    *house,
    path("start/", entrance.start, {"pages": START}, name="start"),
    *personal,
    *short_links,
    path("", include("lotsenhaus.kit.urls")),
    path("stil/", style if settings.LOCAL else staff(style), name="style"),
    path("konto/", include("allauth.urls")),
    path("sprache/", include("django.conf.urls.i18n")),
]
if "lotsenhaus.demo" in settings.INSTALLED_APPS:
    from lotsenhaus.demo.views import home as demo_home

    urlpatterns.append(path("demo/", include("lotsenhaus.demo.urls")))
    if settings.DEMO:
        urlpatterns.insert(0, path("", demo_home, name="home"))
urlpatterns += [
    path("<slug:center>/", include("lotsenhaus.centers.urls")),
    path("<slug:center>/", include("lotsenhaus.outbox.urls")),
    path("<slug:center>/", include("lotsenhaus.network.urls")),
    path("<slug:center>/", include("lotsenhaus.finance.urls")),
    path("<slug:center>/", include("lotsenhaus.mediation.urls")),
]

handler403 = "lotsenhaus.centers.views.outages.not_allowed"
handler404 = "lotsenhaus.centers.views.outages.not_found"
handler500 = "lotsenhaus.centers.views.outages.broken"
