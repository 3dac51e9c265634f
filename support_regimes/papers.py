"""The papers of a request: letters and decisions, as drafts for the bodies to finish.

They carry codes only; whose code it is stands in the annex (support_regimes/naming.py).
The words are Vietnamese: these are papers of Vietnamese offices.
"""

from dataclasses import dataclass, replace

from accounts.documents import Block, Head, Paper
from areas.clock import today
from areas.models import Area
from areas.widgets import dotted
from areas.words import dong_words
from support_regimes.bodies import CHAIR, Bodies
from support_regimes.citing import bases, marks_of
from support_regimes.findings import Kind
from support_regimes.models import RequestState

DRAFT = "DỰ THẢO"
REWRITTEN = "BẢN SOẠN LẠI TỪ SỔ"
POSTED = "BẢN NIÊM YẾT – CHỈ CÓ MÃ HỒ SƠ"
GAP = "…………"
MARKS = {"committee": "UBND", "labour": "LĐTBXH", "health": "SYT"}
LAW_OF_APPEAL = (
    "Nếu không đồng ý với Quyết định này, người đề nghị có quyền khiếu nại đến {body} "
    "hoặc khởi kiện vụ án hành chính tại Tòa án, theo trình tự và thời hạn mà pháp luật "
    "về khiếu nại, về tố tụng hành chính quy định; hoặc nộp hồ sơ đề nghị mới khi đã có "
    "đủ điều kiện. Việc khiếu nại không làm mất các chế độ khác."
)
HELP = (
    "Đề nghị bổ sung và gửi lại. Nếu giấy tờ thuộc cơ quan nhà nước đang giữ, đề nghị "
    "hướng dẫn, giúp người nộp đơn xin cấp. Trong lúc chờ, các chế độ khác không bị ảnh "
    "hưởng."
)


@dataclass(frozen=True)
class Parties:
    """Who writes to whom: the bodies of the procedure on the day of the paper."""

    verifies: object
    appraises: object
    decides: object

    @property
    def one_decides(self):
        """The body that appraises also decides (the procedure since 07/2025)."""
        return bool(self.appraises) and self.appraises.name == self.decides.name


def parties_of(record, day):
    """The Parties of a request: in its place, on a day."""
    steps = {step.act: step for step in record.regime.steps.select_related("regime")}
    bodies = Bodies(day, [record.territory_id])
    verifies, appraises, decides = (
        bodies.of(steps.get(act), record.territory_id)
        for act in ("verify", "appraise", "decide")
    )
    return Parties(verifies, appraises or decides, decides or appraises)


def head_of(body, kind, subject=""):
    """The letterhead (Head) of a body: its own record's, or by the rule of names."""
    own = body.organisation
    name = (own and own.heading_name) or body.name.removeprefix(CHAIR)
    mark = MARKS.get(body.step.organ, "")
    if own and own.number_mark:
        mark = own.number_mark.rpartition("-")[2].strip()
    number = "/".join(filter(None, ["…", "-".join(filter(None, [kind, mark]))]))
    return Head(
        name=name,
        parent=(own and own.heading_parent) or _parent(body),
        number=number,
        subject=subject,
        place=(own and own.place_line) or (body.place.name if body.place else ""),
    )


def _parent(body):
    """A people's committee has nobody above it on its papers; its divisions do."""
    if body.step.organ == "committee" or body.place is None:
        return ""
    return f"Ủy ban nhân dân {body.place}"


def signer_of(body):
    """The lines above the signature."""
    own = body.organisation
    if own and own.signer_title:
        return tuple(own.signer_title.upper().splitlines())
    if body.step.organ == "committee":
        chair = body.step.body.startswith(CHAIR) and body.step.act == "decide"
        return ("CHỦ TỊCH",) if chair else ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
    is_province = body.place and body.place.level == Area.Level.PROVINCE
    return ("GIÁM ĐỐC",) if is_province else ("TRƯỞNG PHÒNG",)


def whose(record):
    """The claimant without a name: by the code of the case."""
    if record.minor_id:
        return f"người dưới 18 tuổi đi cùng, hồ sơ mã số {record.case.code}"
    return f"người có hồ sơ mã số {record.case.code}"


