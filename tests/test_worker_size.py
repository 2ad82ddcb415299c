"""A worker that serves pages does not carry what only a sender, a command or an author needs."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.bench.servers import make_keys, our_environment

HEAVY = {
    "requests", "urllib3", "twilio.rest", "apscheduler", "alembic", "holidays", "PIL", "weasyprint", "pydyf",
    "rehearsal.rehearse", "practice", "api.commands", "assistant.evaluate", "assistant.explaining",
}  # fmt: skip
LIST = "import app, json, sys; app.create_app(); print(json.dumps(sorted(sys.modules)))"


def test_a_web_worker_does_not_load_what_no_page_needs(tmp_path: Path) -> None:
    environment = our_environment(f"sqlite:///{tmp_path}/x.sqlite", make_keys(), tmp_path)
    told = subprocess.run(
        [sys.executable, "-c", LIST], check=True, capture_output=True, text=True,
        env={**os.environ, **environment, "PYTHONOPTIMIZE": "", "PYTHONPYCACHEPREFIX": ""},
    )  # fmt: skip
    loaded = set(json.loads(told.stdout.splitlines()[-1]))
    assert {"clinician.worklist", "patient.home", "twilio.request_validator"} <= loaded
    assert not HEAVY & loaded
