"""Whoever asks holds the administrator's duty: a middleware for tests of the pages that need it."""

from dataclasses import replace

from waymark.kernel.policy import Duty


class AsAdministrator:
    """Give the actor the duty, after it is known who is asking."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        request.actor = replace(request.actor, duties=(Duty("administrator", 1),))


def given(settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.AsAdministrator"]
