"""What is wrong in a label schema, and where."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

MESSAGES: dict[str, str] = {
    "not-an-object": "This must be an object.",
    "not-a-list": "This must be a list.",
    "unknown-field": "There is no field “{name}”.",
    "bad-key": "A key has 1 to 100 letters, digits, spaces, dots, dashes or underscores, "
    "and begins and ends with a letter or digit.",
    "duplicate-key": "The key “{key}” is used twice.",
    "name-missing": "A name is needed in at least one language.",
    "bad-name": "A name is text of at most 200 characters.",
    "bad-color": "A colour is written #rrggbb.",
    "similar-color": "People will confuse this colour with that of “{other}”.",
    "bad-hotkey": "A key is one letter, digit or punctuation mark.",
    "duplicate-hotkey": "“{hotkey}” already belongs to “{other}”.",
    "no-kinds": "At least one kind of shape is needed.",
    "unknown-kind": "There is no kind “{kind}” in this project.",
    "duplicate-kind": "“{kind}” is named twice.",
    "bad-type": "The type is one of select, multiselect, number, text, checkbox.",
    "no-options": "At least one option is needed.",
    "options-not-allowed": "Only select and multiselect have options.",
    "range-not-allowed": "Only numbers have a minimum, maximum and step.",
    "anchors-not-rising": "Anchors stand at numbers, each above the one before.",
    "bad-formula": "A formula is made of numbers, keys of attributes, + - * / and parentheses.",
    "formula-not-earlier": "“{attribute}” does not come before this one, so nothing can be computed from it.",
    "not-a-number": "This must be a number.",
    "not-text": "This must be text.",
    "not-a-choice": "This is one of {choices}.",
    "empty-range": "The minimum is above the maximum.",
    "bad-step": "A step is greater than zero.",
    "bad-default": "The default is not a value of this attribute.",
    "not-a-flag": "This is yes or no.",
    "when-not-earlier": "“{attribute}” does not come before this one, so it cannot be its condition.",
    "when-type": "A condition needs a select, multiselect or checkbox.",
    "when-no-values": "Choose at least one value for the condition.",
    "when-bad-value": "“{value}” is not a value of “{attribute}”.",
    "type-changed": "The type of an attribute in use cannot change; remove it and add another with a new key.",
    "not-a-share": "This lies between 0 and 1.",
    "no-points": "At least one point is needed.",
    "unknown-point": "There is no point “{key}”.",
    "bad-pair": "A pair names two different points.",
    "mirrored-twice": "“{key}” already has a partner.",
    "no-labels": "Without labels and questions there is nothing to do.",
    "too-many": "At most {limit} are possible here.",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """`path` is the place, as `labels[2].attributes[0]`; the browser translates `schema:problem.<code>`."""

    path: str
    code: str
    params: dict[str, Any] = field(default_factory=dict)
    severity: str = "error"

    @property
    def message(self) -> str:
        return MESSAGES[self.code].format_map(self.params)

    def json(self) -> dict[str, Any]:
        return {
            "path": self.path,
            "code": self.code,
            "params": self.params,
            "severity": self.severity,
            "message": self.message,
        }
