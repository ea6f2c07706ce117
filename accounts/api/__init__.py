"""HTTP interface of accounts."""
