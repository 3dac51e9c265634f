"""The audit of cases: nobody chooses what is drawn, nothing drawn is exchanged."""

import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Activity
from areas.models import Area
from support_regimes import auditing
from support_regimes.checklist import Checklist
from support_regimes.models import AuditedCase, AuditFinding, AuditSample, RequestStep
from support_regimes.replaying import judged
from tests.accounts.sql import refused, run
from tests.conftest import send, unguarded
from tests.factories import make_case
from tests.support_regimes.audits import (
    FIRST,
    LAST,
    NOTE,
    make_audited,
    make_finding,
    make_sample,
)
from tests.support_regimes.factories import (
    make_confirmed,
    make_need,
    make_provision,
    make_request,
)
from tests.support_regimes.stays import make_plan
from victims.models import Case, Consent

LIST = reverse("support_regimes:audit_list")
DRAW = reverse("support_regimes:audit_draw")
SAMPLE = "support_regimes_auditsample"
AUDITED = "support_regimes_auditedcase"
FINDING = "support_regimes_auditfinding"
WHY = "Chọn nhầm khoảng thời gian"
MET = {"result": "met", "note": "", "follow_up_on": None, "saw": ""}
NOT_MET = {"result": "not_met", "note": NOTE, "follow_up_on": None, "saw": "met"}


def asked(area, **fields):
    fields = {"from_on": FIRST, "to_on": LAST, "which": "received", "size": 3} | fields
    return AuditSample(area=area, **fields)


def codes(sample):
    return list(sample.audited.order_by("place").values_list("case__code", flat=True))


def update(record, **fields):
    """As nobody may: past every policy."""
    with unguarded():
        type(record).objects.filter(pk=record.pk).update(**fields)


@pytest.fixture
def officer(labour_officer, acts_as, in_english):
    with acts_as(labour_officer):
        yield labour_officer


def test_a_draw_can_be_repeated_and_its_seed_is_the_databases(
    officer, commune, far_commune, province
):
    cases = [make_case(area) for area in [commune, far_commune] * 3]
    keys = [case.pk for case in cases]

    samples = [asked(province, seed="0" * 32).draw(by=officer) for _n in range(2)]

    for sample in samples:
        kept = list(sample.audited.order_by("place").values_list("case_id", flat=True))
        assert (sample.seed == "0" * 32, len(sample.seed)) == (False, 32)
        assert kept == auditing.drawn(reversed(keys), 3, sample.seed)
        assert sample.population == 6
        assert sample.population_mark == auditing.fingerprint(keys[3:] + keys[:3])
        assert sample.redrawn() is True
    assert samples[0].seed != samples[1].seed
    with unguarded():
        told = Activity.objects.filter(act="draw audit sample")
        assert [row.subjects for row in told] == [[each.pk] for each in samples]

    later = make_case(commune)
    update(later, recorded_at=samples[0].recorded_at + timedelta(seconds=1))
    assert samples[0].redrawn() is True  # a case recorded since changes nothing
    first = samples[0].audited.get(place=1)
    left = next(each for each in cases if each.code not in codes(samples[0]))
    update(first, case=left, territory=left.territory)
    assert samples[0].redrawn() is False  # exchanged, past the database's guards
    update(left, restricted_from=LAST)
    assert samples[1].redrawn() is None


def test_which_cases_are_drawn_from(officer, commune, far_commune, district):
    """Of the area and the period alone; what is struck out or withheld does not count."""
    early, inside, given, decided = (make_confirmed(commune) for _n in range(4))
    for case in (given, decided):
        update(case, received_on=date(2022, 5, 1))
    update(early, received_on=date(2022, 12, 31))
    make_case(far_commune)
    for column in ("restricted_from", "unshared_from"):
        update(make_case(commune), **{column: LAST})
    struck = make_provision(early)
    with unguarded():
        struck.void(by=officer, reason=WHY)
    make_provision(given)
    request = make_request(decided)
    with unguarded():
        request.decide(
            by=officer, on=date(2023, 10, 9), result="refused", seen={"poor": "met"},
            body_name="UBND huyện", document_number="12/QĐ",
        )  # fmt: skip

    expected = {"received": inside, "given": given, "decided": decided}
    for which, case in expected.items():
        sample = asked(district, which=which).draw(by=officer)
        assert (codes(sample), sample.population) == ([case.code], 1), which
    step = RequestStep.objects.get(act="decide")
    with unguarded():
        step.void(by=officer, reason=WHY)
    update(step, voided_at=sample.recorded_at + timedelta(seconds=1))
    assert sample.redrawn() is True  # it stood at the draw
    update(step, voided_at=sample.recorded_at - timedelta(seconds=1))
    assert sample.redrawn() is None


