"""Pages of the observatory, one file for each kind of page."""
