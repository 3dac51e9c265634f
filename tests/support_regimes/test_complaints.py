"""Complaints of supported people: kept from whom they are about, answered in time."""

import io
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from accounts import activity
from accounts.models import Activity, Organisation, WorkSetting
from accounts.roles import Role
from tests.accounts.sql import refused, run, value
from tests.conftest import post, send, unguarded
from tests.factories import make_case, recorder
from tests.reporting.erasures import asked, closed, confirmed
from tests.support_regimes.voices import DAY, DUE, SAID, make_complaint
from tests.victims.factories import make_consent
from victims.models import Case, Complaint, ComplaintStep, Desk, desk_for

TODAY = date(2024, 1, 15)
FORM = {
    "kinds": ["worker", "secret"],
    "happened_on": "2024-01-10",
    "channel": "person",
    "text": SAID,
    "answer_by": "phone",
    "reach_note": "sau 8 giờ tối",
    "not_to_tell": "bố chồng",
}


def page(name, complaint=None):
    return reverse(
        f"support_regimes:complaint_{name}", args=[complaint.pk] if complaint else []
    )


def seen(user):
    """What the program's filter and, without it, the database show this person."""
    filtered = set(Complaint.objects.visible_to(user))
    assert filtered == set(Complaint.objects.all())
    return filtered


def test_who_sees_it_by_desk_and_never_whom_it_is_about(
    commune, caseworker, neighbour, district_officer, other_district_officer,
    provincial_officer, labour_officer, administrator, acts_as,
):  # fmt: skip
    with unguarded():
        by = post("dong-su", "Hầu Thị Máy", Role.CASEWORKER, commune)
        second = post("huyen-hai", "Ly Thị Pà", Role.DISTRICT_OFFICER, commune.parent)
    general = make_complaint(commune, by=by)
    of_worker = make_complaint(commune, by=by, about=caseworker)
    of_district = make_complaint(commune, by=by, about=district_officer)
    of_province = make_complaint(commune, by=by, about=provincial_officer)
    both = {general, of_worker}
    expected = {
        by: {general, of_worker, of_district, of_province},
        caseworker: set(),
        neighbour: set(),
        district_officer: both,
        second: both,
        other_district_officer: set(),
        provincial_officer: both | {of_district},
        labour_officer: {of_province},
        administrator: set(),
    }

    for user, complaints in expected.items():
        with acts_as(user):
            assert seen(user) == complaints, user
    with unguarded():
        worker_in_both = {of_worker, of_district, of_province}
        Complaint.objects.filter(pk__in=[c.pk for c in worker_in_both]).update(
            about=by, desk="district"
        )
    with acts_as(by):
        assert seen(by) == {general}


def test_the_desk_lies_above_the_worker_and_the_wish(
    commune, caseworker, district_officer, provincial_officer, labour_officer, acts_as
):
    [new, *_others] = commune.successors()

    with acts_as(caseworker):
        assert [
            desk_for(about, commune)
            for about in (None, caseworker, district_officer, provincial_officer,
                          labour_officer)
        ] == ["district", "district", "province", "department", "province"]  # fmt: skip
        assert desk_for(caseworker, commune, Desk.PROVINCE) == "province"
        assert desk_for(None, new) == "province"  # no district is left there


def test_the_database_passes_over_whom_it_is_about(
    commune, caseworker, district_officer, acts_as
):
    row = (
        "INSERT INTO victims_complaint (id, territory_id, happened_on, kinds, channel,"
        " answer_by, due_on, recorded_by_id, about_id, desk, case_id) VALUES"
        " (gen_random_uuid(), %s, '2024-01-10', '{delay}', 'person', 'phone',"
        " '2024-01-24', %s, %s, %s, %s)"
    )
    mine, theirs = caseworker.pk, district_officer.pk
    foreign = make_case(commune.parent.children.exclude(pk=commune.pk).first())

    with acts_as(caseworker):
        with refused("the desk above"):
            run(row, commune.pk, mine, theirs, "district", None)
        for about, case in [(mine, None), (None, foreign.pk), (None, recorder_key())]:
            with refused():
                run(row, commune.pk, mine, about, "district", case)
        with refused("in the name of who asks"):
            run(row, commune.pk, theirs, None, "district", None)
        run(row, commune.pk, mine, theirs, "province", None)
        with refused("permission denied"):
            run("UPDATE victims_complaint SET about_id = NULL")
        with refused("permission denied"):
            run("DELETE FROM victims_complaint")
    with acts_as(district_officer):
        assert value("SELECT count(*) FROM victims_complaint") == 0
        assert value("SELECT count(*) FROM victims_complaintstep") == 0


def recorder_key():
    """A key that no case has."""
    with unguarded():
        return recorder().pk


