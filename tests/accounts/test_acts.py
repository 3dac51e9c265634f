"""Every act that the code can write into the trail, and every page, has words."""

import ast
import re

import pytest
from django.urls import get_resolver
from django.utils.translation import override

from accounts import acts
from livelihoods.models import GrantStep
from tests.test_access import names
from tests.test_house import code

WRITERS = {"write", "record"}


def first_words(node):
    """What an act may look like: texts, with "*" for what is filled in when it runs."""
    if isinstance(node, ast.Constant):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        parts = [p.value if isinstance(p, ast.Constant) else "*" for p in node.values]
        return ["".join(parts)]
    if isinstance(node, ast.IfExp):
        return first_words(node.body) + first_words(node.orelse)
    return []


def said_in(path):
    """The acts that a file writes: given to the trail, or named `act` for it."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = getattr(node.func.value, "id", "")
            if owner == "activity" and node.func.attr in WRITERS and node.args:
                yield from first_words(node.args[0])
        elif isinstance(node, ast.Assign) and named_act(node.targets[0]):
            yield from first_words(node.value)


def named_act(target):
    return "act" in (getattr(target, "id", ""), getattr(target, "attr", ""))


def every_act():
    paths = [path for path in code() if "activity" in path.read_text()]
    found = {act for path in paths for act in said_in(path)}
    return sorted(act for act in found if act and act.strip("*"))


def has_words(act):
    """A text with gaps has words if some act of the table fits into it."""
    pattern = re.compile(".+".join(re.escape(part) for part in act.split("*")))
    by_prefix = [p for p in [*acts.PREFIXES, "set "] if act.startswith(p)]
    return bool(by_prefix) or any(pattern.fullmatch(known) for known in acts.ACTS)


def test_the_code_is_found_to_write_acts():
    assert {"open case", "replay", "sign in"} <= set(every_act())


@pytest.mark.parametrize("act", every_act())
def test_every_act_has_words(act):
    assert has_words(act)


def test_every_step_of_a_grant_has_words():
    """These acts are written with a gap, into which any act would fit."""
    steps = GrantStep.Act.values

    assert [step for step in steps if f"{step} grant" not in acts.ACTS] == []


def test_every_page_has_words():
    assert [page for page in names(get_resolver()) if page not in acts.PAGES] == []


@pytest.mark.parametrize(
    ("act", "words"),
    [
        ("open case", "Opened a case"),
        ("read victims:case_person", "Looked at: person and consent"),
        ("refused 403 victims:case_person", "Was refused (role): person and consent"),
        ("set decision_days", "Set a number: working days to decide on a grant"),
        ("something new", "something new"),
    ],
)
def test_words_are_read_by_people(act, words):
    with override("en"):
        assert acts.words(act) == words
