"""What comes before every page: a locked sign-in is unlocked, a second step set up."""

from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from accounts import proving
from accounts.roles import NEED_SECOND_FACTOR


class Unlocked:
    """Who was away for long proves first; a form sent meanwhile is carried along.

    The proof that comes with a carried form is taken before that form is taken once.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.proof_error = ""
        if (
            request.sign_in.state == "locked"
            and request.method == "POST"
            and proving.FIELD in request.POST
        ):
            request.proof_error = proving.given(request)
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        locked = request.sign_in.state == "locked"
        if not locked or not getattr(view, "login_required", True):
            return None
        if request.method == "POST":
            return proving.ask_for_proof(request, request.proof_error)
        there = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('unlock')}?{there}")


class SecondFactorFirst:
    """Whose role needs a second step may only set it up, or leave, until it is there."""

    open_names = {
        "factor_list",
        "totp_add",
        "passkey_add",
        "codes_renew",
        "codes_paper",
        "password_change",
        "prove",
        "lock",
        "sign_out",
        "quick_exit",
        "calendar",
        "set_language",
    }

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if settings.DEMO_WITHOUT_SECOND_FACTOR or request.sign_in.factor:
            return None
        if not request.user.is_authenticated:
            return None
        if request.resolver_match.view_name in self.open_names:
            return None
        if NEED_SECOND_FACTOR.isdisjoint(request.user.roles):
            return None
        return redirect("factor_list")