def test_what_cannot_be_drawn(officer, province, provincial_officer, commune):
    make_case(commune)
    elsewhere = Area.objects.by_code("01@2004")
    for fields, sentence in [
        ({"from_on": date(2024, 1, 16)}, "The last day lies before the first day."),
        ({"to_on": date(2024, 1, 16)}, "The period cannot end after today."),
        ({"size": 0}, "Draw between 1 and 100 cases."),
        ({"size": 101}, "Draw between 1 and 100 cases."),
        ({"to_on": date(2023, 2, 1)}, "No case of this area and period fits."),
        ({"area": elsewhere}, "This place lies outside your area."),
    ]:
        with pytest.raises(ValidationError) as told:
            asked(fields.pop("area", province), **fields).draw(by=officer)
        assert told.value.messages == [sentence]
    with pytest.raises(ValidationError, match="outside your area"):
        asked(province).draw(by=provincial_officer)
    assert AuditSample.objects.count() == 0
    with refused("audit_size"):
        run(
            f"INSERT INTO {SAMPLE} (id, happened_on, from_on, to_on, which, size, seed,"
            " population, population_mark, area_id, territory_id, recorded_by_id,"
            " void_reason) VALUES (gen_random_uuid(), now(), now(), now(), 'received',"
            " 101, '', 1, '', %s, %s, %s, '')",
            province.pk, province.pk, officer.pk,
        )  # fmt: skip


def test_nothing_drawn_is_exchanged(officer, commune, acts_as, provincial_officer):
    sample = asked(commune, size=1).draw(by=officer) if make_case(commune) else None
    other = make_case(commune)
    with refused("permission denied"):
        run(f"UPDATE {AUDITED} SET case_id = %s", other.pk)
    with refused("permission denied"):
        run(f"DELETE FROM {AUDITED}")
    with refused("permission denied"):
        run(f"UPDATE {SAMPLE} SET seed = 'x'")
    add = (
        f"INSERT INTO {AUDITED} (id, sample_id, case_id, place, territory_id,"
        " recorded_by_id) VALUES (gen_random_uuid(), %s, %s, %s, %s, %s)"
    )
    row = sample.pk, other.pk
    with refused("a case comes with the draw"):  # more than were asked for
        run(add, *row, 2, commune.pk, officer.pk)
    update(
        sample, recorded_at=sample.recorded_at - timedelta(days=1), size=2, population=2
    )
    with refused("a case comes with the draw"):  # later, though there is a place
        run(add, *row, 2, commune.pk, officer.pk)
    with pytest.raises(ValidationError, match="at least 10 letters"):
        sample.void(by=officer, reason="sai")
    sample.void(by=officer, reason=WHY)
    with unguarded():
        assert Activity.objects.get(act="void audit sample").subjects == [sample.pk]
    with pytest.raises(ValidationError, match="This sample is struck out"):
        sample.audited.get().find({"receipt": MET}, by=officer, known=0)
    audited = make_audited(commune)
    make_finding(audited)
    found = audited.sample
    with pytest.raises(ValidationError, match="Findings were noted"):
        found.void(by=officer, reason=WHY)
    with acts_as(provincial_officer):  # reads, and draws nothing
        assert AuditedCase.objects.count() == 2
        with refused("row-level security"):
            run(add, *row, 2, commune.pk, provincial_officer.pk)
        with pytest.raises(ValidationError, match="outside your area"):
            found.void(by=provincial_officer, reason=WHY)


