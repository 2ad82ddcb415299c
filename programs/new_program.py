"""What a new program begins with: files that are whole, so that there is something to change and to look at."""

import json

PROGRAM = """# {title}: what it is, for whom, when ratings are asked and which modules it has.
# Every key is explained in docs/authoring.md.
id: {id}
version: "1"
kind: kbt
weeks: 8
title: {{sv: {quoted}, en: {quoted_en}}}
summary: {{sv: "Skriv en eller två meningar om programmet.", en: "Write one or two sentences about the program."}}
audience: {{sv: "Skriv för vem programmet är.", en: "Write whom the program is for."}}
evidence: {{sv: "Skriv ärligt vad vi vet och inte vet.", en: "Write honestly what we know and do not know."}}
unlock: clinician
gate:
  - id: adult
    expect: yes
    label: {{sv: "Patienten är 18 år eller äldre.", en: "The patient is 18 or older."}}
    note: {{sv: "Hänvisa till enheten för barn och unga.", en: "Refer to the unit for children and young people."}}
ratings:
  - {{module: 1, instruments: [phq9, gad7]}}
modules: [m1]
"""
MODULE = """# Module {number}.
number: {number}
title: {{sv: "Avsnitt {number}", en: "Module {number}"}}
aim: {{sv: "Skriv vad patienten får ut av avsnittet.", en: "Write what the patient gets out of the module."}}
minutes: 30
steps:
  - {{id: valkommen, kind: text, minutes: 3, title: {{sv: "Välkommen", en: "Welcome"}}}}
  - {{id: skattning, kind: rating, title: {{sv: "Veckans frågor", en: "This week's questions"}}, instruments: [vk5]}}
"""
TEXTS = {"sv": "Skriv texten här. Korta meningar. En tanke i taget.\n",
         "en": "Write the text here. Short sentences. One thought at a time.\n"}  # fmt: skip


def empty_program(program_id: str, title: str) -> dict[str, str]:
    """Return the files of a new program with one module."""
    quoted = json.dumps(title, ensure_ascii=False)
    english = json.dumps(f"{title} (translate)", ensure_ascii=False)
    frame = PROGRAM.format(id=program_id, title=title.replace("\n", " "), quoted=quoted, quoted_en=english)
    return {"program.yaml": frame} | empty_module("m1", 1)


def empty_module(folder: str, number: int) -> dict[str, str]:
    """Return the files of a new module with one text and a rating."""
    texts = {f"{folder}/{language}/valkommen.md": text for language, text in TEXTS.items()}
    return {f"{folder}/module.yaml": MODULE.format(number=number)} | texts
