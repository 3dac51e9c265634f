"""Who works as what, where, from when until when."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import activity
from accounts.forms.people import PostingEndForm, PostingForm
from accounts.models import Posting, User
from areas.clock import today


@require_http_methods(["GET", "POST"])
@permission_required("accounts.change_user", raise_exception=True)
def posting_add(request, pk):
    user = get_object_or_404(User, pk=pk)
    form = PostingForm(
        request.POST or None,
        instance=Posting(user=user),
        initial={"from_on": today()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            form.instance.add(by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            place = form.instance.area.label
            messages.success(request, _("The posting is given: %s.") % place)
            return redirect("accounts:user_page", pk)
    activity.shown(request, user)
    return render(request, "accounts/posting_add.html", {"form": form, "account": user})


@require_http_methods(["GET", "POST"])
@permission_required("accounts.change_user", raise_exception=True)
def posting_end(request, pk):
    postings = Posting.objects.select_related("user", "area__parent")
    if request.method == "POST":
        postings = postings.select_for_update(of=("self",))
    posting = get_object_or_404(postings, pk=pk)
    form = PostingEndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            posting.end(by=request.user, on=form.cleaned_data["until_on"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The posting has an end."))
            return redirect("accounts:user_page", posting.user_id)
    activity.shown(request, posting.user)
    return render(
        request, "accounts/posting_end.html", {"form": form, "posting": posting}
    )
