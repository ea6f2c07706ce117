"""How fast hours of sound are prepared, opened, heard and scrolled through, beside Label Studio's audio editor."""
