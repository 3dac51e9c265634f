"""Small faults in eligibility and legal clocks, one at a time: do the tests see each?

    bin/prove mutation eligibility|deadlines [--jobs 2] [--every N]

Every mutant (parts/mutating.py) lives in a process of its own, in memory: no file is
changed. The tests are collected once; each process makes the modules anew, with the one
fault, and runs them. They need no database. Passed: at least 90 % of the mutants of each
group make a test red, or never end.
"""

import argparse
import gc
import importlib
import os
import signal
import sys
import time
from pathlib import Path

import pytest
from parts.mutating import mutants
from parts.telling import PROJECT, need, say

os.chdir(PROJECT)
sys.path.insert(0, str(PROJECT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.update(DATABASE_URL="postgres://nobody@127.0.0.1:9/none", DEMO="1")
os.environ.update(TODAY="2024-01-15", PYTHONUTF8="1")

GROUPS = {
    "eligibility": (
        ["eligibility", "persons", "known", "conditions", "conditions_means"],
        [
            "test_conditions.py",
            "test_conclusions.py",
            "test_eligibility.py",
            "test_matrix.py",
            "test_worked_cases.py",
            "test_eligibility_properties.py",
        ],
    ),
    "deadlines": (["deadlines"], ["test_deadlines.py"]),
}
# What rests on the modules that are changed, in the order of who imports whom.
MADE_ANEW = [
    *("support_regimes.deadlines", "support_regimes.known", "support_regimes.persons"),
    *("support_regimes.conditions_means", "support_regimes.conditions"),
    *("support_regimes.eligibility", "support_regimes.rulebook"),
    *("tests.support_regimes.rulebooks", "tests.support_regimes.worked_cases"),
]
BOOKS = "tests.support_regimes.rulebooks"
WANTED = 90  # percent
PATIENCE = 60  # seconds; what takes longer never ends


class Runner:
    """A plugin of pytest: instead of one run, one for each mutant."""

    def __init__(self, group, options):
        self.modules, self.tests = GROUPS[group]
        self.jobs, self.every = options.jobs, options.every
        self.running, self.alive, self.killed = {}, [], 0

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session):
        names = [*MADE_ANEW, *(f"tests.support_regimes.{t[:-3]}" for t in self.tests)]
        self.session = session
        self.codes = {name: code_of(name) for name in names if name in sys.modules}
        if BOOKS in sys.modules:
            sys.modules[BOOKS].documents()  # read once, for all
        gc.freeze()
        self.green = self.ends(self.begin(None, None)) == 0
        if self.green:
            for module in self.modules:
                self.run(module)
        while self.running:
            self.reap()
        return True

    def run(self, module):
        path = PROJECT / "support_regimes" / f"{module}.py"
        made = mutants(path.read_text("utf-8"))[:: self.every]
        say(f"  {module}.py: {len(made)} mutants")
        for mutant in made:
            while len(self.running) >= self.jobs:
                self.reap()
            name = f"support_regimes.{module}"
            child = self.begin(name, compile(mutant.tree, str(path), "exec"))
            self.running[child] = (name, mutant, time.monotonic())

    def begin(self, name, code):
        """Fork; the child's number."""
        child = os.fork()
        if child:
            return child
        red = 1
        try:
            writer = self.session.config.get_terminal_writer()
            writer._file = open(os.devnull, "w")  # noqa: SIM115
            red = self.is_red(name, code)
        finally:
            os._exit(red)

    def is_red(self, name, code):
        """In the child: make the modules anew with the fault, run until one fails."""
        read = getattr(sys.modules.get(BOOKS), "documents", None)
        for each, own in self.codes.items():
            exec(code if each == name else own, vars(sys.modules[each]))  # noqa: S102
            if each == BOOKS:
                sys.modules[BOOKS].documents = read
        items = self.session.items
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.session.testsfailed:
                return 1
        return 0

    def reap(self):
        """Take in what has ended, end what never will."""
        for child, (name, mutant, since) in list(self.running.items()):
            done, status = os.waitpid(child, os.WNOHANG)
            if not done and time.monotonic() - since > PATIENCE:
                os.kill(child, signal.SIGKILL)
                done, status = os.waitpid(child, 0)
            if done:
                del self.running[child]
                if os.waitstatus_to_exitcode(status) == 0:
                    self.alive.append((name, mutant))
                    say(f"    not seen: {name.split('.')[1]}.py {mutant}")
                else:
                    self.killed += 1
        time.sleep(0.01)

    def ends(self, child):
        _child, status = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(status)


def code_of(name):
    """The code of a module as it stands in its file."""
    path = Path(sys.modules[name].__file__)
    return compile(path.read_text("utf-8"), str(path), "exec")


def prove(group, options):
    """The score (percent) of one group."""
    runner, since = Runner(group, options), time.monotonic()
    paths = [f"tests/support_regimes/{each}" for each in runner.tests]
    pytest.main(["-q", "--tb=no", "-p", "no:cacheprovider", *paths], plugins=[runner])
    need(runner.green, f"{group}: the tests are not green")
    number = runner.killed + len(runner.alive)
    score = 100 * runner.killed / number
    seconds = time.monotonic() - since
    say(
        f"==> {group}: {runner.killed} of {number} seen, {score:.1f} %, {seconds:.0f} s"
    )
    return score


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("group", choices=list(GROUPS))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--every", type=int, default=1, help="each so-many-th alone")
    options = parser.parse_args()
    importlib.import_module("django.test")
    score = prove(options.group, options)
    need(score >= WANTED, f"below {WANTED} %: {score:.1f} %")


main()
