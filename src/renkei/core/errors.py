"""What an action answers when it does not act. A page shows the message as it stands."""


class Refused(Exception):
    """Nothing was done; the message tells the reader why and what can be done instead."""


class NotPermitted(Refused):
    """The person may not do this to the record."""


class WrongState(Refused):
    """The record is not in a state that allows this, or somebody else was faster."""
