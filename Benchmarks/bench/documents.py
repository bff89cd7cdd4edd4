"""The documents that servers send and receive, as plain values: what every server is held against."""

import datetime
import json

MESSAGE = {"message": "Hello, World!"}


def catalog() -> dict:
    """Fifty products, about ten kilobytes."""
    first = datetime.datetime.fromtimestamp(1_760_000_000, datetime.timezone.utc)
    return {
        "items": [
            {
                "id": number,
                "name": f"Product number {number}",
                "category": "electronics",
                "price": 100 + number,
                "quantity": number,
                "active": number % 2 == 0,
                "tags": ["fast", "new", "sale"],
                "rating": {"score": 42, "count": 127},
                "created": (first + datetime.timedelta(seconds=1000 * number)).strftime("%Y-%m-%dT%H:%M:%SZ"),
            }
            for number in range(50)
        ],
        "count": 50,
    }


def todos() -> list:
    """Twenty things to do."""
    return [
        {
            "id": number,
            "title": f"Thing number {number}",
            "completed": number % 3 == 0,
            "order": number,
            "url": f"http://localhost/todos/{number}",
        }
        for number in range(1, 21)
    ]


CATALOG_BYTES = json.dumps(catalog(), separators=(",", ":")).encode()
SMALL_FILE = (b"All work and no play makes a dull benchmark.\n" * 100)[:4096]
LARGE_FILE = bytes(range(256)) * 4096
