"""The whole job in a browser, as four people: from the intake to the printed report."""

import io

import pytest
from pypdf import PdfReader

from support_regimes.models import Budget, FundingSource
from tests.conftest import unguarded
from tests.walk import DESK, PHONE, Person, chromium

pytestmark = pytest.mark.browser


@pytest.fixture
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def budget(transactional_db, province):
    with unguarded():
        source = FundingSource.objects.create(
            code="rong-xanh", name="Rồng Xanh", kind=FundingSource.Kind.DONOR
        )
        return Budget.objects.create(source=source, year=2024, amount=50_000_000)


@pytest.fixture
def person(browser, live_server, settings):
    """`person(user, size)` is that user at a browser, signed in."""
    settings.DEMO_WITHOUT_SECOND_FACTOR = True  # its own walk: test_passkey_walk.py
    address = live_server.url.replace("127.0.0.1", "localhost")
    return lambda user, size: Person(browser, address, user, size)


def take_in(worker):
    """Six questions on the phone; returns the address of the case."""
    worker.go("/cases/intake/")
    worker.choose("safe", "yes")
    worker.choose("private", "yes")
    worker.type("call_name", "Mỷ")
    worker.choose("address_form", "chị")
    worker.type("hamlet", "thôn 2")
    worker.choose("urgent", "food", "papers")
    worker.choose("consent", "yes")
    worker.press("Mở hồ sơ")
    worker.sees("HG-2024-0001")
    return worker.path.removesuffix("tasks/")


def finish_file(worker, case):
    """Who, how returned with which paper, and how poor: what the regimes ask."""
    worker.go(f"{case}tasks/identity/")
    worker.type("name", "Vàng Thị Mỷ")
    worker.choose("sex", "female")
    worker.choose("birth", "year")
    worker.type("birth_year", "1996")
    worker.choose("citizenship", "vietnamese")
    worker.submit("go", "on")
    worker.go(f"{case}tasks/return/")
    worker.choose("private", "yes")
    worker.choose("status", "victim")
    worker.pick("paper_kind", "Công an")
    worker.type("paper_number", "05/GXN")
    worker.type("body", "Công an huyện Mèo Vạc")
    worker.day("paper_on", "08/01/2024")
    worker.choose("way", "alone")
    worker.choose("origin", "china")
    worker.submit("go", "on")
    worker.go(f"{case}tasks/poverty/")
    worker.choose("category", "poor")
    worker.type("certificate", "12/HN")
    worker.day("happened_on", "10/01/2024")
    worker.submit("go", "on")


def ask_for_regime(worker, case):
    """The board says what fits; the application is filed and verified."""
    worker.go(case)
    worker.sees("Trợ cấp khó khăn ban đầu", "Nghị định 09/2013/NĐ-CP")
    worker.go(f"{case}regimes/6/ask/")
    worker.page.locator('input[name="item"]').first.check()
    worker.submit()
    return worker.path


def ask_for_grant(worker, case):
    """A sow and its barn; sent to the district."""
    worker.go(f"{case}livelihood/")
    worker.press("Lập đề nghị hỗ trợ")
    worker.choose_from("lines-0-kind", "animals")
    worker.pick("lines-0-species", "Lợn")
    worker.type("lines-0-item", "Lợn giống")
    worker.type("lines-0-quantity", "3")
    worker.type("lines-0-unit_price", "4 triệu")
    worker.submit("act", "add")
    worker.choose_from("lines-1-kind", "barn")
    worker.type("lines-1-item", "Vật liệu làm chuồng")
    worker.type("lines-1-lot_amount", "3.000.000")
    worker.choose("why", "carer", "water")
    worker.choose("consulted", "person")
    worker.day("consulted_on", "12/01/2024")
    worker.submit("act", "save")
    worker.sees("15.000.000", "Mười lăm triệu đồng")
    grant = worker.path
    worker.submit()
    return grant


def send_back(officer, grant):
    """The officer returns it: no price offer."""
    officer.go(grant)
    officer.sees("15.000.000")
    officer.go(f"{grant}return/")
    officer.choose("fields_to_mend", "has_quote", "lines")
    officer.choose("kind", "quote")
    officer.type("reason", "Bổ sung báo giá của người bán lợn giống.")
    officer.submit()


def mend(worker, grant):
    """Back on the first page of the worker: the price offer, a lower price."""
    worker.go("/")
    worker.sees("Trả lại để bổ sung")
    worker.go(f"{grant}edit/")
    worker.type("lines-0-unit_price", "3.900.000")
    worker.tick("has_quote")
    worker.submit("act", "save")
    worker.sees("14.700.000")
    worker.submit()


