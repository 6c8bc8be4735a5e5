"""Age, sex and nationality: no condition and no criterion may read them."""

import re

from renkei.engines.matching.errors import ProtectedAttribute

# In recruiting nobody may be chosen by age (労働施策総合推進法 9条) or sex
# (男女雇用機会均等法 5条), nor anybody treated apart by nationality (労働基準法 3条).
WORDS = frozenset(
    (
        "age",
        "ages",
        "aged",
        "birth",
        "birthday",
        "birthdate",
        "birthyear",
        "dob",
        "born",
        "sex",
        "sexes",
        "gender",
        "genders",
        "male",
        "female",
        "man",
        "woman",
        "men",
        "women",
        "nationality",
        "nationalities",
        "nation",
        "citizenship",
        "citizen",
        "foreign",
        "foreigner",
        "ethnicity",
        "race",
    )
)
TERMS = ("年齢", "生年", "性別", "男性", "女性", "国籍", "外国人", "年令", "歳", "人種")


def require_unprotected(name: str, where: str) -> None:
    """Refuse a name that says age, sex or nationality.

    Errors  ProtectedAttribute
    """
    words = set(re.split(r"[^a-z]+", name.lower()))
    if words & WORDS or any(term in name for term in TERMS):
        remedy = "hold it as an audit attribute, where no score can read it"
        raise ProtectedAttribute(where, f"“{name}” is about age, sex or nationality", remedy)
