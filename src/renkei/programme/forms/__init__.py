"""Forms of the programme, split by noun."""
