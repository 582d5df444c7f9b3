// Filters by kind, and j and k to go from mistake to mistake. Without this the page is only less handy.
const choices = document.getElementById("choices");
const boxes = [...choices.querySelectorAll("input")];
const mistakes = [...document.querySelectorAll(".mistake")];
const shown = document.getElementById("shown");

function filter() {
  const wanted = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
  for (const mistake of mistakes) {
    mistake.hidden = !mistake.dataset.kinds.split("|").some((kind) => wanted.has(kind));
  }
  shown.textContent = `${mistakes.filter((mistake) => !mistake.hidden).length} of ${mistakes.length} shown`;
}

function step(by) {
  const visible = mistakes.filter((mistake) => !mistake.hidden);
  const at = visible.indexOf(document.activeElement.closest(".mistake"));
  const next = visible[at < 0 ? 0 : at + by];
  if (next) {
    next.focus();
    next.scrollIntoView({ block: "start" });
  }
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "j") step(1);
  if (event.key === "k") step(-1);
});
for (const box of boxes) box.addEventListener("change", filter);
for (const handy of document.querySelectorAll(".handy")) handy.hidden = false;
filter();
