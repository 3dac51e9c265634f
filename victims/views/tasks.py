"""The file, finished over days: a list of tasks, one page each."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import activity
from accounts.views.acted import acted, done
from victims.forms.acts import CheckForm
from victims.forms.case import FamilyForm, MinorForm, NeedsForm, ReturnForm
from victims.forms.consent import STOPS, ConsentForm, PovertyForm, RiskForm
from victims.forms.identity import AliasForm, ContactForm, IdentityForm, PapersForm
from victims.models import AccompanyingMinor, Alias, Consent, Household, Victim
from victims.views import summaries
from victims.views.found import case_or_404

CHANGE = "victims.change_case"


@dataclass(frozen=True)
class Task:
    """A page of the file: its address, its question, why it is asked, its form."""

    slug: str
    title: str
    question: str
    why: str
    form: type
    is_sensitive: bool = False

    @property
    def template(self):
        return f"victims/task_{self.slug}.html"


TASKS = [
    Task(
        "identity",
        gettext_lazy("Identity"),
        gettext_lazy("Who is the person?"),
        gettext_lazy(
            "Age, citizenship and language decide which support is possible and how to "
            "talk. What is not known stays open."
        ),
        IdentityForm,
    ),
    Task(
        "aliases",
        gettext_lazy("Other names"),
        gettext_lazy("Which other names are there?"),
        gettext_lazy(
            "So that the file is found, and the right name is used on a call."
        ),
        AliasForm,
    ),
    Task(
        "papers",
        gettext_lazy("Papers"),
        gettext_lazy("Which papers are there?"),
        gettext_lazy("A missing paper can be made anew; some support needs one."),
        PapersForm,
    ),
    Task(
        "contact",
        gettext_lazy("Safe contact"),
        gettext_lazy("How to reach the person safely?"),
        gettext_lazy("A call at the wrong time, or heard by the wrong one, can harm."),
        ContactForm,
        is_sensitive=True,
    ),
    Task(
        "return",
        gettext_lazy("Return and identification"),
        gettext_lazy("How and when did the person come back?"),
        gettext_lazy(
            "From papers wherever possible. What happened before is not asked."
        ),
        ReturnForm,
        is_sensitive=True,
    ),
    Task(
        "family",
        gettext_lazy("Children and household"),
        gettext_lazy("Who came along, who lives there?"),
        gettext_lazy("Children who came along have support of their own."),
        FamilyForm,
        is_sensitive=True,
    ),
    Task(
        "consent",
        gettext_lazy("Consent"),
        gettext_lazy("What does the person agree to?"),
        gettext_lazy(
            "Each line is a yes of its own, and can be taken back at any time."
        ),
        ConsentForm,
        is_sensitive=True,
    ),
    Task(
        "risk",
        gettext_lazy("Risk and safety plan"),
        gettext_lazy("How safe is the person?"),
        gettext_lazy(
            "Asked in private only. “Not asked” never lowers the level of risk."
        ),
        RiskForm,
        is_sensitive=True,
    ),
    Task(
        "needs",
        gettext_lazy("Needs and wishes"),
        gettext_lazy("What does the person want?"),
        gettext_lazy("In the person's own order, in own words."),
        NeedsForm,
    ),
    Task(
        "poverty",
        gettext_lazy("Poverty status"),
        gettext_lazy("Is the household poor by the review?"),
        gettext_lazy(
            "Some support needs the paper. Whoever was away for years has none: that "
            "means cannot be assessed, not “not poor”."
        ),
        PovertyForm,
    ),
]
BY_SLUG = {task.slug: task for task in TASKS}


@require_GET
@permission_required(CHANGE, raise_exception=True)
def case_tasks(request, pk):
    case = case_or_404(request, pk, CHANGE)
    activity.shown(request, case)
    lacking = {task for task, _sentence in case.missing()}
    context = {
        "case": case,
        "items": [_item(case, task, lacking) for task in TASKS],
        "check": _check_item(case, lacking),
        "done": sum(task.slug in case.tasks_done for task in TASKS),
        "number": len(TASKS),
    }
    return render(request, "victims/case_tasks.html", context)


def _item(case, task, lacking):
    kind, tag = _status(case, task, lacking)
    url = reverse("victims:case_task", args=[case.pk, task.slug])
    note = _("not in private") if kind == "warn" else ""
    return {"label": task.title, "url": url, "kind": kind, "tag": tag, "note": note}


def _status(case, task, lacking):
    if task.slug in case.tasks_done:
        if task.slug in lacking:
            return "danger", _("Needs mending")
        return "ok", _("Done")
    if task.slug in case.tasks_begun:
        return "info", _("In progress")
    if task.is_sensitive and case.not_private:
        return "warn", _("Not asked")
    return "neutral", _("Not started")


def _check_item(case, lacking):
    url = reverse("victims:case_check", args=[case.pk])
    tag, kind = _("Not started"), "neutral"
    if case.sent_on:
        tag, kind = _("Sent"), "ok"
    elif not lacking:
        tag, kind = _("Can be sent"), "info"
    return {"label": _("Check and send"), "url": url, "kind": kind, "tag": tag}


def _case(request, pk):
    """The case of a page of the file; on POST with its rows locked."""
    posted = request.method == "POST"
    case = case_or_404(request, pk, CHANGE, lock=posted)
    if posted:
        case.victim = Victim.objects.for_writing().get(pk=case.victim_id)
        households = Household.objects.for_writing().select_related("territory")
        case.household = households.get(pk=case.household_id)
    return case


def _closed(case, slug=""):
    """Why nothing may be written into this file any more, or "".

    Consent alone may be asked again after it was taken back.
    """
    if not case.is_open:
        return _("This case is closed. Open it again to change it.")
    if case.keeps_no_more and slug != "consent":
        return _("The consent to the file was taken back: nothing new is written.")
    return ""


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
def case_task(request, pk, task):
    if task not in BY_SLUG:
        raise Http404
    task, case = BY_SLUG[task], _case(request, pk)
    why_not = _closed(case, task.slug)
    if why_not:
        messages.error(request, why_not)
        return redirect("victims:case_person", pk)
    form = task.form(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        try:
            form.save(by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _saved(request, case, task, form)
    activity.shown(request, case)
    if task.is_sensitive:
        request.purpose = f"private: {task.slug}"
    context = {"case": case, "task": task, "form": form, "minors": _minors(case, task)}
    return render(request, task.template, context)


def _minors(case, task):
    return case.minors.order_by("recorded_at") if task.slug == "family" else None


def _saved(request, case, task, form):
    """Save and go on, or save and leave; another name is added on the same page."""
    if getattr(form, "is_not_asked", False):
        messages.info(request, _("Not asked. Nothing was saved."))
        return redirect("victims:case_tasks", case.pk)
    goes_on = request.POST.get("go") != "later"
    case.mark_task(task.slug, done=goes_on)
    for warning in form.warnings() if hasattr(form, "warnings") else []:
        messages.warning(request, warning)
    if not goes_on:
        messages.success(request, _("Saved. You can go on later."))
        return redirect("victims:case_tasks", case.pk)
    messages.success(request, _("Saved."))
    if task.slug == "aliases" and form.cleaned_data["name"]:
        return redirect("victims:case_task", case.pk, task.slug)
    came_along = form.cleaned_data.get("came_along") == "yes"
    if came_along and not case.minors.exists():
        return redirect("victims:minor_add", case.pk)
    return _next(case, task)


def _next(case, task):
    place = TASKS.index(task) + 1
    if place == len(TASKS):
        return redirect("victims:case_check", case.pk)
    return redirect("victims:case_task", case.pk, TASKS[place].slug)


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
def case_check(request, pk):
    """All answers once more, what is missing, who holds the file; then it is sent."""
    case = _case(request, pk)
    form = CheckForm(request.POST or None, case=case)
    if done(
        request,
        form,
        lambda: _send(case, form.cleaned_data, by=request.user),
        _("File %s is complete and sent.") % case.code,
    ):
        return redirect(case)
    activity.shown(request, case)
    missing = [(BY_SLUG.get(task), text) for task, text in case.missing()]
    context = {
        "case": case,
        "form": form,
        "missing": [pair for pair in missing if pair[0]],
        "sections": _sections(case),
    }
    return render(request, "victims/case_check.html", context)


def _send(case, said, *, by):
    if _closed(case):
        raise ValidationError(_closed(case))
    if case.household.holder_id != said["holder"].pk:
        case.assign(said["holder"], by=by, reason=str(_("new file")))
    case.mark_task("read_back", done=said["read_back"] == "yes")
    case.send(by=by)


def _sections(case):
    made = [
        ("identity", summaries.identity),
        ("papers", summaries.papers),
        ("return", summaries.returned),
        ("family", summaries.family),
        ("needs", summaries.wishes),
    ]
    return [(BY_SLUG[slug], summaries.answered(rows(case))) for slug, rows in made]


@require_POST
@permission_required(CHANGE, raise_exception=True)
def alias_void(request, pk, alias):
    """Strike another name out, such as one that was misheard."""
    case = _case(request, pk)
    row = get_object_or_404(case.victim.aliases.for_writing(), pk=alias)
    why, said = str(_("written by mistake")), _("The name is struck out.")
    if acted(request, said, Alias.void, row, reason=why):
        activity.record("strike out other name", row)
    return redirect("victims:case_task", pk, "aliases")


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
def minor_add(request, pk):
    case = _case(request, pk)
    minor = AccompanyingMinor(case=case, territory_id=case.territory_id)
    return _minor(request, case, minor)


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
def minor_edit(request, pk, minor):
    case = _case(request, pk)
    row = get_object_or_404(case.minors.select_related("case"), pk=minor)
    return _minor(request, case, row)


def _minor(request, case, minor):
    """Also with a closed case: nothing new is written then."""
    if _closed(case):
        messages.error(request, _closed(case))
        return redirect("victims:case_person", case.pk)
    form = MinorForm(request.POST or None, minor=minor)
    if request.method == "POST" and form.is_valid():
        form.save(by=request.user)
        messages.success(request, _("The child is recorded."))
        return redirect("victims:case_task", case.pk, "family")
    activity.shown(request, case)
    return render(request, "victims/minor_edit.html", {"form": form, "case": case})


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
def consent_withdraw(request, pk, purpose):
    """A yes is taken back: first what stops and what stays, then the act."""
    if purpose not in Consent.Purpose.values:
        raise Http404
    case = _case(request, pk)
    purpose = Consent.Purpose(purpose)
    if request.method == "POST":
        said = _("Taken back: %s.") % purpose.label
        acted(request, said, Consent.withdraw, case, purpose=purpose.value)
        return redirect("victims:case_person", pk)
    activity.shown(request, case)
    context = {"case": case, "purpose": purpose, "stops": STOPS[purpose]}
    return render(request, "victims/consent_withdraw.html", context)
