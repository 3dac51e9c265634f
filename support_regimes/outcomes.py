"""What may be said of what came of the support: the lists of outcomes.toml. Pure.

The lists are data: a kind, a body, a cause or a step is added there. Records keep keys.
"""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from support_regimes.causes import CAUSES

SOURCE = Path(__file__).with_name("outcomes.toml")
TAGS = {"info", "ok", "warn", "neutral"}
CONFIDENCE = {"text_seen", "secondary", "unconfirmed"}
LISTS = ("kind", "body", "level", "help")  # chosen when a topic begins
FIELDS = {
    "kind", "body", "level", "place", "note", "happened_on", "amount", "with_plan",
    "plan_help", "valid_from", "valid_until", "share", "cause", "what", "months",
}  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """One line of a list; `unmet`: the cause that an unmet need is offered under."""

    key: str
    name: str
    unmet: str = ""


@dataclass(frozen=True)
class Share:
    """What the state pays of the contribution (percent), by which rule, how sure."""

    key: str
    name: str
    percent: int
    least: bool
    basis: str
    confidence: str

    @property
    def is_unconfirmed(self):
        return self.confidence == "unconfirmed"


@dataclass(frozen=True)
class Step:
    """What may follow a beginning; see outcomes.toml for each name."""

    key: str
    name: str
    fields: tuple
    tag: str = "neutral"
    needs: tuple = ()
    after: tuple = ()
    kinds: tuple = ()
    ends: bool = False
    once: bool = False
    unmet: str = ""
    causes: dict = field(default_factory=dict)
    whats: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Topic:
    """One of the five parts: what is asked, what may be chosen, what may follow."""

    key: str
    name: str
    begun: str
    fields: tuple
    needs: tuple
    minors: bool
    kinds: dict
    bodies: dict
    levels: dict
    helps: dict
    steps: dict


def read(text):
    """{key: Topic} and {key: Share} of a file's text; ValueError where it makes no sense."""
    found = tomllib.loads(text)
    chosen = {name: _by(found.get(name, []), "topic") for name in LISTS}
    asked = {name: _by(found.get(name, []), "step") for name in ("cause", "what")}
    topics = {}
    for line in found["topic"]:
        key = line["key"]
        steps = [one for one in found.get("step", []) if one["topic"] == key]
        topics[key] = Topic(
            key=key,
            name=line["name"],
            begun=line["begun"],
            fields=tuple(line["fields"]),
            needs=tuple(line["needs"]),
            minors=line["minors"],
            kinds=chosen["kind"].get(key, {}),
            bodies=chosen["body"].get(key, {}),
            levels=chosen["level"].get(key, {}),
            helps=chosen["help"].get(key, {}),
            steps={one["key"]: _step(one, asked) for one in steps},
        )
    shares = {line["key"]: Share(**line) for line in found["share"]}
    _check(topics, shares)
    return topics, shares


def _by(lines, owner):
    """{owner: {key: Choice}} in the order of the file."""
    found = {}
    for line in lines:
        line = dict(line)
        to = found.setdefault(line.pop(owner), {})
        if line["key"] in to:
            raise ValueError(f"{line['key']} stands twice")
        to[line["key"]] = Choice(**line)
    return found


def _step(line, asked):
    line = {name: value for name, value in line.items() if name != "topic"}
    names = ("fields", "needs", "after", "kinds")
    lists = {name: tuple(line.pop(name, ())) for name in names}
    causes = asked["cause"].get(line["key"], {})
    return Step(
        **line, **lists, causes=causes, whats=asked["what"].get(line["key"], {})
    )


def _check(topics, shares):
    for topic in topics.values():
        if not topic.kinds or not {*topic.needs} <= {*topic.fields} <= FIELDS:
            raise ValueError(f"topic {topic.key}")
        for step in topic.steps.values():
            unmet = [each.unmet for each in [step, *step.causes.values()] if each.unmet]
            fine = (
                step.tag in TAGS
                and {*step.needs} <= {*step.fields} <= FIELDS
                and {*step.after} <= {*topic.steps}
                and {*step.kinds} <= {*topic.kinds}
                and {*unmet} <= {*CAUSES}
                and ("cause" in step.fields) == bool(step.causes)
                and ("what" in step.fields) == bool(step.whats)
            )
            if not fine:
                raise ValueError(f"step {topic.key}:{step.key}")
    for share in shares.values():
        if share.confidence not in CONFIDENCE or not 0 <= share.percent <= 100:
            raise ValueError(f"share {share.key}")
        if not share.basis and not share.is_unconfirmed:
            raise ValueError(f"share {share.key} has no basis")


TOPICS, SHARES = read(SOURCE.read_text(encoding="utf-8"))


def hindrance(step, kind, found, ended):
    """Why a Step cannot follow: "kind", "once", "after", "ended", or "" where it can.

    In: the kind of the outcome, the kinds of steps that stand already (set), and
    whether one of them ended the matter.
    """
    if step.kinds and kind not in step.kinds:
        return "kind"
    if step.once and step.key in found:
        return "once"
    if step.after and not found & {*step.after}:
        return "after"
    return "ended" if ended and not step.after else ""


def name_in(choices, key):
    """The name of a line, also of one that a later list no longer has."""
    return choices[key].name if key in choices else key
