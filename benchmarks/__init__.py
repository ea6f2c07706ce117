"""Comparisons that anybody can repeat: ./dev bench NAME."""
