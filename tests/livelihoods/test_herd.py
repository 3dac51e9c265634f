"""The ledger: its constraints in SQL, its balance on every day, two at once."""

from datetime import date, timedelta
from threading import Thread
from time import sleep

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Activity
from livelihoods.models import Herd, HerdEntry
from tests.conftest import unguarded
from tests.factories import make_household, recorder
from tests.livelihoods.herds import GIVEN_ON, Kind, make_entry, make_herd, species

pytestmark = pytest.mark.django_db
JANUARY, MARCH, MAY = date(2023, 1, 25), date(2023, 3, 10), date(2023, 5, 20)


@pytest.fixture
def herd(commune):
    return make_herd(make_household(commune))


def heads(herd):
    return Herd.objects.get(pk=herd.pk).heads_now


def test_an_entry_moves_the_heads_and_is_in_the_trail(herd, caseworker, acts_as):
    with acts_as(caseworker):
        entry = herd.enter(Kind.BORN, 8, on=JANUARY, by=caseworker)

        assert (entry.heads, entry.household) == (8, herd.household)
        assert heads(herd) == 11
    with unguarded():
        act = Activity.objects.get(act="enter herd change", user_id=caseworker.pk)
        assert act.subjects == [entry.pk]


@pytest.mark.parametrize("kind", HerdEntry.OUT)
def test_what_leaves_is_entered_below_zero(herd, kind, caseworker, acts_as):
    rest = {"income": 2_500_000} if kind == Kind.SOLD else {}
    rest |= {"cause": "cold"} if kind == Kind.DIED else {}
    with acts_as(caseworker):
        entry = herd.enter(kind, 2, on=JANUARY, by=caseworker, **rest)

        assert (entry.heads, heads(herd)) == (-2, 1)


BROKEN = [
    ("herdentry_sign_follows_kind", {"kind": "born", "heads": -1}),
    ("herdentry_sign_follows_kind", {"kind": "died", "heads": 1, "cause": "cold"}),
    ("herdentry_sign_follows_kind", {"kind": "recount", "heads": 0, "reason": "x"}),
    ("herdentry_cause_iff_died", {"kind": "died", "heads": -1}),
    ("herdentry_cause_iff_died", {"kind": "lost", "heads": -1, "cause": "cold"}),
    ("herdentry_income_iff_sold", {"kind": "sold", "heads": -1}),
    ("herdentry_income_iff_sold", {"kind": "sold", "heads": -1, "income": 0}),
    ("herdentry_income_iff_sold", {"kind": "eaten", "heads": -1, "income": 5}),
    ("herdentry_reason_iff_recount", {"kind": "recount", "heads": 1}),
    ("herdentry_reason_iff_recount", {"kind": "born", "heads": 1, "reason": "x"}),
    ("herdentry_purpose_of_sales", {"kind": "born", "heads": 1, "purpose": "meat"}),
]


@pytest.mark.parametrize(("constraint", "values"), BROKEN)
def test_the_database_refuses_what_the_kind_does_not_allow(herd, constraint, values):
    entry = HerdEntry(
        herd=herd, household=herd.household, happened_on=JANUARY, **values
    )
    entry.place(by=recorder())

    with (
        unguarded(),
        pytest.raises(IntegrityError, match=constraint),
        transaction.atomic(),
    ):
        entry.save(force_insert=True)


