"""Writes docs/reproduction.md: published figures beside those of the example record.

    python -m tests.livelihoods.reproduction > docs/reproduction.md

The computed column comes from the files' own count (counted.py); the reports are held
against the same totals by the tests of reporting.
"""

import sys

from tests.livelihoods.counted import Table

END = "31/12/2023"
HEAD = "| Cell | Published | Computed | |\n|---|---|---|---|"
SAME = "same"


def number(value):
    return f"{value:,}"


def million(value):
    whole = value / 1_000_000
    return f"{whole:,.6f}".rstrip("0").rstrip(".") + " million"


def heads(counter):
    names = {"Lợn": "pigs", "Dê": "goats", "Bò": "cows", "Gà đen": "black chickens"}
    return ", ".join(f"{counter[k]} {name}" for k, name in names.items() if counter[k])


def line(cell, published, computed, note=SAME):
    return f"| {cell} | {published} | {computed} | {note} |"


COMMUNES = [
    ("Mèo Vạc", "MV", [("Niêm Tòng", "MV-NT", 15), ("Khâu Vai", "MV-KV", 15),
                       ("Giàng Chu Phìn", "MV-GCP", 16)]),
    ("Đồng Văn", "ĐV", [("Hố Quáng Phìn", "ĐV-HQP", 4), ("Phố Là", "ĐV-PL", 3),
                        ("Sính Lủng", "ĐV-SL", 6), ("Tả Phìn", "ĐV-TP", 4)]),
    ("Hoàng Su Phì", "HSP", [("Thèn Chu Phìn", "HSP-TCP", 6)]),
    ("Yên Minh", "YM", [("Hữu Vinh", "YM-HV", 1), ("Yên Minh town", "YM-TT", 1),
                        ("Thắng Mố", "YM-TM", 10), ("Sủng Thài", "YM-ST", 1)]),
]  # fmt: skip
# households, support, average, money of sales, as printed
PRINTED = {
    "MV": (46, "552 million", "12 million", "642,983 million",
           "three zeros too many in print: 642.983 million is meant"),
    "ĐV": (17, "272 million", "16 million", "70.7 million", SAME),
    "HSP": (6, "72 million", "12 million", "68.2 million", SAME),
    "YM": (13, "128 million", "9.8 million", "38.2 million", SAME),
}  # fmt: skip


def households():
    lines = []
    for name, prefix, communes in COMMUNES:
        table = Table(False, prefix, END)
        units, support, average, sales, note = PRINTED[prefix]
        lines.append(line(f"{name}: households", units, table.units))
        for commune, key, printed in communes:
            count = Table(False, key, END).units
            lines.append(line(f"{name}, {commune}", printed, count))
        lines.append(line(f"{name}: support", support, million(table.support)))
        each = million(round(table.support / table.units))
        rounded = SAME if average == each else "same, rounded in print"
        lines.append(line(f"{name}: average a household", average, each, rounded))
        lines.append(line(f"{name}: sold", sales, million(table.sales), note))
        animals = (
            f"{heads(table.at_first)} at first, {heads(table.raised)} still raised"
        )
        free = "numbers are not printed: chosen freely"
        lines.append(line(f"{name}: animals", "kinds only", animals, free))
    whole = Table(False, "", END)
    lines += [
        line("All: households", 82, whole.units),
        line("All: support", "1,024 million", million(whole.support)),
        line("All: sold", "not printed", million(whole.sales), "sum of the districts"),
        line("Level of support (text)", "9 to 12 million a household",
             "12; 16; 12; 9.846154 million",
             "Đồng Văn's own average, 16 million, lies outside the printed range"),
    ]  # fmt: skip
    return lines


def of_person(key):
    return Table(True, key, END, whole=True)


