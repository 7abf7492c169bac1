"""``python -m plugin`` is ``wederwoord``."""

from plugin.cli import main

if __name__ == "__main__":
    main(prog_name="wederwoord")
