from renkei.core.charts import Caption, Lines, Panels, Series, panel_chart
from tests.rooms.core.charts import examples
from tests.rooms.core.charts.reading import lettering, parsed, viewbox


def translations(svg):
    """Where the panels stand: the outer groups of the drawing."""
    return [e.get("transform") for e in parsed(svg) if e.get("transform")]


def test_panels_share_one_scale():
    ticks = [text for text in lettering(panel_chart(examples.PANELS).wide) if text == "−8,000"]

    assert len(ticks) == len(examples.PANELS.panels)


def test_panels_of_different_measures_have_their_own_scales():
    small = Lines(Caption("small", "確率", ""), [Series("", [(2025, 0), (2060, 80)])], unit="%")
    spec = Panels(examples.PANELS.caption, [examples.PANELS.panels[0], small], one_scale=False)

    written = lettering(panel_chart(spec).wide)

    assert {"−8,000", "80"} <= set(written)
    assert written.count("−8,000") == 1


def test_panels_stand_side_by_side_on_a_desk_and_one_under_the_other_on_a_phone():
    chart = panel_chart(examples.PANELS)

    assert translations(chart.wide) == ["translate(0.0 0.0)", "translate(370.0 0.0)"]
    assert translations(chart.narrow)[1].startswith("translate(0.0 ")
    assert viewbox(chart.narrow)[1] > viewbox(chart.wide)[1]


def test_panel_is_headed_by_the_title_of_its_caption():
    assert {"2000–2005年", "2005–2010年"} <= set(lettering(panel_chart(examples.PANELS).wide))


def test_panel_without_figures_is_left_out():
    empty = Lines(Caption("1980", "1980–1985年", ""), [Series("女性", [(15, None)])])

    chart = panel_chart(Panels(examples.PANELS.caption, [*examples.PANELS.panels, empty]))

    assert chart == panel_chart(examples.PANELS)
