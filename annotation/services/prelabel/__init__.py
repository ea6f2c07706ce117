"""Pre-labelling: models, runs over tasks, suggestions that never overwrite people, and what they gain."""
