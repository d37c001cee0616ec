// Where the script comes from: the assistant's address, relative to which everything else is found, behind a path prefix too.

export const HOME = new URL(".", document.currentScript.src);
