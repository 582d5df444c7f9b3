"""The commands: a folder each, named like the command. Nothing outside imports one of them."""
