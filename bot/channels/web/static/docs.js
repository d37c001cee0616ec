// Describes the HTTP interface from its own openapi.json, and tries it out. Loads nothing from elsewhere.

import { make } from "./dom.js";

const byId = (id) => document.getElementById(id);

const WORDS = {
  failed: "The description could not be loaded. Reload the page to try again.",
  unreachable: "The assistant cannot be reached.",
  required: "required",
  body: "Body (JSON)",
  send: "Send",
  stop: "Stop",
};

const resolve = (schema, description) => (schema?.$ref ? description.components.schemas[schema.$ref.split("/").at(-1)] : schema);

/** The body that is sent unless it is changed: the first example of its schema. */
function example(operation, description) {
  const schema = resolve(operation.requestBody?.content["application/json"]?.schema, description);
  return schema && JSON.stringify(schema.examples?.[0] ?? {}, null, 2);
}

function drawOperation(method, path, operation, description) {
  const fields = (operation.parameters ?? []).map((parameter) => ({ parameter, input: make("input", { required: parameter.required, autocomplete: "off" }) }));
  const given = example(operation, description);
  const body = given && make("textarea", { spellcheck: "false" });
  if (body) body.value = given;
  const button = make("button", { type: "submit" }, WORDS.send);
  const output = make("pre", { hidden: true, role: "status", tabindex: "0" });
  const form = make(
    "form", {},
    fields.map(({ parameter, input }) => make("label", {}, `${parameter.name}${parameter.required ? ` (${WORDS.required})` : ""}`, input)),
    body ? make("label", {}, WORDS.body, body) : null,
    button, output,
  );
  let stop = null;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (stop) {
      stop.abort();
      return;
    }
    stop = new AbortController();
    button.textContent = WORDS.stop;
    output.hidden = false;
    output.textContent = "";
    await request(method, path, fields, body?.value, output, stop.signal);
    stop = null;
    button.textContent = WORDS.send;
  });
  const answers = Object.entries(operation.responses ?? {}).map(([status, response]) => make("li", {}, make("code", {}, status), ` ${response.description}`));
  return make(
    "details", { id: operation.operationId }, make("summary", {}, make("code", {}, `${method.toUpperCase()} ${path}`), " ", make("span", { class: "muted" }, operation.summary)),
    make("div", { class: "inside" }, make("p", {}, operation.description), make("ul", { class: "muted" }, answers), form),
  );
}

/** Sends one request and shows the reply as it comes: a stream of events has no end. */
async function request(method, path, fields, body, output, signal) {
  const headers = body === undefined ? {} : { "Content-Type": "application/json" };
  const query = new URLSearchParams();
  let address = path;
  for (const { parameter, input } of fields) {
    if (!input.value) continue;
    if (parameter.in === "path") address = address.replace(`{${parameter.name}}`, encodeURIComponent(input.value));
    else if (parameter.in === "header") headers[parameter.name] = input.value;
    else query.set(parameter.name, input.value);
  }
  try {
    const response = await fetch(new URL(`.${address}${query.size ? `?${query}` : ""}`, document.baseURI), { method: method.toUpperCase(), headers, body, signal });
    output.textContent = `${response.status} ${response.statusText}\n\n`;
    if (response.headers.get("Content-Type")?.includes("json")) {
      output.textContent += JSON.stringify(await response.json(), null, 2);
      return;
    }
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) output.textContent += part.value;
  } catch (error) {
    if (!signal.aborted) output.textContent += error instanceof TypeError ? WORDS.unreachable : String(error);
  }
}

async function start() {
  const about = byId("about");
  let description;
  try {
    description = await (await fetch("openapi.json")).json();
  } catch {
    about.textContent = WORDS.failed;
    return;
  }
  about.textContent = description.info.description;
  const groups = new Map();
  for (const [path, methods] of Object.entries(description.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags?.[0] ?? "";
      groups.set(tag, [...(groups.get(tag) ?? []), drawOperation(method, path, operation, description)]);
    }
  }
  for (const [tag, drawn] of groups) byId("operations").append(make("h2", {}, tag), ...drawn);
}

start();
