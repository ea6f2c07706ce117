"""How a project wants speech written down: one JSON, one law, the same in the server and the browser.

Pure functions of text and rules; `frontend/src/transcription` is the other side, and tests/contracts/transcription
holds both. docs/transcription.md describes the JSON.
"""

from __future__ import annotations

from annotation.transcription.law import Problem, fixed, problems
from annotation.transcription.rules import Rules, read_rules, rules_of
from annotation.transcription.tokens import Token, tokens

__all__ = ["Problem", "Rules", "Token", "fixed", "problems", "read_rules", "rules_of", "tokens"]
