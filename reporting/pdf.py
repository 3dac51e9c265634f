"""The printed reports: the tables of the page on the paper of the body."""

from django.utils import translation

from accounts import pdf, trail


def report_pdf(kind, report, user):
    """A report (Kind and its figures) as PDF bytes, in Vietnamese, as this person's
    office prints it. Raises ValidationError if the server lacks Pango.
    """
    scope = report.scope
    with translation.override("vi"):
        layout = kind.layout(report)
        context = {
            "kind": kind,
            "report": report,
            "scope": scope,
            "layout": layout,
            "official": layout.official(),
            "details": layout.details(),
            "organisation": kind.letterhead(scope, user),
            "as_of": scope.as_of,
            "province": scope.area.province_today(),
            "trail": trail.short_head(),
        }
        return pdf.render(f"reporting/{kind.name}_pdf.html", context)
