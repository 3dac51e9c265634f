"""manage.py add_administrator: once, by the owner, never past somebody who is there."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from accounts.roles import Role
from tests.conftest import take

pytestmark = pytest.mark.usefixtures("as_owner")


def add(username="quan-tri-1", area="02"):
    out = StringIO()
    call_command("add_administrator", username, "Đỗ Quang Huy", area=area, stdout=out)
    return out.getvalue()


def test_the_first_administrator_comes_in_with_the_printed_code(places, client):
    code = re.search(r"(\S+)$", add().strip())[1]
    take("app")
    own = "ba con trâu ở bờ ao"
    form = {"username": "quan-tri-1", "code": code}

    answer = client.post(
        "/sign-in/code/", form | {"new_password1": own, "new_password2": own}
    )

    assert answer.headers["Location"] == "/"
    page = client.get("/account/second-step/")
    assert page.context["user"].roles == [Role.ADMINISTRATOR]
    assert client.get("/").headers["Location"] == "/account/second-step/"


def test_there_is_no_second_first_administrator(places):
    add()

    with pytest.raises(CommandError, match="administrator|quản trị"):
        add(username="quan-tri-2")

    assert User.objects.count() == 1


def test_an_unknown_place_leaves_nobody_behind(places):
    with pytest.raises(CommandError):
        add(area="00000")

    assert User.objects.count() == 0
