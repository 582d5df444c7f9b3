"""Times of recordings."""

from __future__ import annotations


def clock(seconds: float) -> str:
    """Return a time as people read it, in whole seconds: "0:07", "12:03", "1:02:03"."""
    hours, rest = divmod(int(seconds), 3600)
    minutes = f"{hours}:{rest // 60:02}" if hours else str(rest // 60)
    return f"{minutes}:{rest % 60:02}"
