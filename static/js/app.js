// Six conveniences; every page works without them.

document.documentElement.dataset.script = "on";

// Menus close on Escape and on a click outside.
function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(except)) menu.open = false;
  }
}

document.addEventListener("click", (event) => closeMenus(event.target));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.activeElement.closest("details.menu[open]")?.querySelector("summary").focus();
  closeMenus(null);
});

// A button that prints the page; without this script the browser's own way is there.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// On a phone the tab of this page stands in the middle of those that scroll.
const here = document.querySelector(".tabs [aria-current]");
if (here) here.parentElement.scrollLeft = here.offsetLeft - (innerWidth - here.offsetWidth) / 2;

// Filters answer at once; their button is only needed without this script.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-submit-on-change]");
  if (form && event.target.type !== "search") form.requestSubmit();
});

// After a failed submit the summary speaks first, also when htmx brought it.
function focusErrors(root) {
  root.querySelector(".errors")?.focus();
}

focusErrors(document);
document.addEventListener("htmx:afterSwap", (event) => focusErrors(event.target));

// Leaving a changed form asks first; one that came back with errors counts as changed.
const changed = new Set();

for (const form of document.querySelectorAll("form[data-confirm-leave]")) {
  if (form.querySelector(".errors")) changed.add(form);
}

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-confirm-leave]");
  if (form) changed.add(form);
});

document.addEventListener("submit", (event) => changed.delete(event.target));

addEventListener("beforeunload", (event) => {
  if (changed.size) event.preventDefault();
});
