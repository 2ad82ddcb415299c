"""Every page that may be looked at: who looks, and at what; a page that is missing here fails its test."""

from dataclasses import dataclass

TABLE = """
[strangers]
-            /sign-in *
-            /sign-in/help
-            /help-now *
at_code      /sign-in/code
at_pin       /sign-in/pin
at_first_pin /sign-in/pin

[anna]
anna      /home *
anna      /program
anna      /program/{anna} *
anna      /program/{anna}/2
anna      /program/{anna}/3
anna      /program/{anna}/3/sa_raknar_vi *
anna      /program/{anna}/3/trotthet_trafik *
anna      /program/{anna}/3/film_fonster *
anna      /program/{anna}/3/film_fonster?pictures=all
anna      /program/{anna}/3/orosmoment
anna      /program/{anna}/3/mitt_fonster
anna      /program/{anna}/3/quiz
anna      /program/{anna}/3/skattning
anna      /program/{anna}/2/done
anna      /program/{anna}/goal
anna      /program/{anna}/3/print *
anna      /program/{anna}/3/print?empty=yes
anna      /program/{anna}/3/orosmoment/print *
anna      /program/{anna}/3/orosmoment/print?empty=yes
anna      /diary/{anna} *
anna      /diary/{anna}/{today} *
anna      /ratings/{anna}/m3
anna      /ratings/{anna}/m3/sk3/1 *
anna      /messages *
anna      /messages/{crisis}/help *
anna      /settings *
anna      /sms-card *
anna      /away *
anna      /settings/pin
anna      /settings/readers
anna      /help-now

[patients]
leo       /home
leo       /messages
leo       /program/{leo}/1/somnhistoria
oskar     /home
oskar     /program
johanna   /home
sofia     /home
sofia     /messages *
sofia     /messages/photos/{photo} *
sofia     /program/{sofia}/3/mitt_fonster
sofia     /ratings/{sofia}/m3/{instrument}
nadia     /home
nadia     /program/{low}
nadia     /program/{low}/1
nadia     /diary/{low} *
nadia     /diary/{low}/{today} *
nadia     /letters/{letter} *
kristina  /help-card/{risk} *
kristina  /help-card/{risk}/questions *
bertil    /home
bertil    /values *
bertil    /weeks *
bertil    /weeks/{week} *
bertil    /values/new *
bertil    /values/measure/blood_pressure *
bertil    /values/{green} *
bertil    /values/{green}/correct
bertil    /values/new/weight *
bertil    /values?kind=weight *
bertil    /values/{gain} *
bertil    /values/{gain}/correct
yusuf     /home
yusuf     /values
yusuf     /values/{red} *
doris     /values/{emergency} *
roland    /program/{roland}/start/plan
roland    /program/{roland}/start/limits
roland    /program/{roland}/start/red_flags
roland    /messages

[list]
karin     /desk/worklist *
karin     /desk/worklist?view=mine
karin     /desk/items/{risk_item} *
karin     /desk/items/{module_item}
karin     /desk/items/{message_item} *
karin     /desk/items/{value_item}
karin     /desk/items/{message_item}?do=hand-over
karin     /desk/patients

[karin]
karin     /desk/patients/{sofia_patient} *
karin     /desk/patients/{sofia_patient}/conversation
karin     /desk/patients/{sofia_patient}/events
karin     /desk/patients/{sofia_patient}/photos/{photo} *
karin     /desk/patients/{sofia_patient}/sms-card *
karin     /desk/patients/{sofia_patient}/modules
karin     /desk/patients/{sofia_patient}/ratings *
karin     /desk/patients/{yusuf_patient}
karin     /desk/alerts *
karin     /desk/patients/{yusuf_patient}/plan
karin     /desk/patients/{bertil_patient}/plan?kind=weight *
karin     /desk/patients/{bertil_patient}/values?kind=weight *
karin     /desk/patients/{bertil_patient}/notes *
karin     /desk/patients/{bertil_patient}/notes/{note}
karin     /desk/patients/{yusuf_patient}/values *
karin     /desk/enrollments/{sofia}/modules/3 *
karin     /desk/enrollments/{kristina}/modules/4
karin     /desk/enrollments/{sofia}/modules/3/print *
karin     /desk/enrollments/{sofia}/sleep *
karin     /desk/enrollments/{low}/diary *
karin     /desk/enrollments/{low}/modules/1
karin     /desk/patients/{nadia_patient}
karin     /desk/ratings/{rating} *
karin     /desk/risks/{risk} *
karin     /desk/windows/{window}
karin     /desk/library
karin     /desk/library/sleep
karin     /desk/library/sleep/3/trotthet_trafik
karin     /desk/library/sleep/3/print *
karin     /desk/library/sleep/3/print?language=en

[authors]
anna      /catalogue *
anna      /catalogue/depression *
karin     /desk/catalogue *
karin     /desk/catalogue/anxiety *
karin     /desk/library/worry/look/1/reflektion
vera      /desk/library/stress/frame/sv/1/reflektion
vera      /desk/library/sleep/look/1/drivkrafter *
karin     /desk/library/sleep/move
karin     /desk/library/sleep/rehearsal *
vera      /desk/drafts *
vera      /desk/drafts/{draft} *
vera      /desk/drafts/{draft}/file?path=m1/sv/drivkrafter.md *
vera      /desk/drafts/{draft}/look/1/drivkrafter
vera      /desk/drafts/{draft}/frame/sv/1/drivkrafter
vera      /desk/drafts/{draft}/1/print
vera      /desk/drafts/{draft}/rehearsal
vera      /desk/drafts/{draft}/publish *
vera      /desk/drafts/{draft}/film *
vera      /desk/drafts/{draft}/picture *

[enrolment]
lena      /desk/enrollments *
lena      /desk/enrollments/new *
lena      /desk/enrollments/{sofia}
lena      /desk/enrollments/{hanna} *
lena      /desk/enrollments/{oskar}/edit
lena      /desk/enrollments/{oskar}

[staff]
-            /desk/sign-in *
-            /desk/welcome/{welcome}
at_totp   /desk/sign-in/code
ulla      /desk/unit *
ulla      /desk/unit/alerts
ulla      /desk/unit/instruments *
ulla      /desk/unit/instruments/isi *
tove      /desk/training/phones *
tove      /desk/training/phones/{trainee} *
ulla      /desk/unit/staff/{colleague}
sven      /desk/system *
sven      /desk/settings *
sven      /desk/settings/authenticator

[demo]
-         /demo *
-         /demo/phone
-         /demo/phone/anna *
-         /demo/time
"""
NOT_PAGES = {
    "/": "leads on",
    "/desk/": "leads on",
    "/demo/phone/<key>/arrive": "lets SMS arrive and leads on",
    "/demo/static/<path:filename>": "files",
    "/static/<path:filename>": "files",
    "/livez": "for machines",
    "/readyz": "for machines",
    "/desk/drafts/<public:draft>/zip": "a file",
    "/values/export.csv": "a file",
    "/program/<public:enrollment>/<small:number>/pdf": "a file",
    "/program/<public:enrollment>/<small:number>/<step>/pdf": "a file",
    "/desk/enrollments/<public:enrollment>/modules/<small:number>/pdf": "a file",
    "/desk/enrollments/<public:enrollment>/modules/<small:number>/pdf/<step>": "a file",
    "/desk/patients/<public:patient>/values.csv": "a file",
    "/program/<public:enrollment>/<small:number>/<step>/film/<file>": "a file",
    "/desk/library/<program>/<small:number>/<step>/film/<file>": "a file",
    "/desk/drafts/<public:draft>/frame/<any('sv', 'en'):language>/<small:number>/<step>/film/<file>": "a file",
    "/desk/library/<program>/frame/<any('sv', 'en'):language>/<small:number>/<step>/film/<file>": "a file",
    "/messages/new": "a part of a page",
    "/messages/photos/<public:photo>/<any(full, small):size>": "a picture",
    "/desk/patients/<public:patient>/photos/<public:photo>/<any(full, small):size>": "a picture",
    "/desk/patients/<public:patient>/conversation/new": "a part of a page",
    "/desk/worklist/new": "a part of a page",
    "/desk/preferences": "takes only forms",
}
"""GET addresses that show no page of their own, and why."""


@dataclass(frozen=True)
class Visit:
    """One look at one page.

    :param who: the key of whose browser it is; "-" for a stranger's.
    :param path: with places for the ids of the seeded data.
    :param dark: whether it is looked at in the dark theme too.
    """

    group: str
    who: str
    path: str
    dark: bool


def list_visits() -> list[Visit]:
    """Return the lines of the table."""
    visits, group = [], ""
    for line in TABLE.splitlines():
        words = line.split()
        if line.startswith("["):
            group = line.strip("[]")
        elif words:
            visits.append(Visit(group, words[0], words[1], words[-1] == "*"))
    return visits
