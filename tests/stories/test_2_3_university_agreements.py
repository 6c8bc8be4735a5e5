"""II-3. The career adviser of a university in Osaka considers an agreement with Hokkaido, and reads
in English what others have signed and what came of it. Then both governments and her university
sign one together; she finds it in the list and answers for its first year."""

import re

from django.test import Client

from renkei.directory.models import Agreement
from renkei.journal.queries import counted, standing_entries
from tests.cast import Cast, standing_cast
from tests.signing_in import signed_in
from tests.stories.counting import counted as figures_of
from tests.stories.reading import Reader, parse


def test_adviser_learns_what_would_be_asked_of_the_university(reader: Reader) -> None:
    sides = reader.initiative("II-3", "en").sides

    assert sides["Who shares the work"] == {
        "Partner universities outside Hokkaido": "Inform their students and host the job fairs.",
        "Companies in Hokkaido": "Present jobs and workplaces at the exchange meetings.",
    }


def test_adviser_finds_one_agreement_of_three_parties(reader: Reader) -> None:
    rows = reader.initiative("II-3", "en").indicators

    assert rows["II-3.1"].baseline == "14 2018"
    assert rows["II-3.2"].baseline == "1 2024"
    assert rows["II-3.2"].grounds == "Agreement with Kansai University, April 2024, as reported."


def test_adviser_can_weigh_how_many_leave_and_how_many_return(reader: Reader) -> None:
    returning = reader.initiative("II-3").indicators["II-3.5"]
    leaving = reader.opens("/programme/").indicators["P.27"]

    assert (returning.name, returning.baseline) == (
        "道外に進学した人のうち就職で道内に戻る割合",
        "約30 2016年",
    )
    assert (leaving.name, leaving.baseline) == ("道内の大学を卒業した人の道外就職率", "38 2017年")


def test_three_parties_sign_and_everybody_reads_it(reader: Reader) -> None:
    cast = standing_cast()
    city, prefecture = at_her_desk(cast, "city_officer"), at_her_desk(cast, "prefecture_officer")
    agreement = negotiated(city, cast)
    assert "Tripartite" not in reader.opens("/en/agreements/").root.text

    # Either government may record what both have done.
    step(prefecture, agreement, "sign", signed_on="2026-04-10", valid_to="2029-03-31")
    step(city, agreement, "activate")
    step(prefecture, agreement, "publish")

    listed = reader.opens("/en/agreements/", side="city").root.one("table")
    row = listed.all("tr")[1]
    assert row.one("a").text == "Tripartite agreement on returning for work"
    assert [cell.text for cell in row.all("td")][:4] == [
        "joint",
        "university of the tests",
        "In force",
        "10 April 2026 (Fri)",
    ]
    page = reader.opens(row.one("a").attributes["href"])
    assert [point.text for point in page.root.one("ol", **{"class": "points"}).all("li")] == [
        "Tell students and parents of openings in Hokkaido.",
        "Hold one company fair on campus each year.",
    ]
    assert "Hanako" not in page.root.text


def test_one_joint_agreement_is_one_in_all_and_one_on_each_side(reader: Reader) -> None:
    cast = standing_cast()
    city = at_her_desk(cast, "city_officer")
    agreement = negotiated(city, cast)

    step(city, agreement, "sign", signed_on="2026-04-10", valid_to="2029-03-31")

    signed = standing_entries().filter(kind="agreement.signed")
    assert counted(signed).n_entries == 1
    assert [
        counted(signed.filter(side__in=[side, "joint"])).n_entries
        for side in ("prefecture", "city")
    ] == [1, 1]
    assert list(signed.values_list("initiatives", flat=True)) == [" II-3 "]


def test_adviser_answers_for_a_year_by_a_link(reader: Reader) -> None:
    cast = standing_cast()
    city = at_her_desk(cast, "city_officer")
    agreement = negotiated(city, cast)
    step(city, agreement, "sign", signed_on="2025-04-10", valid_to="2029-03-31")
    step(city, agreement, "activate")
    university = cast.organisations["university"].key

    asked = city.post(
        f"/agreements/{agreement.key}/results/", {"party": university, "fiscal_year": "2025"}
    )
    answers = asked["Location"]
    told = city.post(f"{answers}link/", {"days": "60"}).content.decode()
    (link,) = set(re.findall(r"/paperwork/by-link/[\w-]+/", told))

    page = reader.opens(f"/en{link}")
    assert page.heading == "Yearly results under the agreement on returning for work"
    waits = city.get(f"/en/agreements/{agreement.key}/").content.decode()
    assert "fiscal 2025 university of the tests" in parse(waits).text


def at_her_desk(cast: Cast, name: str) -> Client:
    return signed_in(Client(), cast.people[name])


def negotiated(officer: Client, cast: Cast) -> Agreement:
    officer.post(
        "/agreements/new/",
        {
            "title_ja": "UIターン就職に関する三者協定",
            "title_en": "Tripartite agreement on returning for work",
            "unit": cast.units["city_section"].key,
            "side": "joint",
            "parties": cast.organisations["university"].name_ja,
            "initiatives": ["II-3"],
            "remind_days_before": "90",
            "clauses_ja": "学生と保護者に道内の求人を知らせる。\n学内の企業説明会を年1回開く。",
            "clauses_en": "Tell students and parents of openings in Hokkaido.\n"
            "Hold one company fair on campus each year.",
        },
    )
    agreement = Agreement.objects.get()
    officer.post(
        f"/agreements/{agreement.key}/contacts/",
        {"party": cast.organisations["university"].key, "name": "Kakuu Hanako"},
    )
    return agreement


def step(officer: Client, agreement: Agreement, name: str, **said: str) -> None:
    answer = officer.post(f"/agreements/{agreement.key}/step/", {"step": name, **said})
    assert answer.status_code == 302, answer.content.decode()


def test_agreement_in_force_is_the_figure_of_both_sides_and_once_in_all(reader: Reader) -> None:
    cast = standing_cast()
    city = at_her_desk(cast, "city_officer")
    agreement = negotiated(city, cast)

    step(city, agreement, "sign", signed_on="2026-04-10", valid_to="2029-03-31")

    assert figures_of("II-3.6") == (1, 1, 1)
