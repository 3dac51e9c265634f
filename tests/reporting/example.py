"""What the reports must say of the example record, cell by cell, and where to look."""

# day -> table -> district (key of its area; "": the whole) -> what must come out.
# Units; units valued in money; support and the part without fertilizer, VND; animals at
# first, still raised, sold; VND of sales with eggs. None: not told for this day.

END = "2023-12-31"
MIDDLE = "2021-12-31"
MEO_VAC, DONG_VAN, YEN_MINH, HOANG_SU_PHI = "027", "026", "028", "032"


def heads(text):
    """ "90 pig, 64 goat" -> {"pig": 90, "goat": 64}."""
    pairs = (each.split() for each in text.split(", ") if each)
    return {code: int(number) for number, code in pairs}


# table, district, units, valued, support, without fertilizer, at first, raised, sold, VND
AT_THE_END = [
    ("prevention", MEO_VAC, 46, 46, 552_000_000, 552_000_000,
     "90 pig, 64 goat", "180 pig, 80 goat", "420 pig, 112 goat", 642_983_000),
    ("prevention", DONG_VAN, 17, 17, 272_000_000, 272_000_000,
     "44 pig, 24 goat", "66 pig, 36 goat", "71 pig", 70_700_000),
    ("prevention", HOANG_SU_PHI, 6, 6, 72_000_000, 72_000_000,
     "18 pig", "44 pig", "42 pig", 68_200_000),
    ("prevention", YEN_MINH, 13, 13, 128_000_000, 128_000_000,
     "28 pig, 3 cow", "60 pig, 3 cow", "38 pig", 38_200_000),
    ("prevention", "", 82, 82, 1_024_000_000, 1_024_000_000,
     "180 pig, 88 goat, 3 cow", "350 pig, 116 goat, 3 cow", "571 pig, 112 goat",
     820_083_000),
    ("victims", MEO_VAC, 3, 2, 18_000_000, 18_000_000,
     "5 pig", "68 pig", "52 pig", 156_000_000),
    ("victims", DONG_VAN, 5, 5, 79_000_000, 79_000_000,
     "4 cow, 15 black_chicken", "4 cow, 21 black_chicken", "", 1_500_000),
    ("victims", YEN_MINH, 11, 11, 132_750_000, 126_000_000,
     "7 cow, 2 goat, 3 pig", "11 cow, 8 goat, 28 pig", "1 cow, 2 goat, 20 pig",
     33_278_000),
    ("victims", "", 19, 18, 229_750_000, 223_000_000,
     "11 cow, 2 goat, 8 pig, 15 black_chicken",
     "15 cow, 8 goat, 96 pig, 21 black_chicken", "1 cow, 2 goat, 72 pig", 190_778_000),
]  # fmt: skip

# table, district, units, valued, support, VND of sales
IN_THE_MIDDLE = [
    ("prevention", MEO_VAC, 30, 30, 360_000_000, 150_000_000),
    ("prevention", DONG_VAN, 0, 0, 0, 0),
    ("prevention", HOANG_SU_PHI, 4, 4, 48_000_000, 14_000_000),
    ("prevention", YEN_MINH, 10, 10, 97_000_000, 0),
    ("prevention", "", 44, 44, 505_000_000, 164_000_000),
    ("victims", MEO_VAC, 3, 2, 18_000_000, 36_000_000),
    ("victims", DONG_VAN, 0, 0, 0, 0),
    ("victims", YEN_MINH, 4, 4, 66_000_000, 0),
    ("victims", "", 7, 6, 84_000_000, 36_000_000),
]

# Keys of docs/reports.md, below the line's own.
UNITS, VALUED = ("units",), ("units_valued",)
SUPPORT, WITHOUT = ("support", "total"), ("support", "without_fertilizer")
FIRST, RAISED = ("animals", "at_first"), ("animals", "still_raised")
SOLD, INCOME = ("animals", "sold"), ("income", "total")


def _cells():
    for (
        table,
        district,
        units,
        valued,
        support,
        without,
        *animals,
        income,
    ) in AT_THE_END:
        first, raised, sold = map(heads, animals)
        for path, value in [
            (UNITS, units), (VALUED, valued), (SUPPORT, support), (WITHOUT, without),
            (FIRST, first), (RAISED, raised), (SOLD, sold), (INCOME, income),
        ]:  # fmt: skip
            yield END, table, district, path, value
    for table, district, units, valued, support, income in IN_THE_MIDDLE:
        for path, value in [
            (UNITS, units), (VALUED, valued), (SUPPORT, support), (INCOME, income),
        ]:  # fmt: skip
            yield MIDDLE, table, district, path, value


# The rest of the published tables, and what explains them.
BESIDES = [
    (MIDDLE, "victims", MEO_VAC, RAISED, heads("21 pig")),
    (MIDDLE, "victims", YEN_MINH, RAISED, heads("3 cow, 2 goat, 11 pig")),
    (END, "victims", YEN_MINH, ("units_by_kind", "animals"), 8),
    (END, "victims", YEN_MINH, ("units_by_kind", "fertilizer"), 3),
    (END, "victims", YEN_MINH, ("support", "fertilizer"), 6_750_000),
    (END, "victims", "", ("support", "fertilizer"), 6_750_000),
    (END, "victims", YEN_MINH, ("animals", "increase"), heads("4 cow, 6 goat, 25 pig")),
    (END, "victims", MEO_VAC, ("animals", "increase"), heads("63 pig")),
    (END, "victims", DONG_VAN, ("income", "products", "eggs"), 1_500_000),
    (END, "victims", MEO_VAC, ("units_not_valued",), 1),
    (END, "victims", MEO_VAC, ("support", "average"), 9_000_000),
    (END, "prevention", MEO_VAC, ("support", "average"), 12_000_000),
    (END, "prevention", DONG_VAN, ("support", "average"), 16_000_000),
    (END, "prevention", HOANG_SU_PHI, ("support", "average"), 12_000_000),
    (END, "prevention", YEN_MINH, ("support", "average"), 9_846_154),
    (END, "prevention", DONG_VAN, ("units_by_year",), {"2022": 17}),
    (END, "prevention", HOANG_SU_PHI, ("units_by_year",), {"2021": 4, "2022": 2}),
    (END, "victims", "", ("support", "by_source"),
     {"blue-dragon": 223_000_000, "hoi-lhpn-tinh": 6_750_000}),
]  # fmt: skip

CELLS = [*_cells(), *BESIDES]


def name_of(cell):
    """The test's name: "2023-12-31 prevention 027 support.total"."""
    day, table, district, path, _value = cell
    return f"{day} {table} {district or 'all'} {'.'.join(path)}"
