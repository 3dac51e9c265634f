"""Signing in: password, second step, one-time code; locking and proving again."""

from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import activity, factors, mint, passkeys, proving, whence
from accounts.forms.own import EntryForm, SecondForm, SignInForm
from accounts.models import SignIn, User
from accounts.views.back import back

NEXT = "next"


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request):
    if request.sign_in.state == "live":
        return redirect(_next(request))
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        answer = proving.by_password(request, typed["password"], typed["username"])
        if answer.passed:
            return _first_step_done(request, answer.who)
        sentence = _("The name or the password is not right.")
        form.add_error(None, proving.wrong(answer, sentence))
    return render(
        request, "registration/login.html", {"form": form, "next": _next(request, "")}
    )


def _first_step_done(request, who):
    """In, or half in if this person has a second step."""
    there = _next(request)
    if not mint.call("has_factor", who)[0][0]:
        return _enter(request, who, "", there)
    if request.sign_in.state != "none":
        SignIn.close()
    request.session.flush()
    request.session.create()
    request.session[NEXT] = there
    key, here = request.session.session_key, whence.address(request)
    SignIn.open(User(pk=who), key, half=True, address=here)
    return redirect("sign_in_second")


def _enter(request, who, factor, there):
    request.factor_given = factor
    login(request, User(pk=who))
    request.user = User.objects.get(pk=who)
    activity.write("sign in")
    return redirect(there)


def _next(request, default="/"):
    """Where to go on to, if it is one of our own pages."""
    target = request.POST.get(NEXT) or request.GET.get(NEXT) or ""
    own = url_has_allowed_host_and_scheme(target, {request.get_host()})
    return target if own else default


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_second(request):
    """The second step: a code of the app or of the sheet, or a passkey."""
    if request.sign_in.state != "half":
        return redirect("sign_in")
    form = SecondForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = factors.tried(request, **form.cleaned_data)
        if answer.passed:
            there = request.session.get(NEXT, "/")
            return _enter(request, request.sign_in.who, answer.who, there)
        sentence = _("That is not right. Wait for the next code and try again.")
        form.add_error(None, proving.wrong(answer, sentence))
    context = {"form": form, "passkey": passkeys.asked(request)}
    return render(request, "accounts/sign_in_second.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_code(request):
    """A one-time code on paper: whoever brings it chooses a password."""
    if request.sign_in.state == "live":
        return redirect("home")
    form = EntryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = form.entered(request)
        if answer.passed:
            return _first_step_done(request, answer.who)
    return render(request, "accounts/sign_in_code.html", {"form": form})


@login_not_required
@require_POST
def sign_out(request):
    """Also from a page that was left open after the sign-in had ended."""
    if request.user.is_authenticated:
        activity.write("sign out")
    logout(request)
    return redirect("sign_in")


@login_not_required
@require_POST
def lock(request):
    """Shows nothing more to this browser until its person proves again."""
    if request.sign_in.state == "live":
        activity.write("lock sign-in")
        SignIn.lock()
    if "X-Requested-With" in request.headers:
        return HttpResponse(status=204)
    return redirect("unlock")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def unlock(request):
    """Back to the page; a covered page asks by fetch() and keeps what was typed."""
    quiet = "X-Requested-With" in request.headers
    if request.sign_in.state not in ("live", "locked"):
        if quiet:
            text = _("You are signed out. Sign in again in another window.")
            return HttpResponse(text, status=401, content_type="text/plain")
        return redirect("sign_in")
    error = ""
    if request.method == "POST":
        error = _unlocked(request)
        if quiet:
            status = 403 if error else 204
            return HttpResponse(error, status=status, content_type="text/plain")
        if not error:
            return back(request, "home")
    elif request.sign_in.state == "live":
        return redirect(_next(request))
    context = {
        "error": error,
        "next": _next(request),
        "passkey": passkeys.asked(request),
    }
    return render(request, "accounts/unlock.html", context)


def _unlocked(request):
    """Open the sign-in again by password or passkey; a sentence if it fails."""
    error = _proof(request, act="unlock refused")
    if not error:
        activity.write("unlock sign-in")
    return error


def _proof(request, act="proof refused"):
    response = request.POST.get("passkey", "")
    if response:
        answer = factors.tried(request, passkey=response)
        if answer.passed:
            proving.prove(request, answer.who)
            return ""
        return proving.wrong(answer, _("The passkey is not right."))
    answer = proving.by_password(request, request.POST.get("password", ""), act=act)
    if answer.passed:
        proving.prove(request)
        return ""
    return proving.wrong(answer, _("The password is not right."))


@require_POST
def prove(request):
    """The answer of a confirm page that stands before a page asked for."""
    error = _proof(request)
    if not error:
        activity.write("prove identity")
        return back(request, "home")
    return proving.ask_for_proof(request, error, there=_next(request))
