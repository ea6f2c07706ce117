"""The demonstration: people of three companies, fifteen street photographs, and work in every state.

Everything is done by the same services that the screens use, so that each screen shows what it would show in earnest.
"""

from delivery.demo.story import tell

__all__ = ["tell"]
