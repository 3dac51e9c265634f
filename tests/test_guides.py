"""The guides say what the screens say: a word changed there must change here."""

import re

import pytest
from django.conf import settings

GUIDES = sorted((settings.BASE_DIR / "docs" / "guides").glob("*.md"))
PARTS = settings.BASE_DIR / "locale" / "parts"
# Bold with a capital is read on a screen or a paper; other bold stresses a word.
BOLD = re.compile(r"\*\*([A-ZĐ][^*]+)\*\*", re.UNICODE)
REFUSALS = re.compile(
    r"\n\| Máy báo .*\n\|[-|]+\n((?:\|.*\n)+)|\n\| Sổ báo .*\n\|[-|]+\n((?:\|.*\n)+)"
)
PICTURE = re.compile(r"!\[([^\]]+)\]\(([^)]+)\)")
HOLES = re.compile(r"%\(\w+\)s|%s|\d+|…")


def plain(text):
    """Without numbers, holes and case, so that "2 chỗ" is "%(places)s chỗ"."""
    return " ".join(
        HOLES.sub(" ", text).lower().replace("**", "").rstrip(" .:").split()
    )


@pytest.fixture(scope="module")
def screens():
    """All Vietnamese words of the screens, as one text."""
    found = []
    for file in sorted(PARTS.glob("*.po")):
        for message in file.read_text().split("\n\n"):
            _source, _mark, words = message.partition("msgstr")
            found.append("".join(re.findall(r'"(.*)"', words)))
    return "\n".join(plain(text.replace('\\"', '"')) for text in found)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_bold_words_stand_on_a_screen(guide, screens):
    said = BOLD.findall(guide.read_text())

    assert [words for words in said if plain(words) not in screens] == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_refusals_are_those_of_the_program(guide, screens):
    tables = ["".join(found) for found in REFUSALS.findall(guide.read_text())]
    said = [row.split("|")[1].strip() for table in tables for row in table.splitlines()]

    assert said, "a guide says what to do when something is refused"
    pieces = [part for row in said for part in re.split("…", row) if part.strip(" .")]
    assert [piece for piece in pieces if plain(piece) not in screens] == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_pictures_are_there_and_told_in_words(guide):
    for words, file in PICTURE.findall(guide.read_text()):
        assert (guide.parent / file).exists(), file
        assert len(words) > 8
