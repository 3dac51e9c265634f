"""Proof of who sits there, asked again before what could be abused.

A page that was asked for waits behind a confirm page. A form that was sent is carried
by it in hidden fields and goes on, whole, with the password: nothing typed is lost.
"""

from collections import namedtuple
from functools import wraps

from django.conf import settings
from django.contrib import auth
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import activity, mint, passkeys, passwords, whence
from accounts.models import SignIn

FIELD = "proof"  # the password box of the confirm page
_NOT_CARRIED = {FIELD, "csrfmiddlewaretoken", "submission"}

# Whom the database found (or None), whether they passed, seconds to wait before more.
Answer = namedtuple("Answer", "who passed wait")


def proven(view):
    """Let the view run only within ten minutes after its user proved who they are."""

    @wraps(view)
    def asked_first(request, *args, **kwargs):
        if request.sign_in.fresh:
            return view(request, *args, **kwargs)
        error = ""
        if request.method == "POST" and FIELD in request.POST:
            error = given(request)
            if not error:
                return view(request, *args, **kwargs)
        return ask_for_proof(request, error)

    return asked_first


def given(request):
    """Try the password of the confirm page; a sentence if it does not prove, or ""."""
    answer = by_password(request, request.POST.get(FIELD, ""), act="proof refused")
    if not answer.passed:
        return wrong(answer, _("The password is not right."))
    prove(request)
    activity.write("prove identity")
    return ""


def by_password(request, password, name=None, act="sign-in refused"):
    """Ask the database about a password: of a sign-in name, or of whoever asks.

    Unknown names cost the same work. A miss is counted there and told to the trail.
    """
    salt, cost = mint.call("password_salt", name, settings.PASSWORD_COST)[0]
    tried = passwords.derived(password[:200], salt, cost)
    row = mint.call("try_password", name, whence.address(request), tried)[0]
    return _answered(row, act)


def by_code(request, name, code, password=None):
    """Ask about a one-time code on paper; with a new password the code is used up."""
    chosen = passwords.hashed(password) if password else (None, None, None)
    tried = passwords.code_digest(code[:80])
    here = whence.address(request)
    row = mint.call("try_code", name, here, tried, *chosen)[0]
    return _answered(row, "code refused")


def _answered(row, act):
    who, passed, wait, tell = row
    if tell:
        activity.write(act, "accounts.user", [who] if who else [])
    return Answer(who, passed, wait)


def wrong(answer, sentence):
    """What is said of a miss: the sentence, or how long to wait."""
    if not answer.wait:
        return sentence
    minutes = -(-answer.wait // 60)
    return ngettext(
        "Too many tries. Wait %(minutes)s minute, then try again.",
        "Too many tries. Wait %(minutes)s minutes, then try again.",
        minutes,
    ) % {"minutes": minutes}


def prove(request, factor=""):
    """This person has just proved who they are; a locked sign-in is open again."""
    key = request.session.session_key
    SignIn.prove(key, factor=factor, address=whence.address(request))
    request.sign_in = SignIn.ask(key)
    request.user = auth.get_user(request)


def ask_for_proof(request, error="", there=None):
    """The confirm page; it carries the form that was sent, but for its files.

    `there`: the page to go on to, when this page itself is what was asked for.
    """
    carried = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in _NOT_CARRIED
    ]
    context = {
        "sent": request.method == "POST" and not there,
        "carried": carried,
        "error": error,
        "files": bool(request.FILES),
        "here": there or request.get_full_path(),
        "passkey": passkeys.asked(request),
    }
    response = render(request, "accounts/prove.html", context)
    response.kept = True  # the count of misses, though the form is drawn again
    return response
