"""The floor in C, and nginx."""

import platform
from dataclasses import dataclass
from pathlib import Path

from . import shell
from .peer import Peer
from .places import FILES, PEERS, SCRATCH

NGINX_CONFIGURATION = """
daemon off;
worker_processes 1;
worker_rlimit_nofile 32768;
pid {folder}/nginx.pid;
error_log stderr error;
events {{
    worker_connections 16384;
    multi_accept on;
}}
http {{
    access_log off;
    server_tokens off;
    keepalive_timeout 300s;
    keepalive_requests 1000000000;
    default_type "text/plain; charset=utf-8";
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port} backlog=1024;
        location = /plaintext {{
            return 200 "Hello, World!";
        }}
        location /static/ {{
            sendfile on;
            tcp_nopush on;
            alias {files}/;
        }}
        location = /gzip {{
            default_type application/json;
            gzip on;
            gzip_types application/json;
            types {{ }}
            alias {files}/catalog.json;
        }}
    }}
}}
"""


@dataclass(frozen=True)
class EpollFloor(Peer):
    @property
    def program(self) -> Path:
        return SCRATCH / "epoll-floor"

    def unavailable(self) -> str | None:
        return None if platform.system() == "Linux" else "epoll is Linux's own"

    def prepare(self) -> None:
        SCRATCH.mkdir(exist_ok=True)
        source = PEERS / "EpollFloor" / "epoll_floor.c"
        shell.run([shell.need("cc", "gcc"), "-O2", "-Wall", "-Werror", "-o", str(self.program), str(source)])

    def command(self, port: int, folder: Path) -> list[str]:
        return [str(self.program), str(port)]

    def versions(self) -> dict[str, str]:
        return {"C compiler": shell.first_line(["cc", "--version"]).removeprefix("cc ")}


@dataclass(frozen=True)
class Nginx(Peer):
    def prepare(self) -> None:
        shell.need("nginx")

    def command(self, port: int, folder: Path) -> list[str]:
        configuration = folder / "nginx.conf"
        configuration.write_text(NGINX_CONFIGURATION.format(folder=folder, port=port, files=FILES))
        return [shell.need("nginx"), "-p", str(folder), "-c", str(configuration), "-e", "stderr"]

    def versions(self) -> dict[str, str]:
        return {"nginx": shell.first_line([shell.need("nginx"), "-v"]).rpartition("/")[2]}
