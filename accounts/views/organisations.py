"""The bodies, and the letterheads of their papers."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.forms.people import OrganisationEditForm, OrganisationForm
from accounts.models import Organisation
from accounts.views.acted import done
from accounts.views.tabs import tabs
from areas.clock import today


@require_GET
@permission_required("accounts.view_organisation", raise_exception=True)
def organisation_list(request):
    bodies = Organisation.objects.select_related("area__parent", "successor")
    context = {
        "organisations": bodies.order_by("kind", "name"),
        "day": today(),
        "tabs": tabs("accounts:organisation_list"),
    }
    return render(request, "accounts/organisation_list.html", context)


@require_http_methods(["GET", "POST"])
@permission_required("accounts.change_organisation", raise_exception=True)
def organisation_add(request):
    form = OrganisationForm(request.POST or None)
    if done(
        request,
        form,
        lambda: form.instance.add(by=request.user),
        _("The organisation is saved."),
    ):
        return redirect("accounts:organisation_list")
    return render(request, "accounts/organisation_add.html", {"form": form})


@require_http_methods(["GET", "POST"])
@permission_required("accounts.change_organisation", raise_exception=True)
def organisation_edit(request, pk):
    bodies = Organisation.objects.all()
    if request.method == "POST":
        bodies = bodies.select_for_update(of=("self",))
    body = get_object_or_404(bodies, pk=pk)
    form = OrganisationEditForm(request.POST or None, instance=body)
    if request.method == "POST" and form.is_valid():
        body.edit(by=request.user)
        messages.success(request, _("The organisation is saved."))
        return redirect("accounts:organisation_list")
    context = {"form": form, "organisation": body}
    return render(request, "accounts/organisation_edit.html", context)
