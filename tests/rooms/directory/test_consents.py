"""Consents and what is handed on by them: the ground is checked, and the end ends everything."""

import json
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from renkei.core.errors import NotPermitted, Refused, WrongState
from renkei.core.personal import PersonalData
from renkei.core.rights import Asker, Verb, may
from renkei.directory.actions.consents import Agreed, give_consent, withdraw_consent
from renkei.directory.actions.shares import Ground, end_share, share_record
from renkei.directory.models import Agreement, Consent, Share
from renkei.directory.states import LegalGround
from renkei.journal.models import Entry
from tests.cast import Cast, standing_cast
from tests.rights.example import FILE, file_of
from tests.rights.patched import declared_as

pytestmark = pytest.mark.django_db
COVERED = (PersonalData.CONTACT, PersonalData.WORK)


@pytest.fixture(autouse=True)
def _files() -> Iterator[None]:
    with declared_as(FILE):
        yield


@pytest.fixture
def cast() -> Cast:
    return standing_cast()


def desk(cast: Cast) -> Asker:
    return cast.asker("desk_manager")


def consent_of(cast: Cast, **changed: object) -> Consent:
    """Of the citizen, taken at the city's desk for the prefecture's."""
    about = changed.pop("about", None)
    terms = {
        "purpose": "道の窓口で求人の紹介を受けるため",
        "categories": COVERED,
        "recipients": [cast.units["prefecture_desk"]],
        "how": "written",
        "until": None,
    } | changed
    return give_consent(
        Agreed(**terms),
        of=None if about else cast.citizen,
        about=about,
        taken_by=cast.units["city_desk"],
        by=desk(cast),
        on=timezone.localdate(),
    )


def shared(cast: Cast, file: Agreement, consent: Consent, **more: object) -> Share:
    ground = Ground(kind=LegalGround.CONSENT, consent=consent)
    unit = more.pop("unit", cast.units["prefecture_desk"])
    return share_record(file, unit=unit, ground=ground, by=desk(cast), **more)


def reads(cast: Cast, who: str, file: Agreement) -> bool:
    asker = cast.asker(who)
    one = may(asker, Verb.READ, Agreement.objects.get(pk=file.pk))
    assert one == (file in Agreement.objects.visible_to(asker))
    return one


# --- consent -----------------------------------------------------------------------------------


def test_consent_says_what_was_allowed_and_stands_in_the_journal(cast: Cast) -> None:
    consent = consent_of(cast, until=timezone.localdate() + timedelta(days=90))

    assert list(consent.recipients.all()) == [cast.units["prefecture_desk"]]
    assert consent.categories == ["contact", "work"]
    entry = Entry.objects.get(kind="consent.given")
    assert (entry.subject_key, entry.person) == (consent.key, cast.citizen.key)
    assert json.loads(entry.facts)["recipients"] == 1


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"purpose": " "}, "同意の目的"),
        ({"how": ""}, "どのように同意したか"),
        ({"categories": ()}, "情報の種類"),
        ({"categories": ("everything",)}, "情報の種類"),
        ({"recipients": []}, "相手を選んで"),
        ({"until": date(2020, 1, 1)}, "期限は"),
    ],
)
def test_consent_that_leaves_something_open_is_refused(
    cast: Cast, changed: dict[str, object], told: str
) -> None:
    with pytest.raises(Refused, match=told):
        consent_of(cast, **changed)

    assert Consent.objects.count() == 0


