"""Geometry in space as pure functions: poses, boxes, cameras, finding things among points. No database, no files.

Right-handed frames in metres; a box stands in ISO 8855 (x forward along its length, y left along its width, z up).
"""
