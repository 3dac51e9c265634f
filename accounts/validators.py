"""What a password must not be. No rules of composition: long and one's own."""

import re
from functools import cache
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from areas.models import Area
from areas.names import folded

LEAST, MOST = 12, 128
COMMON = Path(__file__).parent / "data" / "common_words.txt"
PIECES = 3  # so many known words in a row are as easy to guess as one


def letters(text):
    """Small letters without marks, nothing else: "Mèo Vạc 2024!" -> "meovac"."""
    return re.sub(r"[^a-z]", "", folded(text))


@cache
def common_words():
    """Words and names people choose first, without marks and spaces (frozenset)."""
    lines = COMMON.read_text(encoding="utf-8").splitlines()
    return frozenset(letters(line) for line in lines if line and line[0] != "#")


@cache
def place_names():
    """Names of all communes, districts and provinces, of all times (frozenset)."""
    return frozenset(map(letters, Area.objects.values_list("name", flat=True)))


def of_known_words(text, known, pieces=PIECES):
    """Whether this text is nothing but a few words that everybody knows."""
    if not text:
        return True
    return pieces > 0 and any(
        text[:end] in known and of_known_words(text[end:], known, pieces - 1)
        for end in range(2, len(text) + 1)
    )


class LongEnough:
    def validate(self, password, user=None):
        if not LEAST <= len(password) <= MOST:
            raise ValidationError(
                _("Use %(least)s to %(most)s characters.")
                % {"least": LEAST, "most": MOST},
                code="password_length",
            )

    def get_help_text(self):
        return _("Use %(least)s to %(most)s characters.") % {
            "least": LEAST, "most": MOST,
        }  # fmt: skip


class NotOneself:
    """Not one's own name, sign-in name or phone, with or without marks."""

    def validate(self, password, user=None):
        if not user:
            return
        typed, digits = letters(password), re.sub(r"\D", "", password)
        own = [letters(user.name), letters(user.username)]
        same = any(len(name) > 3 and name in typed for name in own)
        own_words = frozenset(map(letters, user.name.split()))
        if (
            same
            or typed
            and of_known_words(typed, own_words)
            or user.phone
            and user.phone in digits
        ):
            raise ValidationError(self.get_help_text(), code="password_oneself")

    def get_help_text(self):
        return _("Your own name or phone is the first that others would try.")


class NoPlacesOrCommonWords:
    """Not a place's name or a common word, alone, repeated or with a few digits."""

    def validate(self, password, user=None):
        typed = letters(password)
        known = common_words() | place_names()
        alike = len(set(folded(password))) < 5
        if alike or of_known_words(typed, known) or _repeated(typed, known):
            raise ValidationError(self.get_help_text(), code="password_known")

    def get_help_text(self):
        return _("Names of places and common words are guessed first. Use a sentence.")


def _repeated(text, known):
    """One known word again and again."""
    return any(
        text == text[:end] * (len(text) // end) and text[:end] in known
        for end in range(1, len(text) // 2 + 1)
    )
