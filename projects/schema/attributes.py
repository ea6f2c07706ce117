"""Read the attributes of a label, or the questions about a task."""

from __future__ import annotations

from projects.schema import formula
from projects.schema.model import TYPES, WITH_OPTIONS, Anchor, Attribute, Condition, Option, Scalar
from projects.schema.reader import Reader, is_number

FIELDS = frozenset(
    {"key", "name", "type", "options", "min", "max", "step", "anchors", "formula", "default", "required", "when",
     "retired"}
)  # fmt: skip


def read_attributes(reader: Reader, field: str) -> tuple[Attribute, ...]:
    """The attributes in `field`; a condition may only look back, so there are no cycles."""
    found: dict[str, Attribute] = {}
    result: list[Attribute] = []
    for each in reader.objects(field, limit=200):
        attribute = _attribute(each, found)
        if attribute.key and attribute.key in found:
            each.problem("key", "duplicate-key", key=attribute.key)
        found.setdefault(attribute.key, attribute)
        result.append(attribute)
    return tuple(result)


def _attribute(reader: Reader, earlier: dict[str, Attribute]) -> Attribute:
    reader.only(FIELDS)
    kind = reader.get("type")
    if kind not in TYPES:
        reader.problem("type", "bad-type")
        kind = "text"
    options = _options(reader, kind)
    minimum, maximum, step = _range(reader, kind)
    attribute = Attribute(
        key=reader.key(),
        name=reader.names(),
        type=kind,
        options=options,
        minimum=minimum,
        maximum=maximum,
        step=step,
        default=reader.get("default"),
        required=reader.flag("required"),
        when=_condition(reader, earlier),
        retired=reader.flag("retired"),
        anchors=_anchors(reader, kind),
        formula=_formula(reader, kind, earlier),
    )
    if attribute.default is not None and not is_value(attribute, attribute.default):
        reader.problem("default", "bad-default")
    return attribute


def _options(reader: Reader, kind: str) -> tuple[Option, ...]:
    options: list[Option] = []
    for each in reader.objects("options"):
        each.only({"key", "name", "retired"})
        option = Option(each.key(), each.names(), each.flag("retired"))
        if option.key and any(option.key == other.key for other in options):
            each.problem("key", "duplicate-key", key=option.key)
        options.append(option)
    if kind in WITH_OPTIONS and all(option.retired for option in options):
        reader.problem("options", "no-options")
    if kind not in WITH_OPTIONS and options:
        reader.problem("options", "options-not-allowed")
        return ()
    return tuple(options)


def _range(reader: Reader, kind: str) -> tuple[float | None, float | None, float | None]:
    minimum, maximum, step = (reader.number(field) for field in ("min", "max", "step"))
    if kind != "number":
        if any(value is not None for value in (minimum, maximum, step)):
            reader.problem("min", "range-not-allowed")
        return None, None, None
    if minimum is not None and maximum is not None and minimum > maximum:
        reader.problem("min", "empty-range")
    if step is not None and step <= 0:
        reader.problem("step", "bad-step")
    return minimum, maximum, step


def _anchors(reader: Reader, kind: str) -> tuple[Anchor, ...]:
    anchors: list[Anchor] = []
    for each in reader.objects("anchors", limit=100):
        each.only({"at", "name"})
        at = each.number("at")
        if at is None or (anchors and at <= anchors[-1].at):
            each.problem("at", "anchors-not-rising")
        anchors.append(Anchor(0 if at is None else at, each.names()))
    if anchors and kind != "number":
        reader.problem("anchors", "range-not-allowed")
        return ()
    return tuple(anchors)


def _formula(reader: Reader, kind: str, earlier: dict[str, Attribute]) -> str:
    """It may only look back, so there are no cycles."""
    text = reader.get("formula") or ""
    if not text:
        return ""
    if kind != "number":
        reader.problem("formula", "range-not-allowed")
        return ""
    if not isinstance(text, str) or len(text) > 500:
        reader.problem("formula", "bad-formula")
        return ""
    try:
        names = formula.parse(text).names
    except formula.FormulaError:
        reader.problem("formula", "bad-formula")
        return text
    for name in sorted(names - earlier.keys()):
        reader.problem("formula", "formula-not-earlier", attribute=name)
    return text


def _condition(reader: Reader, earlier: dict[str, Attribute]) -> Condition | None:
    value = reader.get("when")
    if value is None:
        return None
    if not isinstance(value, dict) or not isinstance(value.get("attribute"), str):
        reader.problem("when", "not-an-object")
        return None
    key = value["attribute"]
    source = earlier.get(key)
    if source is None:
        reader.problem("when", "when-not-earlier", attribute=key)
        return None
    values = value.get("in")
    if not isinstance(values, list) or not values:
        reader.problem("when", "when-no-values")
        return None
    _check_condition(reader, source, values)
    return Condition(key, tuple(values))


def _check_condition(reader: Reader, source: Attribute, values: list[Scalar]) -> None:
    if source.type not in {"select", "multiselect", "checkbox"}:
        reader.problem("when", "when-type")
        return
    for value in values:
        known = isinstance(value, bool) if source.type == "checkbox" else _is_option(source, value)
        if not known:
            reader.problem("when", "when-bad-value", value=str(value)[:100], attribute=source.key)


def _is_option(attribute: Attribute, value: object) -> bool:
    return isinstance(value, str) and attribute.option(value) is not None


def is_value(attribute: Attribute, value: object) -> bool:
    """Whether `value` is one that the attribute takes, retired options included."""
    match attribute.type:
        case "select":
            return _is_option(attribute, value)
        case "multiselect":
            return isinstance(value, list) and all(_is_option(attribute, one) for one in value)
        case "number":
            return isinstance(value, int | float) and is_number(value) and _in_range(attribute, value)
        case "text":
            return isinstance(value, str)
        case _:
            return isinstance(value, bool)


def _in_range(attribute: Attribute, value: float) -> bool:
    above = attribute.minimum is None or value >= attribute.minimum
    return above and (attribute.maximum is None or value <= attribute.maximum)
