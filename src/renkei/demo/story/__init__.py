"""What the people of the demonstration did, line by line of `data/story.toml`."""

from collections.abc import Callable

from renkei.demo import cast
from renkei.demo.stage import Line, Stage
from renkei.demo.story import evening, files, firms, letters

# In this order: later lines come back to what earlier ones left behind.
TOLD: dict[str, Callable[[Stage, Line], None]] = {
    "agreements": firms.agreement,
    "doubles": firms.double,
    "lists": firms.list_of_firms,
    "results": firms.results,
    "invitations": firms.invitation,
    "cards": files.card,
    "consents": files.consent,
    "attachments": files.attachment,
    "holds": files.hold,
    "reversals": files.reversal,
    "series": letters.series,
    "letters": letters.letter,
    "reminders": letters.reminder,
}


def tell(stage: Stage) -> None:
    """Errors  Refused when an action does: then the story does not fit the house any more"""
    story = cast.story()
    for name, tell_line in TOLD.items():
        for line in story[name]:
            tell_line(stage, line)
    evening.come(stage, story["evening"])
