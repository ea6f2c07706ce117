"""HTTP interface of qa."""
