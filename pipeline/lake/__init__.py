"""The lake: classified posts, cursors, counts, and cells before release. No text, no person."""
