from pathlib import Path

from tests.livelihoods.reproduction import document

DOCUMENT = Path(__file__).parents[2] / "docs" / "reproduction.md"


def test_the_page_says_what_the_record_gives():
    assert DOCUMENT.read_text(encoding="utf-8") == document()
