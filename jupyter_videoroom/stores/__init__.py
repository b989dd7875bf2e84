"""Where rooms keep what must outlast a socket."""
