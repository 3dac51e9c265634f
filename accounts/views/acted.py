"""An act on a button or by a form: done and said, or refused and said why."""

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


def done(request, form, act, said):
    """Whether the sent form is right and its act was done; the page then tells `said`.

    `act` takes nothing; what it forbids (ValidationError) is told on the form.
    """
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act()
    except ValidationError as error:
        tell(form, error)
        return False
    messages.success(request, said)
    return True


def tell(form, error):
    """Put each sentence of an act beside its field, or above the form."""
    for field, sentences in getattr(error, "error_dict", {None: [error]}).items():
        form.add_error(field if field in form.fields else None, sentences)
