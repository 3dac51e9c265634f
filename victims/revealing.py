"""When a name may stand on a page instead of initials.

Names are hidden. In the own area they show for a minute on request, or for the session
of an office PC by the switch in the header; to the province one at a time, with a
reason; never to others. What was asked for is kept in the session, by the case's key.
"""

from django.utils import timezone

from victims.models.lists import hidden_heads

SECONDS = 60
ONE, LIST = "revealed", "names_until"


def _now():
    return int(timezone.now().timestamp())


def reveal(request, record):
    """Show this record's name on pages for the next minute."""
    still = {
        key: until
        for key, until in request.session.get(ONE, {}).items()
        if until > _now()
    }
    request.session[ONE] = still | {str(record.pk): _now() + SECONDS}


def reveal_lists(request):
    """Show the names of the own area on all pages for the next minute."""
    request.session[LIST] = _now() + SECONDS


def withheld(request, record):
    """Why only the code is shown, or "": see Case.withholds_from().

    Of a household, where its head is the person of such a case.
    """
    if not hasattr(record, "withholds_from"):
        if not hasattr(request, "hidden_heads"):
            request.hidden_heads = hidden_heads(request.user)
        return request.hidden_heads.get(record.pk, "")
    if not hasattr(record, "withheld"):
        record.withheld = record.withholds_from(request.user)
    return record.withheld


def sees_private(request, record, case=None):
    """May this page show notes, contacts, answers of the record, and of which case?"""
    if case is not None and withheld(request, case):
        return False
    if not hasattr(request, "private_reach"):
        request.private_reach = set(request.user.reach("victims.view_private"))
    return record.territory_id in request.private_reach


def is_revealed(request, record):
    """May this page print the name of this case or household?"""
    if withheld(request, record):
        return False
    if request.session.get(ONE, {}).get(str(record.pk), 0) > _now():
        return True
    asked = request.session.get("names_shown") or is_list_revealed(request)
    return bool(asked) and record.territory_id in own_reach(request)


def seconds_left(request, record):
    """How long a name that was asked for still shows; 0 while the switch is on."""
    if request.session.get("names_shown"):
        return 0
    until = request.session.get(ONE, {}).get(str(record.pk), 0)
    return max(until, request.session.get(LIST, 0)) - _now()


def is_list_revealed(request):
    return request.session.get(LIST, 0) > _now()


def own_reach(request):
    """Areas (set) where this person sees names without giving a reason."""
    if not hasattr(request, "own_reach"):
        request.own_reach = set(request.user.reach("victims.reveal_name"))
    return request.own_reach


def may_ask(request, record):
    """Here: "free" without a reason, "reason" with one, "" never."""
    if withheld(request, record):
        return ""
    if record.territory_id in own_reach(request):
        return "free"
    if request.user.has_perm("victims.reveal_name_with_reason"):
        return "reason"
    return ""
