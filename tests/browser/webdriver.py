"""Leads a real browser by the WebDriver protocol (W3C), which is JSON over HTTP: chromedriver starts chromium and does in
it what is asked."""

import http.client
import json
import re
import tempfile

from patience import seconds, wait_until
from process import Process

# As `nobody` in a container: no sandbox, no GPU. Nothing asks beyond this machine: every name of .test, which nobody owns,
# is this machine, no other name is known. What is asked over HTTP is not asked over HTTPS first. chromedriver adds what
# keeps a browser quiet.
_ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-component-update",
              "--host-resolver-rules=MAP *.test 127.0.0.1, EXCLUDE localhost, EXCLUDE 127.0.0.1, MAP * ~NOTFOUND",
              "--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable"]


class WebDriverError(Exception):
    """What chromedriver says went wrong."""


class Driver:
    """chromedriver, which ends its browsers when it ends. Everything that they write is below `home`."""

    def __init__(self, program, home):
        home.mkdir()
        self.home, self.log = home, home / "chromedriver.log"
        self.process = Process([program, "--port=0"], self.log, environment={
            "HOME": str(home), "TMPDIR": str(home), "XDG_CONFIG_HOME": str(home), "XDG_CACHE_HOME": str(home)})
        self.port = int(wait_until(self._port, 15, f"chromedriver started: {self.log}"))

    def _port(self):
        assert self.process.alive(), self.log.read_text()
        found = re.search(r"started successfully on port (\d+)", self.log.read_text())
        return found and found.group(1)

    def command(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds(60))
        try:
            connection.request(method, path, None if method != "POST" else json.dumps(body or {}),
                               {"Content-Type": "application/json"})
            answer = connection.getresponse()
            value = json.loads(answer.read())["value"]
        finally:
            connection.close()
        if answer.status != 200:
            raise WebDriverError(f"{value['error']}: {value['message']}")
        return value

    def browser(self):
        """A new browser that knows nothing. Certificates may be signed by anybody."""
        directory = tempfile.mkdtemp(prefix="profile-", dir=self.home)
        options = {"args": [*_ARGUMENTS, f"--user-data-dir={directory}"]}
        wanted = {"browserName": "chrome", "acceptInsecureCerts": True, "goog:chromeOptions": options}
        return Browser(self, self.command("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})["sessionId"])

    def stop(self):
        self.process.stop()


class Browser:
    """One browser with one window."""

    def __init__(self, driver, session):
        self.driver, self.path = driver, f"/session/{session}"

    def command(self, method, path, body=None):
        return self.driver.command(method, self.path + path, body)

    def open(self, url):
        """Go to a page as one does who types its address."""
        self.command("POST", "/url", {"url": url})

    @property
    def url(self):
        return self.command("GET", "/url")

    def run(self, script, *arguments):
        """Run the body of an asynchronous function in the page, which finds what is given in `arguments`."""
        body = f"return (async function() {{ {script} }}).apply(null, arguments)"
        return self.command("POST", "/execute/sync", {"script": body, "args": list(arguments)})

    def fetch(self, url, **init):
        """What fetch() gives to the page: status, type, headers and text, or the error alone. A body is sent as JSON when
        it is no text."""
        if "body" in init and not isinstance(init["body"], str):
            init["body"] = json.dumps(init["body"])
        return Answer(**self.run("""
            try {
                const answer = await fetch(arguments[0], arguments[1]);
                return {status: answer.status, type: answer.type, headers: Object.fromEntries(answer.headers),
                        text: await answer.text()};
            } catch (error) {
                return {error: String(error)};
            }""", url, init))

    def leave(self, script, *arguments):
        """Run a script by which the page goes elsewhere, and wait until the browser has arrived. Return the answer that
        it shows."""
        self.run("window.left = false; " + script, *arguments)
        wait_until(self._arrived, 10, "another page")
        return Answer(**self.run("return {status: performance.getEntriesByType('navigation')[0].responseStatus, "
                                 "text: document.documentElement.innerText}"))

    def _arrived(self):
        try:
            return self.run("return window.left === undefined && document.readyState == 'complete'")
        except WebDriverError:  # between two pages there is none
            return False

    def cookies(self):
        """The cookies that the page's address gets, by name; also those that no script sees."""
        return {cookie["name"]: cookie for cookie in self.command("GET", "/cookie")}

    def forget(self):
        """Have no cookies any more."""
        self.command("POST", "/goog/cdp/execute", {"cmd": "Network.clearBrowserCookies", "params": {}})

    def close(self):
        self.command("DELETE", "")


class Answer:
    """As much of an answer as a page may see."""

    def __init__(self, status=None, type=None, headers=None, text=None, error=None):
        self.status, self.type, self.headers, self.text, self.error = status, type, headers, text, error

    def json(self):
        return json.loads(self.text)

    def __repr__(self):
        return f"Answer({self.__dict__})"
