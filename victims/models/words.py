"""Names as they are kept: composed (NFC), one space between words, nothing capitalised."""

import unicodedata

NAME_LENGTH = 80


def composed(text):
    """The text in composed form, so that the same name is the same bytes."""
    return " ".join(unicodedata.normalize("NFC", text or "").split())
