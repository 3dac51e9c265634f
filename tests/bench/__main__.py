"""python -m tests.bench [--markdown] [--only WORD] [--guards]: measure, print a table."""

import argparse
import statistics
import sys
import time

import django
from django.conf import settings

settings.ROOT_URLCONF = "tests.bench.urls"  # the product's, and two of the bench's own
django.setup()

from django.db import connection  # noqa: E402

from tests.bench import figures, guards, pages  # noqa: E402
from tests.bench.measure import SIGNED_IN, Measured, in_turn, timed  # noqa: E402

COLUMNS = ["page", "questions", "floor", "SQL", "median", "p95", "ratio", "goal"]


def say(text=""):
    sys.stdout.write(f"{text}\n")


def table(measured, markdown):
    """Milliseconds and ratios, one line a page; * marks a missed goal."""
    lines = [
        [
            each.name,
            str(len(each.statements)),
            *(f"{ms:.1f}" for ms in (each.floor.median, each.sql.median)),
            *(f"{ms:.1f}" for ms in (each.page.median, each.page.p95)),
            f"{each.ratio:.2f}{'*' if each.missed else ''}",
            f"{each.goal:.2f}",
        ]
        for each in measured
    ]
    widths = [max(len(line[n]) for line in [COLUMNS, *lines]) for n in range(8)]
    ends = "| " if markdown else ""
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    for line in [COLUMNS, *([rule] if markdown else []), *lines]:
        cells = [line[0].ljust(widths[0])]
        cells += [
            cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)
        ]
        say(ends + (" | " if markdown else "  ").join(cells) + ends[::-1])


def further(measured, cast):
    """Goals between two pages: (what, ratio, goal)."""
    by_name = {each.name: each for each in measured}
    first, deep = (
        by_name.get(f"case list, {which}province") for which in ("", "deep, ")
    )
    if first and deep:
        ratio = deep.page.median / first.page.median
        yield "a deep page of the case list ÷ its first page", ratio, 1.05
    if board := by_name.get("case page, commune"):
        page, alone = in_turn(
            lambda: timed(board.visitor, board.url),
            lambda: timed(board.visitor, SIGNED_IN),
        )
        yield "case page ÷ (session + user)", page.median / alone.median, 3


def unequal(cast):
    """Pages that ask more questions when there are more rows: (name, few, many)."""
    for name, *both in pages.pairs(cast):
        few, many = (len(visitor.statements(url)) for visitor, url in both)
        yield name, few, many


def version():
    with connection.cursor() as cursor:
        cursor.execute("SELECT split_part(version(), ' ', 2), count(*) FROM areas_area")
        return cursor.fetchone()[0]


def cost_of_guards(only):
    """Print what policies and trail cost on each page; the names above the goal."""
    guards.prepare()
    cast, above, ratios = pages.Cast(), [], []
    rows = [
        row
        for source in (pages.listed, pages.case_pages, pages.reports)
        for row in source(cast)
        if only in row[0]
    ]
    say("milliseconds with row policies and trail, without, and their ratio\n")
    for name, on, without, ratio in guards.compared(rows):
        mark = "*" if ratio > guards.GOAL else ""
        say(f"| {name:<38} | {on:7.1f} | {without:7.1f} | {ratio:.2f}{mark} |")
        ratios.append(ratio)
        above += [name] if mark else []
    say(f"\nGeometric mean {statistics.geometric_mean(ratios):.2f};")
    say(f"above {guards.GOAL}: {'; '.join(above) or 'none'}.")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--guards", action="store_true")
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    if options.guards:
        return cost_of_guards(options.only)
    began = time.monotonic()
    cast = pages.Cast()
    measured = []
    for source in (pages.listed, pages.case_pages, pages.reports):
        for name, visitor, url in source(cast):
            if options.only in name:
                measured.append(Measured(name, visitor, url))
    missed = [each.name for each in measured if each.missed]
    say(
        f"Django {django.__version__}, PostgreSQL {version()}; milliseconds, each page in turn"
    )
    say("with its bare SQL and the floor. Ratio = median ÷ (floor + SQL).\n")
    table(measured, options.markdown)
    say()
    for what, ratio, goal in further(measured, cast):
        say(f"{what}: {ratio:.2f} (goal {goal}){'  MISSED' if ratio > goal else ''}")
        missed += [what] if ratio > goal else []
    for name, few, many in unequal(cast):
        say(f"questions of {name}: {few} with few rows, {many} with many")
        missed += [f"questions of {name} grow with the rows"] if many > few else []
    for what, ratio, goal, equal in figures.compared(measured):
        say(f"{what}: {ratio:.2f} (goal {goal}); figures {equal}")
        missed += [what] if ratio > goal or equal != "equal" else []
    say(f"\nGoals missed: {'; '.join(missed) or 'none'}.")
    say(f"Measured in {time.monotonic() - began:.0f} s.")
    return None


main()
