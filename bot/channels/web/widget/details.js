// What only some conversations need, in a script of its own that comes when it is first needed.

import STYLE from "./details.css";
import { Article } from "./article.js";
import { remove } from "./deletion.js";
import { takeAlong, takeOver } from "./elsewhere.js";
import { drawPicker } from "./picker.js";
import { cast } from "./reasons.js";
import { receiptOf } from "./receipt.js";
import { saveTranscript } from "./transcript.js";

export { Article, STYLE, cast, drawPicker, receiptOf, remove, saveTranscript, takeAlong, takeOver };
