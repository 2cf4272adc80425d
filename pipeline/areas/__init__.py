"""Areas: places on the official map, and which of them a text is about."""
