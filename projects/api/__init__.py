"""HTTP interface of projects."""
