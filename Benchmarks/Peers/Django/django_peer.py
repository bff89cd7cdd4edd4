"""Django on gunicorn, with no middleware and no database: `gunicorn django_peer:application`."""

import datetime
import json
import os

from django.conf import settings

settings.configure(
    ALLOWED_HOSTS=["*"],
    DATA_UPLOAD_MAX_MEMORY_SIZE=64 * 1024 * 1024,
    DEBUG=False,
    MIDDLEWARE=[],
    ROOT_URLCONF=__name__,
    SECRET_KEY="benchmarks only",
    USE_I18N=False,
)

from django.core.wsgi import get_wsgi_application  # noqa: E402 (it reads the settings)
from django.http import HttpResponse, JsonResponse  # noqa: E402
from django.middleware.gzip import GZipMiddleware  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils.decorators import decorator_from_middleware  # noqa: E402
from django.views.static import serve  # noqa: E402


def with_length(response):
    # The length is CommonMiddleware's work; without that middleware, and without this, the answer would be chunked.
    response.headers["Content-Length"] = str(len(response.content))
    return response


def text(body: str) -> HttpResponse:
    return with_length(HttpResponse(body, content_type="text/plain; charset=utf-8"))


def plaintext(request):
    return text("Hello, World!")


async def asynchronous(request):
    return text("Hello, World!")


def user(request, id: int):
    return text(str(id))


def upload(request):
    length = 0
    while part := request.read(65536):
        length += len(part)
    return text(str(length))


class Nothing:
    """Middleware that does nothing, of the kind that decorators are made of."""

    def __init__(self, get_response):
        self.get_response = get_response

    def process_request(self, request):
        return None

    def process_response(self, request, response):
        return response


wrapped = plaintext
for _ in range(10):
    wrapped = decorator_from_middleware(Nothing)(wrapped)

FIRST = datetime.datetime.fromtimestamp(1_760_000_000, datetime.timezone.utc)
CATALOG = {
    "items": [
        {
            "id": n, "name": f"Product number {n}", "category": "electronics", "price": 100 + n, "quantity": n,
            "active": n % 2 == 0, "tags": ["fast", "new", "sale"], "rating": {"score": 42, "count": 127},
            "created": FIRST + datetime.timedelta(seconds=1000 * n),
        }
        for n in range(50)
    ],
    "count": 50,
}
TODOS = [
    {
        "id": n, "title": f"Thing number {n}", "completed": n % 3 == 0, "order": n,
        "url": f"http://localhost/todos/{n}",
    }
    for n in range(1, 21)
]


def small(request):
    return with_length(JsonResponse({"message": "Hello, World!"}))


def large(request):
    if request.method == "POST":
        received = json.loads(request.body)
        return text(str(len(received["items"])))
    return with_length(JsonResponse(CATALOG))


def todos(request):
    return with_length(JsonResponse(TODOS, safe=False))


def files(request, filename: str):
    return serve(request, filename, document_root=os.environ["BENCH_FILES"])


def form(request):
    return text(str(request.FILES["file"].size))


class EvenGZip(GZipMiddleware):
    # Its padding against guesses of secrets makes each answer another length, by which answers are counted.
    max_random_bytes = 0


urlpatterns = [
    path("plaintext", plaintext),
    path("async", asynchronous),
    path("users/<int:id>", user),
    path("upload", upload),
    path("ten/wrapping", wrapped),
    path("json", small),
    path("json/large", large),
    path("todos", todos),
    path("gzip", decorator_from_middleware(EvenGZip)(lambda request: JsonResponse(CATALOG))),
    path("static/<path:filename>", files),
    path("multipart", form),
]

application = get_wsgi_application()
