"""Walks the addresses of the program as everybody, for records of every place.

Every text of every record carries a mark of its place; no answer to somebody whose
work does not reach the place may hold the mark: not in headers, page, redirect, PDF,
spreadsheet, archive or file name.
"""

import io
import re
import uuid
import zipfile
from collections import Counter
from urllib.parse import unquote

from django.apps import apps
from django.db import connection, models
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

from accounts.records import Record
from accounts.sealed_fields import SealedMixin
from accounts.sealing import Sealed
from areas.names import folded
from tests import access, everybody, records
from tests.conftest import place, take, unguarded
from tests.everybody import missing

LETTERS = {"own": "o", "neighbour": "n", "district": "d", "province": "p"}
MARK = re.compile(r"zzqx([ondp])[0-9]")
TOKENS = re.compile(
    r'name="(csrfmiddlewaretoken|submission|proving)" value="[^"]*"|nonce="[^"]*"'
)
METHODS = ["get", "head", "post", "put", "patch", "delete", "options", "trace"]
VARIES = {"content-length", "date", "set-cookie", "etag", "content-security-policy"}
SEALED_TEXTS = ["note", "phone", "safe_contact", "must_not_know", "address", "goals"]
SEALED_TEXTS += ["who_answers", "wants_known", "meeting_place", "view", "reason"]
TWO_PERSONS = ["accounts_export", "victims_erasure"]
TWO_PERSONS += ["victims_emergencyask", "victims_transfer"]
# What is of no place: public, or of the administrator's own province.
PLACELESS = {
    "-",
    "rules",
    "calendar_day",
    "budget",
    "user",
    "posting",
    "waiting",
    "body",
    "facility",
    "rule_change",
}
MAY_BE_AWAY = {"operation:answer"}  # 503 while no backup was made
KEPT = {"code", "item_code", "number", "search", "name_folded", "name_sort", "ear_tags"}
# Keys of lists in files, which only look like texts.
KEPT |= {"kind", "body", "level", "plan_help", "share", "cause", "what"}


def mark_everything(unmarked=()):
    """Give every text of every record the mark of its place, past every rule."""
    communes = {place(code).pk: name for name, code in places().items()}
    number = 0
    _two_persons("DISABLE")
    for model in apps.get_models():
        if not issubclass(model, Record) or model._meta.model_name in unmarked:
            continue
        for record in list(model.objects.filter(territory__in=communes)):
            number += 1
            text = f"Zzqx{LETTERS[communes[record.territory_id]]}{number}"
            _mark(record, text)
            models.Model.save_base(record, force_update=True)
    _two_persons("ENABLE")


def _two_persons(how):
    """Their triggers let nobody change what two persons agreed on."""
    take("app_owner")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TWO_PERSONS:
            cursor.execute(f"ALTER TABLE {table} {how} TRIGGER USER")
    take("NONE")


def places():
    from tests.filled import PLACES  # noqa: PLC0415

    return PLACES


def _mark(record, text):
    for field in record._meta.concrete_fields:
        if not isinstance(field, (models.CharField, models.TextField)):
            continue
        if field.choices or field.name in KEPT or field.max_length in range(12):
            continue
        if isinstance(field, SealedMixin) and not getattr(record, field.name):
            continue
        if getattr(record, field.name) and isinstance(getattr(record, field.name), str):
            setattr(record, field.name, text)
    if isinstance(record, Sealed):
        for name in SEALED_TEXTS:
            if isinstance(getattr(type(record), name, None), property):
                setattr(record, name, text)
    if hasattr(record, "fold"):
        record.fold()
    if hasattr(record, "search"):
        record.search = folded(text)


def texts_of(response):
    """Every text that an answer carries, whatever its kind."""
    yield " ".join(f"{name}: {value}" for name, value in response.headers.items())
    yield " ".join(cookie.OutputString() for cookie in response.cookies.values())
    content = b"".join(response) if response.streaming else response.content
    kind = response.headers.get("Content-Type", "")
    if content[:4] == b"%PDF":
        for page in PdfReader(io.BytesIO(content)).pages:
            yield page.extract_text()
    elif content[:2] == b"PK":
        yield from _archive(content)
    elif "text" in kind or "json" in kind or not kind:
        yield content.decode("utf-8", "replace")
    else:
        yield content.decode("latin-1")


