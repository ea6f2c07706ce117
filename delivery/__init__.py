"""May it leave: snapshots, packages, reports, client acceptance."""
