"""Readers: next year's official figures, from the file of an office to rows that can be stored.

- `layouts`: which tables can be loaded, with the columns of their catalogue entries;
- `converters`: area codes, dates and the words of a table, mended only where nothing is guessed;
- `checks`: every area once, accounts that add up, parts that sum to their whole;
- `template`: an empty workbook to fill in.
"""
