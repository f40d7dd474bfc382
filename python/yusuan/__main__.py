"""The command line: `python -m yusuan`, and the script `yusuan`."""

import signal
import sys

from . import _native
from ._isolated import isolated


def main() -> int:
    """Runs the command line with this process's arguments; gives the exit code."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Python's own handler would wait for us to end
    return _native.run(["yusuan", *sys.argv[1:]], isolated("__main__"))


if __name__ == "__main__":
    sys.exit(main())
