"""The list of cases as a spreadsheet: the whole of the columns that may leave.

Without names a row holds the case's code, place and state, and nothing about the person.
With names the file is closed with a passphrase that is kept nowhere.
"""

from collections import namedtuple

from django.conf import settings
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import activity
from accounts.passphrases import passphrase
from accounts.tables import Book, closed
from areas.models import Coverage
from victims.models import Case, Consent
from victims.models.lists import listed

VISITS = "livelihoods.view_homevisit"


def _district(case, _hidden):
    parent = case.territory.parent
    return parent.name if parent and parent.level == "district" else ""


def _name(case, hidden):
    return _("not shown: no agreement") if case.pk in hidden else case.victim.name


def _call_name(case, hidden):
    return "" if case.pk in hidden else case.victim.call_name


def _born(case, hidden):
    return "" if case.pk in hidden else case.victim.born_words


# label, value(case, hidden), width, of the person: only beside the name, permission
Column = namedtuple("Column", "label value width of_person needs", defaults=(False, ""))
COLUMNS = {
    "code": Column(gettext_lazy("Code"), lambda c, h: c.code, 16),
    "name": Column(gettext_lazy("Full name"), _name, 28, True),
    "call_name": Column(gettext_lazy("Calling name"), _call_name, 16, True),
    "born": Column(gettext_lazy("Date of birth"), _born, 14, True),
    "sex": Column(
        gettext_lazy("Sex"), lambda c, h: c.victim.get_sex_display(), 10, True
    ),
    "ethnicity": Column(
        gettext_lazy("Ethnicity"), lambda c, h: c.victim.ethnicity_name, 14, True
    ),
    "hamlet": Column(gettext_lazy("Hamlet"), lambda c, h: c.household.hamlet, 18, True),
    "district": Column(gettext_lazy("District"), _district, 18),
    "commune": Column(gettext_lazy("Commune"), lambda c, h: c.territory.name, 18),
    "state": Column(
        gettext_lazy("State"), lambda c, h: _("open") if c.is_open else _("closed"), 10
    ),
    "received_on": Column(gettext_lazy("Received on"), lambda c, h: c.received_on, 13),
    "risk": Column(
        gettext_lazy("Risk"), lambda c, h: c.household.get_risk_level_display(), 12
    ),
    "papers": Column(gettext_lazy("Papers missing"), lambda c, h: c.missing_papers, 12),
    "last_visit": Column(
        gettext_lazy("Last visit"), lambda c, h: c.last_visit, 13, False, VISITS
    ),
    "next_visit": Column(
        gettext_lazy("Visit due"), lambda c, h: c.next_visit, 13, False, VISITS
    ),
}
ALWAYS = "code"


def columns_for(user):
    """{key: column} of those that this person may take along beside the code."""
    return {
        key: column
        for key, column in COLUMNS.items()
        if key != ALWAYS and (not column.needs or user.has_perm(column.needs))
    }


def within(cases, area):
    """The cases whose responsible commune lies in the area."""
    return cases.filter(
        territory__in=Coverage.objects.filter(area=area).values("covers")
    )


def hidden_names(cases, user):
    """Ids of cases whose person took the file's consent back, or does not agree that
    the province knows the name (the own area knows it anyway)."""
    own, answers = set(user.reach("victims.reveal_name")), {}
    asked = Consent.objects.live().filter(
        case__in=[case.pk for case in cases], purpose__in=["record", "share_authority"]
    )
    for consent in asked.order_by("happened_on", "recorded_at"):
        answers[consent.case_id, consent.purpose] = consent.answer
    return {
        case.pk
        for case in cases
        if answers.get((case.pk, "record")) in ("no", "withdrawn")
        or case.territory_id not in own
        and answers.get((case.pk, "share_authority")) in ("no", "withdrawn")
    }


def make(export, *, by):
    """Make the file that was asked for; returns its passphrase, or "" without names.

    Of the records that were asked for, those that the asker still sees. Raises
    ValidationError when somebody must agree first.
    """
    cases = Case.objects.visible_to(by).filter(pk__in=export.subjects)
    rows = list(
        listed(cases)
        .select_related("territory__parent")
        .order_by("territory__name_sort", "code")
    )
    content, words = case_file(export, rows, by), ""
    if export.with_names:
        words = passphrase()
        content = closed(content, words)
    export.keep(content, by=by)
    if rows:
        act = "export cases with names" if export.with_names else "export cases"
        purpose = f"{export.number} {export.reason}".strip()
        activity.record(act, *rows, purpose=purpose[:200])
    return words


def case_file(export, rows, by):
    """The XLSX bytes: a sheet that says whose, why and when, and the list."""
    with Book(_("List")) as book:
        bold = book.add_format({"bold": True, "border": 1, "text_wrap": True})
        day = book.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
        _cover(book, export, rows, by)
        sheet = book.add_worksheet(_("List"))
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.freeze_panes(1, 0)
        notice = _notice() if export.with_names else ""
        sheet.set_header(f"&L{notice}&R{export.number}")
        sheet.set_footer(f"&L{by.username} {_now():%d/%m/%Y %H:%M}&R&P/&N")
        chosen = [COLUMNS[key] for key in [ALWAYS, *export.columns]]
        hidden = hidden_names(rows, by) if export.with_names else set()
        for place, column in enumerate(chosen):
            sheet.write_string(0, place, str(column.label), bold)
            sheet.set_column(place, place, column.width)
        for number, case in enumerate(rows, 1):
            for place, column in enumerate(chosen):
                _cell(sheet, number, place, column.value(case, hidden), day)
    return book.bytes()


def _cell(sheet, row, place, value, day):
    if hasattr(value, "strftime"):
        sheet.write_datetime(row, place, value, day)
    elif isinstance(value, int):
        sheet.write_number(row, place, value)
    elif value:
        sheet.write_string(row, place, str(value))


def _cover(book, export, rows, by):
    sheet = book.add_worksheet(_("Accompanying sheet"))
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 70)
    large = book.add_format({"bold": True, "font_size": 14})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.write_string(0, 0, _("List of cases"), large)
    if export.with_names:
        sheet.write_string(1, 0, _notice(), large)
    for at, (label, value) in enumerate(_said(export, rows, by), 3):
        sheet.write_string(at, 0, str(label), wrap)
        sheet.write_string(at, 1, str(value), wrap)


def _said(export, rows, by):
    rest = [
        (_("Number of the export"), export.number),
        (_("Made by"), f"{by.name} ({by.username})"),
        (_("Made at"), f"{_now():%d/%m/%Y %H:%M}"),
        (_("Place"), export.territory.label),
        (_("Cases"), len(rows)),
        (_("Filters"), export.filters or _("none")),
    ]
    if export.with_names:
        rest.append((_("What it is for"), capfirst(export.reason)))
    if export.decided_by:
        rest.append((_("Agreed to by"), export.decided_by.name))
    if settings.DEMO:
        rest.append((_("Data"), _("Sample data – not real people")))
    return rest


def _notice():
    return _("PERSONAL DATA – DO NOT CIRCULATE")


def _now():
    return timezone.localtime()
