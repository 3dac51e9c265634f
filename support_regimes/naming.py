"""The papers that carry her name: the application with her data, and the annex.

Only for who may see the name; what is not known stays a gap to write by hand, so that
nothing is guessed. The forms' field lists were not seen: the application is composed and
says so (docs/decisions/0023).
"""

from accounts.documents import Block, Paper, even_lines
from areas.clock import today
from support_regimes.citing import marks_of
from support_regimes.models import RulePaper
from support_regimes.papers import DRAFT, head_of, parties_of, signer_of, whose
from victims.models import Identification, PovertyStatus

GAP = "………………………………"
SHORT = "……………"
SIGN_LETTERS = 24  # that stand in one line above a signature
COMPOSED = "Mẫu tự soạn, CHƯA ĐỐI CHIẾU MẪU CHÍNH THỨC"
NAMED = "TÀI LIỆU CÓ HỌ TÊN – GỬI RIÊNG, KHÔNG NIÊM YẾT"


def application(case, item, minor=None, day=None, *, private=True):
    """The application for an item, with what the file knows (law.md 3.1 as composed).

    In: the case, the item, the minor who asks or None; `private`: whether numbers of
    papers may stand there. Not signed, not filed yet.
    """
    day = day or today()
    asks = _Asked(case, item, minor)
    office = parties_of(asks, day).verifies.name.removeprefix("Chủ tịch ")
    form, unsure = form_of(item.regime)
    return Paper(
        title="ĐƠN ĐỀ NGHỊ HỖ TRỢ",
        about=form,
        blocks=(
            Block("to", office),
            Block("facts", rows=_claimant(case, minor, private)),
            *_representative(case, minor, day),
            Block("facts", rows=_proof(case, private)),
            Block("facts", rows=_household(case, private)),
            *_asks_and_signs(item, office, day),
        ),
        day=day,
        marks=(COMPOSED, *([UNSURE_FORM] if unsure else []), *marks_of(asks)),
    )


def _asks_and_signs(item, office, day):
    yield Block(
        "text", f"Tôi đề nghị được hỗ trợ: {item.name} (chế độ: {item.regime.name})."
    )
    yield Block(
        "text",
        "Tôi cam đoan lời khai trên là đúng và đồng ý để các cơ quan có thẩm quyền "
        "xem thông tin này chỉ để giải quyết đơn.",
    )
    yield Block("date", f"{SHORT}, ngày … tháng … năm {day.year}")
    seal = even_lines(f"XÁC NHẬN CỦA {office}".upper(), SIGN_LETTERS)
    office = (seal, "(ký, đóng dấu)")
    person = ("NGƯỜI LÀM ĐƠN", "(ký, ghi rõ họ tên hoặc điểm chỉ)")
    yield Block("signs", rows=(office, person))


UNSURE_FORM = "Tên mẫu theo nguồn chưa xác nhận"


class _Asked:
    """What is asked for before it is a record: the papers read the same of both."""

    def __init__(self, case, item, minor):
        self.case, self.item, self.minor = case, item, minor
        self.minor_id = minor.pk if minor else None
        self.regime = item.regime
        self.territory, self.territory_id = case.territory, case.territory_id


def form_of(regime):
    """(name of the official form, whether it is unsure) by the rule set."""
    forms = RulePaper.objects.filter(rule_set=regime.rule_set_id, kind="form")
    form = next((f for f in forms if regime.number in f.regimes), None)
    if form is None:
        return "", False
    return f"({form.name})", form.confidence != "text_seen"


def _claimant(case, minor, private):
    person = minor or case.victim
    place = ", ".join(filter(None, [case.household.hamlet, case.territory.label]))
    rows = [
        ("Họ và tên", minor.name if minor else case.victim.shown_name),
        ("Ngày sinh", person.born_words if person.born_on else GAP),
        ("Giới tính", _word(person, "sex")),
    ]
    if not minor:
        number = private and case.victim.id_number
        rows += [
            ("Dân tộc", case.victim.ethnicity_name or GAP),
            ("Số CCCD/định danh", number or GAP),
        ]
    rows += [
        ("Nơi cư trú", place),
        ("Thời gian bị mua bán", f"từ {SHORT} đến {SHORT}"),
        ("Ngày trở về", case.returned_words if case.returned_on else GAP),
    ]
    return tuple(rows)


def _word(person, field):
    return getattr(person, f"get_{field}_display")() or GAP


def _representative(case, minor, day):
    """For whoever is under 18, or may be: who signs along. The parent, if known."""
    person = minor or case.victim
    if person.is_minor_on(day) is False:
        return
    parent = bool(minor) and minor.relation == "child"
    name = case.victim.shown_name if parent else GAP
    relation = "cha hoặc mẹ" if parent else GAP
    rows = (("Người đại diện (nếu dưới 18 tuổi)", name), ("Quan hệ", relation))
    yield Block("facts", rows=rows)


def _proof(case, private):
    found = case.identification
    if found is None or found.status != Identification.Status.VICTIM:
        return (("Giấy tờ xác nhận", GAP),)
    return (
        ("Giấy tờ xác nhận", found.paper_kind or GAP),
        (
            "Số, ngày cấp",
            f"{private and found.paper_number or SHORT}, ngày {_day(found.paper_on)}",
        ),
        ("Cơ quan cấp", found.body or GAP),
    )


def _household(case, private):
    status = case.household.poverty
    if not status:
        return (("Hoàn cảnh hộ (nghèo, cận nghèo)", f"chưa xét {GAP}"),)
    rows = [("Hoàn cảnh hộ", f"{status.get_category_display()}, năm {status.year}")]
    if status.category in (
        PovertyStatus.Category.POOR,
        PovertyStatus.Category.NEAR_POOR,
    ):
        rows.append(("Số giấy chứng nhận", private and status.certificate or GAP))
    return tuple(rows)


def _day(day):
    return day.strftime("%d/%m/%Y") if day else GAP


HEADS = ("STT", "Mã hồ sơ", "Họ và tên", "Ngày sinh", "Nơi cư trú", "Khoản")


def annex(record, day=None):
    """Whose code it is: one line, for the bodies that decide and pay; never posted."""
    day = day or today()
    body = parties_of(record, day).decides
    person = record.minor or record.case.victim
    row = (
        "1",
        record.case.code,
        record.minor.name if record.minor else record.case.victim.shown_name,
        person.born_words if person.born_on else "",
        record.territory.label,
        record.item.name,
    )
    step = record.decision
    paper = f"KÈM QUYẾT ĐỊNH {step.document_number}" if step else DRAFT
    return Paper(
        title="PHỤ LỤC",
        about=f"Danh sách kèm theo văn bản về {whose(record)}",
        head=head_of(body, "PL"),
        blocks=(Block("table", heads=HEADS, rows=(row,)),),
        day=day,
        signer=signer_of(body),
        recipients=(
            "Cơ quan quyết định, cơ quan chi trả;",
            "Lưu: VT (không phổ biến).",
        ),
        marks=(NAMED, paper),
    )
