"""Striking out what was entered wrongly: one page, with the reason."""

from django.shortcuts import redirect, render

from accounts import activity
from accounts.views.acted import done
from livelihoods.forms.entry import ReasonForm


def void_page(request, entry, said, back, template="entry_void"):
    """Ask why, strike the entry out, tell `said` and go `back` (an address)."""
    activity.shown(request, entry)
    form = ReasonForm(request.POST or None)

    def void():
        entry.void(by=request.user, reason=form.cleaned_data["reason"])

    if done(request, form, void, said):
        return redirect(back)
    context = {"form": form, "entry": entry, "back": back}
    return render(request, f"livelihoods/{template}.html", context)
