"""The factory behind ``nlp.add_pipe("quoteminer")``."""

# No annotations from the future here: with confection 0.1 (spaCy 3.8.2), spaCy checks a config by the factory's types,
# and can't by their names.

from collections.abc import Callable
from typing import Any, Final

from spacy.language import Language

from quoteminer.component.annotations import ATTRIBUTE, NAME_LABELS
from quoteminer.component.pipe import QuoteMinerComponent
from quoteminer.errors import ConfigError

_SCORES: Final = ("p", "r", "f", "e2e_p", "e2e_r", "e2e_f", "speaker_p", "speaker_r", "speaker_f")


@Language.factory(
    "quoteminer",
    default_config={
        "model": None,
        "threads": None,
        "people": None,
        "names": "own",
        "name_labels": dict(NAME_LABELS),
        "attribute": ATTRIBUTE,
        "spans_key": None,
        "scorer": {"@scorers": "quoteminer.scorer.v1"},
    },
    assigns=[f"doc._.{ATTRIBUTE}", "doc.spans"],
    retokenizes=False,
    # Shown in no log and without weight: what is trained beside it is not judged by it.
    default_score_weights={f"{ATTRIBUTE}_{score}": None for score in _SCORES},
)
def make_component(
    nlp: Language,
    name: str,
    model: str | None,
    threads: int | None,
    people: str | None,
    names: str,
    name_labels: dict[str, str],
    attribute: str,
    spans_key: str | None,
    scorer: Callable[..., Any] | None,
) -> QuoteMinerComponent:
    """The component from its config; see `QuoteMinerComponent` for the settings. A model or a list of people that is
    not where the config says is told at the first text, since a saved pipeline may bring its own (`from_disk`).

    Raises:
        ConfigError: besides, another quoteminer of the pipeline writes to the same place.
    """
    component = QuoteMinerComponent(
        name,
        model=model,
        threads=threads,
        people=people,
        names=names,
        name_labels=name_labels,
        attribute=attribute,
        spans_key=spans_key,
        scorer=scorer,
        wait=True,
    )
    _refuse_same_places(nlp, component)
    return component


def _refuse_same_places(nlp: Language, new: QuoteMinerComponent) -> None:
    for name, other in nlp.components:
        for setting in ("attribute", "spans_key"):
            value = new.cfg[setting]
            if isinstance(other, QuoteMinerComponent) and other.cfg[setting] == value:
                raise ConfigError(
                    f"The component {name!r} of this pipeline has {setting} {value!r} as well, and one would overwrite "
                    f'the other. Give {new.name!r} another one: config={{"{setting}": "…"}}.'
                )
