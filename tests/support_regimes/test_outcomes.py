"""What came of support: who may say what, nothing changed, never an illness or account."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from support_regimes import outcomes as lists
from support_regimes.due.conclude import concluded
from support_regimes.due.desk import desk
from support_regimes.models import Outcome, OutcomeStep, UnmetNeed
from support_regimes.outcomes import SHARES, TOPICS, hindrance
from support_regimes.outcoming import sections
from tests.accounts.sql import refused, run
from tests.accounts.trail import acts
from tests.conftest import send, unguarded
from tests.factories import make_case
from tests.support_regimes.factories import TODAY, make_minor
from tests.support_regimes.outcomes import (
    BEGAN,
    LATER,
    SAID,
    make_outcome,
    make_step,
    new_outcome,
    new_step,
)
from tests.victims.factories import make_consent
from victims.models import Case

ONE = timedelta(days=1)
WHY = "Ghi nhầm người khác"
PRIVATE = ("Trung tâm Yên Minh", "30.000.000")


pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def case(commune):
    return make_case(commune)


def wrong(act, *args, **kwargs):
    """The one sentence that an act refuses with."""
    with pytest.raises(ValidationError) as error:
        act(*args, **kwargs)
    return error.value.messages[0]


def test_a_list_that_makes_no_sense_is_refused():
    text = lists.SOURCE.read_text(encoding="utf-8")
    changes = [
        ('unmet = "no_collateral"', 'unmet = "nothing"'),
        ('after = ["awarded"]', 'after = ["won"]'),
        ('kinds = ["papers", "custody", "other"]', 'kinds = ["visa"]'),
        ('basis = "TT 84/2019/TT-BTC"', 'basis = ""'),
        ('confidence = "secondary"', 'confidence = "sure"'),
        ('fields = ["kind", "happened_on"]', 'fields = ["kind", "diagnosis"]'),
        ('key = "literacy"', 'key = "school"'),
        ('tag = "warn"', 'tag = "red"'),
    ]

    for old, new in changes:
        assert old in text
        with pytest.raises(ValueError, match=r"topic|step|share|twice"):
            lists.read(text.replace(old, new, 1))
    assert {key for key, each in SHARES.items() if each.is_unconfirmed} == {"card_100"}


def test_what_may_follow_what():
    loan, legal = TOPICS["loan"].steps, TOPICS["legal"].steps

    def follow(topic, key, kind="animals", found=(), ended=False):
        return hindrance(topic[key], kind, {*found}, ended)

    assert follow(loan, "granted") == ""
    assert follow(loan, "refused", found=["granted"], ended=True) == "ended"
    assert follow(loan, "granted", found=["granted"], ended=True) == "once"
    assert follow(loan, "repaid") == "after"
    assert follow(loan, "repaid", found=["granted"], ended=True) == ""
    assert follow(legal, "awarded", "papers") == "kind"
    assert follow(legal, "awarded", "compensation") == ""


def test_each_topic_is_recorded_with_its_own_fields_alone(case, at_work):
    minor = make_minor(case)
    for topic, said in SAID.items():
        made = new_outcome(case, topic).log(by=at_work)
        assert (made.victim_id, made.area_id) == (case.victim_id, case.territory_id)
        assert str(made) == TOPICS[topic].kinds[said["kind"]].name

    assert acts().count("record outcome") == 5
    asked = [
        (("loan", {"minor": minor}), "This is recorded for the person only."),
        (("loan", {"body": ""}), "Answer this, please."),
        (("loan", {"kind": "weapons"}), "Choose which."),
        (("loan", {"body": "neighbour"}), "Choose who."),
        (("loan", {"with_plan": True, "plan_help": "aunt"}), "Choose who helped."),
        (("loan", {"with_plan": False, "plan_help": "bank"}), "There is no plan"),
        (("loan", {"amount": 0}), "Write an amount above 0"),
        (("loan", {"note": "TK 3409205012345"}), "No number of an account"),
        (("loan", {"place": "Quỹ 0912 345 678"}), "No number of an account"),
        (("learning", {"amount": 5}), "This is not asked here."),
        (("learning", {"level": "seventh"}), "Choose the level."),
        (("insurance", {"kind": "none", "share": "victim_50"}), "Without a card"),
        (("insurance", {"share": "half"}), "Choose which."),
        (("insurance", {"valid_from": LATER, "valid_until": BEGAN}), "The end lies"),
        (("health", {"note": "Khám thai"}), "This is not asked here."),
        (("health", {"body": "school"}), "This is not asked here."),
        (("health", {"happened_on": TODAY + timedelta(days=1)}), "The day cannot be"),
    ]
    for (topic, fields), sentence in asked:
        assert wrong(new_outcome(case, topic, **fields).log, by=at_work).startswith(
            sentence
        ), (topic, fields)


def test_steps_go_in_their_order_and_end_once(case, at_work):
    course = new_outcome(case).log(by=at_work)

    assert wrong(new_step(course, "job").log, by=at_work).startswith("First record one")
    assert wrong(new_step(course, "left", cause="").log, by=at_work).startswith(
        "Answer"
    )
    assert (
        wrong(new_step(course, "left", cause="bored").log, by=at_work) == "Choose why."
    )
    assert wrong(new_step(course, "won").log, by=at_work) == "Choose what happened."
    early = BEGAN - timedelta(days=1)
    assert wrong(new_step(course, "left", happened_on=early).log, by=at_work)
    new_step(course, "finished").log(by=at_work)
    assert wrong(new_step(course, "left").log, by=at_work) == "This has ended already."
    assert wrong(new_step(course, "finished").log, by=at_work).startswith("This stands")
    assert wrong(new_step(course, "job", what="spy").log, by=at_work) == "Choose which."
    job = new_step(course, "job").log(by=at_work)
    assert (job.what_name, job.unmet) == ("Tự làm, buôn bán nhỏ", "")
    assert new_step(course, "no_job").log(by=at_work).unmet == "no_job"

    with refused("outcome_ends_once"):
        _twice(course, at_work)


def _twice(course, by):
    """Past the rules of the model: two ends at once."""
    first = course.steps.get(kind="finished")
    second = OutcomeStep(
        outcome=course, case_id=first.case_id, topic=first.topic, kind="left", ends=True,
        happened_on=LATER, territory_id=first.territory_id, area_id=first.area_id,
        recorded_by=by,
    )  # fmt: skip
    with transaction.atomic():
        second.save(force_insert=True)


def test_compensation_is_never_more_than_was_awarded(case, at_work):
    matter = new_outcome(case, "legal").log(by=at_work)

    assert wrong(new_step(matter, "received", amount=1).log, by=at_work).startswith(
        "First"
    )
    assert wrong(new_step(matter, "awarded").log, by=at_work) == "Answer this, please."
    new_step(matter, "awarded", amount=20_000_000).log(by=at_work)
    new_step(matter, "received", amount=15_000_000).log(by=at_work)
    more = new_step(matter, "received", amount=5_000_001)
    assert wrong(more.log, by=at_work) == "This is more than was awarded."
    new_step(matter, "received", amount=5_000_000).log(by=at_work)
    assert wrong(new_step(matter, "paper").log, by=at_work) == "This is not asked here."


def test_a_correction_voids_and_takes_the_steps_along(case, at_work):
    course = new_outcome(case, place="Trung tâm huyện").log(by=at_work)
    new_step(course, "left", note="Lớp mở sau khi về").log(by=at_work)

    changed = course.correct(
        by=at_work, reason=WHY, changed=new_outcome(case, kind="literacy", level="")
    )

    assert Outcome.objects.get(pk=course.pk).void_reason == WHY
    assert (changed.corrects, changed.kind) == (course, "literacy")
    kept = changed.steps.get()
    assert (kept.cause, kept.note) == ("course_late", "Lớp mở sau khi về")
    struck = course.steps.get()
    assert (kept.corrects, struck.voided_by) == (struck, at_work)
    later = kept.correct(by=at_work, reason=WHY, changed=new_step(changed, "left", cause="far_away"))  # fmt: skip
    assert [step.cause for step in changed.steps.live()] == ["far_away"]
    changed.void(by=at_work, reason=WHY)
    later.refresh_from_db()
    assert later.voided_at
    assert wrong(new_step(changed, "finished").log, by=at_work).startswith("This entry")
    assert acts().count("strike out outcome") == 2
    assert acts().count("strike out outcomestep") == 3


def test_the_database_keeps_it_so(case, at_work):
    made = new_outcome(case, "health").log(by=at_work)
    step = new_step(made, "gone").log(by=at_work)

    for statement in (
        "UPDATE support_regimes_outcome SET kind = 'x'",
        "UPDATE support_regimes_outcomestep SET kind = 'x'",
        "DELETE FROM support_regimes_outcome",
    ):
        with refused("permission denied"):
            run(statement)
    with unguarded(), refused("outcome_health_without_text"):
        run("UPDATE support_regimes_outcome SET sealed = 'x' WHERE id = %s", made.pk)
    with unguarded(), refused("outcome_step_health_without_text"):
        run(
            "UPDATE support_regimes_outcomestep SET sealed = 'x' WHERE id = %s", step.pk
        )
    with unguarded(), refused("outcome_step_ties_outcome"):
        run(
            "UPDATE support_regimes_outcomestep SET topic = 'legal' WHERE id = %s",
            step.pk,
        )


def test_nothing_new_after_the_withdrawal_or_the_end(case, at_work):
    course = new_outcome(case).log(by=at_work)
    with unguarded():
        make_consent(case, answer="withdrawn")
    case = Case.objects.get(pk=case.pk)
    course = Outcome.objects.get(pk=course.pk)

    assert wrong(new_outcome(case).log, by=at_work).startswith("The yes to keeping")
    assert wrong(new_step(course, "left").log, by=at_work).startswith(
        "The yes to keeping"
    )
    with refused("the consent to this file was taken back"):
        copy = new_outcome(case)
        copy.territory_id = copy.area_id = case.territory_id
        copy.victim_id, copy.recorded_by = case.victim_id, at_work
        with transaction.atomic():
            copy.save(force_insert=True)
    case.closed_on = TODAY
    assert wrong(new_outcome(case).log, by=at_work) == "This case is closed."


def asked(outcomes, day=TODAY, minor=None):
    """{topic: what to ask} of outcomes."""
    rows = Outcome.objects.filter(pk__in=[each.pk for each in outcomes])
    rows = list(rows.order_by("-happened_on").prefetch_related("steps"))
    return {part.topic.key: part.ask for part in sections(rows, minor, day)}


def test_what_to_ask_at_the_next_visit(case, at_work):
    minor = make_minor(case)
    course, loan, matter, visit = (
        new_outcome(case, topic).log(by=at_work)
        for topic in ("learning", "loan", "legal", "health")
    )
    card = new_outcome(case, "insurance", valid_until=date(2024, 2, 14)).log(by=at_work)

    assert asked([], minor=minor)["learning"].startswith("Does the child go to school")
    assert "loan" not in asked([], minor=minor)
    first = asked([course, loan, matter, visit, card])
    assert first == {
        "learning": "Do the lessons go well? Does something hinder?",
        "loan": "Has the lender answered?",
        "legal": "Shall a hearing closed to the public be asked for?",
        "insurance": "The insurance card ends on 14/02/2024: renew it.",
        "health": "Was the person there? (Never ask why.)",
    }
    assert asked([card], day=TODAY - timedelta(days=1))["insurance"] == ""
    assert asked([card], day=date(2024, 2, 15))["insurance"].endswith("renewed?")
    new_step(course, "finished").log(by=at_work)
    new_step(loan, "refused").log(by=at_work)
    new_step(visit, "gone").log(by=at_work)
    new_step(matter, "closed_asked").log(by=at_work)
    new_step(matter, "awarded", amount=2).log(by=at_work)
    new_step(matter, "done").log(by=at_work)
    later = asked([course, loan, matter, visit])
    assert later["learning"] == "Has a job been found?"
    assert later["loan"] == "Could somebody else lend?"
    assert later["health"] == ""
    assert later["legal"].startswith("Has the compensation been paid?")
    new_step(matter, "received", amount=2).log(by=at_work)
    assert asked([matter])["legal"] == ""


def test_cards_that_end_are_due_until_a_new_one(case, far_commune, at_work):
    minor, limit = make_minor(case), TODAY + timedelta(days=30)
    mine = make_outcome(case, "insurance", valid_until=limit)
    make_outcome(case, "insurance", minor=minor, valid_until=limit + timedelta(days=1))
    make_outcome(make_case(far_commune), "insurance", valid_until=limit)
    make_outcome(case, "insurance", valid_until=limit, happened_on=BEGAN - ONE)

    def due():
        found = desk(
            at_work.reach("support_regimes.record_step"), TODAY, kind="insurance"
        )
        return concluded(found.rows, at_work, TODAY)

    (line,) = due()
    assert (line.of, line.due_on, line.left) == (mine, limit, "30 days left")
    assert line.url == reverse("support_regimes:case_outcomes", args=[case.pk])
    make_outcome(case, "insurance", happened_on=LATER, valid_until=date(2024, 12, 31))
    assert due() == []
    ended = {"happened_on": TODAY, "valid_until": TODAY - ONE}
    make_outcome(case, "insurance", **ended)
    assert [line.is_late for line in due()] == [True]
    make_outcome(case, "insurance", happened_on=TODAY, kind="none")
    assert due() == []


def page(client, case):
    answer = client.get(reverse("support_regimes:case_outcomes", args=[case.pk]))
    return answer.content.decode()


def test_the_page_offers_an_unmet_need_once_and_shows_texts_to_her_own_people(
    client, case, caseworker, provincial_officer
):
    course = make_outcome(case, place="Trung tâm Yên Minh")
    make_step(course, "left")
    make_outcome(case, "loan", amount=30_000_000)
    client.force_login(caseworker)

    shown = page(client, case)
    assert [text in shown for text in PRIVATE] == [True, True]
    assert 'value="no_class"' in shown
    tap = reverse("support_regimes:unmet_tap", args=[case.pk])
    send(client, tap, {"cause": "no_class"})
    with unguarded():
        assert UnmetNeed.objects.get().cause == "no_class"
    assert 'value="no_class"' not in page(client, case)
    client.force_login(provincial_officer)
    shown = page(client, case)
    assert "Học nghề theo lớp" in shown
    assert [text in shown for text in PRIVATE] == [False, False]


def test_the_forms_keep_what_was_typed_and_say_what_is_wrong(client, case, caseworker):
    client.force_login(caseworker)
    add = reverse("support_regimes:outcome_add", args=[case.pk, "health"])

    shown = client.get(add).content.decode()
    assert [part for part in ("<textarea", 'name="note"') if part in shown] == []
    typed = {"kind": "commune", "happened_on": "10/01/2024", "note": "Ho ra máu"}
    assert send(client, add, typed).status_code == 302
    with unguarded():
        made = Outcome.objects.get()
        assert (made.kind, made.unsealed()) == ("commune", {})
    loan = reverse("support_regimes:outcome_add", args=[case.pk, "loan"])
    typed = {"kind": "crops", "happened_on": "10/01/2024", "place": "Quỹ của bản"}
    again = send(client, loan, typed)
    assert again.status_code == 200
    assert "Quỹ của bản" in again.content.decode()
    steps = reverse("support_regimes:outcome_step_add", args=[made.pk, "gone"])
    assert send(client, steps, {"happened_on": "11/01/2024"}).status_code == 302
    fix = reverse("support_regimes:outcome_correct", args=[made.pk])
    typed = {"kind": "district", "happened_on": "10/01/2024", "reason": WHY}
    assert send(client, fix, typed).status_code == 302
    with unguarded():
        new = Outcome.objects.live().get()
        assert (new.kind, new.steps.get().kind) == ("district", "gone")
        step = new.steps.get()
    strike = reverse("support_regimes:outcome_step_void", args=[step.pk])
    assert send(client, strike, {"reason": "ngắn"}).status_code == 200
    assert send(client, strike, {"reason": WHY}).status_code == 302
    assert (
        client.get(
            reverse("support_regimes:outcome_add", args=[case.pk, "secrets"])
        ).status_code
        == 404
    )
