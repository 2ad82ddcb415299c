"""The demo's made-up patients: who they are and what story each of them lives."""

from practice.stories import Story


def _sleep(name: str, born: str, week: int, course: str, key: str | None = None) -> Story:
    return Story(name, born, "sleep", "bjorken", "karin", week, course, key)


def _pressure(
    name: str, born: str, week: int, course: str, key: str | None = None, *, unit: str = "bjorken", web: bool = True
) -> Story:
    nurse = "maja" if unit == "bjorken" else "lina"
    return Story(name, born, "hypertension", unit, nurse, week, course, key, web)


STORIES = (
    _sleep("Anna Berg", "19840312", 2, "steady", "anna"),
    _pressure("Bertil Lund", "19410627", 1, "steady", "bertil", web=False),
    _sleep("Elsa Håkansson", "19970509", 3, "waiting"),
    _sleep("Mehmet Yıldız", "19790214", 4, "better"),
    _sleep("Kristina Lindqvist", "19680130", 3, "risk"),
    _sleep("Johanna Ek", "19850821", 4, "silent"),
    _sleep("Amina Warsame", "19920405", 1, "waiting"),
    _sleep("Göran Stål", "19560718", 5, "better"),
    _sleep("Leo Åkesson", "20040111", 0, "new"),
    _sleep("Nadia Rahimi", "19890922", 6, "better"),
    _sleep("Ture Björk", "19490603", 7, "steady"),
    _sleep("Sofia Wendel", "19810227", 2, "waiting"),
    _sleep("Oskar Frisk", "19950816", -1, "new"),
    _sleep("Maj-Britt Sund", "19470119", -1, "new"),
    _sleep("Hanna Ljung", "19900528", -2, "new"),
    _pressure("Lars-Göran Nyström", "19600404", 9, "high"),
    _pressure("Ingrid Öberg", "19570211", 12, "silent"),
    _pressure("Olle Sjöberg", "19650930", 6, "better"),
    _pressure("Per Wallin", "19740125", 8, "steady"),
    _pressure("Siri Bäckström", "19630806", 10, "better"),
    _pressure("Greta Nilsson", "19340117", 7, "steady", "greta"),
    _pressure("Yusuf Adan", "19720319", 3, "high"),
    _pressure("Birgitta Ros", "19550710", 14, "better"),
    _pressure("Kjell Ström", "19510523", 16, "steady"),
    _pressure("Maria Koskinen", "19690904", 5, "better"),
    _pressure("Anders Höök", "19780628", 2, "steady"),
    _pressure("Rut Lagerlöf", "19440214", 18, "steady"),
    _pressure("Fatima Benali", "19760401", 4, "better"),
    _pressure("Sixten Ahl", "19330308", 11, "steady"),
    _pressure("Doris Falk", "19480929", 13, "high"),
    _pressure("Roland Vik", "19620614", 0, "new"),
    _pressure("Anita Grön", "19530120", -1, "new"),
    _pressure("Bengt Åkerström", "19520817", 8, "steady", unit="kvarnen"),
    _pressure("Elisabet Dahl", "19580226", 6, "better", unit="kvarnen"),
    _pressure("Ali Hassan", "19700512", 9, "high", unit="kvarnen"),
    _pressure("Margareta Lind", "19460704", 15, "steady", unit="kvarnen"),
    _pressure("Nils-Erik Fors", "19390318", 5, "silent", unit="kvarnen"),
    _pressure("Ewa Nowak", "19660902", 3, "better", unit="kvarnen"),
    _pressure("Stig Hammar", "19430127", 10, "steady", unit="kvarnen"),
    _pressure("Tage Holmgren", "19550417", -1, "new", unit="kvarnen"),
)
