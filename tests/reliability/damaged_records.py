"""FastCGI records as nginx never sends them: a good request, damaged in a few of the ways that there are to damage one."""

import struct

from fastcgi_client import (ABORT_REQUEST, BEGIN_REQUEST, GET_VALUES, KEEP_CONNECTION, PARAMS, RESPONDER, STDIN, pairs, record)

# From 128 on an octet may begin a length of four octets, and so announce gigabytes, which ends a worker (docs/reliability.md).
ASCII = 128
_NUMBERS = (0, 1, 2, 7, 255, 256, 65535)  # of requests
_LENGTHS = (0, 1, 7, 8, 127, 128, 8191, 8192, 65528, 65535)


def _good(parameters, body, generator):
    """Its records, each as the arguments of record()."""
    octets = pairs(parameters)
    cut = generator.randrange(len(octets))
    kinds = [(BEGIN_REQUEST, struct.pack("!HB5x", RESPONDER, generator.choice((0, KEEP_CONNECTION)))), (PARAMS, octets[:cut]),
             (PARAMS, octets[cut:]), (PARAMS, b""), (STDIN, body), (STDIN, b"")]
    return [{"kind": kind, "content": content} for kind, content in kinds]


def _another_type(records, one, generator):
    one["kind"] = generator.choice((*range(13), 255))


def _another_version(records, one, generator):
    one["version"] = generator.randrange(256)


def _another_number(records, one, generator):
    one["request_id"] = generator.choice(_NUMBERS)


def _a_lie(records, one, generator):
    one["length"] = generator.choice(_LENGTHS)


def _padding(records, one, generator):
    one["padding"] = generator.randrange(256)


def _cut(records, one, generator):
    one["content"] = one["content"][:generator.randrange(len(one["content"]) + 1)]


def _octets(records, one, generator):
    octets = bytearray(one["content"] or b"x")
    for _ in range(generator.randrange(1, 5)):
        octets[generator.randrange(len(octets))] = generator.randrange(ASCII)
    one["content"] = bytes(octets)


def _gone(records, one, generator):
    records.remove(one)


def _again(records, one, generator):
    records.insert(generator.randrange(len(records) + 1), dict(one))


def _elsewhere(records, one, generator):
    records.remove(one)
    records.insert(generator.randrange(len(records) + 1), one)


def _interleaved(records, one, generator):
    """Another request between this one's records."""
    number = generator.choice(_NUMBERS)
    for place, other in enumerate(list(records)):
        records.insert(2 * place, {**other, "request_id": number})


def _strange(records, one, generator):
    kind = generator.choice((ABORT_REQUEST, GET_VALUES, BEGIN_REQUEST, 11, 200))
    records.insert(generator.randrange(len(records)), {"kind": kind, "content": bytes(generator.randrange(ASCII) for _ in range(24)),
                                                       "request_id": generator.choice(_NUMBERS)})


def _endless(records, one, generator):
    """Parameters of up to 2 MiB, in whose midst the peer leaves."""
    name = pairs({"HTTP_X_" + "y" * generator.randrange(100): "z" * generator.randrange(ASCII)})
    count = generator.randrange(1, (1 << 21) // len(name))
    octets = name * count
    records[2:] = [{"kind": PARAMS, "content": octets[at:at + 65528]} for at in range(0, len(octets), 65528)]


_OFTEN = (_another_type, _another_version, _another_number, _a_lie, _padding, _cut, _octets, _gone, _again, _elsewhere, _interleaved,
          _strange)


def damaged(parameters, body, generator):
    """The octets of one connection."""
    records = _good(parameters, body, generator)
    for _ in range(generator.randrange(1, 4)):
        if records:
            generator.choice(_OFTEN)(records, generator.choice(records), generator)
    if generator.random() < 0.005:
        _endless(records, None, generator)
    octets = b"".join(record(**one) for one in records)
    return octets[:generator.randrange(len(octets) + 1)] if generator.random() < 0.3 else octets
