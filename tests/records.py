"""One record of each kind that an address can name, for the table of access."""

from datetime import date

from accounts.models import Organisation, Posting, User
from accounts.roles import Role
from tests.conftest import unguarded
from tests.factories import make_case, make_household

NUMBERED = {"body"}


def user(commune):
    with unguarded():
        number = User.objects.count()
        return User.objects.create_user(f"dong-nghiep-{number}", "Sùng Thị Dợ")


def posting(commune):
    holder = user(commune)
    with unguarded():
        return Posting.objects.create(
            user=holder, role=Role.CASEWORKER, area=commune, from_on=date(2020, 1, 1)
        )


def body(commune):
    with unguarded():
        return Organisation.objects.create(
            name="Hội Liên hiệp Phụ nữ xã", kind="womens_union", area=commune
        )


MAKERS = {
    "user": user,
    "posting": posting,
    "body": body,
    "case": make_case,
    "household": make_household,
}


def make(kind, commune):
    """The key of a new record of this kind in the commune."""
    return MAKERS[kind](commune).pk
