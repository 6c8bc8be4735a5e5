"""Forms of the directory, split by noun."""
