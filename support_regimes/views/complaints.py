"""What supported people say of the programme. A case's own pages never tell of it:
only the complaint itself is noted as shown, so that nobody's trail of a case names it.
"""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts import activity, pdf
from accounts.views.acted import done, tell
from areas.clock import today
from areas.models import Area
from support_regimes.complaining import answer_due, days_to_answer, offices_above
from support_regimes.forms.complaints import (
    AnswerForm,
    BackForm,
    ComplaintForm,
    ViewForm,
)
from support_regimes.views.found import case_or_404
from victims.models import Case, Complaint, Desk

HEAR = "victims.view_complaint"
ANSWER = "victims.answer_complaint"
VISITS = "support_regimes.add_unmetneed"  # whoever goes to her home
METHODS = ["GET", "POST"]
MOST = 50  # of those that are done


def communes_of(user):
    """The communes of today in which this person may take a complaint down."""
    areas = Area.objects.on(today()).filter(
        pk__in=user.reach(HEAR), level=Area.Level.COMMUNE
    )
    return areas.select_related("parent__parent").order_by("name_sort", "code")


def complaint_or_404(request, pk):
    """The complaint, if this person may know of it; else as if there were none."""
    rows = Complaint.objects.visible_to(request.user).with_state()
    rows = rows.select_related("territory__parent", "about", "recorded_by", "minor")
    return get_object_or_404(rows, pk=pk)


@require_GET
@permission_required(HEAR, raise_exception=True)
def complaint_list(request):
    """Those that wait for this desk, those that this person took down, the rest."""
    seen = Complaint.objects.visible_to(request.user).with_state()
    seen = seen.select_related("territory__parent", "recorded_by").order_by(
        "due", "recorded_at"
    )
    waiting = list(seen.filter(last_act__in=["", "again"]))
    done = list(
        seen.exclude(last_act__in=["", "again"]).order_by("-recorded_at")[:MOST]
    )
    activity.shown(request, *waiting, *done)
    days, is_proposal = days_to_answer(today())
    context = {
        "waiting": waiting,
        "done": done,
        "day": today(),
        "days": days,
        "is_proposal": is_proposal,
    }
    return render(request, "support_regimes/complaint_list.html", context)


@require_http_methods(METHODS)
@permission_required(HEAR, raise_exception=True)
def complaint_add(request):
    """Take one down: of the case named in the address (?case=), or without a name."""
    case = _case(request)
    form = ComplaintForm(
        request.POST or None,
        user=request.user,
        communes=communes_of(request.user),
        case=case,
    )
    if request.method == "POST" and form.is_valid():
        complaint = form.complaint(due_on=answer_due(form.cleaned_data["happened_on"]))
        least = Desk.PROVINCE if form.cleaned_data["higher"] else Desk.DISTRICT
        try:
            complaint.take(by=request.user, least=least)
        except ValidationError as error:
            tell(form, error)
        else:
            messages.success(
                request, _("It is taken down and lies with the desk above.")
            )
            return redirect("support_regimes:complaint_page", complaint.pk)
    context = {"form": form, "case": case}
    return render(request, "support_regimes/complaint_add.html", context)


def _case(request):
    asked = request.GET.get("case")
    if not asked:
        return None
    try:
        key = UUID(asked)
    except ValueError as error:
        raise Http404 from error
    return case_or_404(request, key, HEAR)


@require_GET
@permission_required(HEAR, raise_exception=True)
def complaint_page(request, pk):
    complaint = complaint_or_404(request, pk)
    activity.shown(request, complaint)
    cases = Case.objects.visible_to(request.user).filter(pk=complaint.case_id)
    is_desk = _is_desk(request, complaint)
    is_open = complaint.last_act in ("", "again")
    context = {
        "complaint": complaint,
        "case": cases.first(),
        "steps": complaint.history(),
        "day": today(),
        "is_open": is_open,
        "may_answer": is_desk and is_open,
        "may_note": complaint.last_act in ("answer", "view"),
        "may_take_back": is_open,
    }
    return render(request, "support_regimes/complaint_page.html", context)


def _is_desk(request, complaint):
    mine = Complaint.objects.answered_by(request.user)
    return request.user.has_perm(ANSWER) and mine.filter(pk=complaint.pk).exists()


@require_http_methods(METHODS)
@permission_required(ANSWER, raise_exception=True)
def complaint_answer(request, pk):
    """The desk answers."""
    complaint = complaint_or_404(request, pk)
    if not _is_desk(request, complaint):
        raise Http404
    form = AnswerForm(request.POST or None)
    return _step(request, complaint, form, "answer", _("The answer is recorded."))


@require_http_methods(METHODS)
@permission_required(HEAR, raise_exception=True)
def complaint_view(request, pk):
    """What she says of the answer; not content, the desk looks at it again."""
    complaint = complaint_or_404(request, pk)
    form = ViewForm(request.POST or None)
    return _step(request, complaint, form, "note_view", _("The view is recorded."))


@require_http_methods(METHODS)
@permission_required(HEAR, raise_exception=True)
def complaint_back(request, pk):
    """She takes it back."""
    complaint = complaint_or_404(request, pk)
    form = BackForm(request.POST or None)
    return _step(request, complaint, form, "take_back", _("It is taken back."))


WORDS = {  # heading and button of each step
    "answer": (gettext_lazy("Record the answer"), gettext_lazy("Save the answer")),
    "note_view": (
        gettext_lazy("What is said of the answer"),
        gettext_lazy("Save what was said"),
    ),
    "take_back": (
        gettext_lazy("The person takes it back"),
        gettext_lazy("Record that it is taken back"),
    ),
}


def _step(request, complaint, form, act, said):
    """One step: a form, one act of the complaint, and its page again."""
    if done(request, form, lambda: _acted(request, complaint, act, form), said):
        return redirect("support_regimes:complaint_page", complaint.pk)
    activity.shown(request, complaint)
    title, button = WORDS[act]
    context = {"form": form, "complaint": complaint, "title": title, "button": button}
    return render(request, "support_regimes/complaint_step.html", context)


def _acted(request, complaint, act, form):
    typed = dict(form.cleaned_data)
    again = typed.pop("again", False)
    getattr(complaint, act)(by=request.user, **typed)
    if again:
        complaint.last_act = "view"
        day = typed["happened_on"]
        complaint.reopen(
            by=request.user, happened_on=day, text="", due_on=answer_due(day)
        )


@require_GET
@permission_required(VISITS, raise_exception=True)
def complaint_form(request):
    """An empty paper form with the numbers of the offices above, to leave with her."""
    days, is_proposal = days_to_answer(today())
    context = {
        "offices": offices_above(list(communes_of(request.user)[:20])),
        "days": days,
        "is_proposal": is_proposal,
    }
    try:
        content = pdf.render("support_regimes/complaint_form.html", context)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("support_regimes:complaint_list")
    activity.write("print complaint form")
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="phieu-gop-y.pdf"'
    return response
