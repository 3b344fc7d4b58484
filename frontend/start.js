// Starts every island on the page. Pages without islands do not load this file.
import init, * as islands from "./frontend.js";

await init({ module_or_path: new URL("./frontend_bg.wasm", import.meta.url) });
islands.hydrate();
for (const element of document.querySelectorAll("leptos-island")) {
  const start = islands[element.dataset.component];
  if (start) {
    start(element);
  } else {
    console.error(`No island of this name in the front end: ${element.dataset.component}`);
  }
}
document.documentElement.dataset.ready = "yes";
