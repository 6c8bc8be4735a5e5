"""Directory: who is who. Organisations, units, people, seats, accounts, agreements, consents.

Serves every initiative; II-3 (agreements with universities) lives here.
"""
