"""Triggers that let rows in and nothing out: the journal is append-only in the database itself.

Whoever owns the database can still take the triggers away; what is done then is found by
`verify_journal`, which also says when one is missing.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("journal_entry", "journal_mention", "journal_seal")
MESSAGE = "the journal is append-only"

# What must not stand there already. SQLite's REPLACE deletes the old row without firing delete
# triggers, so a new row that would push an old one out is refused before it comes in.
_SAME = {
    "journal_entry": "id = NEW.id OR reverses_id = NEW.reverses_id",
    "journal_mention": (
        'id = NEW.id OR (entry_id = NEW.entry_id AND "of" = NEW."of" AND "key" = NEW."key")'
    ),
    "journal_seal": ("number = NEW.number OR previous = NEW.previous OR digest = NEW.digest"),
}
_REVERSES_A_REVERSAL = """NEW.reverses_id IS NOT NULL AND EXISTS (
    SELECT 1 FROM journal_entry WHERE id = NEW.reverses_id AND reverses_id IS NOT NULL)"""


def guard(connection: BaseDatabaseWrapper) -> None:
    """Raise every guard that is not there."""
    statements = _ON_POSTGRES if connection.vendor == "postgresql" else _ON_SQLITE
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def missing_guards(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of triggers that are gone, or that somebody switched off."""
    if connection.vendor == "postgresql":
        # "A": fires always, also where a session calls itself a replica.
        sql, expected = "SELECT tgname FROM pg_trigger WHERE tgenabled = 'A'", _NAMES_ON_POSTGRES
    else:
        sql, expected = "SELECT name FROM sqlite_master WHERE type = 'trigger'", _NAMES_ON_SQLITE
    with connection.cursor() as cursor:
        cursor.execute(sql)
        found = {name for (name,) in cursor.fetchall()}
    return sorted(expected - found)


def _on_sqlite() -> dict[str, str]:
    made = {}
    for table in TABLES:
        for deed in ("UPDATE", "DELETE"):
            made[f"{table}_no_{deed.lower()}"] = _refusing(table, deed, "1")
        exists = f"EXISTS (SELECT 1 FROM {table} WHERE {_SAME[table]})"  # noqa: S608 - of our own words
        made[f"{table}_no_replace"] = _refusing(table, "INSERT", exists)
    made["journal_entry_no_second_reversal"] = _refusing(
        "journal_entry", "INSERT", _REVERSES_A_REVERSAL
    )
    return {
        name: f"CREATE TRIGGER IF NOT EXISTS {name} {statement}" for name, statement in made.items()
    }


def _refusing(table: str, deed: str, when: str) -> str:
    return f"BEFORE {deed} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"


def _on_postgres() -> dict[str, tuple[str, ...]]:
    made = {}
    for table in TABLES:
        for name, deed in (
            (f"{table}_no_change", f"BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW"),
            (f"{table}_no_truncate", f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT"),
        ):
            made[name] = _raised(table, name, deed)
    made["journal_entry_no_second_reversal"] = _raised(
        "journal_entry",
        "journal_entry_no_second_reversal",
        "BEFORE INSERT ON journal_entry FOR EACH ROW WHEN (NEW.reverses_id IS NOT NULL)",
        "journal_reverses_no_reversal",
    )
    return made


def _raised(table: str, name: str, deed: str, function: str = "journal_refuses") -> tuple[str, ...]:
    return (
        f"CREATE OR REPLACE TRIGGER {name} {deed} EXECUTE FUNCTION {function}()",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}",
    )


_FUNCTIONS = (
    f"""CREATE OR REPLACE FUNCTION journal_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
    END $$""",
    f"""CREATE OR REPLACE FUNCTION journal_reverses_no_reversal() RETURNS trigger
    LANGUAGE plpgsql AS $$
    BEGIN
        IF {_REVERSES_A_REVERSAL} THEN
            RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$""",
)
_NAMES_ON_SQLITE = set(_on_sqlite())
_NAMES_ON_POSTGRES = set(_on_postgres())
_ON_SQLITE = tuple(_on_sqlite().values())
_ON_POSTGRES = (*_FUNCTIONS, *(sql for raised in _on_postgres().values() for sql in raised))
