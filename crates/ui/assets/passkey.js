// Passkeys: asks the browser what the page wants to know, and sends its answer as a field of the page's form.
// Without this file the page offers the code of an application instead.
const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

const ask = async (form, { publicKey }) => {
  publicKey.challenge = bytes(publicKey.challenge);
  if (form.dataset.passkey === "get") {
    publicKey.allowCredentials = known(publicKey.allowCredentials);
    return navigator.credentials.get({ publicKey });
  }
  publicKey.user.id = bytes(publicKey.user.id);
  publicKey.excludeCredentials = known(publicKey.excludeCredentials);
  return navigator.credentials.create({ publicKey });
};

const answer = ({ id, rawId, type, response }) => {
  const parts = ["attestationObject", "clientDataJSON", "authenticatorData", "signature", "userHandle"];
  const given = parts.filter((part) => response[part]).map((part) => [part, text(response[part])]);
  return JSON.stringify({ id, rawId: text(rawId), type, extensions: {}, response: Object.fromEntries(given) });
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  const button = form.querySelector("button");
  const said = form.querySelector("[role=status]");
  button.addEventListener("click", async () => {
    said.textContent = "";
    button.disabled = true;
    try {
      const credential = await ask(form, JSON.parse(form.dataset.options));
      form.elements.tra_loi.value = answer(credential);
      form.requestSubmit();
    } catch {
      // Declined, out of time, or no fitting key: the browser does not say which.
      said.textContent = form.dataset.failed;
      button.disabled = false;
    }
  });
}
