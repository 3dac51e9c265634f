"""When the program or its database fails: nothing is half saved, nothing typed is lost.

These pages ask neither the database nor the session, because those may be what failed.
What was typed comes back in the page with a button that sends it again: the work of the
failed request was undone, its one-time key too. Passwords and files do not come back.
"""

import re
import sys
from uuid import uuid4

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db.utils import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import bad_request

from accounts.logs import incident

SECRET = re.compile(r"password|passphrase|one_time", re.IGNORECASE)
KEYS = {"csrfmiddlewaretoken", "submission"}
WAIT = 10  # seconds until the page asks again
# What the database says (SQLSTATE), and what the page says about it.
FULL = {"53100", "53200", "25006", "58030"}  # disk, memory, read only, input/output
BUSY = {"55P03", "57014", "40P01", "40001", "25P03", "53300"}


def unreadable(request, exception):
    """400, and 413 for what is larger than the program takes."""
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent):
        return _page(request, "413.html", 413)
    return bad_request(request, exception)


def failed(request):
    """500, or 503 with the page that heals itself when the database is the cause."""
    reason = why(sys.exc_info()[1])
    if not reason:
        return _page(request, "500.html", 500)
    response = _page(request, "503.html", 503, reason=reason)
    response.headers["Retry-After"] = str(WAIT)
    return response


def why(error):
    """ "away", "full" or "busy" when the database failed, else nothing."""
    while error:
        if isinstance(error, OperationalError | InterfaceError):
            state = getattr(error.__cause__, "sqlstate", None) or ""
            if state in FULL:
                return "full"
            return "busy" if state in BUSY else "away"
        if getattr(error, "sqlstate", None) in FULL | BUSY:
            return "full" if error.sqlstate in FULL else "busy"
        error = error.__cause__ or error.__context__
    return None


def _page(request, template, status, **more):
    if not hasattr(request, "id"):
        request.id = uuid4()
    fields, files = typed(request)
    context = more | {
        "number": incident(request),
        "wait": WAIT,
        "path": request.path,
        "sent": request.method not in ("GET", "HEAD"),
        "keys": [field for field in fields if field[0] in KEYS],
        "fields": [field for field in fields if field[0] not in KEYS],
        "texts": [value for name, value in fields if name not in KEYS and " " in value],
        "files": files,
    }
    return HttpResponse(render_to_string(template, context), status=status)


def typed(request):
    """What was sent: [(name, value)] without secrets, and whether files were chosen."""
    if request.method != "POST":
        return [], False
    try:
        fields = request.POST.lists()
        files = bool(request.FILES)
    except Exception:  # noqa: BLE001 - the request itself may be what is broken
        return [], False
    return [
        (name, value)
        for name, values in fields
        for value in values
        if not SECRET.search(name)
    ], files
