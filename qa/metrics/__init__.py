"""Pure functions that measure quality."""
