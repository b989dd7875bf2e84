"""The wire between page, server and kernel. Nothing else of the package knows msgspec."""
