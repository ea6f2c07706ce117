"""What every app stands on: registry, jobs, storage, audit chain, errors."""
