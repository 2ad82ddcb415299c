"""A made-up photo of a blood pressure meter on a table, drawn here: nobody's own, and no file to carry along."""

from io import BytesIO

from core.pictures import Picture, clean_picture

SIZE = (1200, 900)
TABLE, SHELL, GLASS, INK = "#b98d62", "#eef0f2", "#c9d6c4", "#1d2b22"


def draw_meter(systolic: int, diastolic: int, pulse: int) -> Picture:
    """Return the photo of a meter that shows a reading."""
    from PIL import Image, ImageDraw, ImageFilter, ImageFont  # as in core/pictures.py: only when one is drawn

    photo = Image.new("RGB", SIZE, TABLE)
    paint = ImageDraw.Draw(photo)
    for line in range(0, SIZE[1], 75):
        paint.line((0, line, SIZE[0], line + 30), fill="#a97c52", width=6)
    paint.rounded_rectangle((270, 130, 930, 800), 90, fill="#7d5d3d")
    paint.rounded_rectangle((250, 100, 910, 770), 90, fill=SHELL, outline="#c4c9ce", width=6)
    paint.rounded_rectangle((320, 170, 840, 620), 30, fill=GLASS, outline="#9fb09b", width=5)
    paint.ellipse((525, 650, 635, 745), fill="#2a76ac")
    for number, words, top in ((systolic, "SYS", 185), (diastolic, "DIA", 335), (pulse, "PUL", 485)):
        paint.text((345, top + 45), words, fill=INK, font=ImageFont.load_default(40))
        paint.text((815, top), str(number), fill=INK, font=ImageFont.load_default(120), anchor="ra")
    out = BytesIO()
    photo.rotate(-4, fillcolor=TABLE).filter(ImageFilter.GaussianBlur(1)).save(out, "JPEG", quality=88)
    return clean_picture(out.getvalue())
