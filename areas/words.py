"""Amounts in Vietnamese words, as read aloud in the north."""

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
BILLION = 1_000_000_000


def _units_after_ten(tens, units):
    if units == 5:
        return "lăm"
    if tens > 1 and units == 1:
        return "mốt"
    if tens > 1 and units == 4:
        return "tư"
    return DIGITS[units]


def _below_hundred(number, follows_hundred):
    tens, units = divmod(number, 10)
    if tens == 0:
        if units == 0:
            return []
        return ["linh", DIGITS[units]] if follows_hundred else [DIGITS[units]]
    words = ["mười"] if tens == 1 else [DIGITS[tens], "mươi"]
    return [*words, _units_after_ten(tens, units)] if units else words


def _group(number, is_first):
    """One group of three digits; every group but the first names its hundreds."""
    hundreds, rest = divmod(number, 100)
    if hundreds == 0 and is_first:
        return _below_hundred(rest, follows_hundred=False)
    return [DIGITS[hundreds], "trăm", *_below_hundred(rest, follows_hundred=True)]


def _below_billion(number, is_first):
    """Empty groups before the last counted one are named, those after it are not."""
    words = []
    for size, name in ((1_000_000, "triệu"), (1_000, "nghìn"), (1, "")):
        group, rest = divmod(number, size)
        number = rest
        if group:
            words += _group(group, is_first)
        elif rest and not is_first:
            words.append(DIGITS[0])
        elif is_first or not rest:
            continue
        words += [name] if name else []
        is_first = False
        if not rest:
            break
    return words


def number_words(number):
    """1015 -> "một nghìn không trăm mười lăm"."""
    if number < 0:
        return f"âm {number_words(-number)}"
    if number == 0:
        return DIGITS[0]
    billions, rest = divmod(number, BILLION)
    words = [number_words(billions), "tỷ"] if billions else []
    if rest:
        words += _below_billion(rest, is_first=not billions)
    return " ".join(words)


def dong_words(amount, *, closed=False):
    """6750000 -> "Sáu triệu bảy trăm năm mươi nghìn đồng".

    In: whole đồng. `closed`: with "./." behind, as forms of payment end an amount.
    """
    words = f"{number_words(amount)} đồng"
    return words[0].upper() + words[1:] + ("./." if closed else "")
