"""Our files in other people's readers."""
