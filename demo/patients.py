"""Who the demo's forty patients are: five groups, in two care units of two care providers."""

from typing import Any

from practice.stories import Story

NORTH, MILL = "bjorken", "kvarnen"


def _nursed(name: str, born: str, program: str, week: int, course: str, unit: str = NORTH, **more: Any) -> Story:
    return Story(name, born, program, unit, "maja" if unit == NORTH else "lina", week, course, **more)


def _treated(name: str, born: str, program: str, week: int, course: str, **more: Any) -> Story:
    return Story(name, born, program, NORTH, "karin", week, course, **more)


PRESSURE = (
    _nursed("Bertil Lund", "19410627", "hypertension", 9, "steady", key="bertil", web=False, level=80.0,
            also=("heart_failure",)),
    _nursed("Greta Nilsson", "19340117", "hypertension", 7, "steady", key="greta"),
    _nursed("Lars-Göran Nyström", "19600404", "hypertension", 9, "high"),
    _nursed("Yusuf Adan", "19720319", "hypertension", 3, "high"),
    _nursed("Birgitta Ros", "19550710", "hypertension", 14, "better"),
    _nursed("Kjell Ström", "19510523", "hypertension", 20, "ended"),
    _nursed("Doris Falk", "19480929", "hypertension", 13, "high"),
    _nursed("Roland Vik", "19620614", "hypertension", 0, "new"),
    _nursed("Anita Grön", "19530120", "hypertension", -1, "new"),
    _nursed("Bengt Åkerström", "19520817", "hypertension", 8, "steady", MILL),
    _nursed("Margareta Lind", "19460704", "hypertension", 15, "better", MILL),
)
GLUCOSE = (
    _nursed("Ingrid Öberg", "19570211", "diabetes", 12, "lows", key="ingrid", track="insulin", level=71.5),
    _nursed("Olle Sjöberg", "19650930", "diabetes", 10, "better", track="tablets", level=96.4),
    _nursed("Per Wallin", "19740125", "diabetes", 8, "sick", track="insulin", level=84.0),
    _nursed("Fatima Benali", "19760401", "diabetes", 11, "steady", track="diet", level=78.2),
    _nursed("Siri Bäckström", "19630806", "diabetes", 0, "new", track="tablets", level=68.0),
    _nursed("Ali Hassan", "19700512", "diabetes", 9, "high", MILL, track="tablets", level=92.7),
    _nursed("Ewa Nowak", "19660902", "diabetes", 5, "steady", MILL, track="insulin", level=64.9),
    _nursed("Tage Holmgren", "19550417", "diabetes", -1, "new", MILL, track="tablets"),
)
HEART = (
    _nursed("Rut Lagerlöf", "19440214", "heart_failure", 12, "gain", key="rut", level=68.4),
    _nursed("Sixten Ahl", "19330308", "heart_failure", 11, "steady", level=77.0),
    _nursed("Maj-Britt Sund", "19470119", "heart_failure", 8, "handled", level=83.2),
    _nursed("Nils-Erik Fors", "19390318", "heart_failure", 5, "silent", MILL, level=88.5),
    _nursed("Elisabet Dahl", "19580226", "heart_failure", 9, "dry", MILL, level=73.6),
)
LUNGS = (
    _nursed("Anders Höök", "19480628", "copd", 7, "steady", key="anders", level=95),
    _nursed("Berit Sandström", "19530312", "copd", 9, "flare", level=95),
    _nursed("Inga-Lill Törn", "19500902", "copd", 4, "worse", level=95),
    _nursed("Gunnar Palm", "19460521", "copd", 6, "oxygen", MILL, level=90),
    _nursed("Arne Kvist", "19551117", "copd", 0, "new", MILL, level=94),
)
TALKING = (
    _treated("Anna Berg", "19840312", "sleep", 2, "steady", key="anna"),
    _treated("Kristina Lindqvist", "19680130", "sleep", 3, "risk"),
    _treated("Sofia Wendel", "19810227", "sleep", 2, "waiting"),
    _treated("Nadia Rahimi", "19890922", "sleep", 6, "better"),
    _treated("Ture Björk", "19590603", "sleep", 4, "paused"),
    _treated("Leo Åkesson", "20040111", "sleep", 0, "new"),
    _treated("Johanna Ek", "19850821", "depression", 4, "silent", voice=0),
    _treated("Mehmet Yıldız", "19790214", "depression", 22, "ended", voice=1),
    _treated("Amina Warsame", "19920405", "anxiety", 2, "waiting", track="panic"),
    _treated("Elsa Håkansson", "19970509", "worry", 2, "waiting", key="elsa"),
    _treated("Sara Lindgren", "19820719", "stress", 3, "better"),
    _treated("Oskar Frisk", "19950816", "anxiety", -1, "new", track="social"),
    _treated("Hanna Ljung", "19900528", "stress", -2, "new"),
)
STORIES = (*PRESSURE, *GLUCOSE, *HEART, *LUNGS, *TALKING)
