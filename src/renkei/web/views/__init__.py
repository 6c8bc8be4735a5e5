"""Pages of the front door, split by what they bring with them."""
