// Passkeys: a form with data-passkey="create" or "get" asks the browser for one and sends it.
// The options stand in the page, or come from the address of the form.

const toBytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=/g, "");

const withBytes = (known) => ({ ...known, id: toBytes(known.id) });

function asked({ publicKey }) {
  const options = { ...publicKey, challenge: toBytes(publicKey.challenge) };
  if (options.user) options.user = withBytes(options.user);
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    if (options[list]) options[list] = options[list].map(withBytes);
  }
  return options;
}

function create(options) {
  // A passkey stays in the device, checks its holder, and so counts as both factors.
  options.authenticatorSelection = {
    ...options.authenticatorSelection,
    residentKey: "required",
    requireResidentKey: true,
    userVerification: "required",
  };
  return navigator.credentials.create({ publicKey: options });
}

function written(credential) {
  const { response } = credential;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const said = Object.fromEntries(
    parts.filter((part) => response[part]).map((part) => [part, toText(response[part])]),
  );
  if (response.getTransports) said.transports = response.getTransports();
  return JSON.stringify({
    type: credential.type,
    id: credential.id,
    rawId: toText(credential.rawId),
    response: said,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function options(form) {
  const here = document.getElementById("js_data");
  if (here) {
    const data = JSON.parse(here.textContent);
    return asked(data.creation_options ?? data.request_options);
  }
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.status);
  return asked((await answer.json()).request_options);
}

async function ask(form) {
  const problem = form.querySelector("[data-problem]");
  problem.hidden = true;
  try {
    const wanted = await options(form);
    const credential =
      form.dataset.passkey === "create"
        ? await create(wanted)
        : await navigator.credentials.get({ publicKey: wanted });
    form.elements.credential.value = written(credential);
    form.submit();
  } catch (error) {
    problem.textContent = problem.dataset[error.name] ?? problem.dataset.other;
    problem.hidden = false;
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(form);
  });
}
