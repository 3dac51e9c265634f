"""Make calendar.csv from the package `holidays`.

A development tool, run by hand (README.md); the product reads only the CSV file, and
what an office adds on the page of the calendar stands beside it.
"""

import csv
import sys
from datetime import date
from pathlib import Path

import holidays

HERE = Path(__file__).parent
YEARS = range(2013, 2028)
KNOWN_UNTIL = 2026  # later years follow from the law alone: nobody announced them yet
COLUMNS = ["day", "kind", "name", "basis", "confidence"]
CODES = [  # the Labour Code of the day: (first day, basis)
    (date(2021, 1, 1), "Bộ luật Lao động 2019, Điều 112"),
    (date(2013, 5, 1), "Bộ luật Lao động 2012, Điều 115"),
    (date.min, "Bộ luật Lao động 1994, Điều 73"),
]
SWAP = "Ngày làm việc hoán đổi theo thông báo của Chính phủ"
CULTURE = "Nghị quyết 80-NQ/TW"  # 24/11, a day off since 2026
SATURDAY = 5


def main():
    lines = sorted(days_off() + days_worked(), key=lambda line: line["day"])
    with (HERE / "calendar.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)
    sys.stdout.write(f"{len(lines)} days\n")


def vietnam():
    return holidays.country_holidays("VN", years=YEARS, language="vi")


def days_off():
    """Days off that fall on weekdays; a weekend is off without being told."""
    return [
        line(day, "off", name, basis_of(day, name))
        for day, name in vietnam().items()
        if day.weekday() < SATURDAY and day.year in YEARS
    ]


def days_worked():
    """Saturdays that are worked for a weekday in between that is off."""
    swaps = vietnam().weekend_workdays
    return [line(day, "worked", "Làm bù", SWAP) for day in swaps if day.year in YEARS]


def basis_of(day, name):
    if "thay cho ngày" in name:
        return SWAP
    if "Văn hóa" in name:
        return CULTURE
    return next(basis for first, basis in CODES if day >= first)


def line(day, kind, name, basis):
    sure = day.year <= KNOWN_UNTIL
    return {
        "day": day.isoformat(),
        "kind": kind,
        "name": name,
        "basis": basis,
        "confidence": "secondary" if sure else "unconfirmed",
    }


if __name__ == "__main__":
    if len(sys.argv) > 1:
        raise SystemExit(__doc__)
    main()
