"""Write a table of the charter as TOML, in the order in which it was read, with comments."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

LINE = 100
# Comments by dotted path, list entries by number from 1: "purpose", "partners[2].role".
Comments = Mapping[str, Sequence[str]]


def toml(table: Mapping[str, Any], comments: Comments | None = None) -> str:
    return "\n".join(_table(table, "", "", comments or {})).strip() + "\n"


def _table(table: Mapping[str, Any], name: str, path: str, comments: Comments) -> Iterator[str]:
    """Plain values first: what follows the head of a table belongs to it."""
    for key, value in table.items():
        if not _has_head(value):
            yield from _comments(_join(path, key), comments)
            yield from _plain(key, value)
    for key, value in table.items():
        if not _has_head(value):
            continue
        head = f"{name}.{key}" if name else key
        entries = value if isinstance(value, list) else [value]
        for n, entry in enumerate(entries, start=1):
            is_list = isinstance(value, list)
            inside = f"{_join(path, key)}[{n}]" if is_list else _join(path, key)
            yield ""
            yield from _comments(inside, comments)
            yield f"[[{head}]]" if is_list else f"[{head}]"
            yield from _table(entry, head, inside, comments)


def _has_head(value: Any) -> bool:
    """Texts and short tables stand in a line; others have a head of their own."""
    if isinstance(value, list):
        return bool(value) and all(isinstance(one, dict) for one in value) and not _is_short(value)
    return isinstance(value, dict) and not _is_text(value) and not _is_short(value)


def _is_text(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"ja", "en"}


def _is_short(value: Any) -> bool:
    """Of plain values only, and no text: { value = 300, year = 2024 }."""
    if isinstance(value, list):
        return all(isinstance(one, dict) and _is_short(one) for one in value)
    return isinstance(value, dict) and not any(
        isinstance(one, (dict, str)) for one in value.values()
    )


def _plain(key: str, value: Any) -> Iterator[str]:
    if _is_text(value):
        for language in ("ja", "en"):
            yield f"{key}.{language} = {_string(value[language])}"
    else:
        yield f"{key} = {_value(value)}"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    return repr(value)


def _string(text: str) -> str:
    """As JSON writes it, which TOML reads the same, apart from this one sign."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _comments(path: str, comments: Comments) -> Iterator[str]:
    for comment in comments.get(path, ()):
        for line in comment.splitlines():
            yield f"# {line}"
