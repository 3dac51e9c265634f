"""The deployment guide, followed by a script on a bare Debian 12 up to a restored backup.

    bin/prove deploy [--base DIR] [--keep] [--again DIR]

In a root of debootstrap: docs/deployment/setup.sh as it stands (PostgreSQL, roles, TLS,
nginx), the first administrator, gunicorn as the service starts it, the sign-in page over
TLS, check --deploy, health, backup, the jobs of the night, restore --verify into a second
cluster, nginx -t and systemd-analyze verify. Needs root, debootstrap and the network.
"""

import argparse
import importlib.util
import os
import re
import shlex
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT))
from parts.telling import need, result, results_at_the_end, say  # noqa: E402

from operation.backups.envelope import new_pair  # noqa: E402

spec = importlib.util.spec_from_file_location(
    "bare_root", PROJECT / "tests" / "proofs" / "bare-root.py"
)
bare_root = importlib.util.module_from_spec(spec)
spec.loader.exec_module(bare_root)

HOST = "sotay.example"
TLS_PORT, PLAIN_PORT = 8943, 8980
SOURCE = "/opt/source"
DRILL = "postgres://postgres@/again?host=/var/run/postgresql&port=5499"


def certificate(place):
    """A self-signed certificate of the host, for this proof only."""
    place.mkdir(parents=True)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (place / "fullchain.pem").write_bytes(made.public_bytes(pem))
    (place / "privkey.pem").write_bytes(
        key.private_bytes(
            pem,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


class Root:
    """The bare root: commands in it, with their output kept."""

    def __init__(self, target):
        self.target = target
        self.log = target.parent / "log"

    def run(self, title, command, *, codes=(0,), directory="/", quiet=False, **more):
        began = time.monotonic()
        words = command if isinstance(command, list) else ["bash", "-c", command]
        with self.log.open("w+") as log:
            done = subprocess.run(
                words,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                env=bare_root.ENVIRONMENT | more,
                preexec_fn=lambda: (os.chroot(self.target), os.chdir(directory)),
                check=False,
            )
        text = self.log.read_text(errors="replace")
        if done.returncode not in codes:
            say(text[-4000:])
        need(done.returncode in codes, f"{title}: exit {done.returncode}")
        if not quiet:
            result(f"{title}: exit {done.returncode}, {time.monotonic() - began:.1f} s")
        return text

    def manage(self, who, *words, **options):
        command = ["/usr/local/sbin/sotay-manage", who, *words]
        return self.run(f"{who}: {words[0]}", command, **options)

    def serve(self):
        """Start gunicorn as the service does, and nginx on ports of this proof."""
        unit = (self.target / "etc/systemd/system/sotay.service").read_text()
        start = shlex.split(re.search(r"^ExecStart=(.*)$", unit, re.MULTILINE)[1])
        (self.target / "run/sotay").mkdir(exist_ok=True)
        self.run("socket", "install -d -m 750 -o sotay -g sotay /run/sotay", quiet=True)
        conf = self.target / "etc/nginx/conf.d/sotay.conf"
        text = re.sub(r"listen \[::\]:.*\n", "", conf.read_text())
        text = text.replace("listen 80", f"listen 127.0.0.1:{PLAIN_PORT}")
        conf.write_text(text.replace("listen 443", f"listen 127.0.0.1:{TLS_PORT}"))
        env = "set -a; . <(sed -E \"s/^([A-Z_]+)=(.*)$/\\1='\\2'/\" /etc/sotay/env); set +a"
        drop = "setpriv --reuid sotay --regid sotay --init-groups --no-new-privs --"
        command = f"{env}; cd /srv/sotay/program; exec {drop} {shlex.join(start)}"
        self.process = bare_root.launch(self.target, ["bash", "-c", command], "/")
        self.run("nginx -t", ["nginx", "-t"])
        self.run("nginx", ["nginx"], quiet=True)

    def stop(self):
        self.run("nginx", "nginx -s stop || true", quiet=True)
        if getattr(self, "process", None):
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(60)
        for cluster in ("main", "drill"):
            stop = f"pg_ctlcluster 15 {cluster} stop -m fast || true"
            self.run("stop", stop, quiet=True)


def ask(path, name=HOST, port=TLS_PORT, host=HOST):
    """One GET over TLS by hand: (status line, headers and body as text)."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with socket.create_connection(("127.0.0.1", port), timeout=30) as plain:
        door = context.wrap_socket(plain, server_hostname=name) if name else plain
        door.sendall(
            f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()
        )
        found = b""
        while piece := door.recv(65536):
            found += piece
    return found.decode(errors="replace")


def see_pages():
    began = time.monotonic()
    while time.monotonic() - began < 60:
        try:
            answer = ask("/sign-in/")
        except OSError:
            answer = ""
        if answer.startswith("HTTP/1.1 200"):
            break
        time.sleep(0.5)
    head, _blank, body = answer.partition("\r\n\r\n")
    need(answer.startswith("HTTP/1.1 200"), f"sign-in page: {answer[:200]}")
    need("<form" in body, "the sign-in page has no form")
    for line in [
        "Strict-Transport-Security: max-age=31536000",
        "Content-Security-Policy: default-src 'none'",
        "X-Content-Type-Options: nosniff",
        "Referrer-Policy: same-origin",
        "Cross-Origin-Opener-Policy: same-origin",
        "Permissions-Policy: ",
        "Cache-Control: ",
    ]:
        need(head.count(f"\r\n{line}") == 1, f"not once: {line}\n{head}")
    need("__Host-csrftoken=" in head, "the cookie's name does not bind it to the host")
    result("sign-in page over TLS: 200, each header of security once")
    plain = ask("/", name=None, port=PLAIN_PORT)
    need("301" in plain[:20] and f"https://{HOST}/" in plain, "plain HTTP stays")
    try:
        ask("/", name="other.example")
        need(False, "another name was answered")
    except OSError:
        pass
    wrong = ask("/sign-in/", host="other.example")
    need(wrong.startswith("HTTP/1.1 400"), f"unknown Host: {wrong[:80]}")
    result("plain HTTP is sent on; another name gets no answer; unknown Host 400")
    sheet = re.search(r'href="(/static/app[^"]*\.css)"', body)[1]
    need(ask(sheet).startswith("HTTP/1.1 200"), f"no style sheet: {sheet}")
    log = ask("/sign-in/?next=/ten-rieng-khong-duoc-ghi")
    need(log.startswith("HTTP/1.1 200"), "query string")


def drill(root, private):
    """Backup, jobs of the night, restore into a second, empty cluster, compared."""
    said = root.manage("backup", "backup", "/var/backups/sotay")
    say("    " + said.strip().splitlines()[0])
    root.manage("app", "nightly")
    made = "pg_createcluster 15 drill --port 5499 -- --data-checksums"
    made += " --auth-local=peer && pg_ctlcluster 15 drill start"
    made += " && setpriv --reuid postgres --regid postgres --init-groups createdb -p 5499 -E UTF8 --locale C.UTF-8 -T template0 again"
    root.run("a second, empty cluster", made)
    (root.target / "run/key").write_text(private)
    env = "set -a; . <(sed -E \"s/^([A-Z_]+)=(.*)$/\\1='\\2'/\" /etc/sotay/env-backup); set +a"
    drop = "setpriv --reuid postgres --regid postgres --init-groups --"
    restore = (
        f"{env}; cd /srv/sotay/program; cp $(ls -1 /var/backups/sotay/*.backup | tail -n 1) /run/drill.backup;"
        f" chown postgres /run/drill.backup /run/key; exec {drop} /srv/sotay/venv/bin/python"
        f" manage.py restore /run/drill.backup --key /run/key --into '{DRILL}' --verify"
    )
    for line in root.run("restore --verify", restore).strip().splitlines():
        say(f"    {line}")


def set_up(options, root, public):
    """The bare root, and what the guide says up to the first administrator."""
    began = time.monotonic()
    bare_root.bare(options.base, root.target)
    policy = root.target / "usr/sbin/policy-rc.d"
    policy.write_text("#!/bin/sh\nexit 101\n")  # no init runs in a root like this
    policy.chmod(0o755)
    bare_root.clone(root.target / SOURCE.strip("/"))
    certificate(root.target / "opt/tls")
    say(f"bare root made ({time.monotonic() - began:.0f} s)")
    with bare_root.mounted(root.target):
        setup = f"{SOURCE}/docs/deployment/setup.sh {HOST} /opt/tls {public}"
        root.run("docs/deployment/setup.sh", setup)
        words = ["add_administrator", "quan-tri", "Đỗ Quang Huy", "--area", "02"]
        root.manage("owner", *words)


def prove(root, private):
    """The site in the root that was set up: served, checked, backed up, restored."""
    root.run("PostgreSQL", "pg_ctlcluster 15 main start || true", quiet=True)
    root.serve()
    see_pages()
    deploy = ["check", "--deploy", "--database", "default"]
    said = root.manage("app", *deploy, "--fail-level", "WARNING")
    need("no issues" in said, said)
    said = root.manage("owner", *deploy, codes=(1,))
    need("owns the tables" in said, said)
    result("check refuses the owner as the site's role")
    root.manage("app", "health", codes=(1,))
    drill(root, private)
    said = root.manage("app", "health", codes=(0, 1))
    for line in said.strip().splitlines():
        say(f"    {line}")
    logs = (root.target / "var/log/nginx/sotay.log").read_text()
    need("ten-rieng" not in logs, "nginx logs query strings")
    result("nginx logged no query string")
    units(root)


def units(root):
    root.run(
        "apt-get install systemd",
        "apt-get install -q -y --no-install-recommends systemd",
    )
    every = "systemd-analyze verify /etc/systemd/system/sotay*.service"
    root.run("systemd-analyze verify", every + " /etc/systemd/system/sotay*.timer")
    said = root.run(
        "systemd-analyze security --offline",
        "systemd-analyze security --offline=true /etc/systemd/system/sotay.service",
        codes=(0, 1),
    )
    say("    " + said.strip().splitlines()[-1])


def main():
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--base", help="a root made by debootstrap before")
    words.add_argument("--keep", action="store_true", help="leave the root behind")
    words.add_argument("--again", type=Path, help="go on in a root that --keep left")
    options = words.parse_args()
    need(os.geteuid() == 0, "it needs root, for chroot")
    place = Path(tempfile.mkdtemp(prefix="deploy-", dir="/var/tmp"))
    private, public = new_pair()
    root = Root(options.again or place / "root")
    try:
        with results_at_the_end():
            if not options.again:
                set_up(options, root, public)
                (root.target / "root/key").write_text(private)
            private = (root.target / "root/key").read_text()
            with bare_root.mounted(root.target):
                try:
                    prove(root, private)
                finally:
                    root.stop()
    finally:
        if options.keep:
            say(f"left behind: {root.target}")
        elif not os.path.ismount(root.target / "dev"):
            subprocess.run(["rm", "-rf", "--one-file-system", place], check=True)


if __name__ == "__main__":
    main()
