"""Plans that can be chosen, as the files in support_regimes/plans/ say. Pure but for them.

A file: key, name, source, note, confidence, from (what the first day is), and steps:
title, after_days or after_months, optionally every_months × times, and visit.
"""

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from areas.clock import months_after
from support_regimes.models import Confidence, PlanStep

DATA = Path(__file__).parent / "plans"
HEAD = {"key", "name", "source", "note", "confidence", "from", "step"}
STEP = {"title", "after_days", "after_months", "every_months", "times", "visit"}


@dataclass(frozen=True)
class Template:
    """A plan to choose: its words, where it comes from, and its steps as written."""

    key: str
    name: str
    source: str
    note: str
    confidence: str
    counted_from: str
    steps: tuple

    def dated(self, first):
        """The steps from a first day on, as [(due day, title, is a visit)], by day."""
        found = []
        for step in self.steps:
            for turn in range(step.get("times", 1)):
                months = step.get("after_months", 0)
                months += turn * step.get("every_months", 0)
                day = months_after(first, months)
                day += timedelta(days=step.get("after_days", 0))
                found.append((day, step["title"], step.get("visit", False)))
        return sorted(found, key=lambda row: row[0])

    def steps_from(self, first):
        """Unsaved PlanSteps, numbered in the order of their days."""
        return [
            PlanStep(number=number, due_on=day, title=title, is_visit=is_visit)
            for number, (day, title, is_visit) in enumerate(self.dated(first), start=1)
        ]


@cache
def templates():
    """{key: Template} of the repository, read once."""
    return {template.key: template for template in read()}


def read(directory=DATA):
    """The checked templates; raises ValidationError naming every fault."""
    found, faults = [], []
    for path in sorted(Path(directory).glob("*.toml")):
        said = tomllib.loads(path.read_text(encoding="utf-8"))
        faults += [f"{path.name}: {fault}" for fault in _faults(said)]
        found.append(said)
    if faults:
        raise ValidationError(faults)
    return [_template(said) for said in found]


def _template(said):
    head = {name: said[name] for name in HEAD - {"from", "step", "note"}}
    steps = tuple(said["step"])
    note = said.get("note", "")
    return Template(note=note, counted_from=said["from"], steps=steps, **head)


def _faults(said):
    for name in sorted(HEAD - {"note"} - said.keys()):
        yield _("no “%s”.") % name
    if said.get("confidence") not in Confidence.values:
        yield _("%s does not say how sure it is (confidence).") % "plan"
    for step in said.get("step", []):
        unknown = ", ".join(sorted(step.keys() - STEP))
        if unknown or not step.get("title"):
            yield _("a step is not right: %s") % (unknown or "title")
