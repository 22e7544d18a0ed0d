"""The bodies that the model's test sends: of each API good ones, odd ones and broken ones."""

import random

from model.valara import CHOICES

WRONG = ("neon", "Nowhere", "someday", "gone")


def _documents():
    """Bodies for Grafana's API; a number ('id', uid) is that of a dashboard, of whichever organisation has one."""
    choices = {"theme": ("light", "dark", "system", "", None, "neon"), "timezone": ("utc", "browser", "UTC", "Europe/Berlin", "", None, "Nowhere"),
               "weekStart": ("monday", "sunday", "", None, "someday"), "homeDashboardUID": ("d1", "d2", "home", "gone", "", None),
               "homeDashboardId": (("id", "d1"), ("id", "d2"), 0, None), "language": ("de-ch", "EN-us", "no tag", "", None),
               "regionalFormat": ("de-DE", ""), "queryHistory": ({"homeTab": "starred"}, {"homeTab": ""}, {}, None),
               "navbar": ({"bookmarkUrls": ["/a", "/b"]}, {"bookmarkUrls": []}, {"bookmarkUrls": None}, None),
               "cookies": (["analytics"], ["analytics", "functional"], [], None), "unknown": (1,), "date_time_format": ("us",)}
    chance, found = random.Random(6), [{}, None, b"", b'{"theme":', {"theme": 1}, {"navbar": []}, {"THEME": "dark", "WeekStart": "monday"}]
    for name, values in choices.items():
        found += [{name: value} for value in values]
    for _ in range(80):
        names = set(chance.sample(sorted(choices), chance.randint(2, 8)))
        names -= {"homeDashboardId"} if "homeDashboardUID" in names else set()
        found.append({name: chance.choice([value for value in choices[name] if value not in WRONG]) for name in sorted(names)})
    return found


def _changes():
    """Bodies for Valara's API."""
    found = [{}, None, {"theme": "neon"}, {"theme": "dark", "timezone": "utc"}, {"language": "no tag"}, {"theme": 1}, [], {"Theme": "dark"},
             dict.fromkeys(CHOICES), {"theme": "neon", "measurement_unit": 1}, {"measurement_unit": "Metric"}]
    found += [{name: value} for name, values in CHOICES.items() for value in (*values, None)]
    chance = random.Random(7)
    return found + [{name: chance.choice(CHOICES[name]) for name in chance.sample(sorted(CHOICES), 3)} for _ in range(10)]


DOCUMENTS, CHANGES = _documents(), _changes()
KEYS, VALUES = ("a", "b", "c", " a ", "A", "", 7), (1, "x", [], {"a": [1, {"b": None}]}, False, 10 ** 20, None)
ITEMS = ([{"key": key, "value": value} for key in KEYS for value in VALUES]
         + [{"key": "a"}, {"value": 2}, {}, {"key": None}, {"key": True, "value": 1}, b'{"key":', [1],
            {"id": 1, "key": "d", "value": 3, "user_id": 4}])
