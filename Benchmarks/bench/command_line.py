"""`scripts/bench`: what it can be asked, and the order in which it does it."""

import argparse
import datetime
import resource

from . import catalog, hello_build, idle, machine, pinning, record, report, scenario, shell, slow, sql, start, templates
from .peer import Peer
from .places import RESULTS
from .record import Record
from .scenario import SCENARIOS

SUBJECTS = (*SCENARIOS, "templates", "sql", "idle", "slow", "start", "build")
START_RUNS = 9
DESCRIPTORS = 32768


def main() -> int:
    arguments = _parse()
    try:
        peers = catalog.named([name for name in arguments.servers.split(",") if name])
        _measure(arguments, peers)
    except (shell.Failed, ValueError) as problem:
        shell.say(f"bench: {problem}")
        return 1
    except KeyboardInterrupt:
        shell.say("bench: interrupted; nothing of the unfinished part was kept")
        return 130
    return 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/bench",
        description="Compares Aloft with its floor and its peers: CPU per request, requests a second, p99 latency, "
        "memory, start and build. What is missing is installed. See Benchmarks/README.md.")
    parser.add_argument(
        "subject", nargs="?", default="all", choices=(*SUBJECTS, "all"), help="what to measure (default: all)")
    parser.add_argument(
        "--servers", default="", metavar="A,B",
        help=f"only these: {', '.join(peer.name for peer in catalog.PEERS_IN_ORDER)}")
    parser.add_argument("--seconds", type=int, default=4, metavar="N", help="how long a round takes (default: 4)")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="rounds per server (default: 3)")
    parser.add_argument("--no-save", action="store_true", help="print the tables, leave raw/ and RESULTS.md alone")
    arguments = parser.parse_args()
    if arguments.seconds < 1 or arguments.rounds < 1:
        parser.error("a round takes a second at least, and there is one at least")
    return arguments


def _measure(arguments: argparse.Namespace, peers: list[Peer]) -> None:
    subjects = SUBJECTS if arguments.subject == "all" else (arguments.subject,)
    _allow_many_connections()
    ready = _prepare(peers) if set(subjects) - {"build", "templates", "sql"} else []
    if "templates" in subjects:
        templates.prepare()
    if "sql" in subjects:
        sql.prepare()
    pinning.move_to_load_core()
    shell.say(pinning.description())

    versions = machine.versions()
    for peer in ready:
        versions |= peer.versions()
    if "templates" in subjects:
        versions |= templates.versions()
    if "sql" in subjects:
        versions |= sql.versions()
    measured = {}
    for subject in subjects:
        shell.say(f"measuring {subject} …")
        measured[subject] = _measure_subject(subject, ready, arguments, versions)
        if not arguments.no_save:
            measured[subject].save()
        print(report.section(measured[subject]), flush=True)

    if arguments.no_save:
        print(report.budgets(measured))
    else:
        kept = {subject: found for subject in SUBJECTS if (found := record.load(subject))}
        RESULTS.write_text(report.results(kept))
        print(report.budgets(kept))


def _prepare(peers: list[Peer]) -> list[Peer]:
    ready = []
    for peer in peers:
        if reason := peer.unavailable():
            shell.say(f"skipping {peer.title}: {reason}")
            continue
        peer.prepare()
        ready.append(peer)
    return ready


def _measure_subject(subject: str, peers: list[Peer], arguments: argparse.Namespace, versions: dict) -> Record:
    settings = {
        "idle": f"{idle.CONNECTIONS:,} connections",
        "slow": slow.settings(arguments.rounds, arguments.seconds),
        "start": f"median of {START_RUNS} runs (least – greatest)",
        "build": "one run, nothing cached but the downloads",
        "templates": f"one core, median of {arguments.rounds} runs (least – greatest), each the best of several rounds",
        "sql": f"clients on one core, median of {arguments.rounds} runs (least – greatest), each the best of several "
        "rounds",
    }.get(subject) or (
        f"{SCENARIOS[subject].connections} connections, median of {arguments.rounds} rounds of {arguments.seconds} s")
    run = {
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
        "commit": machine.commit(),
        "settings": settings,
        "versions": versions,
    }
    measured = Record(subject, run)
    if subject == "idle":
        idle.measure(peers, measured)
    elif subject == "slow":
        slow.measure(peers, arguments.rounds, arguments.seconds, measured)
    elif subject == "start":
        start.measure(peers, START_RUNS, measured)
    elif subject == "build":
        hello_build.measure(measured)
    elif subject == "templates":
        templates.measure(arguments.rounds, measured)
    elif subject == "sql":
        sql.measure(arguments.rounds, measured)
    else:
        scenario.measure(SCENARIOS[subject], peers, arguments.rounds, arguments.seconds, measured)
    return measured


def _allow_many_connections() -> None:
    """Raises the limit of open files, which the servers inherit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (DESCRIPTORS, max(hard, DESCRIPTORS)))
    except (OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, DESCRIPTORS), hard))
        if hard < idle.CONNECTIONS + 100:
            shell.say(f"the limit of open files is {hard}, too low for the idle connections: raise it with ulimit -n")
