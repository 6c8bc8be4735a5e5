"""Programme: what was agreed and, as rooms open, what happened.

All 22 initiatives, I-1 to III-6. It offers the programme's pages: themes, initiatives, partners,
indicators with baseline and, where the source is statistics, the present value.
"""