def test_consent_is_taken_by_the_own_unit_only(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        give_consent(
            Agreed(
                purpose="紹介",
                categories=COVERED,
                recipients=[cast.units["city_desk"]],
                how="written",
            ),
            of=cast.citizen,
            taken_by=cast.units["prefecture_desk"],
            by=desk(cast),
            on=timezone.localdate(),
        )


# --- handing on by consent -----------------------------------------------------------------------


def test_record_is_read_by_the_unit_that_the_consent_names(cast: Cast) -> None:
    file = file_of(cast)
    assert not reads(cast, "prefecture_counsellor", file)

    shared(cast, file, consent_of(cast))

    assert reads(cast, "prefecture_counsellor", file)
    assert not reads(cast, "prefecture_office", file)  # a unit above the one that was named
    assert not reads(cast, "prefecture_officer", file)
    assert not may(cast.asker("prefecture_counsellor"), Verb.WRITE, file)


def test_consent_about_a_record_carries_somebody_without_an_account(cast: Cast) -> None:
    file, other = file_of(cast, subject=""), file_of(cast, subject="")
    consent = consent_of(cast, about=file)

    shared(cast, file, consent)

    assert reads(cast, "prefecture_counsellor", file)
    with pytest.raises(Refused, match="本人のものではありません"):
        shared(cast, other, consent)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"categories": (PersonalData.CONTACT,)}, "職歴・資格・希望する仕事"),
        ({"recipients": "municipality"}, "この部署に渡せません"),
    ],
)
def test_consent_must_cover_data_and_recipient(
    cast: Cast, changed: dict[str, object], told: str
) -> None:
    if changed.get("recipients"):
        changed = {"recipients": [cast.units[str(changed["recipients"])]]}
    consent = consent_of(cast, **changed)

    with pytest.raises(Refused, match=told):
        shared(cast, file_of(cast), consent)

    assert Share.objects.count() == 0


def test_consent_of_another_person_carries_nothing(cast: Cast) -> None:
    with pytest.raises(Refused, match="本人のものではありません"):
        shared(cast, file_of(cast, subject="outsider"), consent_of(cast))


def test_consent_after_its_last_day_carries_nothing(cast: Cast) -> None:
    consent = consent_of(cast, until=timezone.localdate())

    with (
        time_machine.travel(timezone.now() + timedelta(days=1)),
        pytest.raises(Refused, match="期限が過ぎています"),
    ):
        shared(cast, file_of(cast), consent)


def test_sharing_never_outlasts_its_consent(cast: Cast) -> None:
    last = timezone.localdate() + timedelta(days=30)
    consent, file = consent_of(cast, until=last), file_of(cast)

    share = shared(cast, file, consent, until=last + timedelta(days=300))

    assert share.until == last
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        assert reads(cast, "prefecture_counsellor", file)
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert not reads(cast, "prefecture_counsellor", file)


@pytest.mark.parametrize("who", ["desk_manager", "citizen"])
def test_withdrawal_ends_everything_that_was_handed_on(cast: Cast, who: str) -> None:
    consent, files = consent_of(cast), [file_of(cast), file_of(cast)]
    for file in files:
        shared(cast, file, consent)

    withdraw_consent(consent, by=cast.asker(who))

    assert [reads(cast, "prefecture_counsellor", file) for file in files] == [False, False]
    entry = Entry.objects.get(kind="consent.withdrawn")
    assert json.loads(entry.facts) == {"shares_ended": 2}
    ends = Entry.objects.filter(kind="share.ended")
    assert [json.loads(end.facts)["by_withdrawal"] for end in ends] == [True, True]


def test_withdrawal_of_one_consent_leaves_what_another_carries(cast: Cast) -> None:
    file, one, other = file_of(cast), consent_of(cast), consent_of(cast)
    shared(cast, file, one)
    shared(cast, file, other)

    withdraw_consent(one, by=cast.asker("citizen"))

    assert reads(cast, "prefecture_counsellor", file)


def test_withdrawn_consent_carries_nothing_more(cast: Cast) -> None:
    consent = consent_of(cast)
    withdraw_consent(consent, by=cast.asker("citizen"))

    with pytest.raises(Refused, match="撤回された"):
        shared(cast, file_of(cast), consent)
    with pytest.raises(WrongState):
        withdraw_consent(consent, by=cast.asker("citizen"))


@pytest.mark.parametrize("who", ["outsider", "prefecture_counsellor", "city_officer", "auditor"])
def test_others_cannot_withdraw(cast: Cast, who: str) -> None:
    consent, file = consent_of(cast), file_of(cast)
    shared(cast, file, consent)

    with pytest.raises(NotPermitted):
        withdraw_consent(consent, by=cast.asker(who))

    assert reads(cast, "prefecture_counsellor", file)


