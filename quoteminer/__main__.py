"""``python -m quoteminer`` is the command ``quoteminer``."""

from quoteminer.cli import main

if __name__ == "__main__":
    main()