def test_findings_are_noted_and_corrected_never_lost(officer, commune, caseworker):
    audited = make_audited(commune)

    assert audited.find({"receipt": MET, "norm": NOT_MET}, by=officer, known=0) == 2
    assert audited.find({"receipt": MET, "norm": NOT_MET}, by=officer, known=2) == 0
    changed = NOT_MET | {"note": "Chứng từ số 12 đã có", "result": "unclear"}
    assert audited.find({"norm": changed}, by=officer, known=2) == 1

    rows = AuditFinding.objects.order_by("question", "-voided_at")
    assert [(row.question, row.result, bool(row.voided_at)) for row in rows] == [
        ("norm", "unclear", False),
        ("norm", "not_met", True),
        ("receipt", "met", False),
    ]
    assert rows[0].corrects == rows[1]
    assert (rows[0].note, rows[0].saw) == ("Chứng từ số 12 đã có", "met")
    with unguarded():
        acts = Activity.objects.filter(
            act__in=["note audit finding", "void auditfinding"]
        )
        assert acts.count() == 4
    day, late = date(2024, 1, 20), date(2024, 1, 14)
    for question, said, sentence in [
        ("norm", NOT_MET | {"note": " "}, "Say what is not in order."),
        ("none", MET, "There is no such question."),
        ("norm", MET | {"follow_up_on": day}, "What is in order needs no second look."),
        ("norm", NOT_MET | {"follow_up_on": late}, "Choose today or a later day."),
    ]:
        with pytest.raises(ValidationError) as told:
            AuditFinding(
                audited=audited, case=audited.case, question=question, **said
            ).log(by=officer)
        assert told.value.messages == [sentence]
    with pytest.raises(ValidationError, match="Somebody else has noted findings"):
        audited.find({"receipt": NOT_MET}, by=officer, known=2)
    with pytest.raises(ValidationError, match="outside your area"):
        audited.find({"receipt": NOT_MET}, by=caseworker, known=3)
    with refused("finding_ties_case"):
        other = make_case(commune)
        with unguarded():
            run(f"UPDATE {FINDING} SET case_id = %s", other.pk)
    update(audited.case, unshared_from=LAST)
    with pytest.raises(ValidationError, match="The consent was taken back"):
        AuditedCase.objects.get().find({"receipt": NOT_MET}, by=officer, known=0)


def test_who_was_looked_at_reads_the_findings_and_strikes_none_out(
    commune, caseworker, district_officer, neighbour, provincial_officer, acts_as
):
    finding = make_finding(make_audited(commune))
    strike = (
        f"UPDATE {FINDING} SET voided_at = now(), voided_by_id = %s,"
        " void_reason = 'sealed:x'"
    )
    for user, reads in [
        (caseworker, 1), (district_officer, 1), (provincial_officer, 1), (neighbour, 0)
    ]:  # fmt: skip
        with acts_as(user):
            assert AuditFinding.objects.visible_to(user).count() == reads
            assert AuditFinding.objects.count() == reads
            samples = AuditSample.objects.count(), AuditedCase.objects.count()
            assert samples == ((1, 1) if user == provincial_officer else (0, 0))
            if user == district_officer:
                with refused("who audits strikes a finding out"):
                    run(strike, user.pk)
            else:
                run(strike, user.pk)  # finds no row that it may change
    with unguarded():
        assert AuditFinding.objects.get().voided_at is None
    assert finding.note == NOTE


GOOD = {
    "consent": True, "confirmation": True, "application": True, "in_term": True,
    "in_time": True, "decision": True, "conditions": True, "norm": True,
    "receipt": True, "follow_up": True, "unmet": None, "kept_safe": None,
}  # fmt: skip


def looked(case):
    """{question: True, False or None}, as the records answer."""
    case = Case.objects.select_related("victim", "household", "territory").get(
        pk=case.pk
    )
    return {
        question.key: seen and seen.is_met
        for question, seen, _basis, _url in Checklist(case).lines()
    }


