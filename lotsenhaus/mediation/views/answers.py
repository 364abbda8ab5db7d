"""The answer page: a signed link, no sign-in; a GET never decides."""

from django.http import HttpResponse

from lotsenhaus.centers.access import CenterRequest
from lotsenhaus.centers.choices import LinkPurpose
from lotsenhaus.centers.links import by_link


@by_link(LinkPurpose.ANSWER)
def answer(request: CenterRequest, target_id: int) -> HttpResponse:
    return HttpResponse("")


@by_link(LinkPurpose.CONFIRM)
def confirm(request: CenterRequest, target_id: int) -> HttpResponse:
    return HttpResponse("")


@by_link(LinkPurpose.FEED)
def feed(request: CenterRequest, target_id: int) -> HttpResponse:
    return HttpResponse("")


@by_link(LinkPurpose.STATUS)
def status(request: CenterRequest, target_id: int) -> HttpResponse:
    return HttpResponse("")
