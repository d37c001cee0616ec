// Casts a vote on an answer; of one that did not help, offers what was wrong to choose from.

import { make } from "../static/dom.js";

/** Sends the vote and shows that it is kept: under the box with the thumbs, which stay where they are, what is told; `vote(helpful, reason)` tells whether it was. */
export async function cast(drawn, helpful, reason) {
  const { box, thumbs, told, vote, say, words } = drawn;
  const isKept = await vote(helpful, reason);
  const foot = box.parentElement.parentElement;
  foot.append(told);
  told.textContent = isKept ? words.voted : words.voteFailed;
  say(told.textContent, words.code);
  if (!isKept) return;
  thumbs.forEach((button, place) => button.setAttribute("aria-pressed", String(helpful === !place)));
  foot.querySelector(".reasons")?.remove();
  if (reason) thumbs[1].focus();
  else if (!helpful) {
    const reasons = drawReasons(words, (chosen) => cast(drawn, false, chosen));
    foot.append(reasons);
    reasons.querySelector("button").focus();
  }
}

function drawReasons(words, onChoose) {
  return make(
    "div", { class: "reasons", role: "group", "aria-label": words.voteWhy }, make("span", { class: "muted" }, words.voteWhy),
    Object.entries(words.voteReasons).map(([reason, title]) => make("button", { type: "button", class: "choice choice-small", onclick: () => onChoose(reason) }, title)),
  );
}