def request_letter(record, day=None):
    """The commune asks the body that appraises (and decides)."""
    day = day or today()
    who = parties_of(record, day)
    sender = who.verifies.name.removeprefix(CHAIR)
    texts = (
        f"Ngày {_day(record.asked_on)}, {sender} nhận đơn đề nghị hỗ trợ của "
        f"{whose(record)}, nơi cư trú: {record.territory.label}. Chế độ đề nghị: "
        f"{record.regime.name.lower()}; khoản: {record.item.name}.",
        "Sau khi kiểm tra giấy tờ, hồ sơ gồm: đơn đề nghị hỗ trợ và giấy tờ kèm theo "
        "(họ tên, giấy tờ của người đề nghị: phụ lục, gửi riêng, không phổ biến).",
        _amount_asked(record, day),
        f"{sender} đề nghị {who.appraises.name} {_what_next(who)}.",
    )
    return Paper(
        title="TỜ TRÌNH",
        about="Về việc đề nghị hỗ trợ người bị mua bán trở về",
        head=head_of(who.verifies, "TTr"),
        blocks=(
            Block("to", who.appraises.name),
            *bases(record, day),
            *(Block("text", text) for text in texts),
        ),
        day=day,
        signer=signer_of(who.verifies),
        recipients=("Như trên;", "Lưu: VT."),
        marks=(DRAFT, *marks_of(record)),
    )


def _what_next(who):
    if who.one_decides:
        return "thẩm định và quyết định"
    return f"thẩm định, trình {who.decides.name} quyết định"


def _amount_asked(record, day):
    """The amount by the norm of the day, in figures and words; or that it is unknown."""
    norm = record.item.norm_on(day, record.territory)
    if norm is None or norm.amount is None:
        kind = norm.get_kind_display() if norm else "chưa có mức trong bộ quy định"
        return f"Mức đề nghị: {kind}."
    unsure = " (mức chưa được xác nhận)" if norm.is_unconfirmed else ""
    return (
        f"Mức đề nghị: {dotted(norm.amount)} đồng/{record.item.get_unit_display()} "
        f"({dong_words(norm.amount)}), theo {norm.basis}{unsure}."
    )


def decision(record, day=None, *, posted=False):
    """The decision on support: a draft, or what was decided. `posted`: for the board."""
    step = record.decision
    day = day or (step.happened_on if step else today())
    who = parties_of(record, day)
    named = "." if posted else " (họ tên: phụ lục kèm theo, gửi riêng)."
    articles = (
        f"Hỗ trợ {record.item.name.lower()} (chế độ: {record.regime.name.lower()}) "
        f"cho 01 người: {whose(record)}, {record.territory.label}{named}",
        _money(step, _by_norm(record, day)),
        f"{_carry_out(who)} chịu trách nhiệm thi hành Quyết định này. "
        "Quyết định có hiệu lực từ ngày ký.",
    )
    about = "Về việc hỗ trợ người bị mua bán trở về"
    paper = _decision(record, who, day, step, about, articles)
    return replace(paper, marks=(POSTED, *marks_of(record))) if posted else paper


def _by_norm(record, day):
    """The amount (VND) that the norm of the day gives one person, or None."""
    norm = record.item.norm_on(day, record.territory)
    return norm.amount if norm and norm.kind in norm.LIMITS else None


def _decision(record, who, day, step, about, articles):
    """The frame of both decisions. step: what was decided, None for a draft."""
    body = who.decides
    return Paper(
        title="QUYẾT ĐỊNH",
        about=about,
        head=_numbered(head_of(body, "QĐ"), step),
        blocks=(
            Block("title", _authority(body)),
            *bases(record, day),
            Block("basis", _proposed(who, record)),
            Block("title", "QUYẾT ĐỊNH:"),
            *(
                Block("article", text, label=f"Điều {number}.")
                for number, text in enumerate(articles, start=1)
            ),
        ),
        day=day,
        shows_day=step is not None,
        signer=signer_of(body),
        recipients=_recipients(body),
        marks=(DRAFT if step is None else REWRITTEN, *marks_of(record)),
    )


def _numbered(head, step):
    """With the number of the paper once it was decided."""
    if step is None or not step.document_number:
        return head
    return Head(head.name, head.parent, step.document_number, head.subject, head.place)


