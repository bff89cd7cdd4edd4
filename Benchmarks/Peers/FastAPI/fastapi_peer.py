"""FastAPI on uvicorn with uvloop and httptools: `uvicorn fastapi_peer:app`."""

import datetime
import os

from fastapi import FastAPI, Request, UploadFile
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import PlainTextResponse
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel

app = FastAPI(openapi_url=None)


# FastAPI sends a plain `def` to a thread pool; its own advice for a handler that never blocks is `async def`, and it
# is several times faster. So all routes are asynchronous here.
@app.get("/plaintext", response_class=PlainTextResponse)
async def plaintext():
    return PlainTextResponse("Hello, World!")


@app.get("/async", response_class=PlainTextResponse)
async def asynchronous():
    return PlainTextResponse("Hello, World!")


@app.get("/users/{id}", response_class=PlainTextResponse)
async def user(id: int):
    return PlainTextResponse(str(id))


@app.post("/upload", response_class=PlainTextResponse)
async def upload(request: Request):
    length = 0
    async for part in request.stream():
        length += len(part)
    return PlainTextResponse(str(length))


class Nothing:
    """Middleware that does nothing, in the form that costs Starlette least."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        await self.app(scope, receive, send)


ten = FastAPI(openapi_url=None)
for _ in range(10):
    ten.add_middleware(Nothing)


@ten.get("/wrapping", response_class=PlainTextResponse)
async def wrapped():
    return PlainTextResponse("Hello, World!")


app.mount("/ten", ten)


class Message(BaseModel):
    message: str


class Rating(BaseModel):
    score: int
    count: int


class Item(BaseModel):
    id: int
    name: str
    category: str
    price: int
    quantity: int
    active: bool
    tags: list[str]
    rating: Rating
    created: datetime.datetime


class Catalog(BaseModel):
    items: list[Item]
    count: int


class Todo(BaseModel):
    id: int
    title: str
    completed: bool
    order: int
    url: str


FIRST = datetime.datetime.fromtimestamp(1_760_000_000, datetime.timezone.utc)
CATALOG = Catalog(
    items=[
        Item(
            id=n, name=f"Product number {n}", category="electronics", price=100 + n, quantity=n, active=n % 2 == 0,
            tags=["fast", "new", "sale"], rating=Rating(score=42, count=127),
            created=FIRST + datetime.timedelta(seconds=1000 * n))
        for n in range(50)
    ],
    count=50)
TODOS = [
    Todo(id=n, title=f"Thing number {n}", completed=n % 3 == 0, order=n, url=f"http://localhost/todos/{n}")
    for n in range(1, 21)
]


@app.get("/json")
async def small() -> Message:
    return Message(message="Hello, World!")


@app.get("/json/large")
async def large() -> Catalog:
    return CATALOG


@app.post("/json/large", response_class=PlainTextResponse)
async def take(catalog: Catalog):
    return PlainTextResponse(str(len(catalog.items)))


@app.get("/todos")
async def todos() -> list[Todo]:
    return TODOS


@app.post("/multipart", response_class=PlainTextResponse)
async def form(file: UploadFile):
    return PlainTextResponse(str(file.size))


compressed = FastAPI(openapi_url=None)
compressed.add_middleware(GZipMiddleware)


@compressed.get("/gzip")
async def gzipped() -> Catalog:
    return CATALOG


app.mount("/static", StaticFiles(directory=os.environ.get("BENCH_FILES", ".")))
# Behind all others, since it takes every path.
app.mount("/", compressed)
