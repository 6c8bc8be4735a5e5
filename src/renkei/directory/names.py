"""How names of organisations are made comparable.

(株)北の駅, 株式会社　北の駅 and 北の駅(株) are one firm to a reader; so is what is written in full
width, in another kind of kana, or with a dot more.
"""

import re
import unicodedata

from renkei.core.folding import fold

# Legal forms, longest first, so that none leaves a part of another behind.
FORMS = (
    "特定非営利活動法人",
    "地方独立行政法人",
    "公益社団法人",
    "公益財団法人",
    "一般社団法人",
    "一般財団法人",
    "国立大学法人",
    "公立大学法人",
    "社会福祉法人",
    "独立行政法人",
    "学校法人",
    "医療法人",
    "宗教法人",
    "npo法人",
    "株式会社",
    "有限会社",
    "合同会社",
    "合資会社",
    "合名会社",
    "協同組合",
)
# After NFKC ㈱ is (株) as well.
SHORT_FORMS = re.compile(r"\((?:株|有|合|資|名|学|医|福|社|財|独|一社|一財|公社|公財|特非|npo)\)")
ENGLISH_FORMS = re.compile(
    r"(?:,?\s*(?:co\.?,?\s*ltd\.?|inc\.?|ltd\.?|corp\.?|corporation|llc|k\.k\.|g\.k\.))+\s*$"
)
LONGEST = 200


def folded(name: str) -> str:
    """`name` without legal form, width, case, kind of kana, spaces and punctuation."""
    plain = unicodedata.normalize("NFKC", name).casefold().strip()
    stem = ENGLISH_FORMS.sub("", SHORT_FORMS.sub("", plain))
    for form in FORMS:
        stem = stem.replace(form, "")
    # A name that is nothing but a legal form keeps it: something has to be compared.
    return (fold(stem) or fold(plain))[:LONGEST]
