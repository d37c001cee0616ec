// Speaks HTTP with the assistant. Every failure is a Failure with a kind; no other error leaves this module.

const PATIENCE_MS = 60_000;
const RECONNECTS_MS = [1_000, 2_000, 5_000, 15_000, 30_000];
const KINDS = { 404: "gone", 413: "refused", 422: "refused", 400: "refused", 429: "busy", 502: "unavailable", 503: "unavailable", 504: "unavailable" };

// Relative to the page, so that it also works behind a path prefix.
const address = (path) => new URL(`api/${path}`, document.baseURI);

export class Failure extends Error {
  /** kind: gone, refused, busy, unavailable, broken, offline, network, slow or stopped; detail: the server's words, if any. */
  constructor(kind, detail = "", wait = 0) {
    super(detail || kind);
    Object.assign(this, { kind, detail, wait });
  }
}

/** Sends one message, to be answered in `language` ("auto": that of the message), and gives the reply. */
export function sendMessage(conversation, text, language, signal) {
  const body = { ...(conversation && { conversation_id: conversation }), text, language };
  return call("chat", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }, signal);
}

/** Everything said in a conversation so far. */
export async function readHistory(conversation, signal) {
  return (await call(`chat/${encodeURIComponent(conversation)}/messages`, {}, signal)).messages ?? [];
}

/** One article of the guide, in that language where it is written in it. */
export const readArticle = (id, language, signal) => call(`articles/${encodeURIComponent(id)}?language=${language}`, {}, signal);

/** Follows a conversation from its start and as it goes on; gives a function that ends it. Messages without an id are left to the reply. */
export function follow(conversation, { onMessage, onTurn, onError }) {
  let source = null;
  let tries = 0;
  let timer = 0;
  const open = () => {
    source = new EventSource(address(`chat/${encodeURIComponent(conversation)}/events`));
    source.addEventListener("open", () => { tries = 0; });
    source.addEventListener("message", (event) => {
      const message = parse(event.data);
      if (message?.id) onMessage(message);
    });
    source.addEventListener("turn", (event) => onTurn(parse(event.data) ?? {}));
    source.addEventListener("error", (event) => {
      if (typeof event.data === "string") onError(new Failure("broken", parse(event.data)?.detail), event.lastEventId);
      else if (source.readyState === EventSource.CLOSED && tries < RECONNECTS_MS.length) timer = setTimeout(open, RECONNECTS_MS[tries++]);
    });
  };
  const close = () => {
    clearTimeout(timer);
    source?.close();
  };
  open();
  return close;
}

async function call(path, options, signal) {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  let response;
  let body;
  try {
    response = await fetch(address(path), { ...options, headers: { Accept: "application/json", ...options.headers }, signal: signal && AbortSignal.any ? AbortSignal.any([signal, patience]) : (signal ?? patience) });
    body = parse(await response.text());
  } catch (error) {
    if (signal?.aborted) throw new Failure("stopped");
    if (error.name === "TimeoutError") throw new Failure("slow");
    throw new Failure(navigator.onLine === false ? "offline" : "network");
  }
  if (response.ok && body) return body;
  const detail = typeof body?.detail === "string" ? body.detail : "";
  throw new Failure(KINDS[response.status] ?? "broken", detail, Number(response.headers.get("Retry-After")) || 0);
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
