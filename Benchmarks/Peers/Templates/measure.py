"""What a library's templates cost in this process: `name microseconds bytes` a line, the best of several rounds.

usage: measure.py jinja2|django|minijinja

The templates and the data are those of `Benchmarks/TemplateCost`.
"""

import sys
import time

PAGE = (
    "<!doctype html><html><head><title>{{ title }}</title></head><body>{% for a in articles %}<article "
    'class="{% if loop.first %}first{% endif %}"><h2><a href="/a/{{ a.slug }}">{{ a.title|upper }}</a></h2>'
    "<p>{{ a.body }}</p><ul>{% for t in a.tags %}<li>{{ t }}</li>{% endfor %}</ul><span>{{ a.views }} views</span>"
    "</article>{% endfor %}</body></html>")
TABLE = (
    "<table>{% for row in rows %}<tr><td>{{ row.id }}</td><td>{{ row.name }}</td><td>{{ row.email }}</td>"
    "<td>{{ row.score }}</td></tr>{% endfor %}</table>")
BASE = (
    "<html><head>{% block head %}<title>{% block title %}{% endblock %}</title>{% endblock %}</head>"
    "<body>{% block body %}{% endblock %}</body></html>")
SECTION = (
    "{% extends 'base.html' %}{% block title %}Section – {{ super() }}{% endblock %}"
    "{% block body %}<main>{% block content %}{% endblock %}</main>{% endblock %}")
INHERITING = (
    "{% extends 'section.html' %}{% macro cell(value, kind='text') %}<td class=\"{{ kind }}\">{{ value }}</td>"
    "{% endmacro %}{% block content %}<table>{% for row in rows %}<tr>{{ cell(row.id, 'number') }}{{ cell(row.name) }}"
    "</tr>{% endfor %}</table>{% endblock %}")

ARTICLES = [
    {"slug": f"s{i}", "title": f"Title <{i}>", "body": "Lorem ipsum dolor sit amet & co " * 6, "tags": ["a", "b", "c<d"],
     "views": i * 7}
    for i in range(20)]


def rows(count):
    return [
        {"id": i, "name": f"Name {i} & co", "email": f"name{i}@example.com", "score": i / 4} for i in range(count)]


def jinja2():
    import jinja2
    sources = {"base.html": BASE, "section.html": SECTION, "page.html": INHERITING}
    environment = jinja2.Environment(autoescape=True, loader=jinja2.DictLoader(sources))
    return environment.from_string, lambda name: environment.get_template(name), lambda one, context: one.render(context)


def minijinja():
    import minijinja
    sources = {"base.html": BASE, "section.html": SECTION, "page.html": INHERITING}
    environment = minijinja.Environment(loader=sources.get)
    environment.add_template("warm.html", PAGE)
    count = [0]

    def parse(source):
        count[0] += 1
        environment.add_template(f"{count[0]}.html", source)
        return f"{count[0]}.html"

    return parse, lambda name: name, lambda one, context: environment.render_template(one, **context)


def django():
    import django
    from django.conf import settings
    from django.template import Context, Engine
    settings.configure()
    django.setup()
    # Django has no macros: what comes nearest is a template for each cell.
    page = (
        "{% extends 'section.html' %}{% block content %}<table>{% for row in rows %}<tr>"
        "{% include 'cell.html' with value=row.id kind='number' only %}"
        "{% include 'cell.html' with value=row.name kind='text' only %}</tr>{% endfor %}</table>{% endblock %}")
    sources = {
        "base.html": BASE, "section.html": SECTION.replace("super()", "block.super"), "page.html": page,
        "cell.html": '<td class="{{ kind }}">{{ value }}</td>'}
    loader = ("django.template.loaders.cached.Loader", [("django.template.loaders.locmem.Loader", sources)])
    engine = Engine(loaders=[loader])

    def parse(source):
        return engine.from_string(source.replace("loop.first", "forloop.first"))

    return parse, engine.get_template, lambda one, context: one.render(Context(context))


def report(name, calls, work):
    best = None
    for _ in range(5):
        begin = time.process_time()
        for _ in range(calls):
            result = work()
        taken = (time.process_time() - begin) / calls
        best = taken if best is None else min(best, taken)
    print(name, f"{best * 1e6:.2f}", len(result) if isinstance(result, str) else 0, flush=True)


def main():
    parse, get, render = {"jinja2": jinja2, "django": django, "minijinja": minijinja}[sys.argv[1]]()
    page = parse(PAGE)
    report("page", 200, lambda: render(page, {"title": "Hi & bye", "articles": ARTICLES}))
    table = parse(TABLE)
    for count in (100, 1000, 10000):
        data = {"rows": rows(count)}
        report(f"table-{count}", max(1, 3000 // count), lambda: render(table, data))
    inheriting = get("page.html")
    data = {"rows": rows(20)}
    report("inheritance", 100, lambda: render(inheriting, data))
    # Each another text, as caches would see through it.
    report("parse-500", 1, lambda: [parse(f"{PAGE}<!-- {number} -->") for number in range(500)])


main()
