"""Those who hear of the facts of all rooms, to count or to record them."""
