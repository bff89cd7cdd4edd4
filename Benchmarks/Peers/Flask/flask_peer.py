"""Flask on gunicorn: `gunicorn flask_peer:app`."""

from flask import Flask, Response, request

app = Flask(__name__)


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
