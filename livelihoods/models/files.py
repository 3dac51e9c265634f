"""Which photos and papers belong to a visit or a grant."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.records import Record
from livelihoods.models.grant import Grant
from livelihoods.models.visit import HomeVisit
from victims.models import Attachment, Household


class FileOf(Record):
    """One kept file belongs to one record of the same household, for good."""

    class Meta:
        abstract = True

    def __str__(self):
        return str(self.attachment)

    @classmethod
    def keep(cls, owner, file, *, by, **said):
        """Keep a cleaned file of this visit or grant; raises ValidationError.

        In: `said`, what is known of it: kind, happened_on, caption.
        """
        caption = said.pop("caption", "")
        with transaction.atomic():
            household = Household.objects.for_writing().get(pk=owner.household_id)
            attachment = Attachment(household=household, case=owner.case, **said)
            attachment.keep(file, by=by, caption=caption)
            link = cls(attachment=attachment, recorded_by=by)
            setattr(link, cls.owner, owner)
            link.territory_id = attachment.territory_id
            link.save(force_insert=True)
        return attachment


class VisitFile(FileOf):
    """A photo or paper taken on a home visit."""

    seen_with = "livelihoods.view_homevisit"
    owner = "visit"

    visit = models.ForeignKey(HomeVisit, models.PROTECT, related_name="files")
    attachment = models.OneToOneField(
        Attachment, models.PROTECT, related_name="of_visit"
    )

    class Meta:
        verbose_name = _("file of a visit")
        verbose_name_plural = _("files of visits")


class GrantFile(FileOf):
    """A price offer, receipt, signed slip or photo of what was handed over."""

    seen_with = "livelihoods.view_grant"
    owner = "grant"

    grant = models.ForeignKey(Grant, models.PROTECT, related_name="files")
    attachment = models.OneToOneField(
        Attachment, models.PROTECT, related_name="of_grant"
    )

    class Meta:
        verbose_name = _("file of a grant")
        verbose_name_plural = _("files of grants")
