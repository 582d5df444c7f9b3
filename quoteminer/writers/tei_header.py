"""The headers of TEI documents: what they are, where an article comes from, and who speaks in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from quoteminer import __version__
from quoteminer.records import ArticleRecord, ModelName, Speaker
from quoteminer.writers.given import Citation, citation_of
from quoteminer.writers.xmltext import element, tag

_TYPES: Final = {
    "direct": "the words stand between quotation marks",
    "mixed": "reported, with some of the words between quotation marks",
    "indirect": "reported without quotation marks",
}
_ENCODING: Final = (
    "The characters of each body are those of the article, in their order, so that positions in one are positions in "
    "the other; a character that XML can't hold stands as U+FFFD. said has the reported words: who says whose they "
    "are, where that is known; aloud is false for thoughts, wishes and plans; ana says how they are reported, cert how "
    "probably the speaker is right (0 to 1). Where a quote is in several pieces, next and prev join them, and n is the "
    "number of the part: an interruption begins a new one, the end of a paragraph or of another quote does not. seg "
    "has the words that report, rs those that name the source; corresp points to the quotes."
)


def article_header(record: ArticleRecord, id: str, *, alone: bool) -> str:
    """The header of an article, whose element has this id. ``alone``: it is in no corpus, whose header has the rest."""
    citation = citation_of(record)
    title = citation.title or record.id or "Untitled"
    authors = "".join(element("author", one) for one in citation.authors)
    return _lines(
        "<teiHeader>",
        f"<fileDesc><titleStmt>{element('title', title)}{authors}</titleStmt>",
        _publication(record.model),
        f"<sourceDesc>{_source(record, citation, title)}</sourceDesc></fileDesc>",
        _encoding() if alone else "",
        _profile(record.speakers, id),
        "</teiHeader>",
    )


def corpus_header() -> str:
    """The header of a corpus."""
    return _lines(
        "<teiHeader>",
        "<fileDesc><titleStmt><title>Quotations in articles</title></titleStmt>",
        _publication(None),
        "<sourceDesc><p>Each article has its own.</p></sourceDesc></fileDesc>",
        _encoding(),
        "</teiHeader>",
    )


def _publication(model: ModelName | None) -> str:
    by = f"QuoteMiner {__version__}" + (f" with the model {model.name} {model.version}" if model else "")
    told = element("p", f"Not published. The quotations were found and marked by {by}.")
    return f"<publicationStmt>{told}</publicationStmt>"


def _source(record: ArticleRecord, citation: Citation, title: str) -> str:
    facts = [
        element("title", title),
        *(element("author", one) for one in citation.authors),
        element("publisher", citation.publisher),
        element("date", citation.date, when=citation.day),
        f"<{tag('ptr', {'target': citation.url})}/>" if citation.url else "",
        element("idno", record.id or None, type="id"),
        element("idno", record.source, type="source"),
    ]
    return f"<bibl>{''.join(facts)}</bibl>"


def _encoding() -> str:
    types = "".join(
        f'<category xml:id="{name}">{element("catDesc", meaning)}</category>' for name, meaning in _TYPES.items()
    )
    return _lines(
        f"<encodingDesc><projectDesc>{element('p', _ENCODING)}</projectDesc>",
        f"<classDecl><taxonomy>{types}</taxonomy></classDecl>",
        f'<appInfo><application ident="QuoteMiner" version="{__version__}"><label>QuoteMiner</label></application>'
        "</appInfo></encodingDesc>",
    )


def _profile(speakers: Iterable[Speaker], article: str) -> str:
    listed = list(speakers)
    people = "".join(_person(one, article) for one in listed if one.kind != "org")
    organisations = "".join(_organisation(one, article) for one in listed if one.kind == "org")
    lists = [
        f"<listPerson>{people}</listPerson>" if people else "",
        f"<listOrg>{organisations}</listOrg>" if organisations else "",
    ]
    return f"<profileDesc><particDesc>{''.join(lists)}</particDesc></profileDesc>" if any(lists) else ""


def _person(one: Speaker, article: str) -> str:
    inner = [
        element("persName", one.name, type="description" if one.kind == "unnamed" else None),
        *(element("persName", alias, type="alias") for alias in one.aliases),
        element("occupation", one.role),
        element("affiliation", one.affiliation),
        _key(one),
    ]
    return f'<person xml:id="{article}.s{one.id}">{"".join(inner)}</person>'


def _organisation(one: Speaker, article: str) -> str:
    inner = [
        element("orgName", one.name),
        *(element("orgName", alias, type="alias") for alias in one.aliases),
        _key(one),
    ]
    return f'<org xml:id="{article}.s{one.id}">{"".join(inner)}</org>'


def _key(one: Speaker) -> str:
    """The key of the row of the user's list that the speaker is."""
    return element("idno", one.known.row.key, type="key") if one.known and one.known.row else ""


def _lines(*lines: str) -> str:
    return "\n".join(filter(None, lines))
