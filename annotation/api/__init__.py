"""HTTP interface of annotation."""
