"""Demo: invented organisations and people on real figures, one command away.

Everything here is data (`data/*.toml`) and one loader, `manage.py load_demo`. What the people have
done went through the actions of the rooms. Where real people have accounts it refuses to be there.
"""
