"""What a patient is asked about his proposed sleep window."""

from programs.schema import FieldDef, FieldKind, Words

FIELDS = (
    FieldDef(id="rise", kind=FieldKind.TIME, required=True,
             label=Words(sv="När vill du gå upp varje dag?", en="When do you want to get up every day?"),
             hint=Words(sv="Välj en tid som fungerar också lördag och söndag.",
                        en="Choose a time that works on Saturday and Sunday too.")),
    FieldDef(id="agree", kind=FieldKind.YESNO, required=True,
             label=Words(sv="Känns förslaget rimligt för dig?", en="Does the proposal feel reasonable to you?")),
    FieldDef(id="comment", kind=FieldKind.LONG,
             label=Words(sv="Vad tänker du om det?", en="What do you think about it?"),
             hint=Words(sv="Skriv också om något gör det svårt, till exempel arbete, bilkörning eller små barn.",
                        en="Also write if something makes it hard, such as work, driving or small children.")),
)  # fmt: skip
