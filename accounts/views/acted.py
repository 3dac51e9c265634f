"""An act on a button: done and said, or refused and said why."""

from django.contrib import messages
from django.core.exceptions import ValidationError


def acted(request, said, act, record, **more):
    """Let whoever asks act on the record; the page tells `said`, or what forbids it.

    True if it was done.
    """
    try:
        act(record, by=request.user, **more)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return False
    messages.success(request, said)
    return True
