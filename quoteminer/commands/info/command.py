"""``quoteminer info``: the version and the model."""

from __future__ import annotations

from quoteminer.cli import parameters as opt

app = opt.new_app()


@app.command()
def info(model: opt.Model = None) -> None:
    """Show the version and the installed model. The model's checksum is verified."""
    from quoteminer.commands.info.show_info import show_info

    show_info(model)
