"""What nginx would never send, spoken to a worker's socket: lies, halves, rubbish and hang-ups. The worker may close,
must not die, and serves the next one."""

import os
import random
import struct

import pytest

from answers import NOT_FOUND, USER, is_error, is_updated
from fastcgi_client import (ABORT_REQUEST, AUTHORIZER, BEGIN_REQUEST, DATA, GET_VALUES, KEEP_CONNECTION, PARAMS, STDIN,
                            begin, pairs, record, stream)
from patience import wait_until


@pytest.fixture
def connection(site):
    with site.deployment.fastcgi(5) as connection:
        yield connection


@pytest.fixture(autouse=True)
def still_serving(site):
    yield
    with site.deployment.fastcgi(10) as connection:
        assert connection.request("GET", "/api/health").status == 200


@pytest.fixture
def parameters(viewer):
    """Those of a good PUT of two octets."""
    return {"REQUEST_METHOD": "PUT", "PATH_INFO": USER, "QUERY_STRING": "", "CONTENT_LENGTH": 2, "REQUEST_ID": "1" * 32,
            "REMOTE_ADDR": "127.0.0.1", "HTTP_AUTHORIZATION": viewer.client.headers["Authorization"]}


def whole(parameters, body=b"{}"):
    return begin() + stream(PARAMS, pairs(parameters)) + stream(STDIN, body)


def test_good_request(connection, parameters):
    connection.send(whole(parameters))
    is_updated(connection.response())


def test_one_octet_at_a_time(connection, parameters):
    for octet in whole(parameters):
        connection.send(bytes([octet]))
    is_updated(connection.response())


def test_one_octet_a_record(connection, parameters):
    connection.send(begin(), stream(PARAMS, pairs(parameters), chunk=1), stream(STDIN, b"{}", chunk=1))
    is_updated(connection.response())


def test_padding(connection, parameters):
    connection.send(begin(), record(PARAMS, pairs(parameters), padding=255), record(PARAMS),
                    record(STDIN, b"{}", padding=255), record(STDIN))
    is_updated(connection.response())


def test_padding_that_libfcgi_does_not_know(connection, parameters):
    """It closes on a padded empty record; nginx sends none."""
    connection.send(begin(), record(PARAMS, pairs(parameters)), record(PARAMS, padding=8), record(STDIN, b"{}"),
                    record(STDIN))
    assert connection.closed_within(3)


def test_two_requests_at_once_on_a_kept_connection(connection, parameters):
    """The second is sent before the first is answered; it may be served or the connection closed."""
    first = begin(flags=KEEP_CONNECTION) + stream(PARAMS, pairs(parameters)) + stream(STDIN, b"{}")
    connection.send(first, first)
    is_updated(connection.response())


@pytest.mark.parametrize("length", ["0", "1", "", "-1", "x", "2x", " 2", "99999999999999999999", "0x2", "+2", "2.0"])
def test_length_that_is_no_number_or_too_short(connection, parameters, length):
    connection.send(whole({**parameters, "CONTENT_LENGTH": length}))
    answer = connection.response()
    assert answer is None or answer.status in (200, 400, 411, 413)


@pytest.mark.parametrize("length", [3, 1000, 1 << 20])
def test_length_beyond_the_body(connection, parameters, length, unchanged):
    connection.send(whole({**parameters, "CONTENT_LENGTH": length}))
    answer = connection.response()
    assert answer is None or answer.status == 400


def test_length_beyond_the_limit(connection, parameters, unchanged):
    connection.send(whole({**parameters, "CONTENT_LENGTH": 1 << 40}))
    answer = connection.response()
    assert answer is None or answer.status in (400, 413)


@pytest.mark.parametrize("name", ["REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "REQUEST_ID", "REMOTE_ADDR",
                                  "HTTP_AUTHORIZATION"])
def test_missing_parameter(connection, parameters, name):
    connection.send(whole({key: value for key, value in parameters.items() if key != name}))
    answer = connection.response()
    expected = {"REQUEST_METHOD": 404, "PATH_INFO": 404, "HTTP_AUTHORIZATION": 401}.get(name, 200)
    assert answer.status == expected


@pytest.mark.parametrize("name, value", [
    ("REQUEST_METHOD", b""), ("REQUEST_METHOD", b"\x00PUT"), ("REQUEST_METHOD", b"x" * 100000), ("PATH_INFO", b""),
    ("PATH_INFO", b"\xff\xfe"), ("PATH_INFO", b"x" * 100000), ("PATH_INFO", b"/" * 100000),
    ("PATH_INFO", b"/api/dashboards/uid/" + b"x" * 100000), ("PATH_INFO", b"../../etc/passwd"),
    ("PATH_INFO", b"%n%s%s")])
def test_hostile_method_or_path(connection, parameters, name, value, unchanged):
    connection.send(whole({**parameters, name: value}))
    is_error(connection.response(), 404, NOT_FOUND)


@pytest.mark.parametrize("name, value", [
    ("QUERY_STRING", b"targetOrgId=" + b"9" * 100000), ("QUERY_STRING", b"\x00\xff&=%"),
    ("QUERY_STRING", b"&" * 100000),
    ("HTTP_X_GRAFANA_ORG_ID", b"1\x00"), ("HTTP_X_GRAFANA_ORG_ID", b"9" * 100000), ("HTTP_X_GRAFANA_ORG_ID", b"\xff"),
    ("REQUEST_ID", b"x" * 100000), ("REQUEST_ID", b"\"\n\x00\xff"), ("REMOTE_ADDR", b"\n" * 1000),
    ("HTTP_COOKIE", b"x" * 100000)])
