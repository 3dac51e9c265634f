"""Who works as what and where: given and ended by the administrator."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Posting, User
from accounts.roles import Role
from tests.accounts.trail import acts
from tests.conftest import send, unguarded


@pytest.fixture
def form():
    return {"role": "caseworker", "area": "00815@2004", "from_on": "15/01/2024"}


def give(page, user, form):
    return send(page, f"/people/{user.pk}/postings/add/", form)


def of(user):
    with unguarded():
        return list(Posting.objects.filter(user=user).order_by("from_on"))


def end(page, posting, day):
    url = f"/people/postings/{posting.pk}/end/"
    return send(page, url, {"until_on": day})


def test_giving(page, caseworker, neighbour_commune, administrator, form):
    response = give(page, caseworker, form)

    posting = of(caseworker)[-1]
    assert response.headers["Location"] == f"/people/{caseworker.pk}/"
    assert posting.area == neighbour_commune
    assert (posting.from_on, posting.until_on) == (date(2024, 1, 15), None)
    assert posting.granted_by == administrator
    assert acts() == ["add posting"]


def test_today_is_filled_in(page, caseworker):
    response = page.get(f"/people/{caseworker.pk}/postings/add/")

    assert response.context["form"]["from_on"].value() == date(2024, 1, 15)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("00815", "00815"),
        ("niem tong", "00815"),
        ("Niêm Tòng, Mèo Vạc", "00815"),
        ("khau vai meo vac", "00814"),
    ],
)
def test_the_place_is_found_by_code_or_name(page, neighbour, form, typed, code):
    with unguarded():
        Posting.objects.all().filter(user=neighbour).delete()

    give(page, neighbour, form | {"area": typed})

    assert [posting.area.code for posting in of(neighbour)] == [code]


@pytest.mark.parametrize("typed", ["", "99999", "nowhere at all", "xa", "tan"])
def test_a_doubtful_place_is_asked_again(page, caseworker, form, typed):
    response = give(page, caseworker, form | {"area": typed})

    assert list(response.context["form"].errors) == ["area"]
    assert len(of(caseworker)) == 1


@pytest.mark.parametrize(
    ("role", "area", "fits"),
    [
        ("caseworker", "00815@2004", True),
        ("caseworker", "027@2004", False),
        ("district_officer", "027@2004", True),
        ("district_officer", "02@2004", False),
        ("provincial_officer", "02@2004", True),
        ("provincial_officer", "027@2004", False),
        ("labour_officer", "00815@2004", False),
        ("administrator", "02@2004", True),
    ],
)
def test_a_role_is_held_at_its_level(page, caseworker, form, role, area, fits):
    form |= {"role": role, "area": area}
    form["until_on"] = f"{timezone.localdate() + timedelta(days=300):%d/%m/%Y}"

    response = give(page, caseworker, form)

    assert response.status_code == (302 if fits else 200)


def test_not_twice_on_the_same_days(page, caseworker, form):
    form["area"] = "00814@2004"

    response = give(page, caseworker, form)

    assert response.status_code == 200
    assert response.context["form"].non_field_errors() == [
        Posting._meta.constraints[-1].violation_error_message
    ]


def test_again_after_the_end(page, caseworker, form):
    end(page, of(caseworker)[0], "15/01/2024")

    response = give(page, caseworker, form | {"area": "00814@2004"})

    assert response.status_code == 302
    assert len(of(caseworker)) == 2


def test_nobody_gives_one_to_themselves(page, administrator, form):
    response = give(page, administrator, form | {"role": "administrator"})

    assert response.status_code == 200
    assert len(of(administrator)) == 1


def test_an_end_before_the_begin_is_refused(page, caseworker, form):
    response = give(page, caseworker, form | {"until_on": "14/01/2024"})

    assert response.status_code == 200
    assert len(of(caseworker)) == 1


def test_ending_today_takes_the_powers_at_once(page, caseworker):
    response = end(page, of(caseworker)[0], "15/01/2024")

    assert response.headers["Location"] == f"/people/{caseworker.pk}/"
    assert of(caseworker)[0].until_on == date(2024, 1, 15)
    assert User.objects.get(pk=caseworker.pk).roles == []
    assert acts() == ["end posting"]


def test_not_in_the_past(page, caseworker):
    response = end(page, of(caseworker)[0], "14/01/2024")

    assert list(response.context["form"].errors) == ["until_on"]
    assert of(caseworker)[0].until_on is None


def test_an_end_is_not_put_off(page, caseworker):
    end(page, of(caseworker)[0], "20/01/2024")

    response = end(page, of(caseworker)[0], "25/01/2024")

    assert list(response.context["form"].errors) == ["until_on"]


def test_a_mistaken_posting_of_tomorrow_is_never_in_force(
    caseworker, administrator, far_commune, acts_as
):
    day = timezone.localdate()
    with acts_as(administrator):
        posting = Posting(
            user=caseworker,
            role=Role.CASEWORKER,
            area=far_commune,
            from_on=day + timedelta(days=1),
        )
        posting.add(by=administrator)
        posting.end(by=administrator, on=day)

    assert posting.until_on == posting.from_on
    assert (posting.is_live, posting.is_over) == (False, True)


@pytest.mark.parametrize(
    ("begins", "ends", "live", "over"),
    [
        (0, None, True, False),
        (-5, 0, False, True),
        (-5, 1, True, False),
        (1, None, False, False),
        (1, 1, False, True),
    ],
)
def test_what_a_posting_says_of_itself(begins, ends, live, over):
    day = timezone.localdate()
    posting = Posting(
        from_on=day + timedelta(days=begins),
        until_on=None if ends is None else day + timedelta(days=ends),
    )

    assert (posting.is_live, posting.is_over) == (live, over)


def test_an_unknown_role_is_refused(caseworker, commune, administrator, acts_as):
    posting = Posting(
        user=caseworker, role="emperor", area=commune, from_on=date(2024, 1, 1)
    )

    with acts_as(administrator), pytest.raises((ValidationError, KeyError)):
        posting.add(by=administrator)


def test_no_posting_outside_the_own_province(page, caseworker, form):
    response = give(page, caseworker, form | {"area": "26734@2004"})

    assert list(response.context["form"].errors) == ["area"]
    assert len(of(caseworker)) == 1
