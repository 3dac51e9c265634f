"""The second factor: who needs it, what counts, and that nothing counts twice."""

import base64
import re
import time

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.db import DatabaseError, transaction

from accounts import factors, mint
from accounts.models import Factor, SignIn
from accounts.requests import ask
from accounts.sealing import seal
from tests.accounts.trail import acts
from tests.conftest import send, unguarded

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105
NAME, PASSWORD = "can-bo-xa", "can-bo-xa" * 3
WAITS = re.compile(r"1 (minute|phút)")
SECOND = "/sign-in/second/"


def code(step=0, secret=SECRET):
    clock = TOTP(base64.b32decode(secret), 6, SHA1(), 30, enforce_key_length=False)
    return clock.generate(int(time.time()) + 30 * step).decode()


def give(user, kind="totp", **fields):
    sealed = seal(SECRET, factors.bound_to(user.pk, "totp"))
    with unguarded():
        return Factor.objects.create(
            user=user,
            kind=kind,
            made_at="2024-01-01T00:00Z",
            **({"sealed": sealed} | fields),
        )


@pytest.fixture
def app(caseworker):
    return give(caseworker)


@pytest.fixture
def half(client, caseworker, app):
    client.post(
        "/sign-in/", {"username": NAME, "password": PASSWORD, "next": "/account/"}
    )
    return client


def test_the_password_alone_opens_nothing(half):
    assert half.get("/account/").headers["Location"] == "/sign-in/?next=/account/"
    assert half.get(SECOND).status_code == 200
    assert acts() == []


