"""Jobs that ran: backups, restore tests, what runs at night; how each ended."""

from django.db import connection, models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

LABELS = {
    "backup": _("Backup"),
    "restore test": _("Restore test"),
    "trail": _("Trail walked"),
    "anchor": _("Head of the trail written down outside"),
    "expire": _("Exports expired"),
    "clear": _("Ended sessions cleared"),
}


class RunQuerySet(models.QuerySet):
    def last(self, kind):
        """The newest run of this kind, or None."""
        return self.filter(kind=kind).order_by("-ended_at").first()

    def newest(self):
        """The newest run of each kind."""
        return self.order_by("kind", "-ended_at").distinct("kind")


class Run(models.Model):
    """One run of a job. Written by the database's record_run() alone; no names in it.

    `role` is the database's sign-in that ran it: the web server's cannot claim that a
    backup was made or that one could be restored.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(_("job"), max_length=40)
    ok = models.BooleanField(_("ended well"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(db_default=Now())
    role = models.CharField(max_length=63)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("run of a job")
        verbose_name_plural = _("runs of jobs")
        indexes = [models.Index(fields=["kind", "-ended_at"], name="run_newest")]

    def __str__(self):
        return self.kind

    @property
    def label(self):
        return LABELS.get(self.kind, self.kind)

    @classmethod
    def record(cls, kind, *, ok, note="", seconds=0):
        """Keep that a job ended now, after so many seconds; the note is cut to fit."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT record_run(%s, %s, %s, %s)", [kind, ok, note[:300], seconds]
            )