@pytest.mark.parametrize(
    "change",
    ["household_id = gen_random_uuid()", "species_id = 1", "recorded_by_id = asker()"],
)
def test_whose_herd_it_is_and_of_what_never_changes(herd, caseworker, acts_as, change):
    with (
        acts_as(caseworker),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE livelihoods_herd SET {change}")


def test_the_database_refuses_a_cache_below_zero(herd):
    with (
        unguarded(),
        pytest.raises(IntegrityError, match="herd_heads_not_negative"),
        transaction.atomic(),
    ):
        Herd.objects.filter(pk=herd.pk).update(heads_now=-1)


def test_the_database_refuses_an_entry_of_another_household(herd, commune):
    other = make_household(commune)
    entry = HerdEntry(
        herd=herd, household=other, kind="born", heads=1, happened_on=JANUARY
    )
    entry.place(by=recorder())

    with (
        unguarded(),
        pytest.raises(IntegrityError, match="herdentry_herd_id_household"),
        transaction.atomic(),
    ):
        entry.save(force_insert=True)


def test_the_territory_follows_the_household(herd, neighbour_commune):
    with unguarded(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE victims_household SET territory_id = %s WHERE id = %s",
            [neighbour_commune.pk, herd.household_id],
        )
        entry = HerdEntry.objects.get(herd=herd)

    assert entry.territory == neighbour_commune
    assert entry.area != neighbour_commune


def test_the_application_cannot_change_an_entry(herd, caseworker, acts_as):
    with (
        acts_as(caseworker),
        pytest.raises(Exception, match="permission denied"),
        transaction.atomic(),
    ):
        HerdEntry.objects.update(heads=100)


def test_more_cannot_leave_than_are_there(herd, caseworker, acts_as):
    with acts_as(caseworker):
        with pytest.raises(ValidationError) as refused:
            herd.enter(Kind.LOST, 4, on=JANUARY, by=caseworker)

        assert refused.value.code == "below_zero"
        assert refused.value.params["there"] == 3
        assert (heads(herd), herd.entries.count()) == (3, 1)


def test_a_late_entry_is_checked_against_all_later_days(herd, caseworker, acts_as):
    make_entry(herd, Kind.SOLD, 3, MAY, income=9_000_000)

    with acts_as(caseworker):
        with pytest.raises(ValidationError, match="20/05/2023"):
            herd.enter(Kind.DIED, 1, on=JANUARY, by=caseworker, cause="cold")

        assert herd.entries.count() == 2


def test_nothing_leaves_before_it_came(herd, caseworker, acts_as):
    with acts_as(caseworker), pytest.raises(ValidationError, match="13/04/2022"):
        herd.enter(Kind.LOST, 1, on=GIVEN_ON - timedelta(days=1), by=caseworker)


def test_on_one_day_animals_come_in_before_others_go(herd, caseworker, acts_as):
    with acts_as(caseworker):
        herd.enter(Kind.BORN, 2, on=JANUARY, by=caseworker)
        herd.enter(Kind.GIVEN, 5, on=JANUARY, by=caseworker)

        assert heads(herd) == 0


def test_a_day_to_come_is_refused(herd, caseworker, acts_as):
    with acts_as(caseworker):
        with pytest.raises(ValidationError) as refused:
            herd.enter(Kind.BORN, 2, on=date(2024, 1, 16), by=caseworker)

        assert list(refused.value.message_dict) == ["happened_on"]


def test_voiding_gives_the_heads_back(herd, caseworker, acts_as):
    entry = make_entry(herd, Kind.LOST, 1, JANUARY)

    with acts_as(caseworker):
        entry.void(by=caseworker, reason="typed for the wrong herd")

        assert heads(herd) == 3


def test_what_later_days_need_cannot_be_voided(herd, caseworker, acts_as):
    born = make_entry(herd, Kind.BORN, 8, JANUARY)
    make_entry(herd, Kind.SOLD, 9, MAY, income=20_000_000)

    with acts_as(caseworker):
        with pytest.raises(ValidationError, match="20/05/2023"):
            born.void(by=caseworker, reason="typed for the wrong herd")

        assert HerdEntry.objects.get(pk=born.pk).voided_at is None
        assert heads(herd) == 2


def test_a_correction_strikes_out_and_enters_anew(herd, caseworker, acts_as):
    sold = make_entry(herd, Kind.SOLD, 3, MAY, income=880_000)

    with acts_as(caseworker):
        new = sold.correct(
            by=caseworker, void_reason="a zero was missing", income=8_800_000
        )

        assert HerdEntry.objects.get(pk=sold.pk).voided_at is not None
        assert (new.corrects, new.heads, new.income) == (sold, -3, 8_800_000)
        assert heads(herd) == 0


def test_a_correction_that_needs_too_many_changes_nothing(herd, caseworker, acts_as):
    sold = make_entry(herd, Kind.SOLD, 3, MAY, income=8_800_000)

    with acts_as(caseworker):
        with pytest.raises(ValidationError):
            sold.correct(by=caseworker, void_reason="a number was wrong", heads=-4)

        assert HerdEntry.objects.get(pk=sold.pk).voided_at is None
        assert (heads(herd), herd.entries.count()) == (0, 2)


def test_a_recount_enters_the_difference(herd, caseworker, acts_as):
    with acts_as(caseworker):
        entry = herd.count(5, on=MARCH, by=caseworker, reason="two were in the field")
        same = herd.count(5, on=MAY, by=caseworker, reason="counted again")

        assert (entry.kind, entry.heads, same) == ("recount", 2, None)
        assert heads(herd) == 5


def test_a_household_has_one_herd_of_a_species(herd, caseworker, acts_as):
    with acts_as(caseworker):
        same = Herd.of(herd.household, species("pig"), by=caseworker)
        other = Herd.of(herd.household, species("cow"), by=caseworker)

        assert same == herd
        assert other != herd


def test_heads_on_a_day(herd):
    make_entry(herd, Kind.BORN, 8, MARCH)

    with unguarded():
        counted = {
            day: Herd.objects.with_heads_on(day).get(pk=herd.pk).heads
            for day in (GIVEN_ON - timedelta(days=1), JANUARY, MARCH, MAY)
        }
        assert counted == {date(2022, 4, 13): 0, JANUARY: 3, MARCH: 11, MAY: 11}
        assert herd.heads_on(JANUARY) == 3


@pytest.mark.parametrize(
    ("heads_sold", "income", "doubtful"),
    [(2, 52_000, True), (2, 5_200_000, False), (1, 700_000, False), (1, 699_999, True),
     (1, 5_500_000, False), (1, 5_500_001, True)],
)  # fmt: skip
def test_a_price_outside_the_range_is_doubtful(herd, heads_sold, income, doubtful):
    entry = HerdEntry(
        herd=herd, kind="sold", heads=-heads_sold, income=income, happened_on=MAY
    )

    assert bool(entry.doubts()) == doubtful


@pytest.mark.parametrize(("born", "doubtful"), [(42, False), (43, True)])
def test_more_young_than_a_litter_each_are_doubtful(herd, born, doubtful):
    entry = HerdEntry(herd=herd, kind="born", heads=born, happened_on=MAY)

    with unguarded():
        assert bool(entry.doubts()) == doubtful


DAYS = st.integers(0, 20).map(lambda n: GIVEN_ON + timedelta(days=n))
MOVES = st.lists(
    st.tuples(st.sampled_from(["born", "lost", "void"]), st.integers(1, 6), DAYS),
    max_size=12,
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(moves=MOVES)
def test_whatever_is_entered_no_day_is_below_zero(db, commune, moves):
    herd = make_herd(make_household(commune), heads=2)
    by = recorder()
    with unguarded():
        for act, number, day in moves:
            try:
                if act == "void":
                    entry = herd.entries.live().order_by("recorded_at").first()
                    if entry:
                        entry.void(by=by, reason="entered by mistake")
                else:
                    herd.enter(Kind(act), number, on=day, by=by)
            except ValidationError:
                pass  # refused: the ledger must be as before

        last = GIVEN_ON + timedelta(days=21)
        days = [GIVEN_ON + timedelta(days=n) for n in range(22)]
        assert min(herd.heads_on(day) for day in days) >= 0
        assert heads(herd) == herd.heads_on(last)
        assert (
            heads(herd)
            == (herd.entries.live().aggregate(n=Sum("heads", default=0))["n"])
        )


def wait_for_a_lock():
    """Until the other connection waits for what this one holds."""
    for _n in range(100):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        sleep(0.05)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_never_go_below_zero(commune):
    herd, by = make_herd(make_household(commune), heads=3), recorder()
    refused = []

    def give():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET ROLE NONE")
            herd.enter(Kind.GIVEN, 2, on=MAY, by=by)
        except ValidationError:
            refused.append(True)
        finally:
            connection.close()

    other = Thread(target=give)
    with unguarded():
        with transaction.atomic():
            herd.enter(Kind.GIVEN, 2, on=MAY, by=by)
            other.start()
            wait_for_a_lock()
        other.join()

        assert (heads(herd), refused) == (1, [True])
        assert herd.heads_on(MAY) == 1


PEOPLE = {
    "caseworker": 1,
    "neighbour": 0,
    "district_officer": 1,
    "other_district_officer": 0,
    "provincial_officer": 1,
    "labour_officer": 0,
    "administrator": 0,
}


@pytest.mark.parametrize(("who", "seen"), PEOPLE.items())
def test_who_sees_the_ledger(herd, who, seen, request, acts_as):
    user = request.getfixturevalue(who)
    with acts_as(user):
        assert HerdEntry.objects.count() == seen
        assert Herd.objects.visible_to(user).count() == seen


def test_a_neighbour_cannot_write_by_sql(herd, neighbour, acts_as):
    with acts_as(neighbour):
        entry = HerdEntry(
            herd_id=herd.pk, household_id=herd.household_id, kind="born", heads=1
        )
        entry.happened_on, entry.recorded_by = JANUARY, neighbour
        entry.territory_id = entry.area_id = herd.territory_id
        with pytest.raises(Exception, match="row-level security"), transaction.atomic():
            entry.save(force_insert=True)
