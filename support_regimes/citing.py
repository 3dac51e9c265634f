"""The texts that a paper rests on, and the marks of what nobody has confirmed."""

from accounts.documents import Block
from support_regimes.models import Instrument, Norm, RuleSet

KINDS = {
    Instrument.Kind.LAW: "Luật",
    Instrument.Kind.DECREE: "Nghị định",
    Instrument.Kind.CIRCULAR: "Thông tư",
    Instrument.Kind.RESOLUTION: "Nghị quyết",
    Instrument.Kind.DECISION: "Quyết định",
}
UNCONFIRMED = (
    "Bộ quy định chưa được tỉnh xác nhận; dòng ghi “chưa xác nhận” phải xem lại"
)


def bases(record, day):
    """The lines "Căn cứ …" (Blocks) of a request: the texts behind what is asked.

    The highest text first. A text that ended before the day of the paper says so: the
    case follows the rules of the day it was taken in.
    """
    lines = [f"Căn cứ {_cited(text, day)};" for text in _texts(record, day)]
    return tuple(Block("basis", line) for line in lines)


def _texts(record, day):
    item, regime = record.item, record.regime
    area = record.territory
    norm = Norm.objects.of(area, day).filter(item=item).first()
    keys = {item.instrument_id, regime.instrument_id}
    keys |= {norm.instrument_id} if norm else set()
    keys |= set(regime.entitlements.values_list("instrument", flat=True))
    keys |= set(regime.steps.values_list("instrument", flat=True))
    rank = {kind: place for place, kind in enumerate(KINDS)}
    texts = Instrument.objects.filter(pk__in=keys, kind__in=KINDS)
    return sorted(texts, key=lambda text: (rank[text.kind], text.number))


def _cited(text, day):
    """ "Nghị định số 09/2013/NĐ-CP của Chính phủ quy định …", marked where unsure."""
    kind, title = KINDS[text.kind], text.title
    for word in ("Thông tư liên tịch", kind):
        if title.startswith(word):
            kind, title = word, title.removeprefix(word).strip()
            break
    issued = f" ngày {text.issued_on:%d/%m/%Y}" if text.issued_on else ""
    if text.kind == Instrument.Kind.LAW:
        words = f"{kind} {title} số {text.number}{issued}"
    else:
        words = f"{kind} số {text.number}{issued} của {text.issuer} {title}"
    said = []
    if text.valid_to and text.valid_to < day:
        said.append(
            f"hết hiệu lực sau ngày {text.valid_to:%d/%m/%Y}, áp dụng theo ngày tiếp nhận"
        )
    if text.is_unconfirmed:
        said.append("chưa xác nhận")
    return f"{words} ({'; '.join(said)})" if said else words


def marks_of(record):
    """What stands in the frame above: the rule set is a draft, or lines are unsure."""
    rules, item = record.regime.rule_set, record.item
    unsure = [item, record.regime, *record.regime.steps.all()]
    if rules.state == RuleSet.State.DRAFT or any(x.is_unconfirmed for x in unsure):
        return (UNCONFIRMED,)
    return ()
