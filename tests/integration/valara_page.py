"""What Valara's page about a change of preferences prints, to the letter."""

import json

HOST = "https://valara.cloud"

EXAMPLE = """PATCH /api/v1/users/{user_id}/preferences
{
"date_time_format": "us",
"timezone": "America/New_York"
}
Response: {
"date_time_format": "us",
"timezone": "America/New_York",
"language": "en-US",
"measurement_unit": "imperial",
"theme": "system"
}
"""

CURL = r"""curl -X PATCH "https://valara.cloud/api/v1/users/{user_id}/preferences" \
-H "Authorization: Bearer $VALARA_API_KEY" \
-H "Content-Type: application/json" \
-H "X-Idempotency-Key: $(uuidgen)"
"""

PYTHON = """import os
import uuid
import httpx
res = httpx.request(
"PATCH",
"https://valara.cloud/api/v1/users/{user_id}/preferences",
headers={
"Authorization": f"Bearer {os.environ['VALARA_API_KEY']}",
"Content-Type": "application/json",
"X-Idempotency-Key": str(uuid.uuid4()),
},
)
res.raise_for_status()
print(res.json())
"""

REQUEST, _, BODY = EXAMPLE.partition("Response: ")[0].partition("\n")
ANSWER = json.loads(EXAMPLE.partition("Response: ")[2])


def put_in(text, site, user):
    """A sample for a site and a user of ours."""
    return text.replace(HOST, f"http://127.0.0.1:{site.deployment.port}").replace("{user_id}", str(user))
