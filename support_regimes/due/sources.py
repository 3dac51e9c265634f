"""What can be due: each source is a SELECT over the calendar and rules of base.sql.

Columns of a source: ref (uuid of its record), case_id, minor_id, regime_id, territory_id,
due_on (null: waits without a last day). A later app adds its own with SOURCES.append().
"""

from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext_lazy as _

HERE = Path(__file__).parent
REMIND = 30  # days before an insurance card ends


@dataclass(frozen=True)
class Source:
    """kind: its key, in addresses too; parameters: more named ones for its SQL."""

    kind: str
    label: str
    sql: str
    parameters: dict = field(default_factory=dict)


def text(name):
    return (HERE / f"{name}.sql").read_text(encoding="utf-8")


SOURCES = [
    Source("term", _("Time to apply"), text("term")),
    Source("step", _("Step of a body"), text("step")),
    Source("stay", _("Limit of a stay"), text("stay")),
    Source("insurance", _("Insurance card"), text("insurance"), {"remind": REMIND}),
]