@pytest.mark.parametrize("step", [-2, -1, 0, 1, 2])
def test_the_code_of_now_and_its_neighbours(step):
    now, secret = 1_700_000_010, base64.b32decode(SECRET)
    clock = TOTP(secret, 6, SHA1(), 30, enforce_key_length=False)
    typed = clock.generate(now + 30 * step).decode()

    found = factors.matching_step(secret, typed, now)

    assert found == (now // 30 + step if abs(step) < 2 else None)


def test_the_page_asked_for_and_a_new_key(half):
    before = half.cookies["sessionid"].value

    response = half.post(SECOND, {"code": code()})

    assert response.headers["Location"] == "/account/"
    assert half.cookies["sessionid"].value != before
    assert half.get("/account/").context["second_step"] == "totp"
    assert acts() == ["sign in"]
    with unguarded():
        assert SignIn.objects.count() == 1


def test_the_same_code_never_twice(half, caseworker):
    once = code()
    half.post(SECOND, {"code": once})
    other = type(half)()
    other.post("/sign-in/", {"username": NAME, "password": PASSWORD})

    assert other.post(SECOND, {"code": once}).status_code == 200
    assert other.get("/account/").status_code == 302


def test_nor_an_older_one_after_a_newer(half):
    half.post(SECOND, {"code": code(1)})
    other = type(half)()
    other.post("/sign-in/", {"username": NAME, "password": PASSWORD})

    assert other.post(SECOND, {"code": code(0)}).status_code == 200


def test_wrong_codes_count_with_the_misses(half):
    for _time in range(5):
        assert half.post(SECOND, {"code": "000000"}).status_code == 200

    waits = half.post(SECOND, {"code": code()})

    assert WAITS.search(str(waits.context["form"].errors))
    assert acts() == ["second step refused"] * 5


def test_the_password_again_does_not_clear_them(half):
    for _time in range(5):
        half.post(SECOND, {"code": "000000"})
        again = half.post("/sign-in/", {"username": NAME, "password": PASSWORD})

    assert again.status_code == 200
    assert WAITS.search(str(again.context["form"].errors))


def test_a_code_without_a_password_is_nothing(client, app):
    response = client.post(SECOND, {"code": code()})

    assert response.headers["Location"] == "/sign-in/"


def test_printed_codes_open_once_each(half, caseworker):
    kept = factors.code_digest(caseworker.pk, "abcd2345")
    give(caseworker, "code", digest=kept, sealed=None)

    assert half.post(SECOND, {"code": "ABCD-2345"}).status_code == 302
    other = type(half)()
    other.post("/sign-in/", {"username": NAME, "password": PASSWORD})
    assert other.post(SECOND, {"code": "abcd2345"}).status_code == 200
    assert acts()[:2] == ["use printed code", "sign in"]


def test_the_codes_of_another_open_nothing(half, neighbour):
    kept = factors.code_digest(neighbour.pk, "abcd2345")
    give(neighbour, "code", digest=kept, sealed=None)

    assert half.post(SECOND, {"code": "abcd2345"}).status_code == 200


@pytest.mark.parametrize(
    ("member", "needed"),
    [
        ("caseworker", False),
        ("district_officer", True),
        ("provincial_officer", True),
        ("labour_officer", True),
        ("administrator", True),
    ],
)
def test_whose_role_needs_it_sets_it_up_first(client, request, places, member, needed):
    user = request.getfixturevalue(member)
    typed = {"username": user.username, "password": user.username * 3}
    client.post("/sign-in/", typed)

    response = client.get("/account/")

    there = response.headers.get("Location")
    assert there == ("/account/second-step/" if needed else None)
    assert client.get("/account/second-step/").context["needed"] == needed


def test_the_demo_may_put_it_off(client, administrator, settings):
    settings.DEMO_WITHOUT_SECOND_FACTOR = True
    client.post("/sign-in/", {"username": "quan-tri", "password": "quan-tri" * 3})

    assert client.get("/account/").status_code == 200


def test_setting_up_an_app_and_its_sheet(client, administrator):
    client.post("/sign-in/", {"username": "quan-tri", "password": "quan-tri" * 3})
    page = client.get("/account/second-step/app/")
    secret = page.context["secret"]
    assert page.context["picture"]["side"] > 30
    assert 'class="qr"' in page.content.decode()
    assert secret not in repr(dict(client.session.items()))

    wrong = send(client, "/account/second-step/app/", {"code": "000000"})
    assert wrong.context["secret"] == secret
    right = {"code": code(secret=secret)}
    sheet = send(client, "/account/second-step/app/", right, follow=True)

    assert len(set(sheet.context["codes"])) == 10
    assert re.fullmatch(r"[a-z2-9]{4}-[a-z2-9]{4}", sheet.context["codes"][0])
    again = client.get("/account/second-step/paper/")
    assert again.headers["Location"] == "/account/second-step/"
    assert client.get("/account/").status_code == 200
    assert acts() == ["sign in", "add authenticator", "print codes"]


def test_the_sheet_just_printed_opens(client, caseworker, sign_in):
    page = sign_in(caseworker)
    secret = page.get("/account/second-step/app/").context["secret"]
    right = {"code": code(secret=secret)}
    sheet = send(page, "/account/second-step/app/", right, follow=True)

    other = type(page)()
    other.post("/sign-in/", {"username": NAME, "password": PASSWORD})
    assert other.post(SECOND, {"code": sheet.context["codes"][3]}).status_code == 302


def test_the_last_one_stays_another_may_go(sign_in, caseworker, app):
    page = sign_in(caseworker)
    url = f"/account/second-step/{app.pk}/drop/"

    send(page, url)
    with unguarded():
        assert Factor.objects.count() == 1
    give(caseworker, "passkey", digest=b"x")
    send(page, url)

    with unguarded():
        assert Factor.objects.get().kind == "passkey"
    assert acts() == ["drop second step"]


def test_not_that_of_another(sign_in, neighbour, app):
    page = sign_in(neighbour)

    assert send(page, f"/account/second-step/{app.pk}/drop/").status_code == 404


def test_only_an_administrator_resets_it(
    sign_in, client, administrator, caseworker, app, half
):
    office = type(half)()
    office.force_login(administrator)

    send(office, f"/people/{caseworker.pk}/second-step/reset/")

    with unguarded():
        assert Factor.objects.count() == 0
    assert half.post(SECOND, {"code": code()}).headers["Location"] == "/sign-in/"
    assert acts() == ["reset second step"]


def test_nor_ones_own(sign_in, administrator):
    give(administrator)

    send(sign_in(administrator), f"/people/{administrator.pk}/second-step/reset/")

    with unguarded():
        assert Factor.objects.count() == 1


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("reset_factors", ["other"]),
        ("make_code", ["other", b"x"]),
    ],
)
def test_nobody_else_in_sql(caseworker, neighbour, acts_as, function, arguments):
    given = [neighbour.pk if each == "other" else each for each in arguments]

    refused = pytest.raises(DatabaseError, match="administrator")
    with acts_as(caseworker), refused, transaction.atomic():
        mint.call(function, *given)


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("add_factor", ["totp", "", b"x", None, 1]),
        ("renew_codes", [[b"x"]]),
        ("drop_factor", ["own"]),
        ("choose_password", [b"x", b"x", "8,1,1"]),
    ],
)
def test_nothing_is_changed_without_a_fresh_proof(caseworker, app, function, arguments):
    SignIn.open(caseworker, "a-session-key", factor="totp")
    with unguarded():
        SignIn.objects.update(proven_at=None)
    ask("a-session-key")
    given = [app.pk if each == "own" else each for each in arguments]

    with pytest.raises(DatabaseError, match="prove first"), transaction.atomic():
        mint.call(function, *given)


def test_who_has_one_adds_no_other_without_giving_it(caseworker, app):
    SignIn.open(caseworker, "a-session-key")
    ask("a-session-key")

    with pytest.raises(DatabaseError, match="prove first"), transaction.atomic():
        mint.call("add_factor", "totp", "", b"x", None, 1)


def test_factors_of_another_are_not_read(caseworker, neighbour, app, acts_as):
    with acts_as(neighbour):
        assert factors.mine() == []
        assert mint.call("factors_of", caseworker.pk) == []
        assert not mint.call("use_step", app.pk, 10**12)[0][0]
