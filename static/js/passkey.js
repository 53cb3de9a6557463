// form[data-passkey="create" | "get"]: asks the browser for a passkey, puts it into the form's `credential` and sends it.
// The options stand in the form as JSON; a form without them asks its own address. One path for all browsers:
// parseCreationOptionsFromJSON and toJSON are younger than passkeys, and some password managers break toJSON.

const toBytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const withId = (key) => ({ ...key, id: toBytes(key.id) });

// What the server says in base64url is bytes to the browser.
function decoded(options) {
  const asked = { ...options, challenge: toBytes(options.challenge) };
  if (options.user) asked.user = withId(options.user);
  for (const name of ["excludeCredentials", "allowCredentials"]) asked[name] = (options[name] ?? []).map(withId);
  return asked;
}

function encoded(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

async function options(form) {
  const stored = form.querySelector("script[type='application/json']");
  if (stored) return JSON.parse(stored.textContent).publicKey;
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw { name: answer.status };
  return (await answer.json()).request_options.publicKey;
}

async function ask(form) {
  const publicKey = decoded(await options(form));
  if (form.dataset.passkey === "get") return navigator.credentials.get({ publicKey });
  // kept by the device, so that it opens the account by itself
  const kept = { ...publicKey.authenticatorSelection, residentKey: "required", requireResidentKey: true };
  return navigator.credentials.create({ publicKey: { ...publicKey, authenticatorSelection: kept } });
}

const WORDS = { 429: "busy", NotAllowedError: "cancelled", AbortError: "cancelled", InvalidStateError: "known", SecurityError: "missing" };

function say(form, word) {
  const place = form.querySelector("[data-passkey-says]");
  place.textContent = word ? place.dataset[word] : "";
  place.hidden = !word;
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const button = form.querySelector("button[type=submit]");
  if (!window.PublicKeyCredential) {
    button.hidden = true;
    say(form, "missing");
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    say(form, "");
    button.disabled = true;
    try {
      form.elements.credential.value = JSON.stringify(encoded(await ask(form)));
      form.submit();
    } catch (error) {
      say(form, WORDS[error.name] ?? "failed");
    } finally {
      button.disabled = false;
    }
  });
}
