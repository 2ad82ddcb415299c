"""Who gets what from which door: the table that tests/test_access.py holds the application to."""

TABLE = """
[open]  anybody: doors, help and files
/                                              GET 302
/help-now                                      GET 200
/livez                                         GET 200
/readyz                                        GET 200
/static/<path:filename>                        GET 200
/preferences                                   POST 302
/sign-in/code                                  GET 302  POST 302
/sign-in/code/new                              POST 302
/sign-in/help                                  GET 200
/sign-in/pin                                   GET 302  POST 302
/sign-out                                      POST 302
/desk/preferences                              POST 302
/desk/sign-in/code                             GET 302  POST 302
/desk/sign-out                                 POST 302
/desk/welcome/<token>                          GET 200  POST 422

[door]  anybody; whoever is signed in is led on when he looks
/sign-in                                       GET 200  POST 422
/desk/sign-in                                  GET 200  POST 422

[signed]  nobody but Twilio
/twilio/inbound                                POST 403
/twilio/status/<public:token>                  POST 403  token=message

[patients]  every patient, about himself
/away                                          GET 200  POST 422
/catalogue                                     GET 200
/catalogue/<program>                           GET 200
/home                                          GET 200
/messages                                      GET 200
/messages/new                                  GET 204
/program                                       GET 200
/settings                                      GET 200
/settings/look                                 POST 302
/settings/pin                                  GET 200  POST 422
/settings/readers                              GET 200
/settings/sms                                  POST 302  +sms=yes
/settings/sign-ins/close-all                   POST 302
/sms-card                                      GET 200
/values                                        GET 200
/values/export.csv                             GET 200
/values/measure/<kind>                         GET 200  POST 302  kind=blood_pressure  +do=rest
/values/new                                    GET 200  POST 422
/values/new/<kind>                             GET 302  POST 302  kind=blood_pressure
/weeks                                         GET 200

[own]  the patient whose record it is; for another patient it does not exist
/away/<public:absence>/end                                       POST 302
/diary/<public:enrollment>                                       GET 200
/diary/<public:enrollment>/<day>                                 GET 200  POST 422
/diary/<public:enrollment>/<day>/draft                           POST 200
/help-card/<public:risk>                                         GET 200  POST 302
/help-card/<public:risk>/questions                               GET 302  POST 302
/letters/<public:letter>                                         GET 200
/messages                                                        POST 302  +unit=unit +body=Hej
/messages/draft                                                  POST 204  +unit=unit +body=Hej
/messages/<public:message>/help                                  GET 302
/messages/photos/<public:photo>                                  GET 200
/messages/photos/<public:photo>/<any(full, small):size>          GET 200  size=full
/program/<public:enrollment>                                     GET 200
/program/<public:enrollment>/<small:number>                      GET 200  number=2
/program/<public:enrollment>/<small:number>/<step>               GET 200  POST 302  number=2
/program/<public:enrollment>/<small:number>/<step>/draft         POST 200  number=2  step=exercise
/program/<public:enrollment>/<small:number>/<step>/film/<file>   GET 200  number=1  step=film_drivkrafter  file=sv.vtt
/program/<public:enrollment>/<small:number>/done                 GET 200  number=1
/program/<public:enrollment>/<small:number>/homework             POST 302  number=2
/program/<public:enrollment>/<small:number>/homework/draft       POST 200  number=2
/program/<public:enrollment>/<small:number>/submit               POST 422  number=2
/program/<public:enrollment>/goal                                GET 200  POST 422
/program/<public:enrollment>/<small:number>/pdf                  GET 200  number=2
/program/<public:enrollment>/<small:number>/<step>/pdf           GET 200  number=2  step=exercise
/program/<public:enrollment>/<small:number>/print                GET 200  number=2
/program/<public:enrollment>/<small:number>/<step>/print         GET 200  number=2  step=exercise
/program/<public:enrollment>/start/<page>                        GET 200  POST 302  enrollment=measuring
/ratings/<public:enrollment>/<word>                              GET 200
/ratings/<public:enrollment>/<word>/<instrument>                 GET 200
/ratings/<public:enrollment>/<word>/<instrument>/<small:number>  GET 302  POST 409  +answer=1
/settings/sign-ins/<public:login_id>/close                       POST 302
/values/<public:report>                                          GET 200
/values/<public:report>/correct                                  GET 200  POST 422
/values/<public:report>/symptoms                                 POST 302  +answer=none
/values/<public:report>/undo                                     POST 409
/weeks/<public:week>                                             GET 200  week=summary
/values/weeks/<public:week>                                      POST 302  +dizzy=no

[staff]  every member of staff, about himself
/desk/                                         GET 302
/desk/catalogue                                GET 200
/desk/catalogue/<program>                      GET 200
/desk/settings                                 GET 200
/desk/settings/authenticator                   GET 302  POST 302
/desk/settings/authenticator/begin             POST 422
/desk/settings/alarm                           POST 302
/desk/settings/look                            POST 302
/desk/settings/password                        POST 422
/desk/settings/sign-ins/close-all              POST 302

[staff]  only staff of a unit for training, and none of these works in one
/desk/training/phones                          GET 404
/desk/training/phones/<public:user>            GET 404  POST 404  user=patient

[own login]  the member of staff who is signed in there
/desk/settings/sign-ins/<public:login_id>/close  POST 302  login_id=desk_login

[clinicians]  every clinician, about the patients of his own unit
/desk/library/<program>/move                   GET 200  POST 422
/desk/alerts                                   GET 200
/desk/patients                                 GET 200
/desk/worklist                                 GET 200
/desk/worklist/new                             GET 2xx

[care]  the clinicians of the patient's unit; for those of other units it does not exist
/desk/library/moves/<public:move>/undo                                POST 404  move=enrollment
/desk/enrollments/<public:enrollment>/modules/<small:number>          GET 200  POST 422
/desk/enrollments/<public:enrollment>/modules/<small:number>/draft    POST 204
/desk/enrollments/<public:enrollment>/modules/<small:number>/pdf      GET 200
/desk/enrollments/<public:enrollment>/modules/<small:number>/pdf/<step>  GET 404  step=exercise
/desk/enrollments/<public:enrollment>/modules/<small:number>/print    GET 200
/desk/enrollments/<public:enrollment>/modules/<small:number>/unlock   POST 422  number=3
/desk/enrollments/<public:enrollment>/diary                           GET 404
/desk/enrollments/<public:enrollment>/ratings/<any(add, remove):act>  POST 302  act=add  +weeks=1
/desk/enrollments/<public:enrollment>/parts/<part>                    POST 404  part=step
/desk/enrollments/<public:enrollment>/sleep                           GET 200
/desk/items/<public:item>                                             GET 200
/desk/items/<public:item>/claim                                       POST 302
/desk/items/<public:item>/close                                       POST 302  +outcome=answered +last=99
/desk/items/<public:item>/draft                                       POST 204  +patient=patient +body=Hej
/desk/items/<public:item>/escalate                                    POST 302
/desk/items/<public:item>/hand-over                                   POST 302  +colleague=erik
/desk/items/<public:item>/note                                        POST 302  +patient=patient +note=Hej
/desk/items/<public:item>/release                                     POST 409
/desk/items/<public:item>/reply                                       POST 302  +patient=patient +body=Hej +last=99
/desk/items/<public:item>/snooze                                      POST 302  +until=tomorrow
/desk/patients/<public:patient>                                       GET 200
/desk/patients/<public:patient>/conversation                          GET 200
/desk/patients/<public:patient>/conversation/new                      GET 2xx
/desk/patients/<public:patient>/photos/<public:photo>                 GET 200
/desk/patients/<public:patient>/photos/<public:photo>/<any(full, small):size>  GET 200  size=small
/desk/patients/<public:patient>/conversation/draft                    POST 204  +patient=patient +body=Hej
/desk/patients/<public:patient>/conversation/note                     POST 302  +patient=patient +note=Hej
/desk/patients/<public:patient>/conversation/reply                    POST 302  +patient=patient +body=Hej +last=99
/desk/patients/<public:patient>/events                                GET 200
/desk/patients/<public:patient>/modules                               GET 200
/desk/patients/<public:patient>/notes                                 GET 200  POST 422
/desk/patients/<public:patient>/notes/<public:note>                   GET 200  POST 422
/desk/patients/<public:patient>/notes/<public:note>/withdraw          POST 302
/desk/patients/<public:patient>/plan                                  GET 200  POST 422
/desk/patients/<public:patient>/plan/try                              POST 422
/desk/patients/<public:patient>/ratings                               GET 200
/desk/patients/<public:patient>/ratings/reviewed                      POST 302
/desk/patients/<public:patient>/sms-card                              GET 200
/desk/patients/<public:patient>/values                                GET 200
/desk/patients/<public:patient>/values.csv                            GET 200
/desk/ratings/<public:rating>                                         GET 200  POST 302
/desk/risks/<public:risk>                                             GET 200  POST 422
/desk/windows/<public:window>                                         GET 200  POST 422

[care givers]  clinicians and coordinators, about the orders of their own unit
/desk/enrollments                              GET 200
/desk/enrollments/new                          GET 200  POST 422

[coordination]  clinicians and coordinators of the patient's unit: the order, without treatment content
/desk/enrollments/<public:enrollment>              GET 200
/desk/enrollments/<public:enrollment>/activate     POST 409
/desk/enrollments/<public:enrollment>/clinician    POST 409
/desk/enrollments/<public:enrollment>/edit         GET 302  POST 302
/desk/enrollments/<public:enrollment>/end          POST 422
/desk/enrollments/<public:enrollment>/invitation   POST 409
/desk/enrollments/<public:enrollment>/pause        POST 422
/desk/enrollments/<public:enrollment>/phone        POST 422
/desk/enrollments/<public:enrollment>/resume       POST 409
/desk/enrollments/<public:enrollment>/test-sms     POST 302

[authors]  authors and clinicians: no patient in it
/desk/library                                  GET 200
/desk/library/<program>                        GET 200
/desk/library/<program>/rehearsal              GET 200
/desk/library/<program>/<small:number>/<step>  GET 200  number=1  step=first
/desk/library/<program>/<small:number>/print   GET 200  number=1
/desk/library/<program>/<small:number>/<step>/film/<file>  GET 200 number=1 step=film  file=sv.vtt

/desk/library/<program>/look/<small:number>/<step>                                GET 200  number=1  step=first
/desk/library/<program>/frame/<any('sv', 'en'):language>/<small:number>/<step>/film/<file>  GET 200  step=film
/desk/library/<program>/frame/<any('sv', 'en'):language>/<small:number>/<step>    GET 200  number=1  step=first

[writers]  authors alone: no patient in it, only how many
/desk/drafts                                                                      GET 200  POST 422  +from=nothing
/desk/drafts/<public:draft>                                                       GET 200
/desk/drafts/<public:draft>/rehearsal                                             GET 200
/desk/drafts/<public:draft>/add                                                   POST 422
/desk/drafts/<public:draft>/discard                                               POST 302
/desk/drafts/<public:draft>/file                                                  GET 200  POST 409  +path=program.yaml
/desk/drafts/<public:draft>/frame/<any('sv', 'en'):language>/<small:number>/<step>  GET 200  number=1  step=first
/desk/drafts/<public:draft>/frame/<any('sv', 'en'):language>/<small:number>/<step>/film/<file>  GET 200  step=film
/desk/drafts/<public:draft>/film                                                      GET 200  POST 422
/desk/drafts/<public:draft>/picture                                                   GET 200  POST 422
/desk/drafts/<public:draft>/look/<small:number>/<step>                            GET 200  number=1  step=first
/desk/drafts/<public:draft>/<small:number>/print                                  GET 200  number=1
/desk/drafts/<public:draft>/publish                                               GET 200  POST 422
/desk/drafts/<public:draft>/remove                                                POST 422  +path=program.yaml
/desk/drafts/<public:draft>/zip                                                   GET 200  POST 422

[unit]  the admin of the unit; for an admin of another unit its people do not exist
/desk/unit                                                           GET 200  POST 422  +unit=unit
/desk/unit/alerts                                                    GET 200  +unit=unit
/desk/unit/staff                                                     POST 422  +unit=unit
/desk/unit/staff/<public:user_id>                                    GET 200
/desk/unit/staff/<public:user_id>/<any(roles, disable, enable):act>  POST 302  act=disable
/desk/unit/staff/<public:user_id>/renew                              POST 200

/desk/unit/instruments                                               GET 200  +unit=unit
/desk/unit/instruments/<instrument>                                  GET 200  POST 422  instrument=isi  +unit=unit
/desk/unit/instruments/<instrument>/lock                             POST 409  instrument=isi  +unit=unit

[system]  system admins: no patient in it
/desk/system                                   GET 200
/desk/system/admins                            POST 422
/desk/system/providers                         POST 422
/desk/system/training                          POST 422
/desk/system/units                             POST 422
"""
