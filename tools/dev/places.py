"""Where things are. Two variables move what is not in the repository: GROUNDWORK_VENV and GROUNDWORK_VAR."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FRONTEND = ROOT / "frontend"
DIST = FRONTEND / "dist"
VENV = Path(os.environ.get("GROUNDWORK_VENV", ROOT / ".venv"))
VAR = Path(os.environ.get("GROUNDWORK_VAR", ROOT / "var"))
PYTHON = VENV / "bin" / "python"
SECRETS = VAR / "secrets.env"
SIGN_INS = VAR / "sign-ins.txt"
OPENAPI = ROOT / "docs" / "openapi.yaml"
API_TYPES = FRONTEND / "src" / "api" / "schema.d.ts"


def tool(name: str) -> str:
    """The path of a program of the virtual environment."""
    return str(VENV / "bin" / name)


def node_tool(name: str) -> str:
    """The path of a program that npm installed."""
    return str(FRONTEND / "node_modules" / ".bin" / name)
