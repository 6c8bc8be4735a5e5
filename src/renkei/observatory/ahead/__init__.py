"""Ahead: the projections of this room, computed by the engine from the tables of official figures.

base       everyone of Hokkaido on 1 January 2025 and what is supposed of the years to 2060
"""
