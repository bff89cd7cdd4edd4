"""The servers that are compared, in the order of the tables."""

from .native_peers import EpollFloor, Nginx
from .peer import Peer
from .places import PACKAGE, PEERS
from .python_peers import PythonPeer
from .routes import (
    ASYNC, GZIP, JSON_IN, JSON_LARGE, JSON_SMALL, LARGE, MULTIPART, PARAMETER, PLAINTEXT, STATIC_LARGE, STATIC_SMALL,
    TEN_LOOKING, TEN_WRAPPING, TODOS, UPLOAD)
from .swift_peers import SwiftPeer

FIXED_BYTES = frozenset({PLAINTEXT})
FILE_ROUTES = frozenset({STATIC_SMALL, STATIC_LARGE})
# Hummingbird's package has neither compression nor a parser of forms.
COMMON_ROUTES = frozenset({
    PLAINTEXT, ASYNC, PARAMETER, UPLOAD, TEN_WRAPPING, JSON_SMALL, JSON_LARGE, JSON_IN, TODOS}) | FILE_ROUTES
ALL_ROUTES = COMMON_ROUTES | {GZIP, MULTIPART}

# One worker, since there is one core; four threads, within gunicorn's advice of two to four a core.
GUNICORN = (
    "gunicorn", "--bind", "127.0.0.1:{port}", "--workers", "1", "--worker-class", "gthread", "--threads", "4",
    "--keep-alive", "300", "--worker-connections", "16384", "--log-level", "warning",
)
UVICORN = (
    "uvicorn", "--host", "127.0.0.1", "--port", "{port}", "--loop", "uvloop", "--http", "httptools",
    "--no-access-log", "--log-level", "warning", "--timeout-keep-alive", "300",
)

PEERS_IN_ORDER: tuple[Peer, ...] = (
    EpollFloor("floor", "epoll in C, fixed bytes", FIXED_BYTES),
    SwiftPeer(
        "nio", "bare NIO, fixed bytes", FIXED_BYTES,
        package=PEERS / "BareNIO", product="bare-nio", shown=("swift-nio",)),
    Nginx("nginx", "nginx", FIXED_BYTES | FILE_ROUTES | {GZIP}),
    SwiftPeer(
        "aloft", "Aloft", ALL_ROUTES | {LARGE, TEN_LOOKING}, package=PACKAGE, product="aloft-bench-server", shown=("swift-nio",)),
    SwiftPeer(
        "hummingbird", "Hummingbird 2", COMMON_ROUTES,
        package=PEERS / "Hummingbird2", product="hummingbird-peer", shown=("hummingbird", "swift-nio")),
    PythonPeer(
        "fastapi", "FastAPI on uvicorn", ALL_ROUTES,
        folder="FastAPI", arguments=UVICORN + ("fastapi_peer:app",),
        shown=("fastapi", "starlette", "uvicorn", "uvloop", "httptools")),
    PythonPeer(
        "flask", "Flask on gunicorn", ALL_ROUTES,
        folder="Flask", arguments=GUNICORN + ("flask_peer:app",), shown=("Flask", "Werkzeug", "Flask-Compress", "gunicorn")),
    PythonPeer(
        "django", "Django on gunicorn", ALL_ROUTES,
        folder="Django", arguments=GUNICORN + ("django_peer:application",), shown=("Django", "gunicorn"),
        wanted=(3, 12)),
)


def named(names: list[str]) -> list[Peer]:
    """The peers with these names in the catalog's order; all of them for no names."""
    known = {peer.name for peer in PEERS_IN_ORDER}
    if unknown := [name for name in names if name not in known]:
        raise ValueError(f"no server named {', '.join(unknown)}; there are {', '.join(p.name for p in PEERS_IN_ORDER)}")
    return [peer for peer in PEERS_IN_ORDER if not names or peer.name in names]
