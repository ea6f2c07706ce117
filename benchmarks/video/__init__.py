"""The workbench for videos: an hour of 1080p, and hundreds of tracks over ten thousand frames."""
