"""Observatory: what is happening to the population, on official figures.

Initiative II-8 (surveys and analyses shared by both governments); read by every other.
It offers the catalogue of figures with sources, measures (a named, defined number for an area and
a year), portraits of areas, and the charts and downloads of both. It also looks forward: `ahead`
projects, answers what-ifs and says how many it would take, `hindsight` shows how wrong fits of the
past have been, and `method` says how all of it is done.
"""
