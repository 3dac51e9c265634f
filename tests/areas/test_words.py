import pytest

from areas.words import number_words, vnd_words


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
def test_vnd_words_reads_as_northern_vietnamese(amount, words):
    assert vnd_words(amount) == words


def test_number_words_never_leaves_an_empty_word():
    readings = {number_words(number) for number in range(100_000)}

    assert len(readings) == 100_000
    assert not [words for words in readings if "  " in words or words != words.strip()]
