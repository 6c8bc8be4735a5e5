"""A letter as it stands on paper: the same parts for the page that prints and for the PDF."""