def test_a_worker_takes_one_down_about_a_colleague_and_the_case_tells_nobody(
    commune, caseworker, district_officer, provincial_officer, sign_in
):
    case = make_case(commune)
    url = f"{page('add')}?case={case.pk}"
    client = sign_in(caseworker)
    form = client.get(url).context["form"]

    answer = send(client, url, FORM | {"about": district_officer.pk, "higher": ""})

    with unguarded():
        [complaint] = Complaint.objects.all()
    assert answer.headers["Location"] == page("page", complaint)
    assert caseworker not in form.fields["about"].queryset
    assert (complaint.case_id, complaint.desk, complaint.due_on) == (
        case.pk, "province", DUE,
    )  # fmt: skip
    assert (complaint.text, complaint.not_to_tell) == (SAID, "bố chồng")
    assert client.get(page("page", complaint)).status_code == 200

    for user, sees in [(district_officer, False), (provincial_officer, True)]:
        client = sign_in(user)
        pages = [
            client.get(reverse(name, args=[case.pk]))
            for name in (
                "support_regimes:case_board", "livelihoods:case_timeline",
                "victims:case_trail",
            )
        ]  # fmt: skip
        told = [each.content.decode() for each in pages]
        mine = [client.get(url).content.decode() for url in (page("list"), "/")]
        found = [str(complaint.pk) in text for text in [*told, *mine]]
        acts = [row["row"].act for row in pages[2].context["rows"]]
        assert found == [False] * 3 + [sees] * 2
        assert acts
        assert not [act for act in acts if "complaint" in act]
        got = [
            client.get(page(name, complaint)).status_code
            for name in ("page", "answer", "view", "back")
        ]
        assert got == [200 if sees else 404] * 4


def test_a_complaint_about_oneself_is_refused_and_nothing_typed_is_lost(
    commune, caseworker, acts_as, sign_in
):
    with acts_as(caseworker), pytest.raises(ValidationError, match="người khác"):
        Complaint(
            territory=commune, kinds=["worker"], happened_on=DAY, due_on=DUE, text=SAID,
            about=caseworker, channel="person", answer_by="phone",
        ).take(by=caseworker)  # fmt: skip

    typed = FORM | {"area": commune.pk, "about": caseworker.pk}
    answer = send(sign_in(caseworker), page("add"), typed)

    assert answer.status_code == 200
    assert SAID in answer.content.decode()
    with unguarded():
        assert not Complaint.objects.exists()


def test_after_a_withdrawal_it_is_taken_without_the_file(commune, caseworker, acts_as):
    case = make_case(commune)
    before = make_complaint(commune, case=case, by=caseworker)
    make_consent(case, "record", answer="withdrawn")

    with acts_as(caseworker):
        case = Case.objects.get(pk=case.pk)
        with pytest.raises(ValidationError, match="không gắn hồ sơ"):
            make_fresh(case).take(by=caseworker)
        make_fresh(None, territory=commune).take(by=caseworker)
        assert before not in seen(caseworker)


def make_fresh(case, **fields):
    return Complaint(
        case=case, kinds=["wish"], happened_on=DAY, due_on=DUE, text=SAID,
        channel="paper", answer_by="none", **fields,
    )  # fmt: skip


def test_the_province_is_not_told_by_the_district_where_she_refused_sharing(
    commune, district_officer, provincial_officer, acts_as
):
    case = make_case(commune)
    make_consent(case, "share_authority", answer="no")
    at_district = make_complaint(commune, case=case)
    at_province = make_complaint(commune, case=case, about=district_officer)

    with acts_as(provincial_officer):
        assert seen(provincial_officer) == {at_province}
    with acts_as(district_officer):
        assert seen(district_officer) == {at_district}


def test_answered_by_the_desk_then_her_view_and_again(
    commune, caseworker, district_officer, sign_in
):
    with unguarded():
        WorkSetting.objects.create(
            key="complaint_answer_days", value=5, from_on=date(2024, 1, 12)
        )
    complaint = make_complaint(commune, by=caseworker)
    steps = ComplaintStep.objects.filter(complaint=complaint)
    answer = {"happened_on": "2024-01-12", "way": "phone", "text": "Tiền về tuần sau."}
    view = {"happened_on": "2024-01-15", "view": "no", "text": "Vẫn chưa có tiền"}

    refused_to_taker = send(sign_in(caseworker), page("answer", complaint), answer)
    too_early = send(sign_in(district_officer), page("answer", complaint),
                     answer | {"happened_on": "2024-01-09"})  # fmt: skip
    send(sign_in(district_officer), page("answer", complaint), answer)
    twice = send(sign_in(district_officer), page("answer", complaint), answer)
    told = sign_in(caseworker).get("/").content.decode()
    send(sign_in(caseworker), page("view", complaint), view | {"again": "on"})

    assert (refused_to_taker.status_code, too_early.status_code) == (403, 200)
    assert (twice.status_code, page("page", complaint) in told) == (200, True)
    with unguarded():
        assert [s.act for s in steps.order_by("recorded_at")] == [
            "answer", "view", "again",
        ]  # fmt: skip
        [waiting] = Complaint.objects.waiting()
        assert (waiting.last_act, waiting.due) == ("again", date(2024, 1, 22))
        assert Complaint.objects.get().text == SAID
    send(sign_in(district_officer), page("answer", complaint), answer | view)
    with unguarded():
        assert not Complaint.objects.waiting().exists()


