"""HTTP interface of delivery."""
