"""The OpenAPI document, and that what breaks it is noticed. That every operation in it was hit by some test is asked at the
end of the whole run (conftest.py)."""

import pytest

import conformance


def test_the_document_is_served(site):
    response = site.client().get("/api/openapi.json")
    assert response.status == 200 and response.media_type == "application/json"
    assert response.json() == conformance.document()


def test_the_document_says_what_a_request_may_hold(site):
    replace = site.client().get("/api/openapi.json").json()["paths"]["/api/user/preferences"]["put"]
    schema = replace["requestBody"]["content"]["application/json"]["schema"]
    assert schema["properties"]["theme"] == {"type": ["string", "null"]}
    assert schema["properties"]["navbar"]["properties"]["bookmarkUrls"]["items"] == {"type": "string"}
    assert {"200", "400", "401", "404", "503"} <= set(replace["responses"])


def test_an_answer_that_is_not_documented_is_noticed(site):
    response = site.client().get("/api/health")
    conformance.conforms("GET", "/api/health", response)
    response.status = 418
    with pytest.raises(AssertionError, match="not documented"):
        conformance.conforms("GET", "/api/health", response)


def test_an_answer_that_breaks_its_schema_is_noticed(site):
    response = site.client().get("/api/health")
    response.body = b'{"database":"ok"}'
    with pytest.raises(AssertionError, match="breaks its schema"):
        conformance.conforms("GET", "/api/health", response)


def test_the_document_says_where_a_key_may_be(site):
    document = site.client().get("/api/openapi.json").json()
    assert document["components"]["securitySchemes"]["key"] == {"type": "apiKey", "in": "header", "name": "X-Api-Key"}
    assert {"key": []} in document["paths"]["/api/v1/users"]["get"]["security"]
    assert {"key": []} not in document["security"]
