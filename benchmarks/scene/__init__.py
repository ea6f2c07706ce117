"""How fast a scene opens, turns and changes frames, beside a bare three.js page that draws the same points."""
