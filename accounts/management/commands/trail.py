from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts import trail


class Command(BaseCommand):
    """The chain of the trail: `trail head`, `trail anchor`, `trail verify`.

    head prints the newest link as number:hash, the anchor. anchor appends it with the
    time to the file TRAIL_ANCHORS, which should lie on another medium. verify walks the
    whole chain, holds it against the anchors of that file and of --anchor, prints each
    finding and exits with 1 if there is any. As the owner or the backup's role it says
    what and where; as the application only whether all holds.
    """

    help = "Print the head of the trail, anchor it outside, or walk the whole chain."
    MOST = 50

    def add_arguments(self, parser):
        parser.add_argument("act", choices=["verify", "head", "anchor"])
        parser.add_argument(
            "--anchor",
            nargs="*",
            default=[],
            metavar="NUMBER:HASH",
            help="what was written down: by `trail head`, on a report, in a backup",
        )

    def handle(self, *args, act, anchor, **options):
        try:
            getattr(self, act)(anchor)
        except (ValidationError, OSError) as error:
            text = "\n".join(getattr(error, "messages", [str(error)]))
            raise CommandError(text) from error

    def head(self, anchors):
        self.stdout.write(trail.anchor(trail.head()))

    def anchor(self, anchors):
        self.stdout.write(trail.add_anchor())

    def verify(self, anchors):
        known = trail.anchors() + [trail.parsed(text) for text in anchors]
        if not trail.may_walk():
            if not trail.holds(known):
                raise CommandError(_("The trail is broken. Ask as the owner where."))
            found = []
        else:
            found = trail.findings(known)
        for finding in found[: self.MOST]:
            self.stdout.write(trail.said(finding))
        if found:
            raise CommandError(
                _("The trail is broken: %(count)s findings.") % {"count": len(found)}
            )
        number, _hash = trail.head()
        self.stdout.write(
            _("The trail is whole: %(number)s links, %(anchors)s anchors.")
            % {"number": number, "anchors": len(known)}
        )
