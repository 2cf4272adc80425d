"""Detection of personal data in Dutch social-media text."""
