"""Places: municipalities, wards, bureaus (振興局), the prefecture and sets of municipalities.

Serves every initiative, II-6 and III-2 (the twelve municipalities of the Sapporo area) by name.
It offers areas with six-digit codes and dates of validity, their parents and members, mergers
("which place was valid on a date"), search in kanji, kana and romaji, and the hexagon layout.
"""
