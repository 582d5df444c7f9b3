"""Companies that look like persons: "Cairn said it …", "shares in Cairn"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quoteminer.types import Span

#: Mentions that are looked at.
_FIRST_MENTIONS = 12
_WINDOW = 40
_SAYS = (
    r"(?:(?:has|had|have)[ \xa0])?(?:said|says|added|announced|insisted|warned|confirmed|claimed)[ \xa0]"
    r"(?:that[ \xa0])?"
)
_BODY_AFTER = re.compile(
    rf"[ \xa0]{_SAYS}(?:it|its|it’s|it's)\b|,?[ \xa0]which\b|,[ \xa0]its\b|[ \xa0]and[ \xa0]its\b"
    r"|(?:['’]s?)?[ \xa0](?:shares?|stock|profits?|board|shareholders|investors|customers|sales|earnings"
    r"|chief executive|chairman|chairwoman|CEO|directors"
    r"|factory|factories|plants?|stores|revenues?|headquarters|plc|Inc)\b"
)
_BODY_BEFORE = re.compile(
    r"\b(?:shares? (?:in|of|at)|chief executive of|chair(?:man|woman)? of|directors? of|owned by|merger with|bid for"
    r"|takeover of|stake in|customers of|employees (?:at|of)|company|firm|maker|giant|carmaker|airline|retailer|insurer"
    r"|brewer|supermarket|chain|operator|lender|broadcaster|newspaper|agency|analysts)[ \xa0]$"
)
_HUMAN_AFTER = re.compile(
    rf"[ \xa0]{_SAYS}(?:he|she|his|her|he’s|she’s|he's|she's)\b|,[ \xa0](?:who|whose|\d\d,|a|an|the)\b"
    r"|[ \xa0](?:himself|herself)\b"
    r"|['’]s?[ \xa0](?:wife|husband|mother|father|son|daughter|family|death|home|campaign|lawyers?|career)\b"
)


def is_company(text: str, mentions: Sequence[Span]) -> bool:
    """True where what stands around the mentions of a single name speaks of a body and nothing of a person. The first
    dozen mentions are looked at."""
    bodily = False
    for start, end in mentions[:_FIRST_MENTIONS]:
        if _HUMAN_AFTER.match(text, end):
            return False
        before = _BODY_BEFORE.search(text, max(0, start - _WINDOW), start)
        bodily = bodily or before is not None or _BODY_AFTER.match(text, end) is not None
    return bodily
