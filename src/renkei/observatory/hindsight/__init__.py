"""Hindsight: earlier fits of our method held against what was counted afterwards.

trials    the pairs of a base year and a later census, and how each municipality came out in one
figures  the same as figures for a page: all pairs, by size of place, one place
"""
