"""The `./dev` command: installs, runs, checks and tests Groundwork with the standard library alone."""
