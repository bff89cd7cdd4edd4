"""Django on gunicorn, with no middleware and no database: `gunicorn django_peer:application`."""

from django.conf import settings

settings.configure(
    ALLOWED_HOSTS=["*"],
    DEBUG=False,
    MIDDLEWARE=[],
    ROOT_URLCONF=__name__,
    SECRET_KEY="benchmarks only",
    USE_I18N=False,
)

from django.core.wsgi import get_wsgi_application  # noqa: E402 (it reads the settings)
from django.http import HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402


def text(body: str) -> HttpResponse:
    # The length is CommonMiddleware's work; without that middleware, and without this, the answer would be chunked.
    return HttpResponse(
        body, content_type="text/plain; charset=utf-8", headers={"Content-Length": str(len(body))})


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


urlpatterns = [
    path("plaintext", plaintext),
    path("async", asynchronous),
    path("users/<int:id>", user),
    path("upload", upload),
]

application = get_wsgi_application()
