"""The house keeps its own rules: templates, powers, names, sizes."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.template.loader import get_template
from django.utils.translation import override

from accounts.roles import PERMISSIONS
from tests import access

ROOT = settings.BASE_DIR
APPS = ["areas", "accounts", "victims", "support_regimes", "livelihoods", "reporting"]
APPS += ["operation"]
EVERY_PERMISSION = set().union(*PERMISSIONS.values())
# Loaded by Django itself, by name.
BY_DJANGO = re.compile(r"(40[034]|500|403_csrf)\.html|registration/login\.html|django/")
DYNAMIC = re.compile(r"^(.*_)[a-z]+\.html$")
# Shown by the web server in front, when the program is not there.
BY_THE_SERVER = {"503.html"}


def sources(*endings):
    """Every file of the program with such an ending."""
    places = [*APPS, "config", "templates"]
    found = (path for place in places for path in (ROOT / place).rglob("*"))
    return [path for path in sorted(found) if path.suffix in endings]


def code():
    """Python files that people write."""
    return [path for path in sources(".py") if "migrations" not in path.parts]


def templates():
    tops = [ROOT / "templates", *(ROOT / app / "templates" for app in APPS)]
    return {
        str(path.relative_to(top)): path
        for top in tops
        for path in sorted(top.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("name", templates())
def test_every_template_can_be_loaded(name):
    assert get_template(name).origin.name.endswith(name)


def test_no_template_lies_unused():
    written = "\n".join(path.read_text() for path in sources(".py", ".html"))
    pages = {page.replace(":", "/") + ".html" for page, *_rest in access.lines()}

    unused = [
        name
        for name in templates()
        if not BY_DJANGO.match(name)
        and name not in BY_THE_SERVER | pages
        and name not in written
        and DYNAMIC.sub(r"\1{", name) not in written  # f"app/part_{word}.html"
    ]

    assert unused == []


def test_every_permission_asked_for_is_held_by_a_role():
    asked = set()
    for path in code():
        text = path.read_text()
        for call in re.findall(r"permission_required\(\s*([^)]*)\)", text):
            asked |= set(re.findall(r'"(\w+\.\w+)"', call))
        asked |= set(
            re.findall(r'(?:has_perm|reach|roles_with)\(\s*"(\w+\.\w+)"', text)
        )
        asked |= set(re.findall(r'seen_with = "(\w+\.\w+)"', text))
    for path in sources(".html"):
        asked |= set(re.findall(r"\bperms\.(\w+\.\w+)", path.read_text()))

    assert sorted(asked - EVERY_PERMISSION) == []


def test_every_permission_of_the_table_is_asked_for():
    written = "\n".join(
        path.read_text() for path in sources(".py", ".html") if path.name != "roles.py"
    )

    assert sorted(perm for perm in EVERY_PERMISSION if perm not in written) == []


def test_a_permission_is_asked_for_with_a_refusal():
    """Without raise_exception a signed-in person would be led to sign in again."""
    loose = [
        f"{path.name}: {call}"
        for path in code()
        for call in re.findall(r"@permission_required\(([^)]*)\)", path.read_text())
        if "raise_exception=True" not in call
    ]

    assert loose == []


def test_every_form_that_acts_carries_its_keys():
    """Without its one-time key a form could be saved twice, or not at all."""
    without = [
        str(path.relative_to(ROOT))
        for path in sources(".html")
        for form in re.findall(
            r'<form[^>]*method="post".*?</form>', path.read_text(), re.DOTALL
        )
        if "form_keys" not in form
    ]

    assert without == []


def test_no_page_has_a_script_or_a_style_of_its_own():
    """The strict policy of the headers would refuse them."""
    own = [
        str(path.relative_to(ROOT))
        for path in sources(".html")
        if "_pdf" not in path.name and "pdf/" not in str(path)
        if re.search(r"<script(?![^>]*src=)|<style| style=| on\w+=", path.read_text())
    ]

    assert own == []


def test_no_string_has_two_translations():
    """The parts are joined; the second translation would be lost without a word."""
    said = {}
    for path in sorted((ROOT / "locale" / "parts").glob("*.po")):
        for entry in path.read_text().split("\n\n")[1:]:
            asked, _mark, answer = entry.strip().partition("\nmsgstr")
            said.setdefault(asked, {}).setdefault(answer, path.name)

    assert {asked: found for asked, found in said.items() if len(found) > 1} == {}


@pytest.mark.parametrize(("ending", "most"), [(".py", 400), (".html", 150)])
def test_files_stay_short(ending, most):
    paths = code() if ending == ".py" else sources(".html")

    long = [
        f"{path.relative_to(ROOT)}: {count}"
        for path in paths
        if (count := len(path.read_text().splitlines())) > most
    ]

    assert long == []


def test_functions_stay_short():
    long = []
    for path in code():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                count = node.end_lineno - node.lineno + 1
                if count > 30:
                    long.append(f"{path.relative_to(ROOT)}: {node.name} {count}")

    assert long == []


def test_only_the_clock_asks_what_day_it_is():
    asking = [
        f"{path.relative_to(ROOT)}"
        for path in code()
        if re.search(r"\bdate\.today\(|datetime\.now\(|\.utcnow\(", path.read_text())
    ]

    assert asking == []


def test_tables_leave_through_one_helper():
    """No file writes CSV or XLSX beside accounts/tables.py, where text stays text."""
    writing = re.compile(
        r"csv\.(writer|DictWriter)\(|\bxlsxwriter\b|\bWorkbook\(|msoffcrypto"
        r"|import_export\.formats|\.export_data\(|\.export\("
    )
    others = [
        str(path.relative_to(ROOT))
        for path in code()
        if writing.search(path.read_text())
        and path.parent.name != "data"  # makes our own lists
    ]

    assert others == ["accounts/tables.py"]


def test_every_model_has_a_name_for_people():
    with override(None):
        shouted = [
            model._meta.label
            for app in APPS
            for model in apps.get_app_config(app).get_models()
            if not str(model._meta.verbose_name)[0].islower()
        ]

    assert shouted == []


def translated():
    path = Path(ROOT / "locale" / "vi" / "LC_MESSAGES" / "django.po")
    return path.read_text().split("\n\n")


def test_every_string_is_translated():
    missing = [
        entry.splitlines()[0]
        for entry in translated()[1:]
        if re.search(r'^msgstr(\[0\])? ""$(?!\n")', entry, re.MULTILINE)
        or "#, fuzzy" in entry
    ]

    assert missing == []


def test_translations_keep_what_is_filled_in():
    broken = []
    for entry in translated()[1:]:
        asked, _mark, said = entry.partition("msgstr")
        places = set(re.findall(r"%\(\w+\)[sd]|\{\w+\}", asked))
        if places != set(re.findall(r"%\(\w+\)[sd]|\{\w+\}", said)):
            broken.append(entry)

    assert broken == []
