"""Who works as what, where, from when until when."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import activity
from accounts.forms.people import PostingEndForm, PostingForm
from accounts.models import Posting, User
from accounts.proving import proven
from accounts.roles import Role
from accounts.views.acted import acted, done
from accounts.views.tabs import tabs
from areas.clock import today


@require_http_methods(["GET", "POST"])
@permission_required("accounts.change_user", raise_exception=True)
@proven
def posting_add(request, pk):
    user = get_object_or_404(User, pk=pk)
    form = PostingForm(
        request.POST or None,
        instance=Posting(user=user),
        initial={"from_on": today()} | _proposed(request),
    )
    if request.method == "POST" and form.is_valid():
        try:
            form.instance.add(by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _said(form.instance, request.user))
            return redirect("accounts:user_page", pk)
    activity.shown(request, user)
    return render(request, "accounts/posting_add.html", {"form": form, "account": user})


def _proposed(request):
    """Role and place that a link proposes."""
    return {name: request.GET[name] for name in ("role", "area") if name in request.GET}


def _said(posting, by):
    place = posting.area.label
    if not posting.is_waiting:
        return _("The posting is given: %s.") % place
    if posting.second_persons():
        text = _("The posting waits until a second administrator confirms it: %s.")
        return text % place
    return (
        _(
            "The posting waits: %s. You are the only administrator here, so the owner of the"
            " server confirms it by the command confirm_posting."
        )
        % place
    )


@require_http_methods(["GET", "POST"])
@permission_required("accounts.change_user", raise_exception=True)
@proven
def posting_end(request, pk):
    posting = _posting(request, pk)
    form = PostingEndForm(request.POST or None)
    if done(
        request,
        form,
        lambda: posting.end(by=request.user, on=form.cleaned_data["until_on"]),
        _("The posting has an end."),
    ):
        return redirect("accounts:user_page", posting.user_id)
    activity.shown(request, posting.user)
    return render(
        request, "accounts/posting_end.html", {"form": form, "posting": posting}
    )


@require_GET
@permission_required("accounts.change_user", raise_exception=True)
def posting_waiting(request):
    """Powerful postings of the own province that wait for a second person."""
    postings = Posting.objects.waiting().filter(
        area__in=request.user.reach("accounts.change_user")
    )
    postings = postings.select_related("user", "area__parent", "granted_by")
    rows = list(postings.order_by("from_on", "pk"))
    activity.shown(request, *(posting.user for posting in rows))
    context = {
        "rows": [
            {"posting": row, "may": row.may_be_confirmed_by(request.user)}
            for row in rows
        ],
        "tabs": tabs("accounts:posting_waiting"),
    }
    return render(request, "accounts/posting_waiting.html", context)


@require_POST
@permission_required("accounts.change_user", raise_exception=True)
@proven
def posting_confirm(request, pk):
    posting = _posting(request, pk)
    said = _("The posting is in force: %s.") % posting.area.label
    return _decide(request, posting, Posting.confirm, said)


@require_POST
@permission_required("accounts.change_user", raise_exception=True)
@proven
def posting_refuse(request, pk):
    said = _("The posting is refused; it was never in force.")
    return _decide(request, _posting(request, pk), Posting.refuse, said)


def _decide(request, posting, act, said):
    acted(request, said, act, posting)
    return redirect("accounts:posting_waiting")


def _posting(request, pk):
    """A posting that is given (an hour's reading is nobody's here), locked for an act."""
    postings = Posting.objects.select_related("user", "area__parent", "granted_by")
    postings = postings.exclude(role=Role.EMERGENCY_READER)
    if request.method == "POST":
        postings = postings.select_for_update(of=("self",))
    return get_object_or_404(postings, pk=pk)
