"use strict";
// Requests to the server. Every failure becomes a Trouble, which has a message for the user.

class Trouble extends Error {}

/** The answer to a request with bytes (a Blob), any other value as JSON, or nothing (a GET). Throws a Trouble. */
async function ask(path, content, { signal, headers = {}, method = content === undefined ? "GET" : "POST" } = {}) {
  const bytes = content instanceof Blob;
  const type = { "Content-Type": bytes ? "application/octet-stream" : "application/json" };
  const body = bytes || content === undefined ? content : JSON.stringify(content);
  let answer;
  try {
    answer = await fetch(path, { method, headers: { ...type, ...headers }, body, signal });
  } catch {
    if (signal?.aborted) throw new Trouble("Stopped. The article is still here.");
    throw new Trouble("The server does not answer. Start it again, then try again; what is on this page is kept.");
  }
  if (answer.ok) return answer;
  const problem = await answer.json().catch(() => null);
  if (answer.status === 412)
    throw new Outdated("Somebody else has corrected this article. It is shown as they left it, without your step.");
  throw new Trouble(problem?.detail ?? `The server answered with status ${answer.status}. Try again.`);
}

async function askJson(path, content, options) {
  return (await ask(path, content, options)).json();
}

/**
 * The check of a draft. page: the page of `quoteminer check`, one HTML file; main: the element that holds all on it,
 * without its style.
 */
async function checkOf(draft, sources, options) {
  const page = await (await ask("/api/check?format=html", { draft, sources }, options)).text();
  const [main] = /<main.*<\/main>/s.exec(page);
  return { draft, sources, page, main: new DOMParser().parseFromString(main, "text/html").querySelector("main") };
}

/** Save what checkOf gave as a file among the browser's downloads: "html" or "docx". Returns the file's name. */
async function downloadCheck({ draft, sources, page }, format) {
  if (format === "html") return saveFile(new Blob([page], { type: "text/html" }), "check.html");
  return saveFile(await (await ask("/api/check?format=docx", { draft, sources })).blob(), "check.docx");
}

/** The article that the page shows of a record. */
function viewOf(record, options) {
  return askJson("/api/view", record, options);
}

/** Save a record as a file among the browser's downloads. Returns the file's name. */
async function download(record, format) {
  const answer = await ask(`/api/export?format=${format}`, record);
  const [, name] = /filename\*=UTF-8''(.*)/.exec(answer.headers.get("Content-Disposition")) ?? [];
  return saveFile(await answer.blob(), decodeURIComponent(name));
}

function saveFile(content, name) {
  const link = el("a", { href: URL.createObjectURL(content), download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return link.download;
}
