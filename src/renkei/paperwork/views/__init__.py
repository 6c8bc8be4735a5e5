"""Pages of the paper, split by noun."""