def test_what_the_records_say(officer, commune):
    """Each question once in order and once not, by the functions used everywhere."""
    empty, case = make_case(commune), make_confirmed(commune)
    make_need(case, "work")
    request, visit = make_request(case), make_plan(case, days=[LAST]).steps.get
    paper = {"body_name": "UBND", "document_number": "12/QĐ", "document_on": LAST}
    with unguarded():
        Consent(case=case, purpose="record", answer="yes", how="signed",
                happened_on=case.received_on).log(by=officer)  # fmt: skip
        request.verify(by=officer, on=date(2023, 10, 4), **paper)
        request.appraise(by=officer, on=date(2023, 10, 9), **paper)
        request.decide(by=officer, on=date(2023, 10, 12), result="approved",
                       amount=1_000_000, **judged(request), **paper)  # fmt: skip
    paid = make_provision(case, "hardship_allowance", request=request,
                          amount=1_000_000, document_number="PC-1",
                          happened_on=date(2023, 10, 20))  # fmt: skip
    assert looked(empty) == dict.fromkeys(GOOD) | {"consent": False}
    assert looked(case) == GOOD

    step, confirmed = request.steps.get(act="decide"), case.identifications.get()
    several = {
        paid: {"amount": 900_000_000, "document_number": "", "request": None},
        step: {
            "happened_on": date(2023, 10, 13),
            "document_on": None,
        },
        confirmed: {"paper_on": None},
        visit(): {"due_on": FIRST},
    }
    for record, fields in several.items():
        before = {name: getattr(record, name) for name in fields}
        update(record, **fields)
        several[record] = before
    assert {key for key, is_met in looked(case).items() if is_met is False} == {
        "application", "norm", "receipt", "in_time", "decision",
        "confirmation", "follow_up",
    }  # fmt: skip
    for record, before in several.items():
        update(record, **before)
    refused_for_nothing = {"facts": {}, "facts_seen": {"poor": "met"}}
    refused_for_nothing |= {"result": "refused", "amount": None}
    one_by_one = [
        ("conditions", step, {"facts": {}, "rule_set_key": "law-53-2024"}),
        ("conditions", step, {"facts_seen": {}}),  # not what comes out again
        ("conditions", step, {"facts": {}, "facts_seen": {"poor": "unmet"}}),
        ("conditions", step, refused_for_nothing),
        ("norm", paid, {"amount": 1_000_001}),
        ("in_term", confirmed, {"paper_on": date(2022, 9, 1)}),
    ]
    for question, record, fields in one_by_one:
        before = {name: getattr(record, name) for name in fields}
        update(record, **fields)
        assert looked(case)[question] is False, (question, fields)
        update(record, **before)


# The pages.


def page(name, record):
    return reverse(f"support_regimes:{name}", args=[record.pk])


@pytest.fixture
def client(client, labour_officer):
    client.force_login(labour_officer)
    client.cookies["django_language"] = "en"
    return client


def typed(question="receipt", result="not_met", note=NOTE, known=0, **more):
    answers = {f"{question}-result": result, f"{question}-note": note}
    return {"known": known, **answers} | more


