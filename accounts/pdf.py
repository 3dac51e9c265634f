"""A template and its numbers to PDF bytes; the only file that knows WeasyPrint.

Reads our own static files and nothing else: no network, no other file. The same template
and context give the same bytes on the same machine.
"""

import mimetypes
from importlib import import_module

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from areas.clock import today

# Stands for "our static files" in the addresses of a template; nothing is asked there.
OURS = "https://static.invalid"


def render(template, context):
    """Render a template on templates/pdf_base.html to a tagged PDF (bytes), A4, in
    Vietnamese. Adds `sample_data` and `printed_on` to the context.

    Raises ValidationError if the libraries that draw letters are missing.
    """
    weasyprint = _weasyprint()
    whole = {"sample_data": settings.DEMO, "printed_on": today()} | context
    with translation.override("vi"):
        html = render_to_string(template, whole)
    page = weasyprint.HTML(string=html, base_url=OURS, url_fetcher=_fetcher(weasyprint))
    return page.write_pdf(pdf_variant="pdf/ua-1")


def _weasyprint():
    """Imported late: the rest of the product runs without Pango."""
    try:
        return import_module("weasyprint")
    except OSError as error:
        raise ValidationError(
            _(
                "PDFs cannot be made on this server: the library Pango is missing. "
                "The administrator installs it with bin/start."
            ),
            code="no_pango",
        ) from error


def _fetcher(weasyprint):
    class OurFiles(weasyprint.URLFetcher):
        """Serves our static files; every other address is refused."""

        def fetch(self, url, headers=None):
            prefix = OURS + staticfiles_storage.base_url
            if not url.startswith(prefix):
                raise ValueError(f"a PDF may not read {url}")
            name = url.removeprefix(prefix)
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            response = weasyprint.urls.URLFetcherResponse
            return response(url, _static_file(name), {"Content-Type": kind})

    return OurFiles()


def _static_file(name):
    """The bytes of a static file, from the sources or from the collected ones."""
    found = finders.find(name)
    if found:
        with open(found, "rb") as file:
            return file.read()
    with staticfiles_storage.open(name) as file:
        return file.read()
