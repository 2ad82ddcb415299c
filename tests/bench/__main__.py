"""Drives our pages and the bare pages of the limits in one run, and says which goals are kept: `make bench`."""

import argparse
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from urllib.parse import urlencode

from core.crypto import install_keyring
from core.db import Database
from core.ids import new_public_id
from core.settings import read_settings
from programs.library import get_program
from tests.bench.client import Call, Target, send
from tests.bench.goals import Round, Verdict, judge, list_common_goals, list_goals, table
from tests.bench.ground import Ground, fill
from tests.bench.machine import fdatasync_ms, read_spent, worker_mib
from tests.bench.servers import ROOT, Postgres, Server, deploy, gunicorn, make_keys, our_environment, postgres
from tests.patient.sleep_ground import filled_form

LIMITS = Path(os.environ.get("LIMITS", ROOT.parent / "shared" / "limits"))
FEW, MANY = 100, 10_000
SUBMITTED = (2, "plan_b")
MOST_MIB = 123.0
"""What a worker may take: 1.5 of the bare pages' 82 MiB where the goal was set (G14)."""


@dataclass
class Measured:
    """A page to drive, with the processes whose time counts."""

    target: Target
    server: int
    database: int | None


def main() -> int:
    """Measure and print; returns 1 when a goal is surely passed, 2 when there is nothing to compare with."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.2)
    parser.add_argument("--engines", default="sqlite,pg")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench.json")
    chosen = parser.parse_args()
    if not (LIMITS / "app.py").is_file():
        say(f"The bare pages to compare with are missing: {LIMITS}/app.py. Name their folder by LIMITS=...")
        return 2
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="egenvag-bench-") as folder, ExitStack() as running:
        pages, servers = start(running, Path(folder), chosen.engines.split(","))
        disk = fdatasync_ms(Path(folder))
        rounds = drive(list(pages.values()), chosen.rounds, chosen.seconds)
        memory = {name: worker_mib(server.pid) for name, server in servers.items()}
    verdicts = [judge(goal, rounds) for goal in list_common_goals()]
    for engine in chosen.engines.split(","):
        verdicts += [judge(goal, rounds) for goal in list_goals(engine, disk)]
    report(rounds, verdicts, memory, disk, time.monotonic() - begun)
    keep(chosen.out, rounds, verdicts, memory, disk)
    too_big = any(mib > MOST_MIB for mib in memory.values())
    return 1 if too_big or any(one.word == "over" for one in verdicts) else 0


def start(running: ExitStack, folder: Path, engines: Sequence[str]) -> tuple[dict[str, Measured], dict[str, Server]]:
    """Fill the databases, start all servers, and return the pages by name and the servers by name."""
    keys = make_keys()
    cluster = running.enter_context(postgres(folder / "pg")) if "pg" in engines else None
    limits = start_limits(running, folder, cluster)
    pages, servers = {"template": Measured(get(limits, "/template"), limits.pid, None)}, {"limits": limits}
    for engine in engines:
        pid = cluster.pid if cluster and engine == "pg" else None
        pages[f"six-orm-{engine}"] = Measured(get(limits, f"/six-orm-{engine}"), limits.pid, pid)
        for items, size in ((FEW, "-small"), (MANY, "")):
            name = f"{engine}{size}"
            url = cluster.create(f"egenvag{size}") if cluster and engine == "pg" else f"sqlite:///{folder}/{name}.sqlite"
            environment = our_environment(url, keys, folder)
            ground = build(url, environment, items)
            if cluster and engine == "pg":
                cluster.settle(f"egenvag{size}")
            deploy(environment)
            for faces in ("clinician",) if size else ("clinician", "patient,api"):
                face = {**environment, "EGENVAG_FACES": faces}
                server = running.enter_context(gunicorn("app:create_app()", ROOT, face, folder / f"{name}-{faces}.log"))
                servers[f"{name} {faces}"] = server
                list_pages = list_desk_pages if faces == "clinician" else list_patient_pages
                for page in list_pages(server, ground, engine, size):
                    pages[page.name] = Measured(page, server.pid, pid)
    return pages, servers


def start_limits(running: ExitStack, folder: Path, cluster: Postgres | None) -> Server:
    """Fill and start the bare pages."""
    environment = {"LIMITS_SQLITE": str(folder / "limits" / "limits.db"), "PYTHONDONTWRITEBYTECODE": "1"}
    if cluster:
        cluster.create("limits")
        environment["LIMITS_PG"] = cluster.url("limits", "postgresql")
    subprocess.run([sys.executable, "app.py", "seed"], cwd=LIMITS, env={**os.environ, **environment}, check=True)
    return running.enter_context(gunicorn("app:app", LIMITS, environment, folder / "limits.log"))


def build(url: str, environment: dict[str, str], items: int) -> Ground:
    """Fill a database of its own with so many items."""
    install_keyring(read_settings(environment).keyring())
    database = Database(url)
    ground = fill(database, items, datetime.now(UTC))
    database.engine.dispose()
    return ground


def get(server: Server, path: str) -> Target:
    """Return a page that anybody may open."""
    call = Call(path)
    return Target(path.strip("/"), server.port, lambda: call)


def list_desk_pages(server: Server, ground: Ground, engine: str, size: str) -> list[Target]:
    """Return the first page of the inbox and the one that follows."""
    desk = f"egenvag_desk={ground.clinician}"
    first, _ = send(server.port, Call("/desk/worklist", desk))
    after = re.search(r"after=([A-Za-z0-9_-]{22})", first.body)
    if first.status != 200 or after is None:
        raise RuntimeError(f"the inbox answered {first.status} without a next page: {first.body[:1000]}")
    inbox, later = Call("/desk/worklist", desk), Call(f"/desk/worklist?after={after[1]}", desk)
    return [
        Target(f"inbox{size}-{engine}", server.port, lambda: inbox),
        Target(f"next{size}-{engine}", server.port, lambda: later),
    ]


def list_patient_pages(server: Server, ground: Ground, engine: str, size: str) -> list[Target]:
    """Return the patient's pages on one database; the sign-in page asks it nothing and is measured once."""
    starts = cycle([Call("/home", f"egenvag_patient={token}") for token, _enrollment in ground.patients])
    login = Call("/sign-in")
    pages = [
        Target(f"start{size}-{engine}", server.port, lambda: next(starts)),
        Target(f"submit{size}-{engine}", server.port, submits(server, ground), wanted=302),
    ]
    return [*pages, Target("login", server.port, lambda: login)] if engine == "sqlite" else pages


