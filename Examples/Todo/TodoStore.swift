import Synchronization

/// A thing to do.
struct Todo: Sendable {
  let id: Int
  var title: String
  var isCompleted = false
  var order: Int?
}

/// The list, in memory: it begins empty with each start of the program.
final class TodoStore: Sendable {
  private struct State {
    var todos: [Todo] = []
    var nextID = 1
  }

  private let state = Mutex(State())

  /// All, by their order and then by their age.
  var all: [Todo] {
    state.withLock { $0.todos.sorted { ($0.order ?? .max, $0.id) < ($1.order ?? .max, $1.id) } }
  }

  subscript(id: Int) -> Todo? { state.withLock { $0.todos.first { $0.id == id } } }

  func add(_ title: String, order: Int?) -> Todo {
    state.withLock { state in
      let todo = Todo(id: state.nextID, title: title, order: order)
      state.nextID += 1
      state.todos.append(todo)
      return todo
    }
  }

  func change(_ id: Int, _ change: (inout Todo) -> Void) -> Todo? {
    state.withLock { state in
      guard let index = state.todos.firstIndex(where: { $0.id == id }) else { return nil }
      change(&state.todos[index])
      return state.todos[index]
    }
  }

  func remove(_ id: Int) -> Bool {
    state.withLock { state in
      let count = state.todos.count
      state.todos.removeAll { $0.id == id }
      return state.todos.count < count
    }
  }

  func removeAll() { state.withLock { $0.todos = [] } }
}
