"""Views of the programme, split by noun."""
