"""Photos: decoded, turned upright, made small, written anew. Nothing else is kept."""

import io

from kinds import Refused
from PIL import Image, ImageDraw, ImageFont, ImageOps

LONGEST = 1280  # pixels of the long side
MOST_PIXELS = {"jpeg": 130_000_000, "png": 40_000_000, "webp": 40_000_000}
LIGHT = 200_000  # bytes, where a lower quality still is legible
QUALITIES = (80, 68, 56)
WHITE = (255, 255, 255)

Image.MAX_IMAGE_PIXELS = None  # the caps above are asked before anything is decoded
FONT = ImageFont.load_default(size=20)


def warm_up():
    """Load every decoder while files may still be opened."""
    Image.init()
    for kind in ("JPEG", "PNG", "WEBP"):
        small = io.BytesIO()
        Image.new("RGB", (8, 8)).save(small, kind)
        drawn(small.getvalue(), kind.lower())
    marked(Image.new("RGB", (8, 8)), "0")


def clean(content, kind, mark=""):
    """(facts, JPEG) of the first picture in the file; raises Refused."""
    try:
        picture = drawn(content, kind)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Refused("damaged") from error
    width, height = picture.size
    facts = {"media": "photo", "width": width, "height": height, "pages": 1}
    return facts, jpeg(marked(picture, mark))


def drawn(content, kind):
    """The picture upright in RGB, at most LONGEST pixels long; raises Refused."""
    picture = Image.open(io.BytesIO(content), formats=[kind.upper()])
    width, height = picture.size
    if not width or not height or width * height > MOST_PIXELS[kind]:
        raise Refused("large")
    picture.draft("RGB", (LONGEST, LONGEST))  # a JPEG is decoded at its small size
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        upright = upright.convert("RGBA")
        ground = Image.new("RGBA", upright.size, WHITE)
        upright = Image.alpha_composite(ground, upright)
    upright = upright.convert("RGB")
    upright.thumbnail((LONGEST, LONGEST))
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    return bare


def jpeg(picture, qualities=QUALITIES, light=LIGHT):
    """The picture as JPEG bytes, with nothing beside the picture."""
    for quality in qualities:
        written = io.BytesIO()
        picture.save(written, "JPEG", quality=quality, optimize=True)
        if written.tell() <= light:
            break
    return written.getvalue()


def marked(picture, mark):
    """The picture with the mark written along its foot, or as it is."""
    if mark:
        pen = ImageDraw.Draw(picture)
        place = (8, picture.height - 28)
        pen.text(place, mark, WHITE, FONT, stroke_width=2, stroke_fill=(0, 0, 0))
    return picture