# --- handing on by law, and ending it ------------------------------------------------------------


DETAIL = "法69条2項3号、相談の引継ぎに欠かせないため"


def by_law(cast: Cast, ground: LegalGround, unit: str) -> Share:
    by = Ground(kind=ground, detail=DETAIL)
    return share_record(file_of(cast), unit=cast.units[unit], ground=by, by=desk(cast))


@pytest.mark.parametrize(
    ("ground", "unit"),
    [
        (LegalGround.LAW, "prefecture_section"),
        (LegalGround.OWN_DUTY, "city_section"),
        (LegalGround.OTHER_BODY, "prefecture_section"),
        (LegalGround.OTHER_BODY, "municipality"),
        (LegalGround.SPECIAL_REASON, "university"),
    ],
)
def test_ground_in_law_carries(cast: Cast, ground: LegalGround, unit: str) -> None:
    share = by_law(cast, ground, unit)

    assert (share.ground_detail, share.consent) == (DETAIL, None)


@pytest.mark.parametrize(
    ("ground", "unit", "told"),
    [
        (LegalGround.OWN_DUTY, "prefecture_section", "同じ機関の中"),
        (LegalGround.OTHER_BODY, "company", "国や地方公共団体"),
    ],
)
def test_ground_in_law_carries_no_further_than_the_law(
    cast: Cast, ground: LegalGround, unit: str, told: str
) -> None:
    with pytest.raises(Refused, match=told):
        by_law(cast, ground, unit)

    assert Share.objects.count() == 0


def test_ground_in_law_says_which(cast: Cast) -> None:
    with pytest.raises(Refused, match="根拠となる条文"):
        share_record(
            file_of(cast),
            unit=cast.units["prefecture_section"],
            ground=Ground(kind=LegalGround.LAW, detail="必要"),
            by=desk(cast),
        )


def test_consent_is_named(cast: Cast) -> None:
    with pytest.raises(Refused, match="本人の同意を選んで"):
        share_record(
            file_of(cast),
            unit=cast.units["prefecture_desk"],
            ground=Ground(kind=LegalGround.CONSENT),
            by=desk(cast),
        )


def test_record_is_not_shared_with_its_own_unit_nor_into_the_past(cast: Cast) -> None:
    file, consent = file_of(cast), consent_of(cast)

    with pytest.raises(Refused, match="もともと"):
        shared(cast, file, consent, unit=cast.units["city_desk"])
    with pytest.raises(Refused, match="今日より後"):
        shared(cast, file, consent, until=timezone.localdate() - timedelta(days=1))


def test_sharing_needs_the_right_to_share(cast: Cast) -> None:
    consent, file = consent_of(cast), file_of(cast)

    with pytest.raises(NotPermitted):
        share_record(
            file,
            unit=cast.units["prefecture_desk"],
            ground=Ground(kind=LegalGround.CONSENT, consent=consent),
            by=cast.asker("city_officer"),
        )


def test_sharing_is_ended_once_by_owner(cast: Cast) -> None:
    file = file_of(cast)
    share = shared(cast, file, consent_of(cast))

    end_share(share, by=desk(cast))

    assert not reads(cast, "prefecture_counsellor", file)
    with pytest.raises(WrongState):
        end_share(share, by=desk(cast))


def test_receiver_without_charge_cannot_end_a_sharing(cast: Cast) -> None:
    file = file_of(cast)
    share = shared(cast, file, consent_of(cast))

    with pytest.raises(NotPermitted):
        end_share(share, by=cast.asker("prefecture_counsellor"))

    assert reads(cast, "prefecture_counsellor", file)


def test_ground_in_law_takes_nothing_from_a_consent(cast: Cast) -> None:
    consent = consent_of(cast, until=timezone.localdate())

    share = share_record(
        file_of(cast, subject="outsider"),
        unit=cast.units["prefecture_section"],
        ground=Ground(kind=LegalGround.LAW, detail=DETAIL, consent=consent),
        by=desk(cast),
    )

    assert (share.consent, share.until, share.subject) == (None, None, cast.outsider.key)
