"""Sound: decoded and spoken anew as Opus in Ogg; pictures, words and tags are gone."""

import io
import struct

import av
from kinds import Refused

LONGEST = 10 * 60  # seconds
BITS = 24_000  # a second
RATE = 48_000
DECODERS = {
    "opus", "vorbis", "mp3", "aac", "amr_nb", "amr_wb",
    "pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le", "pcm_alaw", "pcm_mulaw",
}  # fmt: skip
DEMUXERS = {"mov": "mov,mp4,m4a,3gp,3g2,mj2", "matroska": "matroska,webm"}

av.logging.set_level(None)


def warm_up():
    """Clean a moment of silence, so that nothing needs to be loaded later."""
    head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 9636, b"WAVE", b"fmt ", 16,
                       1, 1, 48_000, 96_000, 2, 16, b"data", 9600)  # fmt: skip
    clean(head + bytes(9600), "wav")


def clean(content, kind):
    """(facts, Ogg Opus mono) of a file with sound and no video; raises Refused."""
    try:
        source = av.open(
            io.BytesIO(content), format=DEMUXERS.get(kind, kind).split(",")[0],
            options={"protocol_whitelist": ""},
        )  # fmt: skip
        with source:
            stream = _stream(source)
            if _claimed(source, stream, content, kind) > 1.1 * LONGEST:
                raise Refused("long")
            seconds, spoken = _speak_anew(source, stream)
    except (av.FFmpegError, ValueError, EOFError, OverflowError) as error:
        raise Refused("damaged") from error
    return {"media": "sound", "seconds": seconds, "pages": 1}, spoken


def _stream(source):
    """The one stream of sound; a cover picture is passed by, a video is refused."""
    for stream in source.streams.video:
        if not stream.disposition & av.stream.Disposition.attached_pic:
            raise Refused("video")
    if not source.streams.audio:
        raise Refused("silent")
    stream = source.streams.audio[0]
    if stream.codec_context.codec.canonical_name not in DECODERS:
        raise Refused("other")
    stream.codec_context.thread_count = 1
    return stream


def _claimed(source, stream, content, kind):
    """Seconds by the head of the file; only good to refuse early what is far too long.

    The head of a WAV often claims 4 GB: there the bytes themselves are counted.
    """
    rate = stream.codec_context.bit_rate
    if kind == "wav":
        return len(content) * 8 / rate if rate else 0
    return (source.duration or 0) / av.time_base


def _speak_anew(source, stream):
    """(seconds, Ogg bytes); ends as soon as it is too long, whatever the head says."""
    written, samples = io.BytesIO(), 0
    resampler = av.AudioResampler("s16", "mono", RATE, frame_size=960)
    with av.open(written, "w", "ogg", container_options={"fflags": "+bitexact"}) as new:
        opus = new.add_stream("libopus", rate=RATE, layout="mono")
        opus.bit_rate = BITS
        opus.options = {"application": "voip", "compression_level": "2"}
        for frame in _frames(source, stream):
            for piece in resampler.resample(frame):
                samples += piece.samples
                if samples > LONGEST * RATE:
                    raise Refused("long")
                piece.pts = None
                new.mux(opus.encode(piece))
        new.mux(opus.encode(None))
    if samples < RATE // 10:
        raise Refused("silent")
    return round(samples / RATE), written.getvalue()


def _frames(source, stream):
    """What can be decoded, and None at the end; a broken packet is left out."""
    for packet in source.demux(stream):
        try:
            yield from packet.decode()
        except av.InvalidDataError:
            continue
    yield None
