"""The command by which the assistant learns its topics anew from our own wordings."""

import click
from flask.cli import AppGroup

assistant = AppGroup("assistant", help="Look after the assistant.")


@assistant.command("train")
@click.option("--check", is_flag=True, help="hold out a fifth at a time first, and say how it came out")
def train(check: bool) -> None:
    """Learn topics and alarms from our own wordings and write each weights.bin; needs scikit-learn (make train).

    With --check it takes some minutes and fits the probabilities. Without, they keep the sharpness of the last check.
    """
    try:
        import sklearn  # noqa: F401  here alone: no server has it
    except ImportError as problem:
        raise click.ClickException("scikit-learn is missing: run make train") from problem
    from assistant.learning import fit_sharpness, hold_out, learn, report
    from assistant.topic_weights import FILE, our_weights
    from assistant.wording_files import read_wordings

    wordings = read_wordings()
    sharpness = our_weights().sharpness if FILE.exists() else 1.0
    if check:
        held = hold_out(wordings, sharpness)
        sharpness = fit_sharpness(held)
        for line in [*report(held), f"sharpness: {sharpness}"]:
            click.echo(line)
    _train_alarms()
    FILE.write_bytes(learn(wordings, sharpness))
    click.echo(f"{len(wordings)} wordings learned, {FILE.stat().st_size / 1_000_000:.2f} MB.")


def _train_alarms() -> None:
    from assistant.alarm_learning import learn_alarms
    from assistant.alarm_net import FILE
    from assistant.alarm_wordings import read_alarm_wordings

    wordings = read_alarm_wordings()
    FILE.write_bytes(learn_alarms(wordings))
    click.echo(f"{len(wordings)} wordings of alarms and calm learned, {FILE.stat().st_size / 1_000_000:.2f} MB.")
