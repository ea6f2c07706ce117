"""Who does what: project, label schema, dataset, asset, import, batch, task, and the task state machine."""
