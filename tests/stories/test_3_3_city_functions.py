"""III-3. The city opens its functions to the 178 other municipalities of Hokkaido. An officer of
any of them finds the own town, large or small, under its name."""

from tests.stories.counting import held, newest, told
from tests.stories.reading import Reader


def test_city_opens_and_prefecture_encourages(reader: Reader) -> None:
    sides = reader.initiative("III-3").sides

    assert sides == {
        "道が担うこと": {"北海道": "市町村に活用を促す。"},
        "市が担うこと": {
            "札幌市": "集客力などの都市機能を市町村に開き、特産品の販路拡大などの取組を行う。",
        },
        "ともに担うところ": {"道内市町村": "都市機能を活用し、地域の魅力と産品を発信する。"},
    }


def test_each_of_the_178_other_municipalities_is_listed_and_the_last_opens_too(
    reader: Reader,
) -> None:
    ranking = reader.opens("/observatory/", measure="population_register").part("ranking")

    towns = {row.one("th").text: row.one("a") for row in ranking.one("tbody").all("tr")}
    others = [name for name in towns if name != "札幌市"]
    smallest = reader.opens(towns[others[-1]].attributes["href"])
    assert len(others) == 178
    assert len({link.attributes["href"] for link in towns.values()}) == 179
    assert (others[0], others[-1]) == ("旭川市", "音威子府村")
    assert smallest.heading == "音威子府村"


def test_one_town_of_every_bureau_has_its_portrait(reader: Reader) -> None:
    home = reader.opens("/observatory/").root.links
    bureaus = [home[name] for name in home if name.endswith("振興局")]

    for bureau in bureaus:
        name, address = list(reader.opens(bureau).part("inside").links.items())[-1]
        assert reader.opens(address).heading == name

    assert len(bureaus) == 14


def test_a_figure_without_a_year_says_so(reader: Reader) -> None:
    stalls = reader.initiative("III-3").indicators["III-3.2"]

    assert stalls.baseline == "9 時点の記載なし"
    assert stalls.grounds.endswith("年は示されていない。")


def test_what_was_done_is_counted_and_what_waits_for_records_says_so(reader: Reader) -> None:
    held("III-3", {"is_joint": True}, {})

    assert told(reader, "III-3") == ["1", "2", "1", "2"]
    assert newest(reader, "III-3.1") == "この仕事の記録が始まると数えます"
