"""Letters of the programme, split by noun."""
