"""Random organisations, merged at random and undone in any order: all is as it was."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from renkei.core.errors import Refused
from renkei.core.rights import Asker
from renkei.directory.models import (
    Agreement,
    Alias,
    Merge,
    Organisation,
    Party,
)
from renkei.directory.queries.seats import asker_for
from renkei.directory.states import AliasKind
from tests.cast import Cast, organisation, standing_cast, unit
from tests.rooms.directory.merging import NUMBER, counts, merge, rows, undo

pytestmark = pytest.mark.django_db


class MergeGraphs(TestCase):
    """Random organisations with random belongings, merged at random and undone in any order."""

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.data_too_large])
    @given(data=st.data())
    def test_every_count_and_row_is_as_before(self, data: st.DataObject) -> None:
        cast = standing_cast()
        by = asker_for(cast.city_officer)
        bodies = [self._body(n, data) for n in range(data.draw(st.integers(2, 5), "bodies"))]
        self._parties(bodies, cast, data)
        before, counted = rows(), counts(by)

        done = self._merge(bodies, by, data)
        total = sum(len(rows()[table]) for table in ("directory.Unit", "directory.Party"))
        assert total == sum(len(before[table]) for table in ("directory.Unit", "directory.Party"))
        self._undo(done, by, data)

        assert rows() == before
        assert counts(by) == counted

    def _body(self, n: int, data: st.DataObject) -> Organisation:
        more = {
            "corporate_number": data.draw(st.sampled_from(["", NUMBER]), "number")
            if not Organisation.objects.filter(corporate_number=NUMBER).exists()
            else "",
            "place": data.draw(st.sampled_from(["", "011002", "012041"]), "place"),
            "size": data.draw(st.sampled_from(["", "1-4"]), "size"),
            "website": data.draw(st.sampled_from(["", "https://example.org/"]), "website"),
        }
        body = organisation(f"架空{data.draw(st.sampled_from('甲乙丙'), 'name')}", **more)
        parent = None
        for level in range(data.draw(st.integers(0, 3), "units")):
            parent = unit(body, f"{n}の{level}", parent=parent)
        for name in data.draw(st.lists(st.sampled_from(["架空無線", "架空組"]), max_size=2)):
            Alias.objects.create(organisation=body, name=name, kind=AliasKind.OTHER)
        return body

    def _parties(self, bodies: list[Organisation], cast: Cast, data: st.DataObject) -> None:
        for n in range(data.draw(st.integers(0, 2), "agreements")):
            agreement = Agreement.objects.create(
                title_ja=f"協定{n}", side="city", unit=cast.units["city_section"]
            )
            for body in bodies:
                if data.draw(st.booleans(), "is party"):
                    Party.objects.create(agreement=agreement, organisation=body)

    def _merge(self, bodies: list[Organisation], by: Asker, data: st.DataObject) -> list[Merge]:
        done: list[Merge] = []
        standing = list(bodies)
        while len(standing) > 1 and data.draw(st.booleans(), "another"):
            absorbed = standing.pop(data.draw(st.integers(0, len(standing) - 1), "absorbed"))
            survivor = data.draw(st.sampled_from(standing), "survivor")
            done.append(merge(survivor, absorbed, by))
        return done

    def _undo(self, done: list[Merge], by: Asker, data: st.DataObject) -> None:
        """In any order; one that another stands on is refused and comes later."""
        waiting = list(done)
        while waiting:
            one = data.draw(st.sampled_from(waiting), "undo")
            try:
                undo(one, by)
            except Refused:
                assert Organisation.objects.get(pk=one.survivor_id).merged_into_id
            else:
                waiting.remove(one)
