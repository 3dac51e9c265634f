"""People on a page: initials, or the name where it was asked for and may be seen."""

from django import template
from django.utils.html import format_html
from django.utils.translation import ngettext

from accounts import activity
from accounts.models import WorkSetting
from areas.clock import today
from victims import revealing

register = template.Library()
NO_VALUE = "–"


def _request(context):
    return context.get("request") or context.request


def _label(request, record, person):
    """Printing a name is reading it: the trail is told which."""
    if revealing.withheld(request, record):
        return NO_VALUE
    if not revealing.is_revealed(request, record):
        return person.initials
    activity.named(request, record)
    name = getattr(person, "shown_name", person.name)
    seconds = revealing.seconds_left(request, record)
    if not seconds:  # the switch of an office PC: for the session
        return name
    return format_html(
        '<span data-name-for="{}" data-initials="{}">{}</span>',
        seconds,
        person.initials,
        name,
    )


@register.simple_tag(takes_context=True)
def person(context, case):
    """Initials of a case's person, or the name while it is shown."""
    return _label(_request(context), case, case.victim)


@register.simple_tag(takes_context=True)
def initials(context, case):
    """Initials alone, or a dash where not even they are shown."""
    hidden = revealing.withheld(_request(context), case)
    return NO_VALUE if hidden else case.victim.initials


@register.simple_tag(takes_context=True)
def head(context, household):
    """Initials of a household's head, or the name while names are shown."""
    return _label(_request(context), household, household)


@register.simple_tag(takes_context=True)
def minor(context, child):
    """Initials of an accompanying minor; the name goes with that of the case."""
    request = _request(context)
    if revealing.withheld(request, child.case):
        return NO_VALUE
    if not revealing.is_revealed(request, child.case):
        return child.initials
    activity.named(request, child)
    return child.name


@register.simple_tag(takes_context=True)
def is_revealed(context, record):
    return revealing.is_revealed(_request(context), record)


@register.simple_tag(takes_context=True)
def withheld(context, case):
    """Why only the code of the case is shown: "record", "share", "erased" or ""."""
    return revealing.withheld(_request(context), case)


@register.simple_tag(takes_context=True)
def may_reveal(context, record):
    """ "free", "reason" or "": how this visitor may ask for the name."""
    return revealing.may_ask(_request(context), record)


@register.simple_tag(takes_context=True)
def sees_private(context, record):
    """Contacts, do-not-tell list, notes and safety answers are open to the visitor."""
    return revealing.sees_private(_request(context), record, record)


@register.filter
def late(household):
    """ "Visit 6 days late", or nothing."""
    days = household.days_late
    if not days:
        return ""
    return ngettext("Visit %(days)s day late", "Visit %(days)s days late", days) % {
        "days": days
    }


@register.filter
def days_late(household):
    """ "6 days late", or nothing: beside a date that says of what."""
    days = household.days_late
    if not days:
        return ""
    return ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days}


@register.filter
def days_left(household):
    """ "2 days left", or nothing."""
    days = household.days_left
    if days is None:
        return ""
    return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}


@register.simple_tag
def retention_is_unconfirmed():
    """How long cases are kept is a proposal: nobody has confirmed the law's number."""
    return WorkSetting.is_unconfirmed("retention_years", today())
