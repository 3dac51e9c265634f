"""The words of old registers, as people here write them, and what they mean to us.

Compared without diacritics and case; our own codes are understood as well.
"""

from areas.names import folded
from victims.models.ethnicity import GSO_1979, NAMES

GRANT_LINES = {
    "Vật nuôi": "animals",
    "Con giống": "animals",
    "Phân bón": "fertilizer",
    "Phân bón, chế phẩm": "fertilizer",
    "Chế phẩm sinh học": "fertilizer",
    "Chuồng trại": "barn",
    "Vật liệu làm chuồng": "barn",
    "Hướng dẫn kỹ thuật": "guidance",
    "Khác": "other",
}
HERD_KINDS = {
    "Đẻ": "born",
    "Sinh thêm": "born",
    "Nở": "born",
    "Mua thêm": "bought",
    "Mua": "bought",
    "Bán": "sold",
    "Chết": "died",
    "Mất": "lost",
    "Ăn": "eaten",
    "Cho": "given",
    "Đếm lại": "recount",
}
CAUSES = {
    "Rét": "cold",
    "Dịch bệnh": "disease",
    "Bệnh": "disease",
    "Tai nạn": "accident",
    "Không rõ": "unknown",
}
PURPOSES = {"Làm giống": "breeding", "Bán giống": "breeding", "Lấy thịt": "meat"}
INCOMES = {
    "Trứng": "eggs",
    "Ngô, hoa màu": "maize",
    "Ngô": "maize",
    "Dệt, thêu": "weaving",
    "Dệt lanh": "weaving",
    "Sữa": "milk",
    "Làm công": "wages",
    "Khác": "other",
}
RESULTS = {
    "Tốt hơn": "better",
    "Như cũ": "same",
    "Kém hơn": "worse",
    "Chưa thấy": "not_yet",
}
SEXES = {
    "Nữ": "female",
    "Nam": "male",
    "Khác": "other",
    "Không muốn nói": "not_said",
}
CITIZENSHIPS = {
    "Việt Nam": "vietnamese",
    "Không quốc tịch, thường trú": "stateless_resident",
    "Nước ngoài": "foreigner",
}
IDENTIFICATIONS = {
    "Nạn nhân": "victim",
    "Đã có giấy xác nhận": "victim",
    "Đang xác minh": "in_identification",
    "Chưa chuyển cơ quan": "suspected",
    "Không phải nạn nhân": "not_victim",
}
CONSENTS = {"Có": "yes", "Không": "no", "Chưa hỏi": "not_asked"}
WAYS = {"Tiền mặt": "cash", "Chuyển khoản": "transfer", "Mua hộ": "bought"}
CONFIRMATIONS = {"Ký": "signed", "Điểm chỉ": "thumb", "Người làm chứng": "witness"}
SOURCES = {
    "Xã hội hóa": "donor",
    "Nguồn của Hội": "union",
    "Ngân sách nhà nước": "state",
    "Khác": "other",
}
YES = {"x": True, "có": True, "1": True}

ETHNICITIES = {name: code for code, name in NAMES[GSO_1979].items()}
ETHNICITIES |= {"Hmông": ETHNICITIES["Mông"], "H'Mông": ETHNICITIES["Mông"]}


def lookup(words):
    """{folded word or code: code} of a table above."""
    codes = {str(code): code for code in words.values()}
    return codes | {folded(word): code for word, code in words.items()}


def usual(words):
    """The first word for each code, to name in a message or a template."""
    first = {}
    for word, code in words.items():
        first.setdefault(code, word)
    return list(first.values())
