"""The example record's files counted by hand, without the product.

Whatever the reports say must agree with this. Amounts in VND.
"""

import csv
from collections import Counter
from datetime import datetime
from pathlib import Path

RECORD = Path(__file__).parents[2] / "docs" / "example_record"
OUT = {"Bán", "Chết", "Mất", "Ăn", "Cho"}


def read(name):
    with open(RECORD / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day(text):
    return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007


def amount(line):
    """The value of a line in VND; None if it was never valued."""
    if line["Giá trọn lô"]:
        return int(line["Giá trọn lô"])
    if line["Đơn giá"]:
        return int(line["Đơn giá"]) * int(line["Số lượng"])
    return None


def signed(entry):
    heads = int(entry["Số con"])
    return -heads if entry["Việc"] in OUT else heads


class Table:
    """One published table in one district (or all: ""), as of a day.

    `whole`: the key is one person's or household's, not the beginning of many.
    """

    def __init__(self, victims, district, as_of, whole=False):
        as_of = day(as_of)

        def counts(row, day_column):
            own = row["Số hộ"].removeprefix("H-")
            return (
                row["Số hộ"].startswith("H-") == victims
                and (own == district if whole else own.startswith(district))
                and day(row[day_column]) <= as_of
            )

        self.lines = [g for g in read("grants") if counts(g, "Ngày bàn giao")]
        self.entries = [e for e in read("herd") if counts(e, "Ngày")]
        self.incomes = [i for i in read("incomes") if counts(i, "Ngày")]

    @property
    def units(self):
        return len({line["Số hộ"] for line in self.lines})

    @property
    def valued(self):
        return len({g["Số hộ"] for g in self.lines if amount(g)})

    @property
    def support(self):
        return sum(amount(line) or 0 for line in self.lines)

    @property
    def at_first(self):
        heads = Counter()
        for line in self.lines:
            if line["Con giống"]:
                heads[line["Con giống"]] += int(line["Số lượng"])
        return heads

    @property
    def raised(self):
        heads = self.at_first
        for entry in self.entries:
            heads[entry["Con giống"]] += signed(entry)
        return heads

    @property
    def sold(self):
        heads = Counter()
        for entry in self.entries:
            if entry["Việc"] == "Bán":
                heads[entry["Con giống"]] += int(entry["Số con"])
        return heads

    @property
    def sales(self):
        sold = sum(int(e["Tiền bán"]) for e in self.entries if e["Tiền bán"])
        return sold + sum(int(i["Số tiền"]) for i in self.incomes)
