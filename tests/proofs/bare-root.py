"""On a bare Debian 12 with only python3: bin/start, a second start, bin/test.

    bin/prove bare-root [--base DIR] [--keep] [--no-tests]

Makes a root with debootstrap (or copies the one in DIR), puts a clone of the committed
state under a closed home directory whose path has spaces and Vietnamese letters, and runs
the two commands there as root, then bin/start once more as an ordinary user. Needs root,
debootstrap and the network; apt and pip are set up as on this machine.
"""

import argparse
import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from parts.telling import need, result, results_at_the_end, say

PROJECT = Path(__file__).resolve().parents[2]
HOME = "root/Tủ hồ sơ/Sổ tay"
PORT = "8937"
COPIED = ["etc/resolv.conf", "etc/apt", "etc/pip.conf"]
COPIED += ["etc/ssl/certs/ca-certificates.crt"]
ENVIRONMENT = {"HOME": "/root", "PATH": "/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin"}
ENVIRONMENT |= {k: v for k, v in os.environ.items() if k.startswith("PIP_")}


def mirror():
    """The address from which this machine takes its own packages."""
    text = subprocess.check_output(
        ["apt-get", "indextargets", "--format", "$(REPO_URI)", "Codename: bookworm"],
        text=True,
    )
    return text.split()[0]


def bare(base, target):
    """A root with Debian's minimal set and python3."""
    if base:
        subprocess.run(["cp", "-a", base, target], check=True)
    else:
        packages = "--include=python3,ca-certificates"
        command = ["debootstrap", "--variant=minbase", packages, "bookworm", target]
        subprocess.run([*command, mirror()], check=True, stdout=subprocess.DEVNULL)
    for name in COPIED:
        source, copy = Path("/", name), target / name
        if source.exists():
            subprocess.run(["cp", "-aLT", source, copy], check=True)
    (target / "root").chmod(0o700)


def local_indexes():
    """Directories that pip's settings of this machine name as indexes."""
    settings = Path("/etc/pip.conf")
    words = settings.read_text().split() if settings.exists() else []
    tops = {
        "/" + word.removeprefix("file://").strip("/").split("/simple")[0]
        for word in words
        if word.startswith("file://")
    }
    return [top for top in sorted(tops) if Path(top).is_dir()]


@contextmanager
def mounted(target):
    done = []
    try:
        for source in ["/dev", "/dev/pts", "/dev/shm", *local_indexes()]:
            place = target / source.strip("/")
            place.mkdir(parents=True, exist_ok=True)
            subprocess.run(["mount", "--bind", source, place], check=True)
            done.append(place)
        subprocess.run(["mount", "-t", "proc", "proc", target / "proc"], check=True)
        done.append(target / "proc")
        yield
    finally:
        for place in reversed(done):
            subprocess.run(["umount", place], check=False)


def inside(target):
    """The processes that run in this root."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if os.readlink(entry / "root") == str(target):
                found.append((entry / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


def launch(target, command, directory, user=None, **variables):
    """Start a command in the root, as a terminal would: Ctrl-C reaches its group."""

    def enter():
        os.setsid()
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.chroot(target)
        os.chdir(directory)
        if user:
            os.setgroups([])
            os.setgid(user)
            os.setuid(user)

    environment = ENVIRONMENT | variables
    return subprocess.Popen(
        command, preexec_fn=enter, env=environment, stdin=subprocess.DEVNULL
    )


def until_served(process, began):
    """Seconds until the sign-in page answers."""
    address = f"http://127.0.0.1:{PORT}/sign-in/"
    while time.monotonic() - began < 600:
        need(process.poll() is None, "bin/start ended by itself")
        try:
            with urllib.request.urlopen(address, timeout=20) as answer:
                need(b"<form" in answer.read(), "the sign-in page has no form")
                return time.monotonic() - began
        except urllib.error.HTTPError as error:
            need(False, f"the sign-in page answers {error.code}")
        except OSError:
            time.sleep(0.1)
    raise SystemExit("PROOF FAILED: not served within ten minutes")


def serve(title, target, directory, *arguments, limit, user=None, **variables):
    began = time.monotonic()
    command = ["bin/start", "--port", PORT, *arguments]
    process = launch(target, command, directory, user, **variables)
    try:
        seconds = until_served(process, began)
        need(seconds < limit, f"{title} took {seconds:.1f} s, more than {limit} s")
    finally:
        time.sleep(1)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
        process.wait(60)
    left = inside(target)
    need(not left, f"after Ctrl-C there still run: {left}")
    need(not list((target / "tmp").glob("hoi-gia-*")), "a socket was left behind")
    result(f"{title}: served after {seconds:.1f} s; Ctrl-C left nothing running")


def run(title, target, directory, command, **variables):
    began = time.monotonic()
    code = launch(target, command, directory, **variables).wait()
    left = inside(target)
    need(not left, f"after {title} there still run: {left}")
    result(f"{title}: exit {code}, {time.monotonic() - began:.0f} s")
    return code


def as_user(target):
    """bin/start by somebody who may install nothing, after root had the packages put in."""
    with (target / "etc/passwd").open("a") as people:
        people.write("officer:x:1234:1234::/home/cán bộ:/bin/bash\n")
    home = target / "home" / "cán bộ"
    clone(home)
    subprocess.run(["chown", "-R", "1234:1234", home], check=True)
    home.chmod(0o700)
    place = "/home/cán bộ"
    serve("as an ordinary user", target, place, limit=240, user=1234, HOME=place)
    serve("as an ordinary user, again", target, place, limit=5, user=1234, HOME=place)


def clone(place):
    command = ["git", "clone", "-q", "--no-hardlinks", PROJECT, place]
    subprocess.run(command, check=True)


def prove(options, target):
    began = time.monotonic()
    bare(options.base, target)
    say(f"bare root made ({time.monotonic() - began:.0f} s)")
    clone(target / HOME)
    place = "/" + HOME
    codes = []
    with mounted(target):
        serve("bin/start, first time", target, place, limit=240)
        serve("bin/start, second time", target, place, limit=5)
        serve("bin/start --fresh", target, place, "--fresh", limit=120)
        if not options.no_tests:
            codes.append(run("bin/test", target, place, ["bin/test"]))
        as_user(target)
    mode = (target / "root").stat().st_mode & 0o777
    need(mode == 0o700, f"the home of root was opened: {mode:o}")
    result("the home of root stayed closed (0700)")
    return codes


def main():
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--base", help="a root made by debootstrap before")
    words.add_argument("--keep", action="store_true", help="leave the root behind")
    words.add_argument("--no-tests", action="store_true")
    options = words.parse_args()
    need(os.geteuid() == 0, "it needs root, for chroot")
    need(options.base or shutil.which("debootstrap"), "debootstrap is missing")
    place = Path(tempfile.mkdtemp(prefix="bare-root-", dir="/var/tmp"))
    target = place / "root"
    try:
        with results_at_the_end():
            codes = prove(options, target)
    finally:
        if options.keep:
            say(f"left behind: {target}")
        elif not os.path.ismount(target / "dev"):
            subprocess.run(["rm", "-rf", "--one-file-system", place], check=True)
    need(not any(codes), "tests failed")


if __name__ == "__main__":
    main()
