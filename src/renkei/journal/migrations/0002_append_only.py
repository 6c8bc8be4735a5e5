from typing import Any

from django.db import migrations

from renkei.journal.guards import guard


def raise_guards(_apps: Any, editor: Any) -> None:
    guard(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_tables")]

    # Going back takes the tables away, and their triggers with them.
    operations = [migrations.RunPython(raise_guards, migrations.RunPython.noop)]
