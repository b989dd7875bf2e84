"""Tornado handlers that do not know who the user is: those who mix them in do."""
