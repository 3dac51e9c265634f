"""What a file says, as label and value: for the person's tab and the last check."""

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from victims.forms.consent import SAYS, STOPS
from victims.forms.identity import HOURS
from victims.models import Consent, Paper
from victims.models.risk import QUESTIONS

DAY = "%d/%m/%Y"


def _row(label, value):
    return {"label": label, "value": "–" if value in (None, "") else value}


def answered(rows):
    """Only the rows that say something: an open question is one of the tasks."""
    return [row for row in rows if row["value"] != "–"]


def _day(value):
    return value.strftime(DAY) if value else "–"


def identity(case):
    victim = case.victim
    interpreter = {True: _("Yes"), False: _("No")}.get(victim.needs_interpreter)
    ethnic = victim.ethnicity_name
    if ethnic:
        group = f" ({victim.ethnic_group})" if victim.ethnic_group else ""
        ethnic = f"{ethnic}{group} · {victim.ethnicity} · {_list(victim)}"
    return [
        _row(_("Date of birth"), victim.born_words),
        _row(_("Sex"), victim.get_sex_display()),
        _row(_("Ethnicity"), ethnic),
        _row(_("Citizenship"), victim.get_citizenship_display()),
        _row(_("Best language"), victim.best_language),
        _row(_("Speaks Vietnamese"), victim.get_speaks_vietnamese_display()),
        _row(_("Reads"), victim.get_reads_display()),
        _row(_("Interpreter"), interpreter),
        _row(_("Who may interpret"), victim.interpreter_wish),
    ]


def _list(victim):
    return victim.get_ethnicity_list_display()


def papers(case):
    """Each kind, as it stands; a number is shown with the private parts only."""
    standing = {p.kind: p for p in Paper.objects.standing().filter(victim=case.victim)}
    rows = []
    for kind in Paper.Kind:
        paper = standing.get(kind.value)
        value = _("not asked")
        if paper:
            parts = [paper.get_status_display(), paper.issuer, _of_day(paper.issued_on)]
            value = " · ".join(str(part) for part in parts if part)
        row = _row(capfirst(kind.label), value)
        row["tone"] = "warn" if paper and paper.status in Paper.MISSING else ""
        rows.append(row)
    return rows


def _of_day(value):
    return _day(value) if value else ""


def returned(case):
    found = case.identification
    facility = ""
    if case.in_facility_from:
        until = _of_day(case.in_facility_until) or _("today")
        facility = f"{_day(case.in_facility_from)} – {until}"
    return [
        _row(_("Identification status"), found.get_status_display() if found else ""),
        _row(_("Paper"), _paper_of(found)),
        _row(_("Taken in on"), _day(case.received_on)),
        _row(_("Returned on"), case.returned_words),
        _row(_("Way of return"), case.get_way_display()),
        _row(_("Received at"), case.reception_place),
        _row(_("Back from where"), case.get_origin_display()),
        _row(_("How long away"), case.get_away_display()),
        _row(_("In a support facility"), facility),
    ]


def _paper_of(found):
    if not found or found.status != "victim":
        return ""
    return " · ".join(
        str(part) for part in (found.body, _of_day(found.paper_on)) if part
    )


def family(case):
    household = case.household
    poverty = household.poverty
    return [
        _row(_("Hamlet"), household.hamlet),
        _row(_("People in the household"), household.people),
        _row(_("Children who came along"), case.minors.count() or _("no children")),
        _row(_("Poverty"), f"{poverty} ({poverty.year})" if poverty else ""),
    ]


def consents(case, *, may_change):
    """Each purpose: its words, what stands, and the way to take a yes back."""
    stands = case.consents_today()
    rows = []
    for purpose in Consent.Purpose:
        consent = stands.get(purpose.value)
        row = {
            "label": capfirst(purpose.label),
            "says": SAYS[purpose],
            "answer": consent.get_answer_display() if consent else _("Not asked"),
            "consent": consent,
            "kind": _kind(consent),
            "stops": STOPS[purpose] if consent and _is_refused(consent) else "",
        }
        if consent and consent.answer == Consent.Answer.YES and may_change:
            row["url"] = reverse(
                "victims:consent_withdraw", args=[case.pk, purpose.value]
            )
        rows.append(row)
    return rows


def _is_refused(consent):
    return consent.answer in (Consent.Answer.NO, Consent.Answer.WITHDRAWN)


def _kind(consent):
    kinds = {"yes": "ok", "no": "neutral", "withdrawn": "warn"}
    return kinds.get(consent.answer, "neutral") if consent else "neutral"


def contact(case):
    """Private: how to reach the person, and who must not know."""
    victim = case.victim
    hours = dict(HOURS)
    said = [str(hours[h]) for h in victim.call_hours.split(",") if h in hours]
    messages = {"yes": _("Yes"), "no": _("No")}.get(victim.may_leave_message, "")
    return [
        _row(_("Who must NOT know"), victim.must_not_know),
        _row(_("Safe phone number"), _spaced(victim.phone)),
        _row(_("Who may answer the phone"), victim.who_answers),
        _row(_("When it is safe to call"), ", ".join(said)),
        _row(_("May a message be left?"), messages),
        _row(_("Another safe contact"), victim.safe_contact),
        _row(_("A safe place to meet"), victim.meeting_place),
        _row(_("How to find the house"), case.household.address),
        _row(_("What the person wants staff to know"), victim.wants_known),
    ]


def _spaced(phone):
    return f"{phone[:4]} {phone[4:7]} {phone[7:]}" if phone else ""


def numbers(case):
    """Private: numbers of papers, all but the last four digits covered."""
    rows = [_row(_("Identity number"), _covered(case.victim.id_number))]
    for paper in Paper.objects.standing().filter(victim=case.victim):
        if paper.number:
            rows.append(_row(capfirst(paper.get_kind_display()), paper.number))
    found = case.identification
    if found and found.paper_number:
        rows.append(_row(_("Confirmation paper"), found.paper_number))
    return rows


def _covered(number):
    return "•" * max(len(number) - 4, 0) + number[-4:] if number else ""


def safety(case):
    """Private: the answers about safety, the reason and the plan."""
    found = case.risk
    if not found:
        return []
    answers = dict(found.Answer.choices)
    rows = [
        _row(words, answers.get(found.answers.get(key), ""))
        for key, words in QUESTIONS.items()
        if found.answers.get(key)
    ]
    plan = found.plan
    rows += [
        _row(_("Reason"), found.reason),
        _row(_("Safe place"), plan.get("safe_place")),
        _row(_("Whom to call"), plan.get("call_whom")),
        _row(_("Agreed word"), plan.get("agreed_word")),
        _row(_("Next contact"), _of_day(found.next_contact)),
    ]
    return rows


def wishes(case):
    needs = case.needs.live().filter(urgent=False).order_by("rank", "recorded_at")
    words = [
        f"{need.rank}. {need.get_kind_display()}" if need.rank else str(need)
        for need in needs
    ]
    return [_row(_("Needs and wishes"), ", ".join(words))]