def submits(server: Server, ground: Ground) -> Callable[[], Call]:
    """Return what gives the next patient's form, each with a form key of its own."""
    number, name = SUBMITTED
    step = get_program("sleep", "1").get_module(number).find_step(name)
    if step is None:
        raise RuntimeError(f"the sleep program has no step {name}")
    fields, known = filled_form(step), []
    for token, enrollment in ground.patients:
        path, cookie = f"/program/{enrollment}/{number}/{name}", f"egenvag_patient={token}"
        page, _ = send(server.port, Call(path, cookie))
        csrf = re.search(r'name="csrf_token" value="([^"]+)"', page.body)
        session = re.search(r"(?im)^set-cookie: (session=[^;]+)", page.headers)
        if csrf is None or session is None:
            raise RuntimeError(f"the step answered {page.status} without a form: {page.body[:1000]}")
        known.append((path, f"{cookie}; {session[1]}", csrf[1]))
    turns = cycle(known)

    def next_call() -> Call:
        path, cookie, csrf = next(turns)
        return Call(path, cookie, urlencode({**fields, "csrf_token": csrf, "form_key": new_public_id()}))

    return next_call


def drive(pages: Sequence[Measured], count: int, seconds: float) -> dict[str, list[Round]]:
    """Drive every page once a round, forwards and backwards in turn, after a warm-up that is thrown away."""
    for page in pages:
        page.target.drive(seconds / 2)
    rounds: dict[str, list[Round]] = {page.target.name: [] for page in pages}
    for number in range(count):
        for page in pages if number % 2 == 0 else pages[::-1]:
            rounds[page.target.name].append(measure(page, seconds))
    return rounds


def measure(page: Measured, seconds: float) -> Round:
    """Drive one page for a while."""
    before = read_spent(page.server, page.database)
    times = sorted(page.target.drive(seconds))
    after = read_spent(page.server, page.database)
    cpu = (after.server - before.server + after.database - before.database) / len(times)
    p50, p99 = statistics.median(times) * 1000, times[int(len(times) * 0.99)] * 1000
    return Round(p50, p99, cpu * 1e6, after.foreign_since(before), len(times))


def report(
    rounds: dict[str, list[Round]], verdicts: Sequence[Verdict], memory: dict[str, float], disk: float, taken: float
) -> None:
    """Print what was measured and what it means."""
    say(f"{'page':20}{'p50 ms':>9}{'p99 ms':>9}{'CPU us':>9}{'foreign':>9}{'requests':>10}")
    fields = ("p50_ms", "p99_ms", "cpu_us", "foreign")
    for name, seen in rounds.items():
        p50, p99, cpu, foreign = (statistics.median(getattr(one, field) for one in seen) for field in fields)
        say(f"{name:20}{p50:9.2f}{p99:9.2f}{cpu:9.0f}{foreign:9.2f}{sum(one.requests for one in seen):10}")
    say("")
    for line in table(verdicts):
        say(line)
    say("")
    for name, mib in memory.items():
        word = "kept" if mib <= MOST_MIB else "over"
        say(f"G14  worker on {name:22}{mib:7.0f} MiB, {mib / memory['limits']:.2f} of the bare one  {word}")
    say(f"fdatasync of 4 KiB {disk:.2f} ms; {os.cpu_count()} cores; {taken:.0f} s; load {os.getloadavg()[0]:.1f}")


def keep(
    path: Path, rounds: dict[str, list[Round]], verdicts: Sequence[Verdict], memory: dict[str, float], disk: float
) -> None:
    """Write everything down, so that two runs can be compared."""
    path.parent.mkdir(parents=True, exist_ok=True)
    found = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"), "python": platform.python_version(),
        "cores": os.cpu_count(), "fdatasync_ms": disk, "worker_mib": memory,
        "rounds": {name: [asdict(one) for one in seen] for name, seen in rounds.items()},
        "goals": [{**asdict(one.goal), "ratio": one.ratio, "low": one.low, "high": one.high, "foreign": one.foreign,
                   "verdict": one.word} for one in verdicts],
    }  # fmt: skip
    path.write_text(json.dumps(found, indent=1), encoding="utf-8")


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
