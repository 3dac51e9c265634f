import pytest
from hypothesis import given
from hypothesis import strategies as st

from areas.words import DIGITS, dong_words, number_words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (1, "Một đồng"),
        (5, "Năm đồng"),
        (10, "Mười đồng"),
        (11, "Mười một đồng"),
        (14, "Mười bốn đồng"),
        (15, "Mười lăm đồng"),
        (20, "Hai mươi đồng"),
        (21, "Hai mươi mốt đồng"),
        (24, "Hai mươi tư đồng"),
        (25, "Hai mươi lăm đồng"),
        (55, "Năm mươi lăm đồng"),
        (99, "Chín mươi chín đồng"),
        (100, "Một trăm đồng"),
        (101, "Một trăm linh một đồng"),
        (104, "Một trăm linh bốn đồng"),
        (105, "Một trăm linh năm đồng"),
        (110, "Một trăm mười đồng"),
        (115, "Một trăm mười lăm đồng"),
        (999, "Chín trăm chín mươi chín đồng"),
        (1_000, "Một nghìn đồng"),
        (1_001, "Một nghìn không trăm linh một đồng"),
        (1_010, "Một nghìn không trăm mười đồng"),
        (10_500, "Mười nghìn năm trăm đồng"),
        (52_000, "Năm mươi hai nghìn đồng"),
        (105_000, "Một trăm linh năm nghìn đồng"),
        (1_000_000, "Một triệu đồng"),
        (1_000_015, "Một triệu không nghìn không trăm mười lăm đồng"),
        (1_005_000, "Một triệu không trăm linh năm nghìn đồng"),
        (5_200_000, "Năm triệu hai trăm nghìn đồng"),
        (6_750_000, "Sáu triệu bảy trăm năm mươi nghìn đồng"),
        (12_000_000, "Mười hai triệu đồng"),
        (15_300_000, "Mười lăm triệu ba trăm nghìn đồng"),
        (1_000_000_000, "Một tỷ đồng"),
        (1_000_000_015, "Một tỷ không triệu không nghìn không trăm mười lăm đồng"),
        (1_000_500_000, "Một tỷ không triệu năm trăm nghìn đồng"),
        (1_024_000_000, "Một tỷ không trăm hai mươi tư triệu đồng"),
        (
            1_253_750_000,
            "Một tỷ hai trăm năm mươi ba triệu bảy trăm năm mươi nghìn đồng",
        ),
        (
            999_999_999_999,
            "Chín trăm chín mươi chín tỷ chín trăm chín mươi chín triệu"
            " chín trăm chín mươi chín nghìn chín trăm chín mươi chín đồng",
        ),
        (1_500_000_000_000, "Một nghìn năm trăm tỷ đồng"),
        (-5_000, "Âm năm nghìn đồng"),
    ],
)
def test_dong_words_reads_as_northern_vietnamese(amount, words):
    assert dong_words(amount) == words


def test_forms_of_payment_end_an_amount():
    assert dong_words(3_000_000, closed=True) == "Ba triệu đồng./."


def read_back(words):
    """The number that Vietnamese words say: the groups from the highest down."""
    value = dict(zip(DIGITS, range(10), strict=True)) | {"mốt": 1, "tư": 4, "lăm": 5}
    units = {"tỷ": 10**9, "triệu": 10**6, "nghìn": 10**3}
    total, group, digit = 0, 0, None
    for word in words.split():
        if word in units:
            total, group, digit = total + (group + (digit or 0)) * units[word], 0, None
        elif word == "trăm":
            group, digit = digit * 100, None
        elif word == "mười":
            group, digit = group + 10, None
        elif word == "mươi":
            group, digit = group + digit * 10, None
        elif word == "linh":
            digit = None
        else:
            digit = value[word]
    return total + group + (digit or 0)


NEAR_ROUND = st.builds(
    lambda high, low, size: (high * size + low) % 10**12,
    st.integers(0, 999_999),
    st.integers(0, 999),
    st.sampled_from([10**3, 10**6, 10**9]),
)


@given(st.integers(1, 10**12 - 1) | NEAR_ROUND)
def test_words_can_be_read_back(number):
    words = number_words(number)

    assert read_back(words) == number
    # Northern usage, wherever the digits stand.
    wrong = [
        "mươi một",
        "mươi bốn",
        "mươi năm",
        "mười tư",
        "mười mốt",
        "mười năm",
        "lẻ",
    ]
    assert [pair for pair in wrong if pair in words] == []


def test_number_words_never_leaves_an_empty_word():
    readings = {number_words(number) for number in range(100_000)}

    assert len(readings) == 100_000
    assert not [words for words in readings if "  " in words or words != words.strip()]
