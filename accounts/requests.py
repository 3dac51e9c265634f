"""The request's transaction: who is asking is told to the database once, first.

Each request is one transaction. Its first statement hands the database a proof (a
keyed hash of the session key); policies look up what the asker may reach. The
transaction outlives a failing view, so that its trail row is kept.
"""

import secrets
from contextlib import contextmanager
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import connection, transaction
from django.urls import Resolver404, resolve

from accounts import activity, whence
from accounts.models import SignIn

REFUSED = {403, 404, 405, 409}


class Undo(Exception):
    """Rolls the view's work back; the request's trail row stays."""


def ask(session_key):
    """Tell the database who asks, until the end of this transaction; their sign-in."""
    return SignIn.ask(session_key)


class Asking:
    """Opens the request's transaction, asks, and writes the reading row at its end."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        request.shown = []
        request.id = uuid4()
        token = activity.request_id.set(request.id)
        try:
            with transaction.atomic():
                request.sign_in = ask(key)
                response = self.answer(request)
                self.trail(request, response)
                if request.sign_in.stale and response.status_code < 400:
                    SignIn.touch()
        finally:
            activity.request_id.reset(token)
        if response.streaming:
            chunks = response.streaming_content
            response.streaming_content = _again(key, request, chunks)
        return response

    def answer(self, request):
        try:
            with transaction.atomic():
                response = self.get_response(request)
                if response.status_code >= 500:
                    raise Undo
                check_constraints()
        except Undo:
            pass
        return response

    def trail(self, request, response):
        user = getattr(request, "user", None)
        if not (user and user.is_authenticated):
            return
        view = _view_name(request)
        if response.status_code >= 500:
            activity.write(f"failed {view}", subjects=activity.ids(request.shown))
        elif response.status_code in REFUSED:
            activity.write(f"refused {response.status_code} {view}")
        elif not 300 <= response.status_code < 400:  # whoever is led on saw nothing
            activity.read(request, view)


def _view_name(request):
    """Also of a request that was refused before its view was looked up."""
    try:
        return (request.resolver_match or resolve(request.path_info)).view_name
    except Resolver404:
        return ""


def check_constraints():
    """Let broken constraints fail the view, not the commit; the chain waits for that."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT check_now()")


def _again(key, request, chunks):
    """A streamed answer is made after the commit: it asks again.

    What it shows meanwhile has a row of its own, also if the reader goes away halfway.
    """
    told = len(request.shown)
    try:
        with transaction.atomic():
            ask(key)
            yield from chunks
    finally:
        token = activity.request_id.set(request.id)
        try:
            with transaction.atomic():
                ask(key)
                activity.read(request, _view_name(request), since=told)
        finally:
            activity.request_id.reset(token)


@contextmanager
def acting(user):
    """Act as this user in a command: signed in for the block, in one transaction."""
    key = secrets.token_urlsafe(32)
    with transaction.atomic():
        SignIn.open(user, key, factor="command")
        ask(key)
        yield
        ask(key)
        SignIn.close()


# Django's own sign-in tells us by signal only; also true for the tests' force_login,
# which counts as a full one.
def _signed_in(sender, request, user, **kwargs):
    if getattr(request, "sign_in", None):
        SignIn.close()  # half, locked, or of who sat here before
    request.session.cycle_key()
    key = request.session.session_key
    factor = getattr(request, "factor_given", "test" if settings.DEMO else "")
    here = whence.address(request) if request.META else ""
    SignIn.open(user, key, factor=factor, address=here, agent=whence.agent(request))
    request.sign_in = ask(key)


def _signed_out(sender, request, user, **kwargs):
    if request.session.session_key:
        ask(request.session.session_key)
        SignIn.close()


user_logged_in.connect(_signed_in, dispatch_uid="open sign-in")
user_logged_out.connect(_signed_out, dispatch_uid="close sign-in")
