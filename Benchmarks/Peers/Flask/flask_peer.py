"""Flask on gunicorn: `gunicorn flask_peer:app`."""

import os
from dataclasses import dataclass

from flask import Blueprint, Flask, Response, jsonify, request
from flask_compress import Compress

app = Flask(__name__, static_folder=os.environ.get("BENCH_FILES", "static"), static_url_path="/static")
app.json.compact = True
app.json.sort_keys = False
app.config["COMPRESS_ALGORITHM"] = ["gzip"]
Compress(app)


def text(body: str) -> Response:
    return Response(body, mimetype="text/plain")


@app.get("/plaintext")
def plaintext():
    return text("Hello, World!")


@app.get("/async")
async def asynchronous():
    return text("Hello, World!")


@app.get("/users/<int:id>")
def user(id: int):
    return text(str(id))


@app.post("/upload")
def upload():
    length = 0
    while part := request.stream.read(65536):
        length += len(part)
    return text(str(length))


ten = Blueprint("ten", __name__, url_prefix="/ten")
for _ in range(10):
    ten.before_request(lambda: None)
    ten.after_request(lambda response: response)


@ten.get("/wrapping")
def wrapped():
    return text("Hello, World!")


app.register_blueprint(ten)


@dataclass
class Message:
    message: str


@dataclass
class Rating:
    score: int
    count: int


@dataclass
class Item:
    id: int
    name: str
    category: str
    price: int
    quantity: int
    active: bool
    tags: list[str]
    rating: Rating
    created: str


@dataclass
class Catalog:
    items: list[Item]
    count: int


@dataclass
class Todo:
    id: int
    title: str
    completed: bool
    order: int
    url: str


def sample() -> Catalog:
    import datetime

    first = datetime.datetime.fromtimestamp(1_760_000_000, datetime.timezone.utc)
    items = [
        Item(
            n, f"Product number {n}", "electronics", 100 + n, n, n % 2 == 0, ["fast", "new", "sale"], Rating(42, 127),
            (first + datetime.timedelta(seconds=1000 * n)).strftime("%Y-%m-%dT%H:%M:%SZ"))
        for n in range(50)
    ]
    return Catalog(items, 50)


CATALOG = sample()
TODOS = [Todo(n, f"Thing number {n}", n % 3 == 0, n, f"http://localhost/todos/{n}") for n in range(1, 21)]


@app.get("/json")
def small():
    return jsonify(Message("Hello, World!"))


@app.get("/json/large")
@app.get("/gzip")
def large():
    return jsonify(CATALOG)


@app.post("/json/large")
def take():
    received = request.get_json()
    items = [Item(**{**item, "rating": Rating(**item["rating"])}) for item in received["items"]]
    return text(str(len(Catalog(items, received["count"]).items)))


@app.get("/todos")
def todos():
    return jsonify(TODOS)


@app.post("/multipart")
def form():
    file = request.files["file"]
    file.seek(0, os.SEEK_END)
    return text(str(file.tell()))
