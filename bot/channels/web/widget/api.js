// Speaks HTTP with the assistant. Every failure is a Failure with a kind; no other error leaves this module.
// What it hands over can be shown at once: the words of its languages have been learnt.

import { HOME } from "./home.js";
import { learn } from "./wording.js";

const PATIENCE_MS = 60_000;
const RECONNECTS_MS = [1_000, 2_000, 5_000, 15_000, 30_000];
const KINDS = { 403: "refused", 404: "gone", 413: "refused", 422: "refused", 400: "refused", 429: "busy", 502: "unavailable", 503: "unavailable", 504: "unavailable" };

/** An address of the assistant. */
export const address = (path) => new URL(`api/${path}`, HOME);

/** The path of a conversation, or of something of it. */
export const chat = (conversation, rest = "") => `chat/${encodeURIComponent(conversation)}${rest}`;

export class Failure extends Error {
  /** kind: gone, refused, busy, unavailable, broken, offline, network, slow or stopped; detail: the server's words, if any. */
  constructor(kind, detail = "", wait = 0) {
    super(detail || kind);
    Object.assign(this, { kind, detail, wait });
  }
}

/** Sends one message, to be answered in `language` ("auto": that of the message), and gives the reply. */
export async function sendMessage(conversation, text, language, signal) {
  const reply = await post("chat", { ...(conversation && { conversation_id: conversation }), text, language }, signal);
  await learn((reply.messages ?? []).map((message) => message.language));
  return reply;
}

/** Everything said in a conversation so far. */
export async function readHistory(conversation, signal) {
  const messages = (await call(chat(conversation, "/messages"), {}, signal)).messages ?? [];
  await learn(messages.map((message) => message.language));
  return messages;
}

/** Whether an answer helped, and if not, why. */
export const vote = (conversation, message, helpful, reason) => post(chat(conversation, `/messages/${encodeURIComponent(message)}/feedback`), { helpful, ...(reason && { reason }) });

/** Follows a conversation from its start and as it goes on; gives a function that ends it. Messages without an id are left to the reply. */
export function follow(conversation, { onMessage, onTurn, onState, onError, onGone }) {
  let source = null;
  let tries = 0;
  let timer = 0;
  let line = Promise.resolve();
  let ended = false;
  // One after the other, however long the words of a language take.
  const deliver = (work, language) => { line = line.then(() => learn([language])).then(() => (ended ? null : work())); };
  const open = () => {
    source = new EventSource(address(chat(conversation, "/events")));
    source.addEventListener("open", () => { tries = 0; });
    source.addEventListener("message", (event) => {
      const message = parse(event.data);
      if (message?.id) deliver(() => onMessage(message), message.language);
    });
    source.addEventListener("turn", (event) => deliver(() => onTurn(parse(event.data) ?? {})));
    source.addEventListener("state", (event) => deliver(() => onState(parse(event.data) ?? {})));
    source.addEventListener("gone", onGone);
    source.addEventListener("error", (event) => {
      if (typeof event.data === "string") deliver(() => onError(new Failure("broken", parse(event.data)?.detail), event.lastEventId));
      else if (source.readyState === EventSource.CLOSED) timer = setTimeout(again, RECONNECTS_MS[Math.min(tries++, RECONNECTS_MS.length - 1)]);
    });
  };
  // A stream does not say why it was refused: one of a conversation that is gone must not be asked for again and again.
  const again = () => readHistory(conversation).catch((failure) => failure).then((found) => { if (!ended) (found.kind === "gone" ? onGone : open)(); });
  const close = () => {
    ended = true;
    clearTimeout(timer);
    source?.close();
  };
  open();
  return close;
}

/** Posts JSON and gives the reply. */
export const post = (path, body, signal) => call(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }, signal);

/** What the assistant says to a request. */
export async function call(path, options, signal) {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  let response;
  let body;
  try {
    response = await fetch(address(path), { credentials: "omit", ...options, headers: { Accept: "application/json", ...options.headers }, signal: signal && AbortSignal.any ? AbortSignal.any([signal, patience]) : (signal ?? patience) });
    body = response.status === 204 ? {} : parse(await response.text());
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
