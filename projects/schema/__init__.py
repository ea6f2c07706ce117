"""The content of a label schema: typed, checked with the place of every problem, and compared between versions."""

from __future__ import annotations

from projects.schema.changes import Change, carry_over, changes_between
from projects.schema.extend import extended_by
from projects.schema.kinds import declare_kinds, kinds_of
from projects.schema.model import Anchor, Attribute, Condition, Label, Option, SchemaContent
from projects.schema.parse import InvalidSchema, parse, problems_in
from projects.schema.problems import Problem
from projects.schema.sections import OF_LABEL, OF_SCHEMA

__all__ = [
    "OF_LABEL",
    "OF_SCHEMA",
    "Anchor",
    "Attribute",
    "Change",
    "Condition",
    "InvalidSchema",
    "Label",
    "Option",
    "Problem",
    "SchemaContent",
    "carry_over",
    "changes_between",
    "declare_kinds",
    "extended_by",
    "kinds_of",
    "parse",
    "problems_in",
]