def _authority(body):
    name = body.name
    return (name if name.startswith(CHAIR) else f"Giám đốc {name}").upper()


def _proposed(who, record):
    by = who.verifies if who.one_decides else who.appraises
    return (
        f"Theo đề nghị của {by.name.removeprefix(CHAIR)} về hồ sơ {record.case.code}."
    )


def _money(step, norm):
    """What is given: as decided, in a draft by the norm; a gap where neither is known."""
    amount = step.amount if step else norm
    if not amount and norm:
        return f"Mức hỗ trợ: {GAP}{GAP} đồng. Nguồn kinh phí: {GAP}{GAP}."
    if not amount:
        return "Mức hỗ trợ: theo chi phí thực tế hoặc bằng hiện vật, không ghi số tiền."
    return (
        f"Mức hỗ trợ: {dotted(amount)} đồng ({dong_words(amount)}). "
        f"Nguồn kinh phí: {GAP}{GAP}."
    )


def _carry_out(who):
    names = [who.appraises.name, who.verifies.name.removeprefix(CHAIR)]
    return ", ".join(dict.fromkeys(names)) + " và người có tên trong phụ lục"


def _recipients(body):
    own = body.organisation
    if own and own.recipients.strip():
        lines = (
            line.strip().lstrip("-–").strip() for line in own.recipients.split("\n")
        )
        return tuple(line for line in lines if line)
    return ("Như Điều 3;", "Lưu: VT.")


def return_letter(record, missing, day=None):
    """The body returns the file. `missing`: what is missing, a text for each paper."""
    step = record.steps.live().filter(act="return").order_by("recorded_at").last()
    returned = step if step and record.state == RequestState.RETURNED else None
    if returned:
        missing, day = [returned.note], day or returned.happened_on
    day = day or today()
    who = parties_of(record, day)
    rows = [f"{number}. {text}" for number, text in enumerate(missing, start=1)]
    texts = (
        f"{who.appraises.name} nhận hồ sơ đề nghị hỗ trợ mã số {record.case.code} "
        f"(khoản: {record.item.name}; nộp ngày {_day(record.asked_on)}). Qua xem xét, "
        "hồ sơ còn thiếu:",
        *(rows or [f"1. {GAP}{GAP}{GAP}"]),
        HELP,
    )
    return Paper(
        title="",
        head=head_of(who.appraises, "", _subject(record, "trả lại hồ sơ để bổ sung")),
        blocks=(
            Block("to", who.verifies.name.removeprefix(CHAIR)),
            *(Block("text", text) for text in texts),
        ),
        day=day,
        shows_day=returned is not None,
        signer=signer_of(who.appraises),
        recipients=("Như trên;", "Lưu: VT."),
        marks=(DRAFT, *marks_of(record)),
    )


def _subject(record, what):
    return f"V/v {what}, mã số {record.case.code}"


def refusal(record, findings, day=None):
    """The decision that refuses, with its reasons and the way to appeal.

    `findings`: the conditions of the item; those that are not met are the reasons.
    """
    step = record.decision
    decided = step if step and step.result == RequestState.REFUSED else None
    day = day or (decided.happened_on if decided else today())
    who = parties_of(record, day)
    reasons = [_reason(f) for f in findings if f.kind is Kind.CLOSED]
    if decided and decided.note:
        reasons = [decided.note.strip().rstrip("."), *reasons]
    articles = (
        f"Không hỗ trợ {record.item.name.lower()} theo đơn ngày "
        f"{_day(record.asked_on)} của {whose(record)}, {record.territory.label}. "
        f"Lý do: {'; '.join(reasons) if reasons else GAP + GAP + GAP}.",
        LAW_OF_APPEAL.format(body=who.decides.name),
        f"{_carry_out(who)} chịu trách nhiệm thi hành Quyết định này. "
        "Cán bộ xã đọc và giải thích Quyết định bằng ngôn ngữ người đề nghị hiểu.",
    )
    about = "Về việc không hỗ trợ theo đơn đề nghị"
    return _decision(record, who, day, decided, about, articles)


def _reason(finding):
    said = ": ".join(filter(None, [str(finding.label), str(finding.note)]))
    said = said.rstrip(" .")
    return f"{said} ({finding.article})" if finding.article else said


def _day(day):
    return day.strftime("%d/%m/%Y")
