"""A notice on the first page is put away by whoever it was told to."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts import activity
from accounts.models import Notice


@require_POST
def notice_seen(request, pk):
    told = Notice.objects.visible_to(request.user).select_for_update(of=("self",))
    notice = get_object_or_404(told, pk=pk)
    try:
        notice.acknowledge(by=request.user)
    except ValidationError as error:
        messages.info(request, error.messages[0])
    else:
        activity.record("acknowledge notice", notice)
    return redirect("home")
