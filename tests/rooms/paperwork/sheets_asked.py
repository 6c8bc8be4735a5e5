"""A sheet with every kind of question, for tests; and one area, for there are no places here."""

from renkei.charter.sheet_reader import version_from
from renkei.charter.sheets import Version
from renkei.charter.text import Text

AREAS = {"011002": Text("札幌市", "Sapporo"), "012041": Text("旭川市", "Asahikawa")}


def _words(text: str) -> dict[str, str]:
    return {"ja": text, "en": f"{text} in English"}


def _question(key: str, kind: str, **more: object) -> dict[str, object]:
    return {"key": key, "kind": kind, "label": _words(f"質問{key}"), **more}


def _choices(*codes: str) -> list[dict[str, object]]:
    return [{"code": code, "label": _words(f"選択{code}")} for code in codes]


EVERYTHING: Version = version_from(
    {
        "version": "1",
        "valid_from": "2026-04-01",
        "intro": _words("はじめに"),
        "afterwards": _words("このあと"),
        "origin": _words("試験のため"),
        "sections": [
            {
                "key": "all",
                "title": _words("すべて"),
                "questions": [
                    _question("name", "text", longest=20, required=True),
                    _question("story", "long_text", longest=200),
                    _question("number", "whole_number", lowest=-5, highest=1000, unit=_words("人")),
                    _question("part", "whole_number", at_most="number"),
                    _question("price", "yen"),
                    _question("day", "date"),
                    _question("one", "one_of", choices=_choices("a", "b", "c")),
                    _question("some", "several_of", choices=_choices("x", "y", "z")),
                    _question("yes", "yes_no", required=True),
                    _question("where", "area"),
                    _question("email", "email"),
                    _question("telephone", "telephone"),
                    _question("agreed", "consent"),
                    _question(
                        "why",
                        "text",
                        required=True,
                        when={"question": "yes", "equals": "yes"},
                    ),
                    _question(
                        "more",
                        "one_of",
                        choices=_choices("p", "q"),
                        when={"question": "some", "equals": "y"},
                    ),
                    _question(
                        "deep", "text", required=True, when={"question": "more", "equals": "p"}
                    ),
                    _question("mail", "text", required_when={"question": "one", "equals": "b"}),
                ],
            }
        ],
    }
)
