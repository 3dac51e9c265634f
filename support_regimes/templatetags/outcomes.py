"""The names of what was chosen for an outcome or one of its steps."""

from django import template

from support_regimes.outcomes import TOPICS, name_in

register = template.Library()
LISTS = {"body": "bodies", "level": "levels", "plan_help": "helps"}


@register.filter
def listed(record, name):
    """The name in outcomes.toml of the key that stands in a field."""
    return name_in(getattr(TOPICS[record.topic], LISTS[name]), getattr(record, name))
