"""Photos and papers of a visit and of a grant."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from livelihoods.models import Grant, GrantFile, HomeVisit, VisitFile
from tests import records
from tests.conftest import send, unguarded
from tests.factories import make_case
from tests.livelihoods.herds import make_visit
from tests.victims.factories import TODAY, day_boxes
from tests.victims.files import cleaned, picture
from victims.models import Attachment


@pytest.fixture
def worker(sign_in, caseworker):
    return sign_in(caseworker)


def photo(**fields):
    file = SimpleUploadedFile("IMG_0001.jpg", picture())
    fields = {"kind": "receipt", "caption": "Giấy mua chuồng"} | fields
    return fields | day_boxes("happened_on", TODAY) | {"camera": file}


def test_a_visits_paper_stands_on_its_page_and_in_the_case(worker, commune):
    case = make_case(commune)
    visit = make_visit(case.household, case=case)
    page = reverse("livelihoods:visit_page", args=[visit.pk])

    response = send(
        worker, reverse("livelihoods:visit_file_add", args=[visit.pk]), photo()
    )

    assert response.headers["Location"] == page
    assert "Giấy mua chuồng" in worker.get(page).content.decode()
    in_case = worker.get(reverse("victims:file_list", args=[case.pk]))
    assert "Giấy mua chuồng" in in_case.content.decode()
    with unguarded():
        assert VisitFile.objects.get().attachment.case == case


def test_a_grants_receipt_stands_on_its_page(worker, commune):
    key = records.approved_grant(commune)["pk"]
    page = reverse("livelihoods:grant_page", args=[key])

    send(worker, reverse("livelihoods:grant_file_add", args=[key]), photo())

    assert "Giấy mua chuồng" in worker.get(page).content.decode()
    with unguarded():
        link = GrantFile.objects.select_related("attachment", "grant").get()
    assert link.attachment.household_id == link.grant.household_id


def test_a_visit_that_is_struck_out_takes_nothing(worker, commune):
    visit = make_visit(make_case(commune).household)
    with unguarded():
        visit = HomeVisit.objects.get(pk=visit.pk)
        visit.void(by=visit.recorded_by, reason="Nhập nhầm hộ khác.")

    send(worker, reverse("livelihoods:visit_file_add", args=[visit.pk]), photo())

    with unguarded():
        assert not Attachment.objects.exists()


def test_the_province_sees_that_there_is_a_file(sign_in, provincial_officer, commune):
    key = records.approved_grant(commune)["pk"]
    with unguarded():
        grant = Grant.objects.get(pk=key)
        GrantFile.keep(
            grant, cleaned(), by=grant.recorded_by, kind="receipt",
            happened_on=TODAY, caption="Giấy mua chuồng",
        )  # fmt: skip

    page = sign_in(provincial_officer).get(
        reverse("livelihoods:grant_page", args=[key])
    )

    assert [file.kind for file in page.context["files"]] == ["receipt"]
    assert "Giấy mua chuồng" not in page.content.decode()
