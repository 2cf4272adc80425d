"""The command `stadspols`."""
