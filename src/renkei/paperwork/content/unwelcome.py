"""Why a file is not taken in."""

from renkei.core.errors import Refused


class Unwelcome(Refused):
    """The file is not kept. The message says what was found, where, and how to mend it."""
