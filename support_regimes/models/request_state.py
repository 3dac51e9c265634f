"""Where a request lies."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestState(models.TextChoices):
    ASKED = "asked", _("asked, with the commune")
    VERIFIED = "verified", _("sent on for appraisal")
    APPRAISED = "appraised", _("appraised, waiting for the decision")
    RETURNED = "returned", _("returned, papers missing")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")
    APPEALED = "appealed", _("refused, appeal running")
    WITHDRAWN = "withdrawn", _("withdrawn")


WAITING = [RequestState.ASKED, RequestState.VERIFIED, RequestState.APPRAISED]
LIVE = [*WAITING, RequestState.RETURNED, RequestState.APPEALED]
