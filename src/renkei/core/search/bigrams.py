"""The bigrams of folded texts, and the one table that keeps them: FTS5 here, a GIN index there.

Japanese writes no spaces, and the trigrams that databases offer find nothing for 移住: so the index
holds every pair of neighbouring characters. It only narrows the search; what is found is decided by
looking into the text itself, alike on both databases.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from django.db import connection

from renkei.core.folding import BAR

TABLE = "core_search_bigrams"

CREATE = {
    "sqlite": [
        # It keeps what it was given: without that, taking out a row needs its text, and a text that
        # differs in one character spoils the index.
        f"CREATE VIRTUAL TABLE {TABLE} USING fts5(bigrams, detail=none, columnsize=0)"
    ],
    "postgresql": [
        f"CREATE TABLE {TABLE} (rowid bigint PRIMARY KEY, bigrams tsvector NOT NULL)",
        f"CREATE INDEX {TABLE}_gin ON {TABLE} USING gin (bigrams)",
    ],
}
# Chosen by the kind of database. The name of the table is the only thing that is put in.
_PUT = {
    "sqlite": f"INSERT INTO {TABLE} (rowid, bigrams) VALUES (%s, %s)",  # noqa: S608
    "postgresql": (
        f"INSERT INTO {TABLE} (rowid, bigrams) VALUES (%s, array_to_tsvector(%s)) "  # noqa: S608
        "ON CONFLICT (rowid) DO UPDATE SET bigrams = excluded.bigrams"
    ),
}
_DROP = f"DELETE FROM {TABLE} WHERE rowid = %s"  # noqa: S608
MATCHING = {
    "sqlite": f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s",  # noqa: S608
    "postgresql": f"SELECT rowid FROM {TABLE} WHERE bigrams @@ %s::tsquery",  # noqa: S608
}


def put(entries: Iterable[tuple[int, str]]) -> None:
    """Keep the bigrams of texts under their numbers, in place of what stood there."""
    rows = [(number, _stored(text)) for number, text in entries]
    if connection.vendor == "sqlite":
        drop([number for number, _tokens in rows])
    with connection.cursor() as cursor:
        cursor.executemany(_PUT[connection.vendor], rows)


def drop(numbers: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(_DROP, [(number,) for number in numbers])


def clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE}")  # noqa: S608


def asked(words: Iterable[str]) -> str:
    """What to give to `MATCHING` for folded words that must all be in a text."""
    tokens = sorted({token for word in words for token in _tokens_asked(word)})
    if connection.vendor == "sqlite":
        return " AND ".join(tokens)
    return " & ".join(token.replace("*", ":*") for token in tokens)


def bigrams(text: str) -> set[str]:
    """Each pair of neighbours as a word of letters and digits, which every tokenizer leaves whole.

    The last character of a text stands in a pair with the bar behind it, so that a beginning of a
    pair finds each single character.
    """
    return {_token(a, b) for a, b in pairwise(text) if a != BAR}


def _stored(text: str) -> str | list[str]:
    tokens = sorted(bigrams(text))
    return " ".join(tokens) if connection.vendor == "sqlite" else tokens


def _tokens_asked(word: str) -> Iterable[str]:
    return [_token(word, "") + "*"] if len(word) == 1 else bigrams(word)


def _token(a: str, b: str) -> str:
    # No hexadecimal digit is a "g": the beginning "79fbg" means this character and no other.
    return f"{ord(a):x}g{ord(b):x}" if b else f"{ord(a):x}g"
