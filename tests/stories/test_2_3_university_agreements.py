"""II-3. The career adviser of a university in Osaka considers an agreement with Hokkaido, and reads
in English what others have signed and what came of it."""

from tests.stories.reading import Reader


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
