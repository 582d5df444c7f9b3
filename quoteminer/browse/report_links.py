"""A Datasette plugin that shows the addresses in columns named report as links."""

from datasette import hookimpl
from markupsafe import Markup


@hookimpl
def render_cell(value, column, datasette):  # type: ignore[no-untyped-def]
    if column == "report" and isinstance(value, str):
        return Markup('<a href="{}">article</a>').format(datasette.urls.path(value))
    return None
