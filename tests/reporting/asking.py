"""Addresses and answers of the reports' pages, and something to report."""

import re
from datetime import date
from io import BytesIO
from urllib.parse import urlencode

import pypdf
from django.urls import reverse
from django.utils.html import strip_tags

from tests.factories import make_case
from tests.reporting.factories import (
    COW,
    PIGS,
    Kind,
    enter,
    make_minor,
    provide,
    provide_without_file,
    returned,
    supported,
)

ASKED = {
    "area": "02@2004", "from_on": "2019-01-01", "to_on": "2023-12-31",
    "as_of": "2023-12-31", "by": "district",
}  # fmt: skip
MEALS = "meals_in_facility"
DAY = date(2023, 9, 14)


def url(name, **changes):
    return f"{reverse(f'reporting:{name}')}?{urlencode(ASKED | changes)}"


def text_of(answer):
    words = strip_tags(answer.content.decode()).replace("\u00a0", " ")
    return " ".join(words.split())


def links(answer):
    """(number as shown, address behind it) of each number of the tables."""
    found = re.findall(
        r'<a href="([^"]*records[^"]*)">([^<]+)</a>', answer.content.decode()
    )
    return [(text, address.replace("&amp;", "&")) for address, text in found]


def number(text):
    """ "90 lợn" -> 90, "(18)" -> 18, "1.024.000" -> 1024000."""
    return int(re.sub(r"[^\d-]", "", re.sub(r"\(20\d\d\)", "", text)))


def full(commune, far_commune):
    for area in (commune, far_commune):
        household = supported(area, PIGS, COW)
        enter(household, Kind.SOLD, 1, date(2023, 5, 2), income=2_000_000)
        returned(area)


def labour_record(commune):
    case = make_case(commune, received_on=DAY)
    provide(case, MEALS, DAY)
    provide(case, MEALS, date(2023, 10, 1), minor=make_minor(case))
    provide_without_file(commune, MEALS, DAY)
    return case


def pdf_text(answer):
    pages = pypdf.PdfReader(BytesIO(answer.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def by_code(report, heads):
    """Heads by the code of their species."""
    return {report.species[pk].code: n for pk, n in heads.items()}


def line_of(table, area):
    """The line of an area in a table of figures."""
    return next(line for line in table.lines if line.area == area)
