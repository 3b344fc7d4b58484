// Tells the portal's page around ours how high ours is, so that its frame can be as high. Only pages inside a portal's
// load this file. The message goes to the very origin that let the person in; any other page around us gets nothing.
const around = document.querySelector('meta[name="saatja-embedded-in"]')?.content;

if (around && window.parent !== window) {
  const page = document.documentElement;
  let told = 0;
  const tell = () => {
    const height = Math.ceil(page.getBoundingClientRect().height);
    if (height !== told) {
      told = height;
      window.parent.postMessage({ type: "saatja:height", height }, around);
    }
  };
  new ResizeObserver(tell).observe(page);
  tell();
}