def _archive(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            yield name
            yield archive.read(name).decode("utf-8", "replace")
        if "xl/workbook.xml" not in archive.namelist():
            return
    for sheet in load_workbook(io.BytesIO(content)).worksheets:
        yield sheet.title
        for row in sheet.iter_rows(values_only=True):
            yield " ".join(str(cell) for cell in row if cell is not None)


def marks(response):
    """The letters of the places whose marks an answer carries."""
    found = set()
    for text in texts_of(response):
        found |= set(MARK.findall(unquote(TOKENS.sub("", text)).casefold()))
    return found


def address(page, record, commune):
    """The page's address for a new record of the commune."""
    kind = record.partition(":")[0]
    made = {} if kind == "-" else {kind: records.make(kind, commune)}
    return everybody.address(page, record, made)


def ask(client, method, url):
    if method == "post":
        return client.post(url, {"submission": uuid.uuid4(), "reason": "một lý do dài"})
    return getattr(client, method)(url)


def alike(response, url):
    """What two refusals must have in common: status, page, headers, length."""
    text = TOKENS.sub("", response.content.decode("utf-8", "replace"))
    text = text.replace(url, "")
    headers = {k: v for k, v in response.items() if k.lower() not in VARIES}
    headers.pop("Location", None)
    where = response.headers.get("Location", "").replace(url, "")
    return response.status_code, text, len(text), where, headers


class Walk:
    """In: members {name: (client, letters it reaches)}. Collects what was wrong."""

    def __init__(self, members):
        self.members = members
        self.wrong, self.counts = [], Counter()

    def step(self, page, record, where, methods):
        """One page for a record of a place: everybody, every method."""
        url = address(page, record, place(places()[where]))
        other = missing(url)
        for name, (client, reach) in self.members.items():
            for method in methods:
                got = ask(client, method, url)
                self.count(name, where, got.status_code)
                self.check(page, name, where, method, got, reach)
                kind = record.partition(":")[0]
                if kind in PLACELESS or LETTERS[where] in reach:
                    continue
                if not self.is_as_missing(client, method, got, url, other):
                    self.wrong.append(f"{name} {method} {page} {where}: not as missing")

    def is_as_missing(self, client, method, got, url, other):
        """A message left by the act before is shown once: a second look has none."""
        nowhere = alike(ask(client, method, other), other)
        if alike(got, url) == nowhere:
            return True
        return alike(ask(client, method, url), url) == nowhere

    def check(self, page, name, where, method, got, reach):
        if foreign := marks(got) - reach:
            self.wrong.append(f"{name} {method} {page} {where}: shows {foreign}")
        if got.status_code >= 500 and page not in MAY_BE_AWAY:
            self.wrong.append(f"{name} {method} {page} {where}: {got.status_code}")

    def count(self, name, where, status):
        self.counts[name, where, status] += 1

    def told(self):
        """What was wrong, each kind once: "page: what (who) × how often"."""
        kinds = Counter()
        for line in self.wrong:
            who, method, page, rest = line.split(" ", 3)
            kinds[page, method, who, rest.partition(": ")[2]] += 1
        return [f"{' '.join(kind)} × {n}" for kind, n in kinds.most_common(60)]

    def matrix(self):
        """Lines of text: who, which place, how often which status."""
        lines = []
        for name in self.members:
            for where in places():
                told = {
                    status: count
                    for (who, at, status), count in sorted(self.counts.items())
                    if (who, at) == (name, where)
                }
                words = ", ".join(f"{s}: {n}" for s, n in told.items())
                lines.append(f"{name:24}{where:11}{words}")
        return lines


def rows_of_all_tables():
    """{table: (rows, md5)} of every table of records, past every policy."""
    with unguarded(), connection.cursor() as cursor:
        found = {}
        for model in apps.get_models():
            if issubclass(model, Record):
                table = model._meta.db_table
                cursor.execute(
                    f"SELECT count(*), md5(string_agg(t::text, '' ORDER BY id))"
                    f" FROM {table} t"
                )
                found[table] = cursor.fetchone()
        return found


def client_of(user):
    client = Client(raise_request_exception=False)
    if user:
        client.force_login(user)
    return client


def pages(record_only=False):
    """(page, record) of the table of access."""
    for page, _verb, record, _codes in access.lines():
        if record != "-" or not record_only:
            yield page, record
