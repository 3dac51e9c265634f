"""Files that somebody hostile, careless or unlucky could send; all made here."""

import array
import io
import math
import pickle
import struct
import wave
import zipfile
import zlib

import av
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

CANARY = b"ZZQ7-CANARY"
SCRIPT = b"<script>alert('ZZQ7-CANARY')</script>"
HTML = b"<!DOCTYPE html><html><body>" + SCRIPT + b"</body></html>"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


# --- pictures


def picture(kind="JPEG", size=(640, 480), mode="RGB", **more):
    written = io.BytesIO()
    noise = Image.effect_noise(size, 40).convert(mode)
    noise.save(written, kind, **more)
    return written.getvalue()


def with_gps():
    """EXIF with a place, a camera's number, an author and a small preview."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x013B] = "ZZQ7-CANARY", "Phone", "ZZQ7-CANARY"
    exif[0xA431] = "ZZQ7-CANARY"
    exif.get_ifd(0x8825).update(
        {1: "N", 2: (23.0, 9.0, 1.0), 3: "E", 4: (105.0, 2.0, 3.0)}
    )
    return picture(exif=exif.tobytes())


def turned():
    exif = Image.Exif()
    exif[0x0112] = 6
    return picture(size=(400, 200), exif=exif.tobytes())


def chunk(kind, content):
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


def png(width, height, *chunks, depth=8, colour=2, data=None):
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    data = zlib.compress(b"\0" * 4000) if data is None else data
    parts = [chunk(b"IHDR", head), *chunks, chunk(b"IDAT", data), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def png_bomb(side=30_000):
    """One bit a dot: 900 million dots in a hundred kilobytes."""
    row = b"\0" + b"\0" * (side // 8)
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(row * 100) for _hundred in range(side // 100))
    return png(side, side, depth=1, colour=0, data=data + packer.flush())


def jpeg_with(marker, content):
    """A JPEG with one more segment behind its begin."""
    plain = picture()
    return (
        plain[:2] + marker + struct.pack(">H", len(content) + 2) + content + plain[2:]
    )


def jpeg_claiming(width, height):
    """A small JPEG whose head claims another size."""
    plain = bytearray(picture())
    place = plain.index(b"\xff\xc0")
    plain[place + 5 : place + 9] = struct.pack(">HH", height, width)
    return bytes(plain)


def zipped(**files):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return written.getvalue()


def moving(kind, frames=200):
    written = io.BytesIO()
    pictures = [Image.effect_noise((64, 64), n) for n in range(frames)]
    pictures[0].save(written, kind, save_all=True, append_images=pictures[1:])
    return written.getvalue()


# --- PDF


def pdf(pages=1, size=(595, 842), change=None, password=None):
    writer, written = PdfWriter(), io.BytesIO()
    for _page in range(pages):
        writer.add_blank_page(*size)
    if change:
        change(writer)
    if password is not None:
        writer.encrypt(password, algorithm="AES-256")
    writer.write(written)
    return written.getvalue()


def javascript(writer):
    act = DictionaryObject(
        {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject("app.alert('ZZQ7-CANARY')"),
        }
    )
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(act)
    for page in writer.pages:
        page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): act})


def launched(writer):
    act = {"/S": NameObject("/Launch"), "/F": TextStringObject("cmd.exe ZZQ7-CANARY")}
    act = DictionaryObject({NameObject(k): v for k, v in act.items()})
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(act)


def attached(writer):
    writer.add_attachment("../../ZZQ7-CANARY.exe", b"MZ" + CANARY)


def linked(writer):
    uri = TextStringObject("http://127.0.0.1/ZZQ7-CANARY")
    act = {NameObject("/S"): NameObject("/URI"), NameObject("/URI"): uri}
    link = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Link"),
            NameObject("/Rect"): ArrayObject(map(NumberObject, (0, 0, 595, 842))),
            NameObject("/A"): DictionaryObject(act),
        }
    )
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(link)])


def described(writer):
    writer.add_metadata({"/Author": "ZZQ7-CANARY", "/Title": "ZZQ7-CANARY"})
    writer.xmp_metadata = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>ZZQ7-CANARY</x:xmpmeta>"


def form(writer):
    field = DictionaryObject(
        {
            NameObject("/FT"): NameObject("/Tx"),
            NameObject("/T"): TextStringObject("ZZQ7-CANARY"),
            NameObject("/V"): TextStringObject("ZZQ7-CANARY"),
        }
    )
    fields = ArrayObject([writer._add_object(field)])
    acro = DictionaryObject({NameObject("/Fields"): fields})
    writer.root_object[NameObject("/AcroForm")] = writer._add_object(acro)


def raw_pdf(objects, root=b"1 0 R"):
    """A PDF of raw objects without a table: the reader must mend it."""
    body = b"".join(b"%d 0 obj %s endobj\n" % (n, o) for n, o in enumerate(objects, 1))
    return b"%PDF-1.7\n" + body + b"trailer << /Root " + root + b" >>\n%%EOF\n"


def pdf_flate_bomb(megabytes=400):
    """A picture of a page that unpacks to hundreds of megabytes, twice packed."""
    once = zlib.compress(b"\0" * (megabytes << 20), 9)
    twice = zlib.compress(once, 9)
    side = int(math.sqrt(megabytes << 20))
    image = (
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray"
        b" /BitsPerComponent 8 /Filter [/FlateDecode /FlateDecode] /Length %d >>"
        b"\nstream\n%s\nendstream" % (side, side, len(twice), twice)
    )
    draw = b"<< /Length 24 >>\nstream\n500 0 0 500 0 0 cm /P Do\nendstream"
    return raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 500 500] /Contents 4 0 R"
            b" /Resources << /XObject << /P 5 0 R >> >> >>",
            draw,
            image,
        ]
    )


def pdf_of_itself():
    """A drawing that draws itself, and a tree of pages that is its own child."""
    return raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R 2 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 500 500] /Contents 4 0 R"
            b" /Resources << /XObject << /F 5 0 R >> >> >>",
            b"<< /Length 6 >>\nstream\n/F Do \nendstream",
            b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 24 /Resources"
            b" << /XObject << /F 5 0 R >> >> >>\nstream\n/F Do /F Do /F Do /F Do \nendstream",
        ]
    )


def pdf_slow():
    """A page of millions of strokes."""
    strokes = b"0 0 m " + b"1 1 l 500 500 l 3 400 l " * 600_000 + b"S"
    packed = zlib.compress(strokes, 9)
    return raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 500 500] /Contents 4 0 R >>",
            b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
            % (len(packed), packed),
        ]
    )


def wide_page(writer):
    for page in writer.pages:
        page.mediabox.upper_right = (NumberObject(14_000_000), NumberObject(9))


# --- sound and video


def tone(kind="mp3", codec="libmp3lame", rate=44_100, seconds=3, **tags):
    """A sound written by FFmpeg, with these tags."""
    written = io.BytesIO()
    with av.open(written, "w", kind) as new:
        new.metadata.update(tags)
        stream = new.add_stream(codec, rate=rate, layout="mono")
        stream.codec_context.open()
        to = av.AudioResampler(
            stream.codec_context.format.name, "mono", rate,
            frame_size=stream.codec_context.frame_size or 0,
        )  # fmt: skip
        step = rate // 10
        for number in range(seconds * 10):
            wavy = (int(8000 * math.sin((number * step + i) / 30)) for i in range(step))
            frame = av.AudioFrame("s16", "mono", step)
            frame.rate, frame.pts = rate, number * step
            frame.planes[0].update(array.array("h", wavy).tobytes())
            for piece in to.resample(frame):
                new.mux(stream.encode(piece))
        for piece in to.resample(None):
            new.mux(stream.encode(piece))
        new.mux(stream.encode(None))
    return written.getvalue()


def video(kind="mp4", codec="libx264"):
    written = io.BytesIO()
    with av.open(written, "w", kind) as new:
        stream = new.add_stream(codec, rate=10, width=64, height=64)
        stream.pix_fmt = "yuv420p"
        for number in range(10):
            frame = av.VideoFrame.from_image(Image.new("RGB", (64, 64), (number, 0, 0)))
            new.mux(stream.encode(frame))
        new.mux(stream.encode(None))
    return written.getvalue()


def id3(content):
    """Lyrics and a picture in front of an MP3."""
    words = b"\0vie\0" + CANARY
    cover = b"\0image/jpeg\0\3\0" + picture(size=(32, 32))
    frames = b"".join(
        name + struct.pack(">I", len(body)) + b"\0\0" + body
        for name, body in ((b"USLT", words), (b"APIC", cover), (b"PRIV", SCRIPT))
    )
    size = len(frames)
    safe = bytes((size >> shift) & 127 for shift in (21, 14, 7, 0))
    return b"ID3\3\0\0" + safe + frames + content


def wav(seconds=2, rate=8000, channels=1):
    written = io.BytesIO()
    with wave.open(written, "wb") as new:
        new.setnchannels(channels)
        new.setsampwidth(2)
        new.setframerate(rate)
        new.writeframes(b"\1\2" * (seconds * rate * channels))
    return written.getvalue()


def wav_claiming(size=0xFFFFFFF0, rate=8000, channels=1, bits=16):
    head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", size, b"WAVE", b"fmt ", 16, 1,
                       channels, rate, rate * 2 & 0xFFFFFFFF, 2, bits, b"data", size)  # fmt: skip
    return head + b"\1\2" * 4000


def playlist(kind):
    return {
        "m3u8": b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
        "concat": b"ffconcat version 1.0\nfile '/etc/passwd'\n",
        "sdp": b"v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=audio 9 RTP/AVP 0\n",
    }[kind]


def pickled():
    return pickle.dumps({"run": CANARY.decode()})


def pages_of(content):
    return PdfReader(io.BytesIO(content))
