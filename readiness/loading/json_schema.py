"""JSON Schema (2020-12) of the files that people write, for completion and checks in editors."""

from __future__ import annotations

from typing import Any, Literal, cast

from readiness.loading.checklist_forms import ChecklistFile
from readiness.loading.forms import CampaignFile
from readiness.loading.shipped import shipped_checklists
from readiness.probes.kind import KindSettings
from readiness.probes.registry import kind_names, load_kind

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DEFS = "#/$defs/"

_LITERAL = frozenset({"enum", "const", "examples", "default"})

Schema = dict[str, Any]


def schema_for(what: Literal["campaign", "checklist"]) -> Schema:
    """The schema of a campaign file, or of a checklist file with the settings of each probe kind by its `kind`."""
    if what == "campaign":
        schema = CampaignFile.model_json_schema()
        names: Schema = {
            "anyOf": [{"enum": sorted(shipped_checklists())}, {"type": "string", "pattern": r"/|\.ya?ml$"}]
        }
        schema["properties"]["checklists"]["items"] = names
    else:
        schema = ChecklistFile.model_json_schema()
        probes, definitions = _probes()
        schema["$defs"]["CheckForm"]["properties"]["probe"] = probes
        schema["$defs"].update(definitions)
    opened = cast("Schema", _as_typed(schema))
    return {"$schema": DIALECT, "title": f"readiness {what} file", **{k: v for k, v in opened.items() if k != "title"}}


def _probes() -> tuple[Schema, Schema]:
    """The alternatives of `probe:`, and the definitions that they use. Each kind's own definitions keep apart from
    those of other kinds by the kind's name."""
    alternatives: list[Schema] = []
    definitions: Schema = {}
    for name in kind_names():
        kind = load_kind(name)
        settings = cast("type[KindSettings]", kind.Settings)
        schema = settings.model_json_schema(ref_template=f"{_DEFS}{name}.{{model}}")
        for inner, definition in schema.pop("$defs", {}).items():
            definitions[f"{name}.{inner}"] = definition
        schema["title"] = name
        schema["description"] = kind.SUMMARY.en
        schema["properties"] = {"kind": {"const": name}, **schema.get("properties", {})}
        schema["required"] = ["kind", *schema.get("required", [])]
        definitions[f"probe.{name}"] = schema
        alternatives.append({"$ref": f"{_DEFS}probe.{name}"})
    return {"oneOf": alternatives}, definitions


def _as_typed(schema: Any) -> Any:
    """The schema for what editors see: they read `4.12` in YAML as a number and `yes` maybe as a truth value, where
    readiness takes the text as typed, so a free text may be any of these. Empty values and unknown keys are refused
    everywhere."""
    if isinstance(schema, list):
        return [_as_typed(item) for item in schema if item != {"type": "null"}]
    if not isinstance(schema, dict):
        return schema
    opened = {key: value if key in _LITERAL else _as_typed(value) for key, value in schema.items()}
    if opened.get("type") == "string" and not {"pattern", "enum", "const"} & opened.keys():
        opened["type"] = ["string", "number", "boolean"]
    if "patternProperties" in opened:
        opened["additionalProperties"] = False
    if isinstance(opened.get("default", ""), dict | None):
        del opened["default"]
    return opened
