"""Making a backup: one snapshot, read twice (counted, dumped), sealed as it is read."""

import base64
import hashlib
import json
import os
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

import psycopg
from django.conf import settings
from django.utils import timezone

from operation.backups import envelope, inventory, tools

ENDING = ".backup"
ERASED = (
    "erased.jsonl"  # kept beside the backups, so that nobody comes back with an old one
)
PIECE = 256 * 1024


class Failed(Exception):
    """The backup was not made: a sentence says why."""


def make(url, directory, public_key, keep):
    """Write one backup; (path, manifest). Nothing is left behind when it fails.

    url: of the role app_backup. keep: so many of the newest files stay (int).
    """
    directory = Path(directory)
    if not directory.is_dir():
        raise Failed(f"There is no directory {directory}.")
    moment = timezone.now()
    path = directory / f"sotay-{moment:%Y%m%dT%H%M%SZ}{ENDING}"
    part = path.with_suffix(".part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(descriptor, "wb") as file:
            key, manifest = _fill(file, url, public_key, moment)
            file.flush()
            os.fsync(file.fileno())
        check(part, key, manifest)
        part.rename(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _settle(directory)
    remember_erased(directory, manifest["erased"])
    thin_out(directory, keep)
    return path, manifest


def _fill(file, url, public_key, moment):
    sealer = envelope.Sealer(file, public_key)
    with psycopg.connect(url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        manifest = describe(connection, moment)
        (snapshot,) = connection.execute("SELECT pg_export_snapshot()").fetchone()
        dump = _dump(url, snapshot, connection.info.server_version // 10000)
        manifest["dump_sha256"] = sealer.member("dump", dump)
    sealer.member("manifest.json", [json.dumps(manifest).encode()])
    sealer.close()
    return sealer.key, manifest


def describe(connection, moment):
    """The manifest: the inventory and where the trail and the keys stood."""
    head = connection.execute(
        "SELECT number, encode(hash, 'hex') FROM accounts_activitylink"
        " ORDER BY number DESC LIMIT 1"
    ).fetchone()
    return inventory.take(connection) | {
        "format": 1,
        "made_at": moment.isoformat(),
        "database": connection.info.dbname,
        "server_version": connection.info.server_version,
        "trail": list(head) if head else [],
        "sealing_keys": sorted(sealing_marks()),
        "emptied": inventory.EMPTIED,
        "erased": erased(connection),
    }


def sealing_marks():
    """Fingerprints (set of str) of the keys that open the sealed fields here."""
    keys = [base64.b64decode(key) for key in settings.SEALING_KEYS]
    return {hashlib.sha256(key).hexdigest()[:8] for key in keys}


def erased(connection):
    """Tombstones of the people erased for good, as victims/tombstones.py reads them."""
    rows = connection.execute(
        "SELECT json_build_object('erasure', id, 'victim', victim_id, 'why', why,"
        " 'asked_by', recorded_by_id, 'confirmed_by', confirmed_by_id,"
        " 'done_at', done_at, 'records', records)"
        " FROM victims_erasure WHERE done_at IS NOT NULL ORDER BY done_at, id"
    )
    return [stone for (stone,) in rows.fetchall()]


def _dump(url, snapshot, server):
    """The chunks of pg_dump's custom format of this snapshot."""
    command = [tools.program("pg_dump", server), "--format=custom", "--compress=6"]
    command += [f"--snapshot={snapshot}", "--no-password"]
    command += [f"--exclude-table-data=public.{name}" for name in inventory.EMPTIED]
    with tempfile.TemporaryFile() as errors:
        with subprocess.Popen(  # noqa: S603
            command,
            stdout=subprocess.PIPE,
            stderr=errors,
            stdin=subprocess.DEVNULL,
            env=tools.environment(url),
        ) as process:
            while piece := process.stdout.read(PIECE):
                yield piece
        if process.returncode:
            errors.seek(0)
            raise Failed("pg_dump: " + errors.read().decode(errors="replace").strip())


def check(path, key, manifest):
    """Open the written file again: every block, the manifest, the dump to its end."""
    seen = {}
    with path.open("rb") as file:
        for name, chunks in envelope.Opener(file, key).members():
            seen[name] = read_dump(chunks) if name == "dump" else b"".join(chunks)
    if json.loads(seen["manifest.json"]) != manifest:
        raise Failed("The manifest is not what was written.")
    if seen["dump"] != manifest["dump_sha256"]:
        raise Failed("The dump is not what was written.")


def read_dump(chunks):
    """Let pg_restore read the dump to its end, restoring nothing; its SHA-256 (hex)."""
    digest = hashlib.sha256()
    command = [tools.program("pg_restore", 0), "--file=/dev/null"]
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stderr=errors
        )
        try:
            for chunk in chunks:
                digest.update(chunk)
                process.stdin.write(chunk)
        except BrokenPipeError:
            pass
        finally:
            with suppress(BrokenPipeError):
                process.stdin.close()
            process.wait()
        if process.returncode:
            errors.seek(0)
            raise Failed("pg_restore cannot read the dump: " + errors.read().decode())
    return digest.hexdigest()


def _settle(directory):
    """The new name itself must survive a power cut."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remember_erased(directory, stones):
    """Add tombstones to the list beside the backups (a line each); none ever goes."""
    path = Path(directory) / ERASED
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    known = {json.loads(line)["erasure"] for line in lines}
    new = [json.dumps(stone) for stone in stones if stone["erasure"] not in known]
    part = path.with_suffix(".part")
    part.touch(mode=0o600)
    part.write_text("".join(f"{line}\n" for line in lines + new), "utf-8")
    part.rename(path)


def thin_out(directory, keep):
    """Delete all but the newest files, and what a killed run left half written."""
    files = sorted(Path(directory).glob(f"sotay-*{ENDING}"), reverse=True)
    for path in files[keep:]:
        path.unlink()
    return files[:keep]
