"""Signing in and out, and one's own account."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import i18n
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import activity, proving, whence
from accounts.forms.own import PasswordForm
from accounts.models import SignIn
from accounts.roles import NEED_SECOND_FACTOR
from accounts.views.back import back


@require_GET
def account(request):
    user = request.user
    here = request.sign_in.id
    sign_ins = user.sign_ins.live().order_by("-started_at")
    context = {
        "postings": user.postings.select_related("area__parent"),
        "sign_ins": [{"row": row, "here": row.pk == here} for row in sign_ins],
        "second_step": request.sign_in.factor,
        "second_step_needed": not NEED_SECOND_FACTOR.isdisjoint(user.roles),
    }
    return render(request, "accounts/account.html", context)


@require_http_methods(["GET", "POST"])
def password_change(request):
    form = PasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid() and form.proven(request):
        proving.prove(request)
        request.user.choose_password(form.cleaned_data["new_password1"])
        _new_session_key(request)
        messages.success(
            request, _("The password is changed. Other devices are signed out.")
        )
        return redirect("account")
    response = render(request, "accounts/password_change.html", {"form": form})
    response.kept = True  # a wrong old password counts
    return response


def _new_session_key(request):
    """The same sign-in under a new key: the old cookie opens nothing."""
    old = request.sign_in
    SignIn.close()
    request.session.cycle_key()
    key = request.session.session_key
    here, agent = whence.address(request), whence.agent(request)
    SignIn.open(request.user, key, factor=old.factor, address=here, agent=agent)
    request.sign_in = SignIn.ask(key)


@require_POST
def sign_in_end(request):
    """End one of one's own sign-ins, such as the one on a lost phone."""
    try:
        which = UUID(request.POST.get("sign_in", ""))
    except ValueError as error:
        raise Http404 from error
    if not SignIn.end(which):
        raise Http404
    activity.write("end own sign-in")
    messages.success(request, _("That device is signed out."))
    return redirect("account")


@require_POST
def sign_ins_end(request):
    """End all of one's own sign-ins but this one."""
    SignIn.end_all(request.user, but_here=True)
    activity.write("end own sign-ins")
    messages.success(request, _("All other devices are signed out."))
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
