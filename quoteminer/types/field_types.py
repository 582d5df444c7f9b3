"""The types of the fields of records, by which pydantic checks what is read; writing records does
not import it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any


@dataclass(frozen=True, eq=False)
class Rule:
    """Annotation that tells pydantic how to check a field. ``core``: the core schema; None takes
    that of the field's type. ``json``: more keys of the JSON Schema."""

    core: Mapping[str, Any] | None = None
    json: Mapping[str, Any] = field(default_factory=dict)

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        return dict(self.core) if self.core else handler(source)  # pydantic writes into it

    def __get_pydantic_json_schema__(self, core: Any, handler: Any) -> dict[str, Any]:
        return {**handler(core), **self.json}


_STRING = {"type": "is-instance", "cls": str}
_ANY_STRING = {"type": "json-or-python", "json_schema": {"type": "str"}, "python_schema": _STRING}
Text = Annotated[
    str, Rule({"type": "custom-error", "schema": _ANY_STRING, "custom_error_type": "string_type"})
]
"""Any string. A separate type, because pydantic's str refuses lone surrogates, which articles can
have."""
Code = Annotated[Text, Rule(json={"pattern": "^[a-z][a-z-]*$"})]
Position = Annotated[int, Rule({"type": "int", "strict": True, "ge": 0, "lt": 2**31})]
Number = Annotated[int, Rule({"type": "int", "strict": True, "ge": 1, "lt": 2**31})]
NonEmptyText = Annotated[Text, Rule(json={"minLength": 1})]
Object = Annotated[Mapping[str, Any], Rule({"type": "dict"})]
Share = Annotated[
    float, Rule({"type": "float", "strict": True, "ge": 0, "le": 1, "allow_inf_nan": False})
]
Percent = Annotated[
    float, Rule({"type": "float", "strict": True, "ge": 0, "le": 100, "allow_inf_nan": False})
]
Seconds = Annotated[float, Rule({"type": "float", "ge": 0, "allow_inf_nan": False})]
