"""Compute what is shipped in the package: the run of the base projection, intervals of past fits.

    python -m tools.ship_projection

A thousand draws on the shipped figures alone, whatever this machine has loaded besides. Needed when
a shipped table, the base projection or the engine has changed; a test says so. The same figures and
the same code give the same bytes but for the day in the manifest.
"""

import os
import tempfile

os.environ["DJANGO_SETTINGS_MODULE"] = "renkei.settings"
os.environ.setdefault("RENKEI_DEMO", "1")
KEY = "base-2025"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="renkei-ship-") as folder:
        for name in ("VAR", "STATISTICS", "PROJECTIONS"):
            os.environ[f"RENKEI_{name}"] = folder
        os.environ["RENKEI_DATABASE"] = "sqlite://:memory:"
        project()


def project() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from renkei.observatory.ahead.backtests import computed_intervals
    from renkei.observatory.ahead.intervals import keep_intervals
    from renkei.observatory.ahead.runs import SHIPPED

    # First, because the manifest of the run names every table that was read before it.
    call_command("project", out=SHIPPED / KEY)
    keep_intervals(SHIPPED, computed_intervals())
    size = sum(path.stat().st_size for path in (SHIPPED / KEY).iterdir())
    print(f"together: {size:,} bytes")


if __name__ == "__main__":
    main()
