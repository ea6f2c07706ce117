"""Who may do what in a project; see `roles`, `project` and `task`."""
