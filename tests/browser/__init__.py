"""Real browsers, a real Jupyter server, moving pictures."""
