"""Starts the demo: keys and database of its own, seeded people, the jobs' clock, and a web server."""

import argparse
import json
import logging
import os
import secrets
import sys
from pathlib import Path

from waitress import serve

import demo
from app import create_app, list_jobs
from core.crypto import install_keyring
from core.db import Database
from core.migrations import upgrade
from core.scheduler import start_scheduler
from core.settings import Settings, new_key
from demo.clock import load_clock
from demo.people import SIGN_INS
from demo.seed import is_seeded, seed

FOLDER = Path(__file__).resolve().parent.parent / "instance"


def demo_settings(folder: Path, port: int) -> Settings:
    """Return the demo's settings; its keys are made once and kept beside its database."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "demo-keys.json"
    if not path.exists():
        keys = {"secret_key": secrets.token_urlsafe(48), "data_keys": f"demo1:{new_key()}", "lookup_key": new_key()}
        path.touch(mode=0o600)
        path.write_text(json.dumps(keys), encoding="utf-8")
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{folder / 'demo.sqlite3'}"
    keys = json.loads(path.read_text(encoding="utf-8"))
    return Settings(mode="demo", database_url=url, base_url=f"http://127.0.0.1:{port}", **keys)


def reset(folder: Path) -> None:
    """Remove the demo's database and keys."""
    for path in (*folder.glob("demo.sqlite3*"), folder / "demo-keys.json"):
        path.unlink(missing_ok=True)


def main(arguments: list[str] | None = None) -> None:
    """Run the demo until it is interrupted."""
    parser = argparse.ArgumentParser(prog="make demo")
    parser.add_argument("--port", type=int, default=5000)
    parser.add_argument("--reset", action="store_true", help="start over with fresh data")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    chosen = parser.parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    if chosen.reset:
        reset(chosen.folder)
    settings = demo_settings(chosen.folder, chosen.port)
    install_keyring(settings.keyring())
    database = Database(settings.database_url)
    upgrade(database)
    clock = load_clock(database)
    if not is_seeded(database):
        sys.stdout.write("Seeding a small region, this takes up to a minute ...\n")
        seed(database, clock.now())
    app = create_app(settings, clock=clock, database=database)
    demo.register(app)
    scheduler = start_scheduler(list_jobs(app), database, clock)
    _say_who(settings.base_url)
    try:
        serve(app, host="127.0.0.1", port=chosen.port, threads=8, ident=None)
    finally:
        scheduler.shutdown(wait=False)


def _say_who(base_url: str) -> None:
    lines = [f"\nEgenväg's demo is at {base_url}\n", "Who can sign in (one click each on the front page):"]
    lines += [f"  {one.label:<34} {one.name}" for one in SIGN_INS]
    lines += [f"The simulated phone: {base_url}/demo/phone"]
    lines += ["Stop with Ctrl C. The data are kept; make demo-reset starts over.\n"]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
