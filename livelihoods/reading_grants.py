"""A grant in words, for its pages: facts, history, what changed, what may be done."""

from django.utils.translation import gettext as _

from areas.widgets import dotted
from livelihoods.models import Grant, GrantStep
from livelihoods.models.deciding import DECIDES
from livelihoods.models.grant_parts import MENDABLE, in_phrase

ADD, PAYS = "livelihoods.add_grant", "livelihoods.pay_grant"
DELIVERS = "livelihoods.hand_over_grant"
NO_BREAK = "\u00a0"
FIELDS = {
    "budget": lambda: _("Funding source"),
    "why": lambda: _("Why it fits"),
    "consulted": lambda: _("Who was asked"),
    "payee": lambda: _("Payee, keeper"),
    "trained": lambda: _("Trained in care"),
    "again_reason": lambda: _("Why again"),
}


def dong(amount):
    """VND as text that never parts at a line's end."""
    return f"{dotted(amount)}{NO_BREAK}đ"


def opening(text):
    """The text with a capital at its begin, the rest as it is."""
    return text[:1].upper() + text[1:]


def date_words(day):
    return f"{day:%d/%m/%Y}" if day else "–"


def labels(choices, values):
    """The words of several choices: "has water; has a barn"."""
    return opening("; ".join(str(choices(value).label) for value in values))


def contents(grant):
    return ", ".join(line.phrase for line in grant.lines.all())


def holder_words(grant, *, private):
    """Who is paid and who keeps the animals; the name is for those near alone."""
    if Grant.Holder.OTHER not in (grant.payee, grant.keeper):
        return _("The supported person")
    who = [
        _("%(what)s: %(who)s") % {"what": what, "who": str(Grant.Holder(value).label)}
        for what, value in (
            (_("receives the money"), grant.payee),
            (_("keeps the animals"), grant.keeper),
        )
    ]
    name = grant.other_holder if private else ""
    agreed = _("yes on %s") % date_words(grant.agreed_alone_on)
    return "\n".join(filter(None, [*who, name, agreed]))


def facts_of(grant, *, private):
    """Rows (label, value) of a request; free words only for those near."""
    source = str(grant.budget) if grant.budget else _("the officer chooses")
    asked = labels(Grant.Asked, grant.consulted) or "–"
    if grant.consulted_on:
        asked += f" ({date_words(grant.consulted_on)})"
    why = labels(Grant.Why, grant.why)
    if private and grant.note:
        why = "\n".join(filter(None, [why, grant.note]))
    rows = [
        (_("Funding source"), source),
        (_("Payee, keeper"), holder_words(grant, private=private)),
        (_("Who was asked"), asked),
        (_("Why it fits"), why or "–"),
        (_("Trained in care"), grant.get_trained_display() or _("not said")),
        (_("Price offer"), _("seen") if grant.has_quote else _("not seen")),
    ]
    if grant.again_reason:
        rows.append((_("Why again"), grant.again_reason))
    if private and grant.case and grant.case.goals:
        rows.append((_("Goal of the plan"), f"«{grant.case.goals}»"))
    if grant.approving_area:
        rows.append((_("Decided by"), opening(str(grant.approving_area))))
    return [{"label": label, "value": value} for label, value in rows]


def money_of(grant):
    """The budget before and after this approval, in whole percent of it; or None."""
    budget, total = grant.budget, grant.total
    if not (budget and total and grant.can_be_decided):
        return None
    used = round(100 * budget.committed / budget.amount)
    planned = min(100 - used, max(1, round(100 * total / budget.amount)))
    return {
        "budget": budget,
        "before": budget.left,
        "after": budget.left - total,
        "used": used,
        "planned": planned,
    }


def history_of(grant):
    """What was done, newest first, with who and why."""
    steps = grant.steps.select_related("recorded_by").order_by(
        "-happened_on", "-recorded_at", "-id"
    )
    return [
        {
            "day": step.happened_on,
            "title": opening(str(step)),
            "note": " · ".join(
                filter(None, [str(step.recorded_by), *step_words(step)])
            ),
        }
        for step in steps
    ]


def step_words(step):
    """The reasons of a step: the kind, the words, what was to be mended."""
    kind = step.get_reason_display() if step.reason else ""
    if step.reason == GrantStep.Reason.OTHER:
        kind = ""
    return [kind, step.note]


def returned_of(grant):
    """What is to be mended, until when and why, for a request that was sent back."""
    if grant.state != Grant.State.RETURNED:
        return None
    steps = grant.steps.filter(act=GrantStep.Act.RETURN).select_related("recorded_by")
    step = steps.order_by("recorded_at").last()
    names = [str(label) for key, label in MENDABLE if key in grant.to_mend]
    return {
        "names": names,
        "until": grant.mend_by,
        "words": ". ".join(filter(None, step_words(step))) if step else "",
        "step": step,
    }


def changes_since_return(grant):
    """What the last sending changed against the one before; [] for the first."""
    if grant.decided_on:
        return []
    sent = grant.steps.filter(act=GrantStep.Act.SUBMIT).order_by("recorded_at")
    asked = [step.asked for step in sent if step.asked]
    if len(asked) < 2:
        return []
    return differences(asked[-2], asked[-1])


def differences(before, now):
    """Rows {what, before, now} of two snapshots of one request."""
    old = [plain_words(line) for line in before["lines"]]
    new = [plain_words(line) for line in now["lines"]]
    rows = [{"before": line, "now": ""} for line in old if line not in new]
    rows += [{"before": "", "now": line} for line in new if line not in old]
    for row in rows:
        row["what"] = _("Line")
    for name, label in FIELDS.items():
        if before.get(name) != now.get(name):
            rows.append(
                {
                    "what": label(),
                    "before": value_words(name, before.get(name)),
                    "now": value_words(name, now.get(name)),
                }
            )
    return rows


def plain_words(line):
    """A line of a snapshot: `3 con Lợn giống, 12.000.000 đ`."""
    name, number, unit, amount = line
    money = _("not valued") if amount is None else dong(amount)
    return ", ".join([" ".join(filter(None, [number, unit, in_phrase(name)])), money])


def value_words(name, value):
    choices = {"why": Grant.Why, "consulted": Grant.Asked, "payee": Grant.Holder}
    if name in choices:
        return labels(choices[name], value or []) or "–"
    if name == "trained":
        return str(Grant.Trained(value).label) if value else "–"
    return value or "–"


def actions_of(grant, user):
    """Names of what this person may do with the grant now (set)."""
    holds = {
        name: grant.territory_id in user.reach(name)
        for name in (ADD, DECIDES, PAYS, DELIVERS)
    }
    may = set()
    if holds[ADD]:
        if grant.can_be_edited:
            may |= {"edit", "submit"}
        if grant.can_be_withdrawn:
            may.add("withdraw")
        if grant.state == Grant.State.HANDED_OVER:
            may.add("close")
    if holds[DECIDES] and grant.is_decided_by(user) and not grant.worked_on_by(user):
        if grant.can_be_decided:
            may |= {"approve", "return", "refuse"}
        elif grant.state == Grant.State.APPROVED and not grant.was_delivered:
            may.add("refuse")
        if grant.is_given and not grant.decision_number:
            may.add("number")
    if holds[PAYS] and grant.can_be_paid:
        may.add("pay")
    if holds[DELIVERS] and grant.can_be_handed_over:
        may.add("hand_over")
    return may
