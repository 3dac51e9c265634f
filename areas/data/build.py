"""Make areas_2004.csv, areas_2025.csv and successions.csv from the source package.

A development tool, run by hand (README.md); the product reads only the CSV files.
letters.csv, spellings.csv, resolutions.csv and check_ha_giang_2025.csv are kept by
hand and only read here.
"""

import csv
import json
import re
import sqlite3
import sys
import unicodedata
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
KINDS = "tỉnh|thành phố|quận|huyện|thị xã|thị trấn|phường|xã|đặc khu"
FULL_NAME = re.compile(rf"({KINDS}) (.+)", re.IGNORECASE)
AREA_COLUMNS = ["code", "version", "level", "kind", "name", "parent"]
AREA_COLUMNS += ["valid_from", "valid_to", "latitude", "longitude"]
SUCCESSION_COLUMNS = ["old", "new", "on", "basis", "main", "confidence"]
DATES = {2004: ("", "2025-06-30"), 2025: ("2025-07-01", "")}
PROVINCES_BASIS = "NQ 202/2025/QH15"


def main():
    source = Path(find_spec("vietnamadminunits").submodule_search_locations[0])
    old_rows, new_rows = read_units(source / "data" / "dataset.db")
    mapping = json.loads((source / "data" / "converter_2025.json").read_text("utf-8"))
    old_areas = areas(old_rows, 2004, ["province", "district", "ward"])
    new_areas = areas(new_rows, 2025, ["province", "ward"])
    write("areas_2004.csv", AREA_COLUMNS, old_areas)
    write("areas_2025.csv", AREA_COLUMNS, new_areas)
    pairs = successions(old_rows, new_rows, mapping)
    write("successions.csv", SUCCESSION_COLUMNS, pairs)
    counts = f"{len(old_areas)} old, {len(new_areas)} new, {len(pairs)} successions"
    sys.stdout.write(counts + "\n")


def read_units(path):
    database = sqlite3.connect(path)
    database.row_factory = sqlite3.Row
    return [
        database.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 fixed names
        for table in ("admin_units_legacy", "admin_units")
    ]


def areas(rows, version, columns):
    """One row per area of the source's flat rows, upper levels first."""
    found = {}
    for depth, column in enumerate(columns):
        above = columns[depth - 1] + "Code" if depth else None
        for row in rows:
            if row[column]:  # five islands had no communes
                code = row[column + "Code"]
                found[code] = area(row, version, column, row[above] if above else "")
    return sorted(found.values(), key=lambda line: (len(line[0]), line[0]))


def area(row, version, column, parent):
    kind, name = kind_and_name(row[column])
    level = "commune" if column == "ward" else column
    latitude, longitude = row[column + "Lat"], row[column + "Lon"]
    return [
        row[column + "Code"],
        version,
        level,
        kind,
        name,
        parent,
        *DATES[version],
        round(latitude, 4),
        round(longitude, 4),
    ]


def kind_and_name(full):
    plain = " ".join(unicodedata.normalize("NFC", full).split())
    kind, name = FULL_NAME.fullmatch(plain).groups()
    return kind.lower(), name


def successions(old_rows, new_rows, mapping):
    """Provinces, then communes: a split commune has several, one of them main."""
    new_by_key = {(row["provinceKey"], row["wardKey"]): row for row in new_rows}
    old_by_key = {old_key(row): row for row in old_rows}
    lines = list(province_successions(old_rows, new_rows, mapping))
    basis = {row["code"]: row["basis"] for row in read("resolutions.csv")}
    checked = {
        (row["old_district"], row["old_commune"]): row["new_commune_tuyen_quang"]
        for row in read("check_ha_giang_2025.csv")
    }
    for province, old, news in commune_pairs(mapping):
        before = old_by_key[old]
        after = {new_by_key[province, new]["ward"] for new, _main in news}
        confidence = agreement(before, after, checked)
        for new, main in news:
            row = new_by_key[province, new]
            lines.append(
                line(before, "ward", row, "ward", basis[row["provinceCode"]])
                + [main, confidence]
            )
    return sorted(lines, key=lambda line: (len(line[0]), line[:2]))


def agreement(before, after, checked):
    other = checked.get((before["district"], before["ward"]))
    if before["provinceCode"] != "02":
        return "one source"
    return "two sources agree" if after == {other} else "sources differ"


def province_successions(old_rows, new_rows, mapping):
    new_by_key = {row["provinceKey"]: row for row in new_rows}
    old_by_key = {row["provinceKey"]: row for row in old_rows}
    for new, olds in mapping["DICT_PROVINCE"].items():
        for old in olds:
            pair = (old_by_key[old], "province", new_by_key[new], "province")
            yield line(*pair, PROVINCES_BASIS) + ["yes", "two sources agree"]


def commune_pairs(mapping):
    """(new province, old key, [(new key, main)]), whole and split communes alike."""
    for province, wards in mapping["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for new, olds in wards.items():
            for old in olds:
                yield province, old, [(new, "yes")]
    for province, wards in mapping["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, news in wards.items():
            default = {True: "yes", False: "no"}
            after = [
                (new["newWardKey"], default[new["isDefaultNewWard"]]) for new in news
            ]
            yield province, old, after


def line(old, old_column, new, new_column, basis):
    old_code = old[old_column + "Code"] or old["districtCode"]
    return [old_code, new[new_column + "Code"], DATES[2025][0], basis]


def old_key(row):
    return "_".join(
        row[level + "Key"] or "" for level in ["province", "district", "ward"]
    )


def read(name):
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(name, columns, lines):
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(lines)


if __name__ == "__main__":
    main()
