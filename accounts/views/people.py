"""The administrator's pages of people: accounts, one-time codes, locks."""

from base64 import b64decode, b64encode

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import activity, mint
from accounts.forms.people import UserEditForm, UserForm, UserSearchForm
from accounts.models import Posting, User
from accounts.proving import proven
from accounts.sealing import seal, unseal
from accounts.views.acted import acted
from accounts.views.tabs import tabs

ON_A_PAGE = 25
PAPER = "entry_code"


@require_GET
@permission_required("accounts.view_user", raise_exception=True)
def user_list(request):
    form = UserSearchForm(request.GET or None)
    live = Posting.objects.live().select_related("area__parent")
    users = form.found().select_related("organisation")
    users = users.prefetch_related(Prefetch("postings", live, to_attr="held"))
    page = Paginator(users, ON_A_PAGE).get_page(request.GET.get("page"))
    activity.shown(request, *page)
    context = {
        "form": form,
        "page": page,
        "newer": _address(request, page.number - 1) if page.has_previous() else "",
        "older": _address(request, page.number + 1) if page.has_next() else "",
        "tabs": tabs("accounts:user_list"),
    }
    return render(request, "accounts/user_list.html", context)


def _address(request, number):
    query = request.GET.copy()
    query["page"] = number
    return f"?{query.urlencode()}"


@require_http_methods(["GET", "POST"])
@permission_required("accounts.add_user", raise_exception=True)
@proven
def user_add(request):
    form = UserForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = form.save(commit=False)
        try:
            code = user.add(by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            _keep_for_paper(request, user, code)
            return redirect("accounts:user_paper", user.pk)
    return render(request, "accounts/user_add.html", {"form": form})


@require_GET
@permission_required("accounts.view_user", raise_exception=True)
def user_page(request, pk):
    user = get_object_or_404(User.objects.select_related("organisation"), pk=pk)
    activity.shown(request, user)
    context = {
        "account": user,
        "postings": user.postings.select_related("area__parent", "granted_by"),
        "sign_ins": user.sign_ins.live().order_by("-started_at"),
        "is_self": user == request.user,
        "factors": dict(mint.call("factors_of", pk)),
        "waits": mint.call("wait_of", pk)[0][0],
    }
    return render(request, "accounts/user_page.html", context)


@require_http_methods(["GET", "POST"])
@permission_required("accounts.change_user", raise_exception=True)
@proven
def user_edit(request, pk):
    user = (
        _for_writing(pk) if request.method == "POST" else get_object_or_404(User, pk=pk)
    )
    form = UserEditForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        user.edit(by=request.user)
        messages.success(request, _("The account is saved."))
        return redirect("accounts:user_page", pk)
    activity.shown(request, user)
    return render(request, "accounts/user_edit.html", {"form": form, "pk": pk})


@require_POST
@permission_required("accounts.change_user", raise_exception=True)
@proven
def user_lock(request, pk):
    return _act(request, pk, User.lock, _("The account is locked and signed out."))


@require_POST
@permission_required("accounts.change_user", raise_exception=True)
@proven
def user_unlock(request, pk):
    return _act(request, pk, User.unlock, _("The account is open again."))


@require_POST
@permission_required("accounts.change_user", raise_exception=True)
def user_sign_out(request, pk):
    said = _("This person is signed out everywhere.")
    return _act(request, pk, User.end_sign_ins, said)


@require_POST
@permission_required("accounts.change_user", raise_exception=True)
@proven
def user_factors_reset(request, pk):
    said = _("The second step is reset. This person sets up a new one at the sign-in.")
    return _act(request, pk, User.reset_factors, said)


@require_POST
@permission_required("accounts.change_user", raise_exception=True)
def user_misses_clear(request, pk):
    return _act(request, pk, User.clear_misses, _("This person may try again now."))


@require_POST
@permission_required("accounts.change_user", raise_exception=True)
@proven
def user_code(request, pk):
    user = _for_writing(pk)
    try:
        _keep_for_paper(request, user, user.renew_code(by=request.user))
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("accounts:user_page", pk)
    return redirect("accounts:user_paper", pk)


@require_GET
@permission_required("accounts.add_user", raise_exception=True)
def user_paper(request, pk):
    """The one-time code, shown once and kept nowhere else."""
    user = get_object_or_404(User, pk=pk)
    sealed = request.session.pop(PAPER, {}).get(str(pk))
    if not sealed:
        messages.info(
            request, _("The one-time code was shown already. You can make a new one.")
        )
        return redirect("accounts:user_page", pk)
    activity.shown(request, user)
    code = unseal(b64decode(sealed), _bound_to(user))
    context = {"account": user, "code": code}
    return render(request, "accounts/user_paper.html", context)


def _keep_for_paper(request, user, code):
    """Until the next page, sealed: the session table is not its place."""
    sealed = b64encode(seal(code, _bound_to(user))).decode()
    request.session[PAPER] = {str(user.pk): sealed}


def _bound_to(user):
    return f"entry code:{user.pk}"


def _for_writing(pk):
    return get_object_or_404(User.objects.select_for_update(of=("self",)), pk=pk)


def _act(request, pk, act, said):
    acted(request, said, act, _for_writing(pk))
    return redirect("accounts:user_page", pk)
