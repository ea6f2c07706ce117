"""HTTP interface of core."""
