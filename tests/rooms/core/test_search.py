"""Search finds every record that holds what was asked for, and shows only what may be shown."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from renkei.core.folding import fold
from renkei.core.models import ImportBatch, SearchEntry
from renkei.core.rights import NOBODY, Asker, Role, Seat
from renkei.core.rules import IMPORT
from renkei.core.search import bigrams, forget, hits, search
from renkei.core.search.bigrams import TABLE
from renkei.core.search.entries import joined, put
from renkei.core.search.found import words_of
from renkei.core.search.snippets import Snippet, snippet

pytestmark = pytest.mark.django_db

OWNER = Asker(
    person="owner",
    name="Owner",
    seats=(Seat(role=Role.OFFICER, unit="u9", units=frozenset({"u9"}), organisation="o"),),
)
OUTSIDER = Asker(person="outsider", name="Outsider")
COLLEAGUE = Asker(
    person="colleague",
    seats=(Seat(role=Role.OFFICER, unit="u1", units=frozenset({"u1"}), organisation="o"),),
)


def handed_in(name: str, *, by: str = "owner", unit: str = "") -> ImportBatch:
    return ImportBatch.objects.create(
        importer="firms", record_kind="x", file_name=name, digest="", n_rows=1, by=by, unit=unit
    )


def titles(asker: Asker, text: str, **options: object) -> list[str]:
    return [found.title for found in search(asker, text, **options)]


def n_bigrams() -> int:
    """How many rows the index holds for any character."""

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SELECT count(*) FROM {TABLE}")
        else:
            cursor.execute(f"SELECT count(*) FROM {TABLE} WHERE {TABLE} MATCH '6* OR 5* OR 3*'")
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    "asked",
    [
        "移住",
        "移",
        "札幌市移住",
        "ｻﾂﾎﾟﾛ".replace("ｻﾂﾎﾟﾛ", "ツアー"),
        "つあー",
        "ﾂｱｰ",
        "２０２６",
        "2026 移住",
        "6",
    ],
)
def test_record_is_found_however_it_is_written(asked):
    handed_in("札幌市・移住ツアー2026")
    handed_in("帯広の一覧")

    assert titles(OWNER, asked) == ["札幌市・移住ツアー2026"]


@pytest.mark.parametrize("asked", ["", "  ", "・（）", "住移", "移住者", "移住 帯広", "札幌一覧"])
def test_what_no_record_holds_is_not_found(asked):
    handed_in("札幌市・移住ツアー2026")
    handed_in("帯広の一覧")

    assert titles(OWNER, asked) == []


def test_the_last_character_of_a_text_is_found_alone():
    handed_in("札幌")

    assert titles(OWNER, "幌") == ["札幌"]


def test_better_matches_stand_first():
    handed_in("移住の手引き")
    handed_in("札幌の移住")
    handed_in("移住")

    assert titles(OWNER, "移住") == ["移住", "移住の手引き", "札幌の移住"]


def test_of_equal_matches_the_newer_stands_first():
    first, second = handed_in("移住い"), handed_in("移住ろ")
    assert first.key < second.key

    assert titles(OWNER, "移住") == ["移住ろ", "移住い"]


@pytest.mark.parametrize(
    ("asker", "expected"),
    [
        (OWNER, ["移住一", "移住二"]),
        (COLLEAGUE, ["移住二"]),
        (OUTSIDER, []),
        (NOBODY, []),
    ],
)
def test_only_what_the_person_may_find_is_found(asker, expected):
    handed_in("移住一")
    handed_in("移住二", unit="u1")

    assert sorted(titles(asker, "移住")) == expected


def test_kinds_can_be_chosen():
    handed_in("移住")

    assert titles(OWNER, "移住", kinds=["import"]) == ["移住"]
    assert titles(OWNER, "移住", kinds=["agreement"]) == []


def test_some_records_can_be_looked_at_alone():
    handed_in("移住")
    handed_in("札幌の移住")
    other = next(one.key for one in hits(OWNER, "札幌"))

    found = hits(OWNER, "移住", keys=[other], limit=1)

    assert [one.key for one in found] == [other]
    assert hits(OWNER, "移住", keys=[]) == []


def test_limit_keeps_the_best():
    handed_in("札幌の移住")
    handed_in("移住")

    assert titles(OWNER, "移住", limit=1) == ["移住"]


def test_found_says_kind_and_address_and_does_not_repeat_the_name():
    batch = handed_in("札幌市・ﾂｱｰ一覧")

    [found] = search(OWNER, "ツアー")

    assert (found.kind, found.key, found.title) == (IMPORT, batch.key, "札幌市・ﾂｱｰ一覧")
    assert found.address == f"/imports/batches/{batch.key}/"
    assert found.snippet is None


def test_found_shows_the_place_of_the_words_outside_the_name():
    batch = handed_in("一覧")
    SearchEntry.objects.filter(key=batch.key).delete()
    entry = SearchEntry(
        kind="import",
        key=batch.key,
        titles=joined(["一覧"]),
        text=joined(["一覧", "市の・ﾂｱｰ担当"]),
    )
    entry.said = "一覧\n市の・ﾂｱｰ担当"
    entry.save()
    bigrams.put([(entry.pk, entry.text)])

    [found] = search(OWNER, "ツアー")

    assert found.snippet == Snippet("市の・", "ﾂｱｰ", "担当")


@pytest.mark.parametrize("rows", [1, 3])
def test_a_search_costs_one_query_and_one_for_each_kind(rows, django_assert_num_queries):
    for n in range(rows):
        handed_in(f"移住{n}")

    with django_assert_num_queries(2):
        found = titles(OWNER, "移住")

    assert len(found) == rows


# --- the index follows the records -----------------------------------------------------------


def test_index_follows_a_change():
    batch = handed_in("移住")
    batch.file_name = "帯広"
    batch.save()

    assert titles(OWNER, "移住") == []
    assert titles(OWNER, "帯広") == ["帯広"]


def test_index_follows_a_deletion():
    batch = handed_in("移住")
    batch.delete()

    assert SearchEntry.objects.count() == 0
    assert n_bigrams() == 0


def test_save_that_changes_no_words_writes_nothing(django_assert_num_queries):
    batch = handed_in("移住")
    batch.n_rows = 5

    with django_assert_num_queries(4):  # the row, and: savepoint, one look at the index, release
        batch.save()


def test_forget_leaves_nothing_of_the_record():
    batch, other = handed_in("移住"), handed_in("帯広")

    forget("import", batch.key)

    assert titles(OWNER, "移住") == []
    assert titles(OWNER, "帯広") == ["帯広"]
    assert list(SearchEntry.objects.values_list("key", flat=True)) == [other.key]
    assert n_bigrams() == 1


@pytest.mark.parametrize("options", [(), ("--anew",)])
def test_index_records_mends_what_is_stale(options):
    renamed, gone, missed = handed_in("移住"), handed_in("帯広"), handed_in("函館")
    ImportBatch.objects.filter(pk=renamed.pk).update(file_name="小樽")
    ImportBatch.objects.filter(pk=gone.pk)._raw_delete(using="default")
    forget("import", missed.key)
    SearchEntry.objects.create(kind="of old", key="k", titles="", text="")
    said = StringIO()

    call_command("index_records", *options, stdout=said)

    assert [titles(OWNER, asked) for asked in ("移住", "小樽", "帯広", "函館")] == [
        [],
        ["小樽"],
        [],
        ["函館"],
    ]
    assert SearchEntry.objects.count() == n_bigrams() == 2
    assert "Import of a table: 2" in said.getvalue()


# --- against a plain reading of the texts ----------------------------------------------------

PIECES = st.sampled_from(
    [
        *"札幌移住高髙崎﨑アイｱｲあい12１２aAａ・ー　 |ﾞﾟ%_'\"*",
        "ﾂｱｰ",
        "か\u3099",
        "ß",
        "が",
        "\U0002000b",
    ]
)
TEXTS = st.lists(PIECES, min_size=1, max_size=12).map("".join)


@given(
    texts=st.lists(TEXTS, min_size=1, max_size=8), queries=st.lists(TEXTS, min_size=1, max_size=6)
)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_search_finds_what_a_plain_reading_finds(texts, queries):
    """Both databases are compared with the same plain reading, and so with each other."""
    ImportBatch.objects.all().delete()
    kept = ImportBatch.objects.bulk_create(
        ImportBatch(importer="f", record_kind="x", file_name=text, digest="", n_rows=1, by="owner")
        for text in texts
    )
    put(IMPORT, kept)
    # Beginnings and ends of what is there are asked for as well, or too little would be found.
    asked = queries + [text[n:] for text in texts for n in (0, 1)] + [text[:1] for text in texts]

    for query in asked:
        words = words_of(query)
        expected = {
            batch.key for batch in kept if words and all(w in fold(batch.file_name) for w in words)
        }
        assert {found.key for found in search(OWNER, query, limit=100)} == expected


# --- the place of the words --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("札幌市の移住相談", "移住", Snippet("札幌市の", "移住", "相談")),
        ("㈱十勝", "株", Snippet("", "㈱", "十勝")),
        ("あ" * 60 + "移住" + "い" * 60, "移住", Snippet("…" + "あ" * 40, "移住", "い" * 40 + "…")),
        ("か\u3099っこう移住", "がっこう", Snippet("か\u3099っこう移住", "", "")),
    ],
)
def test_snippet_shows_the_words_as_they_were_written(text, word, expected):
    assert snippet(["ほかの文", "", text], [fold(word)]) == expected
