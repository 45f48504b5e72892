/* Making and using passkeys: what the server asks goes to the browser, its answer into the form. */
(() => {
  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
  };
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const described = (listed) => (listed ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

  const asked = ({ publicKey }) => ({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      ...(publicKey.user && { user: { ...publicKey.user, id: bytes(publicKey.user.id) } }),
      ...(publicKey.excludeCredentials && { excludeCredentials: described(publicKey.excludeCredentials) }),
      ...(publicKey.allowCredentials && { allowCredentials: described(publicKey.allowCredentials) }),
    },
  });

  const answered = (credential) => {
    const { response } = credential;
    const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
    const given = parts.filter((part) => response[part]).map((part) => [part, text(response[part])]);
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      authenticatorAttachment: credential.authenticatorAttachment,
      clientExtensionResults: credential.getClientExtensionResults(),
      response: { ...Object.fromEntries(given), ...(response.getTransports && { transports: response.getTransports() }) },
    });
  };

  const optionsOf = async (form) => {
    if (form.dataset.options) return JSON.parse(form.dataset.options);
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    return (await answer.json()).request_options;
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-passkey]")) return;
    event.preventDefault();
    const fault = form.querySelector("[data-passkey-fault]");
    fault.hidden = true;
    try {
      const wanted = asked(await optionsOf(form));
      form.elements.credential.value = answered(await navigator.credentials[form.dataset.passkey](wanted));
      form.submit();
    } catch {
      fault.hidden = false;
    }
  });

  // Nothing is offered that cannot work: passkeys belong to a name, not to a bare address.
  const isAddress = /^[\d.]+$|^\[/.test(location.hostname);
  for (const form of document.querySelectorAll("[data-passkey][hidden]")) {
    form.hidden = !window.PublicKeyCredential || isAddress;
  }
})();
