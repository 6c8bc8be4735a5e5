"""Web: the front door. Addresses, layout, navigation, language, and the look of every page."""
