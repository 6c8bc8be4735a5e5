"""What stands behind `dev.py`. Standard library only: it runs before anything is installed.

The exception is `postgres`, which is run by the environment's own Python.
"""
