/** The example portal's pages. */

/** @param {string} text */
export const escape = (text) =>
  text.replace(/[&<>"]/g, (c) => `&${{ "&": "amp", "<": "lt", ">": "gt", '"': "quot" }[c]};`);

const STYLE = `
  :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
  body { margin: 0; display: grid; grid-template-columns: 12rem 1fr }
  nav { padding: 1.5rem 1rem; border-inline-end: 1px solid #8885 }
  nav a { display: block; padding: .3rem 0 }
  main { padding: 1.5rem }
  iframe { width: 100%; height: 200px; border: 0 }
  @media (max-width: 40rem) { body { grid-template-columns: 1fr } }`;

/**
 * @param {string} title
 * @param {string} body
 */
export function page(title, body) {
  return `<!doctype html>
<html lang="et">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Näidisportaal</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
<nav aria-label="Portaal">
  <b>Näidisportaal</b>
  <a href="/">Avaleht</a>
  <a href="/embedded">Meili saatmine (portaalis)</a>
  <a href="/window">Meili saatmine (oma aknas)</a>
</nav>
<main><h1>${title}</h1>${body}</main>
</html>`;
}

export const home = () => page("Avaleht", "<p>Vali vasakult, kuidas meili saatmise seaded avanevad.</p>");

/**
 * Saatja inside the portal's page: a form posts the token into the frame, and the frame grows with what it shows.
 * @param {string} saatja
 * @param {string} token
 */
export const embedded = (saatja, token) =>
  page(
    "Meili saatmine",
    `${form(saatja, token, "saatja")}
<iframe name="saatja" title="Meili saatmise seaded"></iframe>
<script>
  const frame = document.querySelector("iframe");
  addEventListener("message", (event) => {
    // Only from Saatja, and only from this very frame.
    if (event.origin !== ${JSON.stringify(saatja)} || event.source !== frame.contentWindow) return;
    if (event.data?.type === "saatja:height") frame.style.height = event.data.height + "px";
  });
  document.querySelector("form").submit();
</script>`,
  );

/**
 * Saatja in a window of its own.
 * @param {string} saatja
 * @param {string} token
 */
export const ownWindow = (saatja, token) =>
  page("Meili saatmine", form(saatja, token, "_self", "<button>Ava seaded</button>"));

/**
 * @param {string} saatja
 * @param {string} token
 * @param {string} target
 * @param {string} [button]
 */
function form(saatja, token, target, button = "") {
  return `<form method="post" action="${escape(saatja)}/launch" target="${target}">
  <input type="hidden" name="token" value="${escape(token)}">${button}
</form>`;
}
