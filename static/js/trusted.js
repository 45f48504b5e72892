/* The one way from text to elements: without scripts. The browser lets no text become a script or
   the address of one (require-trusted-types-for), and asks here before one becomes HTML. */
(() => {
  if (!window.trustedTypes) return;
  const inert = trustedTypes.createPolicy("inert", { createHTML: (text) => text });
  const strip = (root) => {
    for (const element of root.querySelectorAll("script, template")) {
      if (element.localName === "script") element.remove();
      else strip(element.content);
    }
  };
  trustedTypes.createPolicy("default", {
    createHTML: (text) => {
      if (!/<script/i.test(text)) return text;
      const parsed = new DOMParser().parseFromString(inert.createHTML(text), "text/html");
      strip(parsed);
      return parsed.documentElement.outerHTML;
    },
  });
})();
