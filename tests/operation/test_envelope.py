"""The backup's file opens with its own key, whole and unchanged, or not at all."""

import io

import pytest

from operation.backups import envelope
from operation.backups.envelope import BLOCK, HEADER, TAG, Broken, Opener, Sealer

DUMP = bytes(range(256)) * 10_000  # two and a half blocks
PRIVATE, PUBLIC = envelope.new_pair()


@pytest.fixture(scope="module")
def sealed():
    file = io.BytesIO()
    sealer = Sealer(file, PUBLIC)
    sealer.member("dump", [DUMP[:7], b"", DUMP[7:]])
    sealer.member("manifest.json", [b"{}"])
    sealer.close()
    return file.getvalue()


def opened(data, private=PRIVATE):
    file = io.BytesIO(data)
    key = envelope.open_key(file, private)
    return {name: b"".join(chunks) for name, chunks in Opener(file, key).members()}


def blocks(data):
    body = data[HEADER:]
    return [body[at : at + BLOCK + TAG] for at in range(0, len(body), BLOCK + TAG)]


def test_what_was_sealed_comes_out(sealed):
    assert opened(sealed) == {"dump": DUMP, "manifest.json": b"{}"}


def test_nothing_of_it_lies_in_clear(sealed):
    assert DUMP[:64] not in sealed
    assert b"manifest" not in sealed


def test_two_files_of_the_same_data_share_no_block(sealed):
    file = io.BytesIO()
    sealer = Sealer(file, PUBLIC)
    sealer.member("dump", [DUMP])
    sealer.close()

    assert not set(blocks(sealed)) & set(blocks(file.getvalue()))


def test_another_key_is_told_so(sealed):
    other, _public = envelope.new_pair()

    with pytest.raises(Broken, match="Wrong key: the file is sealed for the key"):
        opened(sealed, other)


@pytest.mark.parametrize("text", ["", "short", "not base64!", "QUJD" * 10])
def test_what_is_no_key_is_told_so(sealed, text):
    with pytest.raises(Broken, match="32 bytes"):
        opened(sealed, text)


@pytest.mark.parametrize("at", [HEADER - 1, HEADER, HEADER + BLOCK + TAG + 5, -1])
def test_one_flipped_bit_is_noticed(sealed, at):
    changed = bytearray(sealed)
    changed[at] ^= 1

    with pytest.raises(Broken, match="changed or cut off"):
        opened(bytes(changed))


@pytest.mark.parametrize("end", [HEADER + BLOCK + TAG, HEADER + 2 * (BLOCK + TAG), -1])
def test_a_file_that_was_cut_is_noticed(sealed, end):
    with pytest.raises(Broken, match="changed or cut off"):
        opened(sealed[:end])


@pytest.mark.parametrize("end", [0, 10, HEADER - 1])
def test_a_file_without_its_beginning_is_none(sealed, end):
    with pytest.raises(Broken, match="no backup of this program"):
        opened(sealed[:end])


def test_an_empty_body_is_noticed(sealed):
    with pytest.raises(Broken, match="ends too early"):
        opened(sealed[:HEADER])


def test_blocks_cannot_change_places(sealed):
    first, second, *rest = blocks(sealed)

    with pytest.raises(Broken, match="block 1"):
        opened(sealed[:HEADER] + second + first + b"".join(rest))


def test_nothing_can_be_put_behind(sealed):
    with pytest.raises(Broken):
        opened(sealed + sealed[-100:])
