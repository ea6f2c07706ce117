"""Is it good: checks, findings, issues, review, metrics."""
