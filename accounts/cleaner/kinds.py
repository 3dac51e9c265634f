"""What bytes are, by their first bytes alone; no file's name is believed."""


class Refused(Exception):
    """The file is not taken; the argument is the code of a sentence (cleaning.py)."""


HEIC = {b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"avis"}
MP3 = {b"\xfb", b"\xfa", b"\xf3", b"\xf2", b"\xe3", b"\xe2"}
AAC = {b"\xf1", b"\xf9", b"\xf0", b"\xf8"}
SIGNS = {
    b"OggS": "ogg",
    b"#!AM": "amr",
    b"\x1aE\xdf\xa3": "matroska",
    b"\x89PNG": "png",
    b"%PDF": "pdf",
}
PICTURES = {"jpeg", "png", "webp"}
SOUNDS = {"ogg", "mp3", "aac", "mov", "amr", "wav", "matroska"}
PAGES = (b"<svg", b"<!doctype", b"<html", b"<?xml", b"<script", b"<!--")
OFFICE = (b"pk\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")


def kind_of(content):
    """The kind of file (a word), or "" for those we know nothing about."""
    head = content[:12]
    if head[:3] == b"\xff\xd8\xff":
        return "jpeg"
    if head[:4] == b"RIFF":
        return {b"WEBP": "webp", b"WAVE": "wav"}.get(head[8:], "")
    if head[4:8] == b"ftyp":
        return "heic" if head[8:] in HEIC else "mov"
    if head[:3] == b"ID3" or (head[:1] == b"\xff" and head[1:2] in MP3):
        return "mp3"
    if head[:1] == b"\xff" and head[1:2] in AAC:
        return "aac"
    return SIGNS.get(head[:4], "")


def why_not(content, kind):
    """The code of the refusal for a kind that is not taken here."""
    if not content:
        return "empty"
    if kind == "heic":
        return "heic"
    if kind:
        return "other"
    head = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(PAGES):
        return "page"
    return "office" if head.startswith(OFFICE) else "kind"
