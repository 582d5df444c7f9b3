"""The spaCy component: ``nlp.add_pipe("quoteminer")`` in any English pipeline, without an
import."""

# No annotations from the future here: with confection 0.1 (spaCy 3.8.2), spaCy validates a config
# by the types of the factory's parameters and can't resolve their names.

import warnings
from collections.abc import Callable
from typing import Any, Final, cast

from spacy.language import Language

from quoteminer.component.annotations import (
    ATTRIBUTE,
    COLOURS,
    LABELS,
    NAME_LABELS,
    RECORD,
    record_of,
    speakers_attribute,
    units,
)
from quoteminer.component.pipe import QuoteMinerComponent
from quoteminer.errors import ConfigError
from quoteminer.records import Acts, Types

__all__ = [
    "COLOURS",
    "LABELS",
    "NAME_LABELS",
    "RECORD",
    "QuoteMinerComponent",
    "make_component",
    "record_of",
    "units",
]

_SCORES: Final = ("p", "r", "f", "e2e_p", "e2e_r", "e2e_f", "speaker_p", "speaker_r", "speaker_f")


@Language.factory(
    "quoteminer",
    default_config={
        "model": None,
        "threads": None,
        "people": None,
        "types": "all",
        "acts": "speech",
        "min_confidence": 0.0,
        "names": "own",
        "name_labels": dict(NAME_LABELS),
        "attribute": ATTRIBUTE,
        "spans_key": None,
        "scorer": {"@scorers": "quoteminer.scorer.v1"},
    },
    assigns=[f"doc._.{ATTRIBUTE}", f"doc._.{speakers_attribute(ATTRIBUTE)}", "doc.spans"],
    retokenizes=False,
    # Without weight, so that training judges other components and the logs leave these scores out.
    default_score_weights={f"{ATTRIBUTE}_{score}": None for score in _SCORES},
)
def make_component(
    nlp: Language,
    name: str,
    model: str | None,
    threads: int | None,
    people: str | None,
    types: str | list[str],
    acts: str | list[str],
    min_confidence: float,
    names: str,
    name_labels: dict[str, str],
    attribute: str,
    spans_key: str | None,
    scorer: Callable[..., Any] | None,
) -> QuoteMinerComponent:
    """Make the component from its config; see `QuoteMinerComponent`. If the model or the list of
    people does not exist, the error is raised at the first text, because `from_disk` may still
    provide it. A UserWarning says if the pipeline is for another language than English. Raises
    ConfigError if a setting is invalid, or another quoteminer component of the pipeline writes to
    the same place."""
    if nlp.lang not in ("en", "xx"):
        warnings.warn(
            f"The pipeline is for the language {nlp.lang!r}, but quoteminer finds quotes in English"
            ' only. Add it to an English pipeline: spacy.blank("en").',
            stacklevel=2,
        )
    component = QuoteMinerComponent(
        name,
        model=model,
        threads=threads,
        people=people,
        types=cast(Types, types),
        acts=cast(Acts, acts),
        min_confidence=min_confidence,
        names=names,
        name_labels=name_labels,
        attribute=attribute,
        spans_key=spans_key,
        scorer=scorer,
        lazy=True,
    )
    for other_name, earlier in nlp.components:
        for setting, value in component.cfg.items():
            if isinstance(earlier, QuoteMinerComponent) and earlier.cfg[setting] == value:
                raise ConfigError(
                    f"The component {other_name!r} of this pipeline has {setting} {value!r} as"
                    " well, and one would "
                    f'overwrite the other. Give {name!r} another one: config={{"{setting}": "…"}}.'
                )
    return component
