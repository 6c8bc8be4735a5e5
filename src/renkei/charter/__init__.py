"""What the two governments agreed to do together.

Serves all 22 initiatives. One folder of TOML files is one programme; the files carry the texts,
partners and indicators in Japanese and English, and nothing here needs Django or a database.

Offers  text.Text                        a text in both languages
        terms.Programme, Theme, ...      the agreement as frozen dataclasses
        reader.programme()               the programme that is shipped, read once
        reader.read_programme(folder)    another programme; a wrong file is refused
        map                              ``python -m renkei.charter.map`` writes docs/map.md
"""
