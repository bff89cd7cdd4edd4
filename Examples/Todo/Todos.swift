import Aloft

/// The API: a list at its root, a thing to do at each number below it.
struct Todos: Blueprint {
  func configure(_ todos: BlueprintBuilder) {
    todos.get("/", name: "list") { (store: Provided<TodoStore>, request: Request) in
      try store.value.all.map { try TodoAnswer($0, request) }
    }
    todos.post("/") { (new: JSON<NewTodo>, store: Provided<TodoStore>, request: Request) in
      let answer = try TodoAnswer(store.value.add(new.title, order: new.order), request)
      return JSON(answer, status: .created, headers: [.location: answer.url])
    }
    todos.delete("/") { (store: Provided<TodoStore>) in
      store.value.removeAll()
      return Status.noContent
    }
    todos.get("/{id}", name: "show") { (id: Int, store: Provided<TodoStore>, request: Request) in
      try store.value[id].map { try TodoAnswer($0, request) }
    }
    todos.patch("/{id}") { (id: Int, change: JSON<TodoChange>, store: Provided<TodoStore>, request: Request) in
      try store.value.change(id) { todo in
        if let title = change.title { todo.title = title }
        if let isCompleted = change.completed { todo.isCompleted = isCompleted }
        if let order = change.order { todo.order = order }
      }.map { try TodoAnswer($0, request) }
    }
    todos.delete("/{id}") { (id: Int, store: Provided<TodoStore>) in
      guard store.value.remove(id) else { throw HTTPError(.notFound) }
      return Status.noContent
    }
  }
}

/// What a client sends of a new thing to do.
struct NewTodo: Described {
  let title: String
  let order: Int?

  static let fields = Fields(NewTodo.init, Field("title", .length(1...200)), Field("order"))
}

/// What a client sends to change one; what it leaves out stays.
struct TodoChange: Described {
  let title: String?
  let completed: Bool?
  let order: Int?

  static let fields = Fields(TodoChange.init, Field("title", .length(1...200)), Field("completed"), Field("order"))
}

/// What a client gets.
struct TodoAnswer: Encodable {
  let id: Int
  let title: String
  let completed: Bool
  let order: Int?
  let url: String

  init(_ todo: Todo, _ request: Request) throws {
    id = todo.id
    title = todo.title
    completed = todo.isCompleted
    order = todo.order
    url = try request.url(for: "todos.show", ["id": todo.id], isAbsolute: true)
  }
}
