"""First passwords: made for a person, given on paper, replaced at the first sign-in."""

from django.shortcuts import redirect


class OwnPasswordFirst:
    """Whoever still has a given password may only replace it, or leave."""

    open_names = {
        "password_change",
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
        if not getattr(request.user, "must_change_password", False):
            return None
        if request.resolver_match.view_name in self.open_names:
            return None
        return redirect("password_change")
