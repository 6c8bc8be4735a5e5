"""Forms of opportunities, split by noun."""
