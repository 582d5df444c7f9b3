"""``quoteminer serve``: a page and an API on this computer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from quoteminer.cli import parameters as opt
from quoteminer.cli.options import Tools

ServedRun = Annotated[
    Path | None,
    opt.argument("RUN", "Run of corpus, or file of records, to check and correct; with texts."),
]
Host = Annotated[str, opt.setting("HOST", "Address to listen on; 0.0.0.0 lets other computers in.")]
AllowHost = Annotated[
    list[str] | None,
    opt.option("Additional name of this server besides localhost; repeatable.", metavar="NAME"),
]
ServedChars = Annotated[int, opt.setting("N", "Characters per article at most.", min=1)]
Queue = Annotated[
    int, opt.setting("N", "Requests that may wait; others get the status 429.", min=0)
]
Timeout = Annotated[
    float, opt.setting("SECONDS", "Time for a request, including its wait.", min=0.1, max=3600)
]

AccessLog = Annotated[
    bool,
    opt.option("Log each request: client, method, path, status and milliseconds.", "--access-log"),
]

app = opt.new_app()


@app.command()
def serve(
    run: ServedRun = None,
    host: Host = "127.0.0.1",
    port: opt.Port = 8000,
    allow_host: AllowHost = None,
    max_chars: ServedChars = 200_000,
    queue: Queue = 16,
    timeout: Timeout = 60.0,
    access_log: AccessLog = False,
    people: opt.People = None,
    threads: opt.Threads = None,
    model: opt.Model = None,
) -> None:
    """Serve a web page and an API on this computer. The page shows articles, and lets you correct
    quotes and download them in any format; programs use POST /api/extract (see /openapi.json). With
    a run, the page shows its articles one by one, and saves each correction beside the run at once;
    extract, report, speakers, people, convert and evaluate then read the corrected run. Needs the
    extra web."""
    from quoteminer.commands.serve.serve_pages import serve_pages

    serve_pages(
        run,
        host,
        port,
        allow_host or [],
        Tools(model, threads, people),
        (max_chars, queue, timeout),
        access_log=access_log,
    )
