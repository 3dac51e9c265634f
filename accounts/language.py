"""Vietnamese for everybody; English for whoever chose it."""

from django.conf import settings
from django.utils import translation


class ChosenLanguage:
    """The language of the cookie that "My account" sets, whatever the browser asks.

    An office PC set up in English must not turn the forms English by itself.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        known = chosen in dict(settings.LANGUAGES)
        request.LANGUAGE_CODE = chosen if known else settings.LANGUAGE_CODE
        with translation.override(request.LANGUAGE_CODE):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response
