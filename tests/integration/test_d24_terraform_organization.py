"""The calls of Terraform's grafana_organization, byte for byte as its client makes them (facts: terraform-provider 1, 2):
Basic credentials, no organisation's header, bodies that end in a newline, zero values left out, no Content-Type without a
body. tests/clients goes through the provider's other resources."""

import json

import pytest

ABSENT = 999999999


@pytest.fixture
def terraform(site, register):
    """call(method, path, body) -> (status, answer), as the admin that a provider is configured with."""
    account = register.person("Admin", register.organisation(), server_admin=True)
    client = site.client(account=account).with_headers(Grafana_Terraform_Provider="true", Accept_Encoding="gzip")

    def call(method, path, body=None):
        sent = None if body is None else (json.dumps(body, ensure_ascii=False) + "\n").encode()
        answer = client.request(method, "/api" + path, sent)
        assert answer.media_type == "application/json"
        return answer.status, answer.json()

    call.account = account
    return call


def members(terraform, org):
    """What the provider reads back: emails by role, without the admin it is configured with."""
    status, users = terraform("GET", f"/orgs/{org}/users")
    assert status == 200
    return {user["email"]: user["role"] for user in users if user["login"] != terraform.account.login}


def known_people(terraform):
    people, page = {}, 1
    while True:
        status, batch = terraform("GET", f"/users?page={page}&perpage=1000")
        assert status == 200
        people |= {user["email"]: user["id"] for user in batch}
        if len(batch) < 1000:
            return people
        page += 1


def test_created_read_updated_deleted(terraform, register):
    known = register.person("Viewer")
    new = [f"tf{terraform.account.id}.{number}@example.org" for number in range(3)]
    name = f"Terraform é & + {terraform.account.id}"
    # 64 random bytes: replacement characters, control characters, an escaped NUL among the first
    password = "\0�\x01\x1f�" * 12 + "zz\0�"

    status, made = terraform("POST", "/orgs", {"name": name})
    assert status == 200 and isinstance(made["orgId"], int)
    org = made["orgId"]
    assert terraform("POST", "/orgs", {"name": name})[0] == 409
    people = known_people(terraform)
    assert known.email in people and not set(new) & set(people)
    for email in new:
        status, user = terraform("POST", "/admin/users", {"name": email, "login": email, "email": email, "password": password})
        assert status == 200 and isinstance(user["id"], int)
    wanted = {known.email: "Admin", new[0]: "Editor", new[1]: "Viewer", new[2]: "None"}
    for email, role in wanted.items():
        assert terraform("POST", f"/orgs/{org}/users", {"loginOrEmail": email, "role": role})[0] == 200
    assert terraform("POST", f"/orgs/{org}/users", {"loginOrEmail": new[0], "role": "Editor"})[0] == 409
    assert terraform("GET", f"/orgs/{org}") == (200, {"id": org, "name": name, "address": dict.fromkeys(
        ("address1", "address2", "city", "zipCode", "state", "country"), "")})
    assert members(terraform, org) == wanted

    assert terraform("PUT", f"/orgs/{org}", {"name": name + " renamed"})[0] == 200
    people = known_people(terraform)
    assert terraform("PATCH", f"/orgs/{org}/users/{people[new[0]]}", {"role": "Admin"})[0] == 200
    assert terraform("DELETE", f"/orgs/{org}/users/{people[known.email]}")[0] == 200
    assert terraform("DELETE", f"/orgs/{org}/users/{people[new[2]]}")[0] == 200
    assert members(terraform, org) == {new[0]: "Admin", new[1]: "Viewer"}
    assert terraform("GET", f"/orgs/name/{'Terraform%20%C3%A9%20&%20+%20'}{terraform.account.id}%20renamed")[1]["id"] == org
    assert set(new) <= set(known_people(terraform))

    assert terraform("DELETE", f"/orgs/{org}")[0] == 200
    assert terraform("GET", f"/orgs/{org}")[0] == 404
    assert terraform("DELETE", f"/orgs/{org}")[0] == 404


def test_the_creating_admin_is_the_only_extra_member(terraform):
    org = terraform("POST", "/orgs", {"name": f"Terraform alone {terraform.account.id}"})[1]["orgId"]
    _, users = terraform("GET", f"/orgs/{org}/users")
    assert [(user["login"], user["role"], user["userId"]) for user in users] == [
        (terraform.account.login, "Admin", terraform.account.id)]
