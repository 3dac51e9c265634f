"""Vietnamese names as keys: folded for search, ordered for lists.

Both keys are made in Python and stored beside the name. No database collation is
needed: compare the stored keys with the "C" collation.

Order (that of Hoàng Phê's dictionary), syllable by syllable:

1. letters: a ă â b c d đ e ê f g h i j k l m n o ô ơ p q r s t u ư v w x y z;
2. then the tone: ngang, huyền, hỏi, ngã, sắc, nặng.

The tone belongs to the syllable, not to a letter, so Hòa and Hoà are one key.
"""

import re
import unicodedata

TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
# The breve, circumflex and horn make other letters, which follow the plain one:
# "~" sorts after every letter, so a < az < ă (a~) < â (a~~).
LETTERS = {
    ("a", "\u0306"): "a~",
    ("a", "\u0302"): "a~~",
    ("e", "\u0302"): "e~",
    ("o", "\u0302"): "o~",
    ("o", "\u031b"): "o~~",
    ("u", "\u031b"): "u~",
}
APOSTROPHES = re.compile("['`´‘’ʹʻʼʽˈ′＇]")
NOT_WORD = re.compile("(?:[^\\w\u0300-\u036f]|_)+")


def folded(text):
    """The text for search: no diacritics, đ = d, lower, words parted by one space.

    An apostrophe joins ("H'Hen" is "hhen"); all other punctuation parts words.
    """
    plain = unicodedata.normalize("NFKD", " ".join(_words(text)))
    plain = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return plain.replace("đ", "d").casefold()


def sort_key(text):
    """The text as a key whose plain byte order is Vietnamese alphabetical order."""
    return " ".join(_syllable_key(word) for word in _words(text))


def name_sort(name):
    """The key of a person's name: given name, then family name, then middle names.

    The given name is the last word and the family name the first, which holds for
    Kinh and Mông names alike ("Giàng A Pó" stands under Pó). A single word is a
    given name.
    """
    words = _words(name)
    ordered = words[-1:] + words[:-1]
    return " ".join(_syllable_key(word) for word in ordered)


def _words(text):
    composed = unicodedata.normalize("NFC", text or "").lower()
    return NOT_WORD.sub(" ", APOSTROPHES.sub("", composed)).split()


def _syllable_key(word):
    """Letters, then one digit for the tone; a number is filled with zeros."""
    if word.isdecimal():
        return word.zfill(4)
    letters, tone = [], 0
    for mark in unicodedata.normalize("NFD", word):
        if mark in TONES:
            tone = tone or TONES[mark]
        elif mark == "đ":
            letters.append("d~")
        elif not unicodedata.combining(mark):
            letters.append(mark)
        elif letters:
            letters[-1] = LETTERS.get((letters[-1], mark), letters[-1])
    return f"{''.join(letters)}{tone}"
