"""Demo: invented organisations and people on real figures, one command away.

Nothing here is real but the figures of the population; the room refuses to work where
`RENKEI_DEMO` is off.
"""
