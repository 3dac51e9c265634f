"""One record of each kind that an address can name, for the table of access.

Each maker takes the commune and gives what the address needs: {"pk": …, …}.
"""

from datetime import date, timedelta
from uuid import uuid4

from django.utils import timezone

from accounts.models import Export, Factor, Notice, Organisation, Posting, User
from accounts.roles import Role
from areas.models import Area
from livelihoods.models import Grant, Guidance, Handover, Payment
from support_regimes.models import Budget, Item, Provision, RegimeRequest, RuleSet
from tests.conftest import unguarded
from tests.factories import make_case, make_household, recorder
from tests.livelihoods.grants import make_budget, pigs
from tests.livelihoods.herds import make_herd, make_income, make_visit
from tests.reporting import reconciled
from tests.support_regimes import audits, chosen, outcomes, stays, voices
from tests.victims.files import make_file
from victims.models import AccompanyingMinor, Alias, EmergencyAsk, Erasure, Transfer

OTHER_PROVINCES = "01290@2004"  # Pác Miầu in Bảo Lâm, Cao Bằng
ALIAS = MINOR = "Sua"


def user(commune):
    with unguarded():
        number = User.objects.count()
        made = User.objects.create_user(f"dong-nghiep-{number}", "Sùng Thị Dợ")
    return {"pk": made.pk}


def factor(commune):
    """A colleague's authenticator."""
    holder = user(commune)["pk"]
    with unguarded():
        made = Factor.objects.create(
            user_id=holder, kind="totp", sealed=b"x", made_at=timezone.now()
        )
    return {"pk": made.pk}


def posting(commune):
    holder = user(commune)["pk"]
    with unguarded():
        made = Posting.objects.create(
            user_id=holder,
            role=Role.CASEWORKER,
            area=commune,
            from_on=date(2020, 1, 1),
        )
    return {"pk": made.pk}


def waiting(commune):
    """A powerful posting that somebody gave and nobody has confirmed yet."""
    holder = user(commune)["pk"]
    with unguarded():
        made = Posting.objects.create(
            user_id=holder,
            role=Role.PROVINCIAL_OFFICER,
            area=commune.province(),
            from_on=date(2020, 1, 1),
            until_on=date(2040, 1, 1),
            granted_by=recorder(),
        )
    return {"pk": made.pk}


def emergency(commune):
    """A colleague of nowhere asks to read the commune's files."""
    with unguarded():
        made = EmergencyAsk.objects.create(
            asked_by=recorder(), commune=commune, reason="Có người dọa đến nhà tối nay"
        )
    return {"pk": made.pk}


def reading(commune):
    """An hour of reading that somebody else was given."""
    officer = user(commune)["pk"]
    with unguarded():
        made = Posting.objects.create(
            user=recorder(),
            role=Role.EMERGENCY_READER,
            area=commune,
            from_on=date(2020, 1, 1),
            ends_at=timezone.now() + timedelta(minutes=60),
            reason="Có người dọa đến nhà tối nay",
            granted_by=recorder(),
            confirmed_by_id=officer,
            confirmed_at=timezone.now(),
        )
    return {"pk": made.pk}


def transfer(commune):
    """A move into the neighbour province that waits for the second officer."""
    home = make_household(commune)
    with unguarded():
        made = Transfer.objects.create(
            household=home,
            code=home.code,
            from_area=commune,
            to_area=Area.objects.by_code(OTHER_PROVINCES),
            crosses=True,
            reason="Về sống với chị gái",
            asked_by=recorder(),
        )
    return {"pk": made.pk}


def place_of_records(commune):
    """The commune itself: of today, so nothing of it is left to a reform."""
    return {"area": commune.pk}


def body(commune):
    with unguarded():
        made = Organisation.objects.create(
            name="Hội Liên hiệp Phụ nữ xã", kind="womens_union", area=commune
        )
    return {"pk": made.pk}


def notice(commune):
    """Told to whoever works in the commune."""
    with unguarded():
        made = Notice.objects.create(
            kind="posting_refused", role=Role.CASEWORKER, area=commune, subject=uuid4()
        )
    return {"pk": made.pk}


def export(commune):
    """A list with more names than one person may take alone: it waits for a second."""
    subjects = [uuid4() for _n in range(51)]
    with unguarded():
        made = Export.objects.create(
            territory=commune,
            recorded_by=recorder(),
            with_names=True,
            purpose="meeting",
            why="Họp liên ngành",
            columns=["code", "name"],
            subjects=subjects,
        )
    return {"pk": made.pk}


def case(commune):
    return {"pk": make_case(commune).pk}


def household(commune):
    return {"pk": make_household(commune, high_risk_from=date(2023, 1, 1)).pk}


def erasure(commune):
    person = make_case(commune)
    with unguarded():
        made = Erasure(victim=person.victim, why="mistake", territory=commune)
        made.recorded_by = recorder()
        made.save(force_insert=True)
    return {"pk": made.pk}


def alias(commune):
    person = make_case(commune)
    with unguarded():
        made = Alias(victim=person.victim, name=ALIAS, kind="nickname")
        made.territory, made.area = commune, commune
        made.recorded_by, made.happened_on = recorder(), date(2023, 9, 14)
        made.save(force_insert=True)
    return {"pk": person.pk, "alias": made.pk}


def minor(commune):
    person = make_case(commune)
    with unguarded():
        made = AccompanyingMinor(case=person, name=MINOR, relation="child")
        made.log(by=recorder())
    return {"pk": person.pk, "minor": made.pk}


