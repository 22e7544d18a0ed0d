"""A browser as far as sessions need one: it keeps the cookie and says which page a request comes from."""

import re

from http_client import HttpClient

COOKIE = "grafana_session"


class Browser:
    """Signed in as an account when one is given. Requests come from a page of the site itself."""

    def __init__(self, site, account=None, **headers):
        self.port = site.deployment.port
        self.secret = None
        self.headers = {"Origin": f"http://127.0.0.1:{self.port}", **headers}
        self.attributes = None
        if account:
            answer = self.log_in(account.login, account.password)
            assert answer.status == 200, answer.body

    def log_in(self, user, password, **options):
        return self.request("POST", "/login", {"user": user, "password": password}, **options)

    def request(self, method, path, body=None, headers=None, **options):
        """headers: beside the usual ones, or None in place of one."""
        sent = {**self.headers, **(headers or {})}
        if self.secret is not None and "Cookie" not in sent:
            sent["Cookie"] = f"theme=dark; {COOKIE}={self.secret}; other=1"
        sent = {name: value for name, value in sent.items() if value is not None}
        answer = HttpClient(self.port).request(method, path, body, headers=sent, **options)
        self._keep(answer)
        return answer

    def _keep(self, answer):
        for line in answer.headers.get_all("Set-Cookie") or []:
            found = re.fullmatch(rf"{COOKIE}=([0-9a-f]*); (.*)", line)
            assert found, line
            self.secret, self.attributes = found.group(1) or None, found.group(2).split("; ")

    def get(self, path, **options):
        return self.request("GET", path, **options)

    def put(self, path, body=None, **options):
        return self.request("PUT", path, body, **options)

    def post(self, path, body=None, **options):
        return self.request("POST", path, body, **options)

    def patch(self, path, body=None, **options):
        return self.request("PATCH", path, body, **options)

    def delete(self, path, **options):
        return self.request("DELETE", path, **options)
