"""The Jupyter Server extension: the composition root for one server and its users."""
