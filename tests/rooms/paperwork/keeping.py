"""What the tests of keeping and disposing have in common."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from renkei.core.sides import Side
from renkei.directory.models import Agreement
from renkei.paperwork.actions.attachments import attach
from renkei.paperwork.actions.notices import Recipient, send
from renkei.paperwork.actions.retention import apply_retention, place_hold
from renkei.paperwork.models import Attachment, Hold, Notice
from tests.cast import Cast
from tests.rooms.paperwork import files

TODAY = date(2040, 4, 1)  # when everything that the tests make has reached its end


def told(cast: Cast, about: tuple[str, str] = ("", "")) -> Notice:
    to = [Recipient(person=cast.citizen.key, email="citizen@example.org")]
    until = {"until": date(2026, 12, 1)}
    return send("paperwork.disclosure_ready", to=to, context=until, about=about)[0]


def apply(only: str = "") -> dict[str, int]:
    return apply_retention(lambda _kind, _n: None, today=TODAY, only=only)


def agreement(cast: Cast) -> Agreement:
    return Agreement.objects.create(
        title_ja="試しの協定", side=Side.CITY, unit=cast.units["city_section"]
    )


def attached(cast: Cast, record: Agreement) -> Attachment:
    file = SimpleUploadedFile("協定書.pdf", files.pdf())
    return attach(record, file, by=cast.asker("city_officer"))


def hold(cast: Cast, kind: str, key: str, **more: str) -> Hold:
    given = {"reason": "審査が続いている", "unit": cast.units["city_section"].key, **more}
    return place_hold(kind, key, **given, by=cast.asker("city_officer"))
