"""The same form twice is one record.

Every signed-in POST carries a one-time key made when the form was drawn. The key is
written first in the request's transaction: a second tap waits there and then gets the
first answer. Another person or other content under the same key is refused.
A POST that does not end in a redirect changed nothing: it is rolled back, unless it
hands out a file that is there only once.
"""

import hashlib
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import activity
from accounts.models import Submission

FIELD = "submission"
_NOT_CONTENT = {FIELD, "csrfmiddlewaretoken", "proof"}


class Once:
    """Takes each submission once; sits inside the session and the sign-in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method != "POST" or not request.user.is_authenticated:
            return self.get_response(request)
        if request.path in (reverse("lock"), reverse("unlock")):  # twice is once
            return self.get_response(request)
        try:
            key = UUID(request.POST.get(FIELD, ""))
        except ValueError:
            return render(request, "400.html", status=400)
        if Submission.take(key, request.user, _digest(request)):
            return self.first(request, key)
        return self.replay(request, key)

    def first(self, request, key):
        mark = transaction.savepoint()
        response = self.get_response(request)
        answer = _answer(response)
        if answer:
            Submission.objects.filter(pk=key).update(answer=answer)
            transaction.savepoint_commit(mark)
        elif getattr(response, "kept", False):  # a miss of a password counts
            transaction.savepoint_commit(mark)
            Submission.objects.filter(pk=key).delete()
        else:
            transaction.savepoint_rollback(mark)
            Submission.objects.filter(pk=key).delete()
        return response

    def replay(self, request, key):
        seen = Submission.objects.filter(
            pk=key, user=request.user, digest=_digest(request)
        ).first()
        if not seen:
            return render(request, "409.html", status=409)
        activity.write("replay", "accounts.submission", [key], replay=True)
        messages.info(
            request, _("This form was already saved. It was not saved twice.")
        )
        return redirect(seen.answer)


def _answer(response):
    """Where the same form leads again: the redirect, or the page of a file given once."""
    if 300 <= response.status_code < 400:
        return response.headers["Location"]
    return getattr(response, "given_once", "")


def _digest(request):
    """Hash of what was sent: address, fields and files."""
    content = hashlib.sha256(request.path.encode())
    for name, values in sorted(request.POST.lists()):
        if name not in _NOT_CONTENT:
            content.update(repr((name, values)).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            content.update(repr((name, file.name)).encode())
            for chunk in file.chunks():
                content.update(chunk)
            file.seek(0)
    return content.digest()
