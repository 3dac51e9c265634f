import re
from pathlib import Path

from accounts.context import NAVIGATION
from accounts.templatetags.shell import MARKS

HOME = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"""\{% icon ["']([a-z-]+)["']""")


def test_every_icon_that_is_named_is_drawn():
    sprite = (HOME / "static" / "icons.svg").read_text(encoding="utf-8")
    drawn = set(re.findall(r'<symbol id="([a-z-]+)"', sprite))

    named = {icon for _, icon, *_ in NAVIGATION} | set(MARKS)
    for page in (HOME / "templates").rglob("*.html"):
        named |= set(NAMED.findall(page.read_text(encoding="utf-8")))

    assert named - drawn == set()
