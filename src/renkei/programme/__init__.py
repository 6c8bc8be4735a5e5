"""Programme: what was agreed, what happened, and what both governments made of it.

All 22 initiatives, I-1 to III-6. Activities and money are recorded here; figures are computed from
the journal by the charter's definitions (`figures`), kept and approved by each government; reviews
change the charter by amendments (`charters`); councils, reports (`reporting`) and the reach over
municipalities stand on the same records. Only its pages and the demonstration are above it.
"""
