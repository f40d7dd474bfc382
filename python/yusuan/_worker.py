"""The process that `yusuan.workers` converts in: requests and answers over the socket whose number is its argument."""

import signal
import sys
from multiprocessing.connection import Connection

from . import _native


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that asks; when that ends, so do we
    with Connection(int(sys.argv[1])) as peer:
        sheets, options, memory = peer.recv()
        if memory is not None:
            import resource

            resource.setrlimit(resource.RLIMIT_AS, (memory << 20, memory << 20))
        while True:
            try:
                name = peer.recv()
                peer.send_bytes(_native.nested([(name, peer.recv_bytes())], sheets, options))
            except (EOFError, OSError):
                return

