const list = document.getElementById("list");
const problem = document.getElementById("problem");

async function ask(method, url, body) {
  const options = { method, headers: { Accept: "application/json" } };
  if (body !== undefined) {
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  const response = await fetch(url, options);
  if (response.ok) return response.status === 204 ? null : response.json();
  const answer = await response.json().catch(() => ({}));
  const errors = (answer.errors || []).map((error) => `${error.path} ${error.message}`);
  throw new Error(errors.join(", ") || answer.detail || answer.title || `The server answered ${response.status}.`);
}

async function act(action) {
  problem.hidden = true;
  try {
    await action();
    await show();
  } catch (error) {
    problem.textContent = error.message;
    problem.hidden = false;
  }
}

function button(text, label, action) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = text;
  button.setAttribute("aria-label", label);
  button.addEventListener("click", action);
  return button;
}

function edit(item, todo) {
  const form = document.createElement("form");
  form.className = "row title";
  const input = document.createElement("input");
  input.value = todo.title;
  input.maxLength = 200;
  input.setAttribute("aria-label", "New title");
  const save = document.createElement("button");
  save.textContent = "Save";
  form.append(input, save);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act(() => ask("PATCH", todo.url, { title: input.value }));
  });
  item.replaceChildren(form);
  input.focus();
}

function row(todo) {
  const item = document.createElement("li");
  item.className = todo.completed ? "done" : "";
  const box = document.createElement("input");
  box.type = "checkbox";
  box.checked = todo.completed;
  box.setAttribute("aria-label", `Done: ${todo.title}`);
  box.addEventListener("change", () => act(() => ask("PATCH", todo.url, { completed: box.checked })));
  const title = document.createElement("span");
  title.className = "title";
  title.textContent = todo.title;
  item.append(
    box, title, button("Edit", `Edit ${todo.title}`, () => edit(item, todo)),
    button("Delete", `Delete ${todo.title}`, () => act(() => ask("DELETE", todo.url))));
  return item;
}

async function show() {
  const todos = await ask("GET", "/");
  list.replaceChildren(...todos.map(row));
  const open = todos.filter((todo) => !todo.completed).length;
  document.getElementById("count").textContent = todos.length === 0 ? "Nothing yet." : `${open} of ${todos.length} to do`;
}

document.getElementById("new").addEventListener("submit", (event) => {
  event.preventDefault();
  const input = document.getElementById("title");
  act(async () => {
    await ask("POST", "/", { title: input.value });
    input.value = "";
    input.focus();
  });
});

act(async () => {});
