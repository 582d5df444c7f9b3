"""Plugin of Datasette: links from reports, names of persons (to what they said) and statements (to
their wordings)."""

from datasette import hookimpl
from markupsafe import Markup

_LINK = Markup('<a href="{}">{}</a>')
_VIEWS = {"person": "who_said_what", "statement": "wordings"}  # by the column that has the key


@hookimpl
def render_cell(row, value, column, table, database, datasette):  # type: ignore[no-untyped-def]
    if column == "report" and isinstance(value, str):
        return _LINK.format(datasette.urls.path(value), "article")
    columns = row.keys()
    for kind, view in _VIEWS.items() if column == "name" else ():
        key = row["key"] if table == f"{kind}s" else row[kind] if kind in columns else None
        if isinstance(key, int):
            return _LINK.format(f"{datasette.urls.table(database, view)}?{kind}={key}", value)
    return None
