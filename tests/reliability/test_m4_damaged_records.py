"""M4: damaged FastCGI records on the workers' own socket: no worker dies, those who come through nginx do not notice, and of the
request that was damaged all is done or nothing."""

import random
import socket
import threading

import pytest

from answers import EMPTY, USER, preferences
from damaged_records import damaged
from load import Load
from patience import at_most, seconds, wait_until
from sizes import size

pytestmark = pytest.mark.long

SENDERS = 3


def _send_all(deployment, parameters, number, count, failures):
    generator = random.Random(number)
    try:
        for _ in range(count):
            with deployment.fastcgi(20) as connection:
                try:
                    connection.send(damaged(parameters, b'{"theme":"dark"}', generator))
                    if generator.random() < 0.1:
                        connection.socket.shutdown(socket.SHUT_WR)  # else the worker waits for more, and this for the worker
                        connection.read_record()
                except (BrokenPipeError, ConnectionResetError):
                    pass
    except BaseException as error:  # the test raises it
        failures.append(error)


def test_damaged_records(own_site, figures):
    count = size(10000, 1000000)
    site = own_site(workers=3)
    victim, others = site.enrol("Viewer"), [site.enrol("Viewer") for _ in range(4)]
    parameters = {"REQUEST_METHOD": "PUT", "PATH_INFO": USER, "QUERY_STRING": "", "CONTENT_LENGTH": 16, "REQUEST_ID": "1" * 32,
                  "REMOTE_ADDR": "127.0.0.1", "HTTP_AUTHORIZATION": victim.client.headers["Authorization"]}
    before, failures = site.deployment.worker_pids(), []
    senders = [threading.Thread(target=_send_all, args=(site.deployment, parameters, number, count // SENDERS, failures))
               for number in range(SENDERS)]
    with Load(site.deployment.port, [other.token for other in others], ["GET", "PUT"], connections=8) as load:
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
    assert not failures, failures
    figures("M4 damaged records", f"{count} connections; {sum(load.result['requests'].values())} requests beside them, "
            f"{load.result['failed']} failed, slowest {load.result['slowest']:.2f} s")
    assert site.deployment.worker_pids() == before, "a worker was lost"
    assert load.result["failed"] == 0, load.result["failures"]
    at_most(load.result["slowest"], seconds(2), "slowest beside them, s")
    wait_until(lambda: preferences(victim.client) in (EMPTY, {**EMPTY, "theme": "dark"}), 10, "what was stored")