def approve(officer, grant):
    """On its own page, with the amount in the button."""
    officer.go("/grants/")
    officer.sees("14.700.000")
    officer.go(f"{grant}approve/")
    officer.pick("budget", "Rồng Xanh")
    officer.type("number", "03/QĐ-BTV")
    officer.submit("act", "look")
    officer.sees("Mười bốn triệu bảy trăm nghìn đồng")
    officer.submit("act", "approve")
    officer.sees("03/QĐ-BTV")


def pay(officer, grant):
    officer.go(f"{grant}pay/")
    officer.type("voucher", "PC-2024-007")
    officer.choose("way", "transfer")
    officer.submit()
    officer.sees("PC-2024-007")


def hand_over(worker, grant):
    worker.go(f"{grant}hand-over/")
    worker.choose("confirmation", "thumb")
    worker.submit()
    worker.sees("Đã bàn giao")


def visit(worker, case):
    """Seven born, one died of cold, two sold; the sum is spelled out."""
    worker.go(f"{case}livelihood/")
    worker.press("Ghi thăm")
    worker.choose("way", "at_home")
    worker.choose("private", "yes")
    herd = worker.page.locator("[data-herd] input[type=radio]").first
    herd = herd.get_attribute("name").removesuffix("change")
    worker.choose(f"{herd}change", "changed")
    for kind, heads in (("born", 7), ("sold", 2), ("died", 1)):
        worker.type(f"{herd}{kind}", heads)
    worker.type(f"{herd}income", "8.000.000")
    worker.choose(f"{herd}purpose", "meat")
    worker.choose(f"{herd}cause", "cold")
    worker.choose(f"{herd}count", "agrees")
    for question in ("threat", "strangers", "leaving"):
        worker.choose(question, "no")
    worker.choose("meet", "nobody")
    worker.choose("mind", "good")
    worker.choose("next_in", "30")
    worker.submit("step", "review")
    worker.sees("3 + 7 − 2 − 1 = 7")
    worker.submit("step", "save")


PERIOD = "?from_on=01/01/2024&to_on=15/01/2024&as_of=15/01/2024&by=district"


def count(province):
    """The report of January as of today, its PDF read back, and who stands behind."""
    province.go(f"/reports/womens-union/{PERIOD}")
    expected = ["14.700.000", "3 lợn", "7 lợn", "2 lợn", "8.000.000"]
    province.sees(*expected)
    file = province.page.request.get(
        f"{province.address}/reports/womens-union.pdf{PERIOD}"
    )
    assert file.headers["content-type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(file.body()))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert [figure for figure in expected if figure not in text] == []
    province.page.get_by_role("link", name="14.700.000").first.click()
    province.sees("HG-2024-0001")
    assert "Mỷ" not in province.page.content()


def decide_regime(labour, request):
    """Three bodies on paper, recorded by the Department; then what was given."""
    for step, number in (("verify", "12/UBND"), ("appraise", "30/LĐTBXH")):
        labour.go(f"{request}{step}/")
        labour.type("document_number", number)
        labour.submit()
    labour.go(f"{request}decide/")
    labour.choose("result", "approved")
    labour.type("amount", "3.000.000")
    labour.type("document_number", "101/QĐ-UBND")
    labour.submit()
    labour.sees("101/QĐ-UBND")


def receive_regime(worker, request, case):
    worker.go(f"{request}give/")
    worker.type("amount", "3.000.000")
    worker.choose("receiver", "self")
    worker.type("document_number", "PC 15/2024")
    worker.type("provider", "Ủy ban nhân dân xã Khâu Vai")
    worker.submit()
    worker.go(case)
    worker.sees("1 người · 1 lượt · 3.000.000")


def test_the_whole_job(
    person, budget, caseworker, district_officer, provincial_officer, labour_officer
):
    worker = person(caseworker, PHONE)
    officer = person(district_officer, DESK)
    case = take_in(worker)
    finish_file(worker, case)
    request = ask_for_regime(worker, case)
    decide_regime(person(labour_officer, DESK), request)
    receive_regime(worker, request, case)
    grant = ask_for_grant(worker, case)
    send_back(officer, grant)
    mend(worker, grant)
    approve(officer, grant)
    pay(officer, grant)
    hand_over(worker, grant)
    visit(worker, case)
    count(person(provincial_officer, DESK))
