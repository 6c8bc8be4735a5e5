"""The table of bigrams, in each database's own way, and the table behind the shared cache."""

from django.core.management import call_command
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from renkei.core.search.bigrams import CREATE, TABLE


def make_bigrams(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop_bigrams(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(f"DROP TABLE {TABLE}")


def make_cache(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    # So that nobody has to know of the command.
    call_command(
        "createcachetable", CACHE_TABLE, database=schema_editor.connection.alias, verbosity=0
    )


def drop_cache(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(f"DROP TABLE {CACHE_TABLE}")


CACHE_TABLE = "core_cache"  # as in the settings


class Migration(migrations.Migration):
    dependencies = [("core", "0001_tables")]

    operations = [
        migrations.RunPython(make_bigrams, drop_bigrams),
        migrations.RunPython(make_cache, drop_cache),
    ]
