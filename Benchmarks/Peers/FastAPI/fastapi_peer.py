"""FastAPI on uvicorn with uvloop and httptools: `uvicorn fastapi_peer:app`."""

from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse

app = FastAPI(openapi_url=None)


# FastAPI sends a plain `def` to a thread pool; its own advice for a handler that never blocks is `async def`, and it
# is several times faster. So both routes are asynchronous here.
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
