// Passkeys: speaks to the browser's own dialog; the answer goes into the form's hidden
// field and the form is sent. Forms are shown only where the browser knows passkeys.
(function () {
  "use strict";
  if (!window.PublicKeyCredential) return;

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  function options(form) {
    const told = JSON.parse(form.dataset.options);
    told.challenge = bytes(told.challenge);
    if (told.user) told.user.id = bytes(told.user.id);
    for (const name of ["excludeCredentials", "allowCredentials"]) {
      for (const each of told[name] || []) each.id = bytes(each.id);
    }
    return told;
  }

  function answer(made) {
    const response = { clientDataJSON: text(made.response.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (made.response[name]) response[name] = text(made.response[name]);
    }
    return JSON.stringify({
      id: made.id,
      rawId: text(made.rawId),
      type: made.type,
      clientExtensionResults: {},
      response: response,
    });
  }

  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    form.hidden = false;
    document.querySelectorAll("[data-no-passkey]").forEach((hint) => { hint.hidden = true; });
    form.addEventListener("submit", async (event) => {
      const field = form.querySelector("[name=passkey]");
      if (field.value) return;
      event.preventDefault();
      const ask = { publicKey: options(form) };
      try {
        field.value = answer(
          form.dataset.passkey === "create"
            ? await navigator.credentials.create(ask)
            : await navigator.credentials.get(ask)
        );
      } catch (refused) {
        return; // the person closed the dialog: the button is there still
      }
      form.submit();
    });
  });
})();
