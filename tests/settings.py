"""The product's settings under test: a fixed key, no HTTPS redirect, everything else as shipped."""

import os

os.environ.setdefault("RENKEI_DEMO", "1")
os.environ.setdefault("RENKEI_SECRET_KEY", "only-for-tests")

from renkei.settings import *  # noqa: F403
