"""Views of opportunities, split by noun."""
