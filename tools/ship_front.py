"""Count the figures of the front page that are shipped in the package.

    python -m tools.ship_front

On the shipped tables alone, whatever this machine has loaded besides. Needed when one of them has
changed; a test says so.
"""

import os
import tempfile

os.environ["DJANGO_SETTINGS_MODULE"] = "renkei.settings"
os.environ.setdefault("RENKEI_DEMO", "1")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="renkei-ship-") as folder:
        for name in ("VAR", "STATISTICS"):
            os.environ[f"RENKEI_{name}"] = folder
        os.environ["RENKEI_DATABASE"] = "sqlite://:memory:"
        count()


def count() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from renkei.observatory.front_counted import counted
    from renkei.observatory.front_figures import FILE, keep

    call_command("migrate", verbosity=0)
    call_command("load_places", verbosity=0)
    keep(counted())
    print(FILE)


if __name__ == "__main__":
    main()
