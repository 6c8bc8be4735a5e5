"""Templates of notices that the tests bring along."""

from pathlib import Path

import pytest

from renkei.paperwork import letters

WORK = """
group = "tasks"
is_obligatory = false
placeholders = ["title", "due"]

[ja]
subject = "「{title}」の期限が近づいています"
body = "期限は{due}です。"

[en]
subject = "“{title}” is due soon"
body = "It is due on {due}."
"""
ACCOUNT = """
group = "account"
is_obligatory = true
placeholders = []

[ja]
subject = "パスワードが変わりました"
body = "心当たりがないときは知らせてください。"

[en]
subject = "Your password was changed"
body = "Tell us if it was not you."
"""


def read(folder: Path, text: str, name: str = "work_due.1.toml") -> letters.Template:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return letters.read_template("tests", path)


def bring(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Beside the shipped templates: `tests.work_due`, which may be stopped, and
    `tests.password_changed`, which may not."""
    own = (read(folder, WORK), read(folder, ACCOUNT, "password_changed.1.toml"))
    every = {**letters.templates(), **{one.name: (one,) for one in own}}
    monkeypatch.setattr(letters, "templates", lambda: every)