def meo_vac():
    table = Table(True, "MV", END)
    grown = table.raised["Lợn"] - table.at_first["Lợn"]
    sold = table.sold["Lợn"]
    return [
        line("Mèo Vạc: persons", "2 in the heading, 3 listed",
             f"{table.valued} valued, {table.units} with any support",
             "both are right: Niêm Tòng's products were never given a money value"),
        line("Mèo Vạc: support", "18 million", million(table.support)),
        line("Mèo Vạc: average", "9 million", million(table.support // table.valued),
             "an average of two lots of 10.8 and 7.2 million: 5 pigs at one price "
             "cannot make two lots of 9"),
        line("Mèo Vạc: at first (2020)", "5 pigs", heads(table.at_first)),
        line("Mèo Vạc: herd in 2023", "increased by 63", f"+{grown}",
             f"net: {table.raised['Lợn']} still raised − 5 at first. “63 born in all” "
             f"(with the {sold} sold inside) could be read too; the net reading is "
             "taken because Yên Minh is printed so"),
        line("Mèo Vạc: sold", "156 million", million(table.sales)),
        line("Niêm Tòng: biological products, NPK", "no amount", "not valued",
             "not 0: printed “chưa quy ra tiền”"),
    ]  # fmt: skip


def dong_van():
    table = Table(True, "ĐV", END)
    three = sum(of_person(f"ĐV{n}").support for n in (2, 3, 4))
    return [
        line("Đồng Văn: persons", 5, table.units),
        line("Đồng Văn: support", "79 million", million(table.support)),
        line("Phố Là: barn and cow", "26 million", million(of_person("ĐV1").support)),
        line("Sính Lủng, Lũng Táo, Sảng Tủng: cows", "48 million", million(three)),
        line("Sà Phìn: 15 chickens", "5 million", million(of_person("ĐV5").support),
             "same; kept as a lot amount, as 15 heads at a whole price miss it by 5 đ"),
        line("Đồng Văn: at first", "4 cows, 15 chickens", heads(table.at_first)),
        line("Đồng Văn: 2023", "cows kept, 21 chickens", heads(table.raised)),
        line("Đồng Văn: eggs", "1.5 million", million(table.sales)),
    ]  # fmt: skip


def yen_minh():
    animals = [of_person(f"YM{n}") for n in range(1, 9)]
    fertilizer = sum(of_person(f"YM{n}").support for n in (9, 10, 11))
    table = Table(True, "YM", END)
    first, now = table.at_first, table.raised
    grown = now - first
    return [
        line("Yên Minh: persons", "11 (8 animals, 3 fertilizer)", table.units),
        line("Yên Minh: support for animals", "126 million",
             million(table.support - fertilizer),
             f"same; 8 persons with {sum(len(p.lines) for p in animals)} lots: one "
             "person has the goats and the pigs"),
        line("Yên Minh: fertilizer", "6,750,000", number(fertilizer)),
        line("Yên Minh: at first", "11 animals (7 cows, 2 goats, 3 pigs)",
             f"{first.total()} ({heads(first)})", "7 + 2 + 3 = 12"),
        line("Yên Minh: 2023", "46 animals", f"{now.total()} ({heads(now)})",
             "12 + 35 = 47"),
        line("Yên Minh: increase", "35 (4 cows, 6 goats, 25 pigs)",
             f"{grown.total()} ({heads(grown)})"),
        line("Yên Minh: sold", "33,278 VND (table), 33,278,000 VND (text)",
             number(table.sales), "three zeros are lost in the table"),
    ]  # fmt: skip


def persons():
    table = Table(True, "", END)
    households_too = Table(False, "", END).support
    fertilizer = sum(of_person(f"YM{n}").support for n in (9, 10, 11))
    without = table.support - fertilizer
    return [
        *meo_vac(),
        *dong_van(),
        *yen_minh(),
        line("All: persons", 18, f"{table.valued} valued, {table.units} with any support",
             "not an error: 18 have a support with a money value"),
        line("All: support", "about 225 million",
             f"{million(without)}; {million(table.support)} with fertilizer",
             "neither is 225; animals and barn alone are nearest"),
        line("Both tables", "about 1,250 million",
             f"{million(households_too + without)}; "
             f"{million(households_too + table.support)} with fertilizer", "about"),
    ]  # fmt: skip


def document():
    return "\n".join(
        [
            "# Published beside computed: livelihood support in Hà Giang, 2019–2023",
            "",
            "The study's two tables and its text, beside what the records of",
            "`docs/example_record/` give as of 31/12/2023. Amounts in VND. Where print and",
            "records differ, the last column says why; records cannot repeat a misprint.",
            "Written by `python -m tests.livelihoods.reproduction`; a test compares.",
            "",
            "“Sold” is what has been sold by then, with eggs; what is still raised stands",
            "beside it, never inside.",
            "",
            "## Table 1: households at high risk",
            "",
            HEAD,
            *households(),
            "",
            "## Table 2: persons who returned",
            "",
            HEAD,
            *persons(),
            "",
        ]
    )


if __name__ == "__main__":
    sys.stdout.write(document())