def test_hostile_values_elsewhere(connection, parameters, name, value):
    connection.send(whole({**parameters, name: value}))
    answer = connection.response()
    assert answer.status in (200, 400, 401, 403)


def test_many_parameters(connection, parameters):
    fillers = {f"HTTP_X_{number}": "y" for number in range(20000)}
    connection.send(begin(), stream(PARAMS, pairs({**parameters, **fillers})), stream(STDIN, b"{}"))
    is_updated(connection.response())


def test_parameter_twice(connection, parameters):
    """Whichever counts, it is one of the two."""
    twice = pairs([*parameters.items(), ("PATH_INFO", "/api/nothing")])
    connection.send(begin(), stream(PARAMS, twice), stream(STDIN, b"{}"))
    assert connection.response().status in (200, 404)


@pytest.mark.parametrize("octets", [
    b"\x80", b"\xff\xff\xff\xff\xff\xff\xff\xff", b"\x7f\x7fx", b"\x80\x00\x00\x00\x80\x00\x00\x00",
    b"\x84\x00\x00\x00\x01x", struct.pack("!II", 0x7fffffff | 1 << 31, 1 << 31 | 10) + b"x" * 10, b"\x05\x00PA",
    b"\x00\x00", b"\x00\x05hello"])
def test_broken_pairs(connection, octets, unchanged):
    connection.send(begin(), stream(PARAMS, octets), stream(STDIN, b""))
    answer = connection.response()
    assert answer is None or answer.status in (400, 404)


@pytest.mark.parametrize("records", [
    record(0, b"x" * 10), record(12, b"x" * 10), record(255, b"x" * 10), record(STDIN, b"{}"), record(PARAMS, b"x"),
    record(DATA, b"x"), record(ABORT_REQUEST), record(BEGIN_REQUEST), record(BEGIN_REQUEST, b"\x00\x01"),
    begin(role=AUTHORIZER), begin(role=77), record(BEGIN_REQUEST, b"x" * 8, version=9),
    b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", bytes(4096),
    b"\xff" * 65536])
def test_rubbish_first(connection, records, unchanged):
    try:
        connection.send(records)
    except (BrokenPipeError, ConnectionResetError):
        pass


def test_management_record(connection):
    connection.send(record(GET_VALUES, pairs({"FCGI_MAX_CONNS": "", "FCGI_MPXS_CONNS": ""}), request_id=0))
    got = connection.read_record()
    assert got is None or got[0] == 10


def test_abort_after_parameters(connection, parameters, unchanged):
    connection.send(begin(), stream(PARAMS, pairs(parameters)), record(ABORT_REQUEST))


def test_multiplexed_request_is_not_mixed_up(connection, parameters):
    """libfcgi does one at a time: records of another number must not get into this one's body."""
    connection.send(begin(), stream(PARAMS, pairs(parameters)), record(STDIN, b"{", 1), begin(request_id=2),
                    record(STDIN, b'"theme":"light"', 2), record(STDIN, b"}", 1), record(STDIN, b"", 1))
    answer = connection.response()
    assert answer is None or answer.status == 200


@pytest.mark.parametrize("parts", range(7))
def test_hang_up(site, parameters, parts, register):
    """At every place of a request: nothing is written that was not wholly asked for."""
    pieces = [begin()[:5], begin()[5:], record(PARAMS, pairs(parameters))[:20], record(PARAMS, pairs(parameters))[20:],
              record(PARAMS),
              record(STDIN, b"{}")[:9]]
    before = register.fingerprint()
    for _ in range(5):
        with site.deployment.fastcgi() as connection:
            connection.send(*pieces[:parts])
    with site.deployment.fastcgi() as connection:
        assert connection.request("GET", "/api/health").status == 200
    assert register.fingerprint() == before


def test_hang_up_before_the_answer(site, parameters):
    for _ in range(50):
        with site.deployment.fastcgi() as connection:
            connection.send(whole(parameters))


def test_answer_that_nobody_reads(site, viewer, parameters):
    """Large answers to peers that do not read them: the time-out on sending ends it."""
    urls = ["/" + "x" * 990 for _ in range(1000)]
    is_updated(viewer.client.put(USER, {"navbar": {"bookmarkUrls": urls}}))
    deaf = [site.deployment.fastcgi() for _ in range(3)]
    for connection in deaf:
        connection.send(whole({**parameters, "REQUEST_METHOD": "GET", "CONTENT_LENGTH": ""}, b""))
    try:
        assert viewer.client.get("/api/user", timeout=15).status == 200
    finally:
        for connection in deaf:
            connection.socket.close()


def test_random_octets(site):
    generator = random.Random(20201)
    for _ in range(200):
        with site.deployment.fastcgi() as connection:
            try:
                connection.send(generator.randbytes(generator.randrange(1, 400)))
            except (BrokenPipeError, ConnectionResetError):
                pass


def test_random_changes_of_a_good_request(site, parameters):
    generator = random.Random(20202)
    good = whole(parameters)
    for _ in range(300):
        octets = bytearray(good)
        for _ in range(generator.randrange(1, 6)):
            octets[generator.randrange(len(octets))] = generator.randrange(256)
        with site.deployment.fastcgi() as connection:
            try:
                connection.send(octets)
            except (BrokenPipeError, ConnectionResetError):
                pass


def test_descriptors_do_not_leak(site):
    """All those connections are gone from the workers once their peers are."""
    wait_until(lambda: max(len(os.listdir(f"/proc/{pid}/fd")) for pid in site.deployment.worker_pids()) < 200, 20,
               "the workers have closed what their peers have closed")
