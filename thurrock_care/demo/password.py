"""The password of everybody in the demo borough; `manage.py sign_ins` prints it."""

PASSWORD = "Riverfront-heron-1864"
