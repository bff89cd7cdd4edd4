import AloftTemplates

/// The templates that are measured; the peers' are in `Benchmarks/Peers/Templates`.
enum Pages {
  static let page = """
    <!doctype html><html><head><title>{{ title }}</title></head><body>{% for a in articles %}<article \
    class="{% if loop.first %}first{% endif %}"><h2><a href="/a/{{ a.slug }}">{{ a.title|upper }}</a></h2>\
    <p>{{ a.body }}</p><ul>{% for t in a.tags %}<li>{{ t }}</li>{% endfor %}</ul><span>{{ a.views }} views</span>\
    </article>{% endfor %}</body></html>
    """

  static let table = """
    <table>{% for row in rows %}<tr><td>{{ row.id }}</td><td>{{ row.name }}</td><td>{{ row.email }}</td>\
    <td>{{ row.score }}</td></tr>{% endfor %}</table>
    """

  static var configuration: TemplateConfiguration {
    var configuration = TemplateConfiguration(inherited)
    configuration.escaping = .all
    return configuration
  }

  private static let inherited: DictionaryTemplates = [
    "base.html": "<html><head>{% block head %}<title>{% block title %}{% endblock %}</title>{% endblock %}</head>"
      + "<body>{% block body %}{% endblock %}</body></html>",
    "section.html": "{% extends 'base.html' %}{% block title %}Section – {{ super() }}{% endblock %}"
      + "{% block body %}<main>{% block content %}{% endblock %}</main>{% endblock %}",
    "page.html": "{% extends 'section.html' %}{% macro cell(value, kind='text') %}<td class=\"{{ kind }}\">{{ value }}"
      + "</td>{% endmacro %}{% block content %}<table>{% for row in rows %}<tr>{{ cell(row.id, 'number') }}"
      + "{{ cell(row.name) }}</tr>{% endfor %}</table>{% endblock %}",
  ]
}

/// An article that says what templates see of it.
struct Article: TemplateRecord {
  var slug: String
  var title: String
  var body: String
  var tags: [String]
  var views: Int

  static let templateFields = TemplateFields<Article> { article in
    article.field("slug") { $0.slug }
    article.field("title") { $0.title }
    article.field("body") { $0.body }
    article.field("tags") { $0.tags }
    article.field("views") { $0.views }
  }

  static let samples = (0..<20).map { number in
    Article(
      slug: "s\(number)", title: "Title <\(number)>",
      body: String(repeating: "Lorem ipsum dolor sit amet & co ", count: 6), tags: ["a", "b", "c<d"], views: number * 7)
  }
}

/// The same article, which encodes itself and says no more.
struct PlainArticle: Encodable, Sendable {
  var slug: String
  var title: String
  var body: String
  var tags: [String]
  var views: Int

  static let samples = Article.samples.map {
    PlainArticle(slug: $0.slug, title: $0.title, body: $0.body, tags: $0.tags, views: $0.views)
  }
}

/// A row of a table.
struct Row: TemplateRecord {
  var id: Int
  var name: String
  var email: String
  var score: Double

  static let templateFields = TemplateFields<Row> { row in
    row.field("id") { $0.id }
    row.field("name") { $0.name }
    row.field("email") { $0.email }
    row.field("score") { $0.score }
  }

  static func samples(_ count: Int) -> [Row] {
    (0..<count).map { Row(id: $0, name: "Name \($0) & co", email: "name\($0)@example.com", score: Double($0) / 4) }
  }
}

/// The same row, which encodes itself and says no more.
struct PlainRow: Encodable, Sendable {
  var id: Int
  var name: String
  var email: String
  var score: Double

  static func samples(_ count: Int) -> [PlainRow] {
    Row.samples(count).map { PlainRow(id: $0.id, name: $0.name, email: $0.email, score: $0.score) }
  }
}
