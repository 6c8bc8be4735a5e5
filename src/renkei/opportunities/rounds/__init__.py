"""What a round does with the engine; nothing here writes.

taking_part   who and what takes part, as the engine reads it
bounds        caps and floors of regions, municipalities and organisations as a tree
bringing      the round itself: who gets what
results       that person by person, with why, and who waits for what
rehearsing    what would happen if the round closed now
"""