def budget(commune):
    return {"pk": money().pk}


def money():
    """A budget of its own year, because a source has one a year."""
    with unguarded():
        year = 2024 + Budget.objects.count()
    return make_budget(year=year)


def rules(commune):
    return {"pk": RuleSet.objects.first().pk}


def grant(commune, state=Grant.State.SUBMITTED, **later):
    """A grant of the caseworker's colleague, decided in the commune's district."""
    home = make_household(commune, high_risk_from=date(2023, 1, 1))
    made = Grant(
        household=home,
        why=["water"],
        consulted=["person"],
        consulted_on=date(2024, 1, 10),
    )
    later |= {
        "state": state,
        "submitted_on": date(2024, 1, 11),
        "approving_area": commune.parent,
    }
    with unguarded():
        made.ask(by=recorder(), lines=[pigs()])
        Grant.objects.filter(pk=made.pk).update(**later)
    return {"pk": made.pk}


def draft_grant(commune):
    return grant(commune, state=Grant.State.DRAFT)


def approved_grant(commune):
    return grant(
        commune,
        Grant.State.APPROVED,
        decided_on=date(2024, 1, 12),
        due_amount=12_000_000,
        budget=money(),
    )


def payment(commune):
    given = approved_grant(commune)
    with unguarded():
        number = Payment.objects.count()
        made = Payment(
            grant=Grant.objects.get(**given),
            amount=1_000_000,
            voucher=f"PC-{number}",
            way="cash",
            happened_on=date(2024, 1, 12),
        )
        made.territory, made.area, made.recorded_by = commune, commune, recorder()
        made.save(force_insert=True)
    return {"pk": made.pk}


def handover(commune):
    given = approved_grant(commune)
    with unguarded():
        made = Handover(
            grant=Grant.objects.get(**given),
            confirmation="signed",
            happened_on=date(2024, 1, 12),
        )
        made.territory, made.area, made.recorded_by = commune, commune, recorder()
        made.save(force_insert=True)
    return {"pk": made.pk}


def herd(commune):
    return {"pk": make_herd(make_household(commune)).pk}


def entry(commune):
    made = make_herd(make_household(commune))
    with unguarded():
        return {"pk": made.entries.get().pk}


def visit(commune):
    return {"pk": make_visit(make_household(commune)).pk}


def income(commune):
    return {"pk": make_income(make_household(commune)).pk}


def guidance(commune):
    home, day = make_household(commune), date(2023, 11, 2)
    with unguarded():
        made = Guidance(household=home, topic="Trồng ngô", happened_on=day)
        made.log(by=recorder())
    return {"pk": made.pk}


def regime_request(commune):
    person = make_case(commune)
    with unguarded():
        item = Item.objects.filter(code="hardship_allowance").first()
        made = RegimeRequest(case=person, item=item, asked_on=date(2023, 10, 2)).ask(
            by=recorder(), seen={}
        )
    return {"pk": made.pk}


def provision(commune):
    person = make_case(commune)
    with unguarded():
        item = Item.objects.first()
        made = Provision(
            case=person,
            victim=person.victim,
            item=item,
            once=item.once,
            item_code=item.code,
            happened_on=date(2023, 10, 2),
            provider="Trạm Y tế xã",
            territory=commune,
            area=commune,
            recorded_by=recorder(),
        )
        made.save(force_insert=True)
    return {"pk": made.pk}


def facility(commune):
    return {"pk": stays.make_facility(commune).pk}


def stay(commune):
    return {"pk": stays.make_stay(make_case(commune)).pk}


def stay_entry(commune):
    return {"pk": stays.make_entry(stays.make_stay(make_case(commune))).pk}


def commune_handover(commune):
    return {"pk": stays.make_handover(make_case(commune)).pk}


def plan(commune):
    return {"pk": stays.make_plan(make_case(commune)).pk}


def plan_step(commune):
    made = stays.make_plan(make_case(commune))
    with unguarded():
        return {"pk": made.steps.first().pk}


def file(commune):
    return {"pk": make_file(make_case(commune)).pk}


MAKERS = {
    "user": user,
    "factor": factor,
    "posting": posting,
    "waiting": waiting,
    "emergency": emergency,
    "reading": reading,
    "transfer": transfer,
    "place": place_of_records,
    "body": body,
    "notice": notice,
    "case": case,
    "export": export,
    "household": household,
    "file": file,
    "alias": alias,
    "erasure": erasure,
    "minor": minor,
    "budget": budget,
    "rules": rules,
    "calendar_day": chosen.calendar_day,
    "grant": grant,
    "draft": draft_grant,
    "approved": approved_grant,
    "payment": payment,
    "handover": handover,
    "herd": herd,
    "entry": entry,
    "visit": visit,
    "income": income,
    "guidance": guidance,
    "request": regime_request,
    "provision": provision,
    "facility": facility,
    "stay": stay,
    "stay_entry": stay_entry,
    "commune_handover": commune_handover,
    "plan": plan,
    "plan_step": plan_step,
    "outcome": outcomes.outcome,
    "outcome_step": outcomes.outcome_step,
    "rules_choice": chosen.rules_choice,
    "reading_choice": chosen.reading_choice,
    "rule_change": chosen.rule_change,
    "complaint": voices.complaint,
    "unmet": voices.unmet,
    "met": voices.met,
    "reconciliation": reconciled.reconciliation,
    "audit": audits.audit,
    "audited": audits.audited,
}


def make(kind, commune):
    """What the address of a new record of this kind in the commune needs."""
    return MAKERS[kind](commune)
