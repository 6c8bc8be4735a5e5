// What is typed into a form stays on this device until the house has it: a lost connection loses
// nothing. It is kept by form and person, offered again, and sent when the line is back. The form
// carries a token, so that what is sent twice makes one record. Without this script the form works
// as every other.

const PREFIX = "renkei:typed:";
const A_WEEK = 7 * 24 * 60 * 60 * 1000;
const NEVER = new Set(["csrfmiddlewaretoken"]);

const names = () => Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));

const read = (name) => {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
};

// --- what came of it: a page that shows a record says which form made it -------------------------

const forget = (mark) => {
  for (const name of names()) {
    const kept = read(name);
    if (!kept || Date.now() - kept.at > A_WEEK || kept.mark === mark) localStorage.removeItem(name);
  }
};

const arrived = document.querySelector("[data-kept]");
if (arrived) {
  forget(arrived.dataset.kept);
  // Shared addresses and reloads need not say it again.
  history.replaceState(history.state, "", location.pathname);
}

// --- the form ------------------------------------------------------------------------------------

const form = document.querySelector("form[data-kept-as]");

if (form) {
  const name = PREFIX + form.dataset.keptAs;
  const status = form.querySelector("[data-kept-status]");
  const found = form.querySelector("[data-kept-found]");
  const fields = () => [...form.elements].filter((one) => one.name && !NEVER.has(one.name));
  const mark = () => form.dataset.keptUntil || form.elements.token.value;
  const clock = (at) =>
    new Intl.DateTimeFormat(document.documentElement.lang, {
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    }).format(at);

  const values = () => {
    const typed = {};
    for (const one of fields()) {
      if (one.type === "submit") continue;
      const isChosen = ["radio", "checkbox"].includes(one.type);
      if (isChosen) (typed[one.name] ??= []).push(...(one.checked ? [one.value] : []));
      else typed[one.name] = [one.value];
    }
    return typed;
  };

  const keep = (waits = "") => {
    const kept = { at: Date.now(), mark: mark(), waits, typed: values() };
    try {
      localStorage.setItem(name, JSON.stringify(kept));
      status.textContent = `${form.dataset.saved} ${clock(kept.at)}`;
    } catch {
      // A full or closed storage: the form goes on as without this script.
    }
  };

  const put = (typed) => {
    for (const one of fields()) {
      const given = typed[one.name];
      if (!given || one.type === "submit") continue;
      if (["radio", "checkbox"].includes(one.type)) one.checked = given.includes(one.value);
      else one.value = given[0] ?? "";
    }
  };

  const drop = () => {
    localStorage.removeItem(name);
    location.replace(location.pathname + location.search);
  };

  // Sent by hand, so that without a line the page stays and says so.
  const send = async (button) => {
    const body = new FormData(form);
    body.append(button, "1");
    status.textContent = form.dataset.sends;
    let answer;
    try {
      answer = await fetch(form.action, {
        method: "POST",
        body,
        headers: { "X-Sent-By": "script" },
      });
    } catch {
      keep(button);
      status.textContent = form.dataset.waits;
      return;
    }
    const arrivedAt = answer.headers.get("X-Arrived-At");
    if (arrivedAt) {
      localStorage.removeItem(name);
      location.assign(arrivedAt);
    } else if (answer.redirected || answer.status === 403) {
      keep();
      status.textContent = form.dataset.signedOut;
    } else {
      // Something has to be mended: the page of the house says what.
      keep();
      const pressed = Object.assign(document.createElement("input"), {
        type: "hidden",
        name: button,
        value: "1",
      });
      form.append(pressed);
      HTMLFormElement.prototype.submit.call(form);
    }
  };

  forget("");
  const kept = read(name);
  const hasProblems = Boolean(document.getElementById("problems"));
  if (kept && !hasProblems) {
    put(kept.typed);
    found.querySelector("[data-kept-found-text]").textContent =
      `${form.dataset.found} ${clock(kept.at)}`;
    found.hidden = false;
    form.querySelector("details")?.toggleAttribute(
      "open",
      [...form.querySelectorAll("details input, details textarea")].some((one) =>
        ["radio", "checkbox"].includes(one.type) ? one.checked : one.value,
      ),
    );
    if (kept.waits && navigator.onLine) send(kept.waits);
  }

  form.addEventListener("input", () => keep(read(name)?.waits ?? ""));
  form.addEventListener("change", () => keep(read(name)?.waits ?? ""));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(event.submitter?.name || "record");
  });
  found.querySelector("[data-kept-drop]").addEventListener("click", drop);
  addEventListener("online", () => {
    const waiting = read(name)?.waits;
    if (waiting) send(waiting);
  });
}
