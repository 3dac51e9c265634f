"""The child process that opens what people send: bytes in, clean bytes out.

    python -I accounts/cleaner photo scan sound < file > answer

The arguments say which of the three are taken. Runs without Django, without secrets,
confined (confinement.py). Answer: one line of JSON, and behind it the clean bytes;
{"refused": "code"} where the file is not taken. Whatever else ends the process is a
refusal as well (accounts/cleaning.py). MARK in the environment is drawn on pictures.
"""

import json
import os
import sys

import confinement
import pictures
import scans
import sounds
from kinds import PICTURES, SOUNDS, Refused, kind_of, why_not


def clean(content, allowed, mark):
    """(facts, clean bytes); raises Refused."""
    kind = kind_of(content)
    if kind in PICTURES and "photo" in allowed:
        return pictures.clean(content, kind, mark)
    if kind == "pdf" and "scan" in allowed:
        return scans.clean(content, mark)
    if kind in SOUNDS and "sound" in allowed:
        return sounds.clean(content, kind)
    raise Refused(why_not(content, kind))


def main():
    confinement.limit()
    content = sys.stdin.buffer.read()
    for part in (pictures, scans, sounds):
        part.warm_up()
    confinement.close()
    try:
        facts, cleaned = clean(content, sys.argv[1:], os.environ.get("MARK", ""))
    except Refused as refused:
        facts, cleaned = {"refused": str(refused)}, b""
    except MemoryError:
        facts, cleaned = {"refused": "large"}, b""
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + cleaned)
    sys.stdout.buffer.flush()


main()
