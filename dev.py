#!/usr/bin/env python3
"""One command for everything, with nothing but Python: python3 dev.py demo, test, check, ...

This file must be readable by a Python that is too old, so that it can say so.
"""

import os
import shutil
import sys

OLDEST = (3, 11)


def too_old():
    have = ".".join(str(part) for part in sys.version_info[:3])
    message = [
        "renkei needs Python %d.%d or newer; this is Python %s." % (OLDEST + (have,)),
    ]
    newer = [
        name
        for name in ("python3.14", "python3.13", "python3.12", "python3.11")
        if shutil.which(name)
    ]
    if newer:
        message.append(
            "This machine has a newer one: " + newer[0] + " dev.py " + " ".join(sys.argv[1:])
        )
    else:
        message.append(
            "On Debian 12 or Ubuntu 24.04 and later: apt-get install python3 python3-venv"
        )
    return "\n".join(message)


if __name__ == "__main__":
    if sys.version_info < OLDEST:
        sys.exit(too_old())
    os.chdir(os.path.dirname(os.path.abspath(__file__)))
    from tools.dev.commands import main

    sys.exit(main())
