"""Signing in and out, and one's own account."""

from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required, permission_required
from django.contrib.auth.views import LoginView
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import i18n
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import activity
from accounts.forms.own import PasswordForm, SignInForm
from accounts.models import SignIn
from accounts.requests import ask, stored
from accounts.views.back import back


class SignInView(LoginView):
    """Django's own; the trail keeps that somebody came in, or could not."""

    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form):
        login(self.request, form.get_user())
        activity.write("sign in")
        return redirect(self.get_success_url())

    def form_invalid(self, form):
        activity.write("sign-in refused")
        return super().form_invalid(form)


sign_in = require_http_methods(["GET", "HEAD", "POST"])(SignInView.as_view())


@login_not_required
@require_POST
def sign_out(request):
    """Also from a page that was left open after the sign-in had ended."""
    if request.user.is_authenticated:
        activity.write("sign out")
    logout(request)
    return redirect("sign_in")


@require_GET
def account(request):
    user = request.user
    mine = bytes(stored(request.session.session_key))
    sign_ins = [
        {"row": row, "key": bytes(row.hash).hex(), "here": bytes(row.hash) == mine}
        for row in user.sign_ins.live().order_by("-started_at")
    ]
    context = {
        "postings": user.postings.select_related("area__parent"),
        "sign_ins": sign_ins,
    }
    return render(request, "accounts/account.html", context)


@require_http_methods(["GET", "POST"])
def password_change(request):
    form = PasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        request.user.choose_password(form.cleaned_data["new_password1"])
        _stay_signed_in_here_only(request)
        messages.success(
            request, _("The password is changed. Other devices are signed out.")
        )
        return redirect("account")
    context = {"form": form, "first": request.user.must_change_password}
    return render(request, "accounts/password_change.html", context)


def _stay_signed_in_here_only(request):
    """A new key for this session; every other sign-in of the person ends."""
    update_session_auth_hash(request, request.user)
    key = request.session.session_key
    SignIn.objects.filter(user=request.user).delete()
    SignIn.open(request.user, stored(key))
    ask(key)


@require_POST
def sign_in_end(request):
    """End one of one's own sign-ins, such as the one on a lost phone."""
    try:
        key = bytes.fromhex(request.POST.get("sign_in", ""))
    except ValueError as error:
        raise Http404 from error
    if not request.user.sign_ins.filter(pk=key).delete()[0]:
        raise Http404
    activity.write("end own sign-in")
    messages.success(request, _("That device is signed out."))
    return redirect("account")


@require_POST
def set_language(request):
    """Vietnamese or English; kept on the device (a cookie), as it is hers."""
    return i18n.set_language(request)


@require_POST
@permission_required("victims.reveal_name", raise_exception=True)
def name_switch(request):
    """Names in lists, on an office PC: off at first, on for this session only."""
    shown = not request.session.get("names_shown")
    request.session["names_shown"] = shown
    activity.write("switch names on" if shown else "switch names off")
    return back(request, "home")