def test_the_department_answers_what_is_said_of_the_province(
    commune, provincial_officer, labour_officer, sign_in
):
    complaint = make_complaint(commune, about=provincial_officer)
    answer = {"happened_on": "2024-01-12", "way": "phone", "text": "Sở đã nhắc."}

    told = sign_in(labour_officer).get("/").content.decode()
    send(sign_in(provincial_officer), page("answer", complaint), answer)
    send(sign_in(labour_officer), page("answer", complaint), answer)

    assert page("page", complaint) in told
    with unguarded():
        [step] = ComplaintStep.objects.filter(complaint=complaint)
    assert (step.act, step.recorded_by) == ("answer", labour_officer)


def test_the_database_lets_the_desk_alone_answer(
    commune, caseworker, district_officer, acts_as
):
    complaint = make_complaint(commune, by=caseworker)
    step = (
        "INSERT INTO victims_complaintstep (id, complaint_id, act, happened_on, way,"
        " view, recorded_by_id) VALUES (gen_random_uuid(), %s, %s, '2024-01-15', '', '',"
        " %s)"
    )

    with acts_as(caseworker):
        with refused():
            run(step, complaint.pk, "answer", caseworker.pk)
        run(step, complaint.pk, "back", caseworker.pk)
    with acts_as(district_officer):
        with refused("in the name of who asks"):
            run(step, complaint.pk, "answer", caseworker.pk)
        run(step, complaint.pk, "answer", district_officer.pk)
        assert value("SELECT count(*) FROM victims_complaintstep") == 2


def test_overdue_stands_on_the_first_page_of_the_desk_in_few_queries(
    commune, caseworker, district_officer, sign_in
):
    make_complaint(commune, due_on=date(2024, 1, 12))
    one = _queries(sign_in(district_officer), page("list"))
    make_complaint(commune, due_on=date(2024, 1, 15))
    make_complaint(commune, about=district_officer, due_on=date(2024, 1, 11))

    block = next(
        each
        for each in sign_in(district_officer).get("/").context["blocks"]
        if each["part"].endswith("home_complaints.html")
    )
    three = _queries(sign_in(district_officer), page("list"))

    assert [row.due for row in block["rows"]] == [date(2024, 1, 12), date(2024, 1, 15)]
    assert block["note"].startswith("1 ")
    assert one == three
    parts = [b["part"] for b in sign_in(caseworker).get("/").context["blocks"]]
    assert not any("complaints" in part for part in parts)


def _queries(client, url):
    with CaptureQueriesContext(connection) as found:
        client.get(url)
    return len(found)


def test_the_pages_of_the_trail_tell_the_administrator_nothing(
    commune, caseworker, administrator, acts_as, sign_in
):
    client = sign_in(caseworker)
    send(client, page("add"), FORM | {"area": commune.pk})

    with unguarded():
        kept = Activity.objects.filter(subject_type="victims.complaint")
        assert "take complaint" in set(kept.values_list("act", flat=True))
    with acts_as(caseworker):
        activity.write("sign out")
    with acts_as(administrator):
        assert not Activity.objects.filter(subject_type="victims.complaint").exists()
        assert Activity.objects.exists()


def test_an_erasure_empties_it_also_by_an_officer_it_is_about(
    commune, district_officer, district, acts_as
):
    with unguarded():
        second = post("can-bo-hai", "Phàn Mùi Chẳn", Role.DISTRICT_OFFICER, district)
    case = make_case(commune)
    complaint = make_complaint(commune, case=case, about=second, not_to_tell="bố")
    other = make_complaint(commune, case=make_case(commune))
    with unguarded():
        complaint.last_act = ""
        complaint.answer(by=recorder(), happened_on=DAY, way="phone", text=SAID)

    confirmed(asked(closed(case), district_officer, acts_as), second, acts_as)

    with unguarded():
        kept = Complaint.objects.get(pk=complaint.pk)
        assert (kept.text, kept.not_to_tell, kept.kinds) == ("", "", ["delay"])
        assert [step.text for step in kept.steps.all()] == [""]
        assert Complaint.objects.get(pk=other.pk).text == SAID


def test_the_paper_form_names_the_offices_above_with_their_numbers(
    commune, district, province, caseworker, sign_in
):
    kind = Organisation.Kind.WOMENS_UNION
    with unguarded():
        for area, phone in [(district, "0219 3871 234"), (province, "0219 3866 000")]:
            Organisation.objects.create(
                name=f"Hội LHPN {area}", kind=kind, area=area, phone=phone
            )

    answer = sign_in(caseworker).get(page("form"))

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    text = pdf_text(answer.content)
    assert text.index("0219 3871 234") < text.index("0219 3866 000")
    assert "10 ngày làm việc (thời hạn do chương trình tự đặt" in text
    assert "nạn nhân" not in text


def pdf_text(content):
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)
