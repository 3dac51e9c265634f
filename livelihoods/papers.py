"""What stands on the papers of a grant; the words are in their templates."""

from accounts.models import Organisation
from livelihoods.models import Grant, Handover
from livelihoods.models.grant_parts import number_words

LEAST_ROWS = 3


def slip_of(grant, user, handover):
    """Context of the handover slip. In: the person who prints, the handover or None.

    Nothing on it tells a returned person from a household of prevention: no case
    code, no donor, the receiver by family name alone.
    """
    rows = _rows_of(grant, handover)
    day = handover.happened_on if handover else None
    return {
        "organisation": _union(grant.household.territory, day or grant.decided_on),
        "phone": _phone(grant, user),
        "number": handover.number if handover else "",
        "day": day,
        "receiver": short_name(_receiver(grant, handover, user)),
        "place": f"{grant.household.hamlet}, {grant.household.territory}".strip(", "),
        "handover": handover,
        "rows": rows,
        "empty_rows": range(max(1, LEAST_ROWS - len(rows))),
        "value": grant.due_amount,
        "in_full": not handover or all(row["is_full"] for row in rows),
        "languages": _languages(handover),
        "next_visit": grant.household.next_visit_on if handover else None,
        "footer_note": "Bản giao cho hộ",
        "file": f"phieu-{handover.number}" if handover else "phieu",
    }


def _rows_of(grant, handover):
    """One row a line: name, approved, delivered, details, condition."""
    given = {row.line_id: row for row in handover.lines.all()} if handover else {}
    return [_row(line, given.get(line.pk)) for line in grant.lines.all()]


def _row(line, given):
    delivered = None
    if given:
        delivered = line.approved if given.delivered is None else given.delivered
    details = [given.weight, given.ear_tags, given.reason] if given else []
    if line.not_valued:
        details.append("chưa quy ra tiền")
    return {
        "name": str(line),
        "approved": _count(line, line.approved),
        "delivered": "" if delivered is None else _count(line, delivered),
        "details": ", ".join(filter(None, details)),
        "condition": given.condition if given and line.species_id else "",
        "is_full": delivered == line.approved,
    }


def _count(line, number):
    """`3 con`; a lot without a number is "trọn gói"."""
    if line.quantity is None:
        return "trọn gói" if number else "0"
    return f"{number_words(number)} {line.unit}".strip()


def _receiver(grant, handover, user):
    if grant.case and grant.case.withholds_from(user):
        return ""  # written by hand, if at all
    if handover and handover.receiver == Grant.Holder.OTHER:
        return grant.other_holder
    return grant.case.victim.shown_name if grant.case else grant.household.head_name


def short_name(name):
    """`Lý Văn Páo` -> `Lý Văn P.`: enough for the two who sign."""
    words = name.split()
    if len(words) < 2:
        return name
    return " ".join([*words[:-1], f"{words[-1][0]}."])


def _phone(grant, user):
    holder = grant.household.holder
    return (holder.phone if holder else "") or user.phone


def _languages(handover):
    chosen = handover.read_back_in if handover else ""
    of = Handover.Language
    names = {of.VIETNAMESE: "phổ thông", of.MONG: "Mông", of.DAO: "Dao", of.TAY: "Tày"}
    rows = [{"name": name, "ticked": chosen == key} for key, name in names.items()]
    other = chosen == of.OTHER
    return [*rows, {"name": "tiếng khác: ………………", "ticked": other}]


def _union(area, day):
    """The Women's Union of the area as named that day, or its name by rule."""
    kind = Organisation.Kind.WOMENS_UNION
    found = Organisation.objects.on(day).filter(kind=kind, area=area).first()
    return found or {"name": f"Hội Liên hiệp Phụ nữ {area}"}


def decision_of(grant):
    """Context of the decision: codes and communes alone, never a name."""
    return {
        "organisation": _union(grant.approving_area, grant.decided_on),
        "grant": grant,
        "whose": grant.case or grant.household,
        "number": grant.decision_number.split("/")[0],
        "rows": [
            {"line": line, "count": _count(line, line.approved)}
            for line in grant.lines.all()
        ],
        "total": grant.total,
        "has_unvalued": grant.has_unvalued,
        "as_of": None,
    }
