"""The launcher's command line: `python -m thurrock_care.runner run` and its like."""

import argparse
import os
import signal
import sys

from thurrock_care.runner.refusals import Refusal, full_disk, is_full
from thurrock_care.runner.reset import reset
from thurrock_care.runner.supervisor import supervise
from thurrock_care.runner.tether import die_with_parent
from thurrock_care.runner.with_servers import run_with_servers


def main(arguments: list[str] | None = None) -> int:
    """Do what the arguments say; gives the exit code."""
    options = _parser().parse_args(arguments)
    try:
        return _act(options)
    except Refusal as refusal:
        print(f"\n{refusal}", file=sys.stderr)
    except OSError as error:
        if not is_full(error):
            raise
        print(f"\n{full_disk(str(error))}", file=sys.stderr)
    return 1


def _act(options: argparse.Namespace) -> int:
    if options.action == "run":
        if options.with_parent:
            die_with_parent(signal.SIGTERM, os.getppid())
        supervise(options.port, options.residents)
    elif options.action == "reset":
        reset()
        print("The embedded servers' data are gone; `make run` starts afresh.")
    elif options.action == "shell":
        shell = [sys.executable, "manage.py", "shell"]
        return run_with_servers(shell, scratch_name=None, fast=False)
    else:
        return run_with_servers(options.command, scratch_name=options.scratch, fast=options.fast)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m thurrock_care.runner", description=__doc__)
    actions = parser.add_subparsers(dest="action", required=True)
    run = actions.add_parser("run", help="run the whole application until Ctrl-C")
    run.add_argument("--port", type=_port, default=os.environ.get("PORT", "8000"))
    run.add_argument("--residents", type=int, default=5000, help="size of the demo borough")
    run.add_argument("--with-parent", action="store_true", help="stop when our parent ends")
    actions.add_parser("shell", help="Django's shell on the database of `run`")
    actions.add_parser("reset", help="remove the data of the embedded servers")
    servers = actions.add_parser("with-servers", help="run a command with servers under it")
    servers.add_argument("--scratch", metavar="NAME", help="servers of its own, apart from `run`'s")
    servers.add_argument("--fast", action="store_true", help="their data may be lost: for tests")
    servers.add_argument("command", nargs=argparse.REMAINDER)
    return parser


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text} is not a port; use a number such as 8000")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
