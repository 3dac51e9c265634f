"""Why a need stays unmet: the list of causes (causes.toml), and which one is proposed.

Pure: the program proposes, a person records.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from support_regimes.findings import Kind

SOURCE = Path(__file__).with_name("causes.toml")
GROUPS = {
    "outside": _("Asked for, but no rule pays it"),
    "not_given": _("A rule would give it, and it was not given"),
}
# What closes a way, or what nobody can say; a missing paper can still be got.
_HINTING = (Kind.CLOSED, Kind.NOBODY)


@dataclass(frozen=True)
class Cause:
    """One cause: key, Vietnamese name, group, and what proposes it."""

    key: str
    name: str
    group: str
    often: bool = False
    hints: tuple = ()
    needs: tuple = ()

    def __str__(self):
        return self.name


def read(text):
    """The causes of a file's text, in its order; ValueError for one that makes no sense."""
    found = {}
    for line in tomllib.loads(text)["cause"]:
        lists = {name: tuple(line.pop(name, ())) for name in ("hints", "needs")}
        cause = Cause(**line, **lists)
        if cause.key in found or cause.group not in GROUPS or len(cause.key) > 24:
            raise ValueError(f"cause {cause.key}")
        found[cause.key] = cause
    return found


CAUSES = read(SOURCE.read_text(encoding="utf-8"))


def choices():
    """[(key, name)] for the column; a callable, so that the list is data, no schema."""
    return [(cause.key, cause.name) for cause in CAUSES.values()]


def name_of(key):
    """The name of a cause, also of one that a later list no longer has."""
    return CAUSES[key].name if key in CAUSES else key


def proposed(results, needs):
    """Causes that these results of eligibility point to: [(cause, regime number)].

    In: RegimeResults of one claimant; the kinds of need that were recorded. Each cause
    once, in the order of the list. What she declined proposes nothing.
    """
    failed = {}
    for result in results:
        if result.declined_on:
            continue
        for each in result.items:
            for finding in each.findings:
                if finding.kind in _HINTING:
                    for key in _keys(finding, result.rules.code, each.item.code):
                        failed.setdefault(key, result.rules.number)
    found = []
    for cause in CAUSES.values():
        hit = next((hint for hint in cause.hints if hint in failed), None)
        if hit and (not cause.needs or needs & {*cause.needs}):
            found.append((cause, failed[hit]))
    return found


def _keys(finding, regime, item):
    """Every way in which a hint may name this finding; "?" before: nobody can say."""
    keys = [scope + finding.key for scope in ("", f"{regime}:", f"{item}:")]
    if finding.kind is Kind.NOBODY:
        keys += [f"?{key}" for key in keys]
    return keys