def test_from_the_draw_to_the_finding(client, commune, caseworker, provincial_officer):
    """Draw, look, note; what is wrong is told and nothing typed is lost."""
    case = make_case(commune)
    wrong = {"area": "x", "which": "given", "from_on": "1/1/2023", "size": "5"}

    told = send(client, DRAW, wrong).content.decode()
    assert 'value="given" id="id_which_2" checked' in told or "checked" in told
    sent = {"which": "received", "from_on": "1/1/2023", "to_on": "15/1/2024"}
    area = Area.objects.by_code("02@2004").pk
    led = send(client, DRAW, {**sent, "area": area, "size": "5"})
    with unguarded():
        sample, audited = AuditSample.objects.get(), AuditedCase.objects.get()
    assert (led.url, sample.size, sample.population) == (
        sample.get_absolute_url(), 5, 1
    )  # fmt: skip
    assert (
        "Drawn again just now: the same cases." in client.get(led.url).content.decode()
    )

    url = audited.get_absolute_url()
    wrong = {
        "receipt-note": "",
        "norm-note": "Hỏi lại kho bạc",
        "norm-result": "",
        "decision-result": "met",
        "decision-follow_up_on": "20/1/2024",
        "consent-result": "unclear",
        "consent-follow_up_on": "14/1/2024",
    }
    told = send(client, url, typed(**wrong)).content.decode()
    assert wrong["norm-note"] in told
    for sentence in [
        "Say what is not in order.",
        "Choose a finding for the note.",
        "What is in order needs no second look.",
        "Choose today or a later day.",
    ]:
        assert told.count(sentence) == 2, sentence  # in the summary, at the field
    told = send(client, url, typed(known=7, note="Chờ xem")).content.decode()
    assert "Somebody else has noted findings" in told
    assert "Chờ xem" in told
    data = typed(**{"receipt-follow_up_on": "20/1/2024"})
    assert send(client, url, data | {"norm-result": "met"}).url == led.url
    with unguarded():
        found = AuditFinding.objects.get(question="receipt")
    assert (found.note, found.follow_up_on, found.saw) == (NOTE, date(2024, 1, 20), "")

    shown = client.get(led.url)
    assert [row for row in shown.context["questions"] if row["not_met"]] == [
        {"text": found.text, "met": 0, "not_met": 1, "unclear": 0}
    ]
    assert [each.pk for each in shown.context["coming"]] == [found.pk]
    book = load_workbook(io.BytesIO(client.get(page("audit_xlsx", sample)).content))
    cells = [c.value for s in book for row in s.iter_rows() for c in row if c.value]
    assert {case.code, sample.seed, "not in order"} <= set(cells)
    assert [text for text in (NOTE, "Vàng") if any(text in str(c) for c in cells)] == []
    assert b"Findings were noted" in send(
        client, page("audit_void", sample), {"reason": WHY}
    ).content  # fmt: skip

    client.force_login(caseworker)
    board = client.get(reverse("support_regimes:case_board", args=[case.pk]))
    assert page("case_findings", case) in board.content.decode()
    assert NOTE in client.get(page("case_findings", case)).content.decode()
    client.force_login(provincial_officer)
    assert client.get(url).context["may_note"] is False
    assert send(client, url, typed(known=2)).status_code == 403
    with unguarded():
        assert AuditFinding.objects.count() == 2


def test_what_was_withheld_since_is_counted_not_shown(client, commune):
    shown, hidden = make_case(commune), make_case(commune)
    sample = make_sample(commune, shown, hidden)
    with unguarded():
        audited = {each.case_id: each for each in sample.audited.all()}
    for each in audited.values():
        make_finding(each)
    update(hidden, unshared_from=LAST)

    got = client.get(sample.get_absolute_url())
    sheet = client.get(page("audit_xlsx", sample)).content

    assert [row["audited"].case for row in got.context["cases"]] == [shown]
    assert (got.context["hidden"], got.context["is_same"]) == (1, None)
    assert sum(row["not_met"] for row in got.context["questions"]) == 1
    assert hidden.code not in str(
        [c.value for s in load_workbook(io.BytesIO(sheet)) for r in s for c in r]
    )
    assert client.get(audited[hidden.pk].get_absolute_url()).status_code == 404


def test_lists_ask_the_same_questions_for_one_and_for_three(client, commune):
    asked, cases = [], []
    for number in (1, 2):
        cases += [make_case(commune) for _n in range(number)]
        sample = make_sample(commune, *cases)
        for url in (LIST, sample.get_absolute_url()):
            client.get(url)
            with CaptureQueriesContext(connection) as found:
                assert client.get(url).status_code == 200
            asked.append(len(found))

    assert asked[:2] == asked[2:]


def test_a_draw_is_the_same_on_every_computer():
    """The order of sha256("seed:key"), whatever the order of the cases."""
    for seed, first in [("s", ["c", "d", "b"]), ("t", ["b", "a", "d"])]:
        assert auditing.drawn("abcd", 3, seed) == first
        assert auditing.drawn("dcba", 3, seed) == first


def test_a_checklist_without_sense_is_not_read():
    good = '[[question]]\nkey = "a"\ntext = "A"\nsource = "B"\n'
    assert list(auditing.read(good)) == ["a"]
    for text in (
        good * 2,
        good.replace('"a"', '"' + "a" * 25 + '"'),
        good.replace("source", "look"),
        good + 'look = "nowhere"\n',
        good.replace('source = "B"', ""),
    ):
        with pytest.raises(ValueError, match="question"):
            auditing.read(text)
    assert {each.look for each in auditing.QUESTIONS.values()} - {""} == auditing.LOOKS
