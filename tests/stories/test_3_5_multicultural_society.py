"""III-5. A resident from Vietnam reads in English where to ask for advice in Hokkaido, and how many
have come; nobody can be recognised by living in a small village."""

from tests.stories.counting import counted, held, told
from tests.stories.reading import Reader


def test_resident_learns_which_desk_is_for_whom(reader: Reader) -> None:
    sides = reader.initiative("III-5", "en").sides

    assert sides["What the prefecture does"] == {
        "Hokkaido (Hokkaido foreign resident support centre)": (
            "Advises foreign residents throughout Hokkaido."
        ),
    }
    assert sides["What the city does"] == {
        "City of Sapporo (Sapporo foreign residents’ desk)": (
            "Advises foreign residents in the city."
        ),
    }
    assert list(sides["Who shares the work"]) == [
        "Council of Hokkaido and Sapporo for a multicultural society"
    ]


def test_more_consultations_are_called_neither_good_nor_bad(reader: Reader) -> None:
    rows = reader.initiative("III-5", "en").indicators

    city, prefecture = rows["III-5.1"], rows["III-5.2"]
    assert (city.baseline, prefecture.baseline) == ("878 fiscal 2020", "unknown")
    assert "neither more nor less is better" in city.kind
    assert rows["III-5.4"].baseline == "about 11 2019"


def test_two_ways_of_counting_are_not_put_into_one_row(reader: Reader) -> None:
    registered = reader.opens("/en/programme/").indicators["P.20"]

    counted = {
        row["Year"]: row["Number (persons)"]
        for row in reader.takes("/en/observatory/areas/010006/foreign-residents.csv")
        if row["Series"] == "Total"
    }
    assert (registered.baseline, registered.newest) == ("41,696 2020", "not computed")
    assert (counted["2019"], counted["2024"]) == ("42485", "67484")


def test_number_of_a_village_with_few_is_withheld_on_page_and_in_file(reader: Reader) -> None:
    village = reader.opens("/en/observatory/areas/013919/").part("foreign-residents")

    (row,) = reader.takes("/en/observatory/areas/013919/foreign-residents.csv")
    assert "withheld" in village.one("h2").text
    assert [cell.text for cell in village.all("td")][-2:] == ["–", "–"]
    assert (row["Area name"], row["Number (persons)"]) == ("Shimamaki", "")
    assert row["Share of residents (%)"] == ""


def test_consultation_session_outside_sapporo_is_counted(reader: Reader) -> None:
    session = {"form": "consultation", "participants": 14}
    held("III-5", session, {**session, "place": "011002"})

    assert counted("III-5.5") == (1, 0, 1)
    assert told(reader, "III-5") == ["0", "2", "0", "2"]
