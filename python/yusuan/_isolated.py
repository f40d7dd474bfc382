"""Python processes that import this package and nothing that lies about."""

import pathlib
import sys

_PLACE = str(pathlib.Path(__file__).resolve().parents[1])

# The package may be where isolated processes do not look (a user's own folder, PYTHONPATH): its place comes last.
_CODE = "import sys; sys.path.append(sys.argv.pop(1)); from yusuan.{} import main; sys.exit(main())"


def isolated(module: str) -> list[str]:
    """The command of a process that runs `main` of this package's module, whatever the working directory holds."""
    return [sys.executable, "-I", "-c", _CODE.format(module), _PLACE]
