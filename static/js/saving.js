// What was typed is never lost, and the page says how it stands with it. Without this file forms are plain forms.
//
// <form data-keep>   what is typed in it stays in this browser until an answer says that it is written; a closed tab, a dead
//                    server, a sign-out put nothing away: the page puts it back, with the version that was seen then
// data-autosave      beside it: sent (event "autosave") when typing in one of the form's [data-autosave-field] stops
// data-once          beside it: adds something; the field is free again at once
// data-queue         on what holds forms: writes go one by one; those that find no server wait until there is one, and
//                    each carries a word ("once"), so that what is sent again since its answer was lost is not done twice
// data-save-state    "saved", as the server writes it, waiting, busy, offline or bad; [data-kept] in it says how many wait, and
//                    [data-retry] tries again
// data-not-saved     on what says that something was not written;  data-drop: gives up what was typed in its form
import { say } from "./toast.js";

const WAIT = 400;
const AGAIN = 3000;
const LOGIN = "/accounts/login/";

const here = location.pathname;
const word = () => Date.now() + Math.random().toString(36);
const tab = word(); // this page as it is open here: a second tab has its own text and sends its own writes
const who = document.body.dataset.user; // another gets nothing of it
const words = document.querySelector("[data-toasts]")?.dataset ?? {};

// fields: what was typed, by the address and name it goes to: [value, version seen, page, tab]. queue: what was sent from
// each page, in whichever tab, and is not answered yet. sent: the page and the form that led to the next one.
function store(act) {
  let all = JSON.parse(localStorage.kept ?? null);
  if (!all || (who && all.who !== who)) all = { who, fields: {}, queue: {} };
  const result = act(all, (all.queue[here] ??= []).filter((one) => one.tab === tab));
  try {
    localStorage.kept = JSON.stringify(all);
  } catch {
    return; // more than a browser keeps, some millions of letters: what it has stays, and this goes without a net
  }
  return result;
}

const action = (form) => form.getAttribute("action") || here;
const key = (field) => `${action(field.form)} ${field.name}`;
const isText = ({ name, type, autocomplete, hidden }) =>
  name && !hidden && /^(text|textarea|search|number|date|time|url)$/.test(type) && autocomplete !== "one-time-code";
const texts = (form) => [...form.elements].filter(isText);
const typed = (form) => texts(form).map((field) => field.value).join("\n");
const find = (what) => document.querySelector(`[data-${what}]`);
const isOnce = (form) => form && "once" in form.dataset;

// The form that sends to this address, by itself or by one of its buttons.
function owner(url) {
  const found = document.querySelector(`form[action="${url}"], [formaction="${url}"]`);
  return found?.form ?? found;
}

// --- What was typed ---

function keep(field) {
  if (!who || !isText(field)) return;
  const draft = [field.value, field.form.elements.version?.value, here, tab];
  const isKept = field.value !== field.defaultValue && store(({ fields }) => (fields[key(field)] = draft));
  if (!isKept) store(({ fields }) => delete fields[key(field)]); // also where it is too long: an older one is none
}

const forget = (form) => store(({ fields }) => texts(form).forEach((field) => delete fields[key(field)]));

// Whatever was swapped in, or loaded anew: what was typed and is not written stands there again.
function putBack(first) {
  const back = [];
  const all = [...document.forms].flatMap(texts);
  store(({ fields }) => {
    for (const [name, draft] of Object.entries(fields)) {
      const field = all.find((one) => key(one) === name);
      const [value, seen, page, typist] = draft;
      if (!first && typist !== tab) continue; // it is being typed there
      if (!field) {
        if (!first || page !== here) continue;
        delete fields[name];
        say(`${words.gone} ${value}`);
      } else if (first && value === field.defaultValue && !find("not-saved")) delete fields[name];
      else {
        draft[3] = tab;
        const { version } = field.form.elements;
        if (!seen || (first && value === field.value)) draft[1] = version?.value;
        else if (version) version.value = seen;
        if (value === field.value) continue;
        field.value = value;
        back.push(field);
      }
    }
  });
  for (const field of back) {
    // What is not saved while one types is saved when one leaves it.
    const left = field.form.matches("[hx-post]:not([data-once])") && !field.matches("[data-autosave-field]");
    field.dispatchEvent(new Event(left ? "change" : "input", { bubbles: true }));
  }
  if (first && back.length) say(words.back, "success");
}

const autosave = (form) => form.dispatchEvent(new Event("autosave"));

document.addEventListener("input", ({ target }) => {
  const { form } = target;
  if (!form?.matches("[data-keep]")) return;
  keep(target);
  show();
  if (!target.matches("[data-autosave-field]")) return;
  clearTimeout(form.timer);
  form.timer = setTimeout(autosave, WAIT, form);
});

// Before anybody else hears of it: the quick entry empties its field when the line is on its way.
document.addEventListener(
  "submit",
  ({ target: form }) => {
    if (form.method !== "post") return;
    if (action(form).endsWith("/logout/")) {
      // Who leaves a browser to others leaves nothing in it but what is still to be sent.
      if (!store((all) => Object.values(all.queue).flat()[0])) delete localStorage.kept;
      return;
    }
    [...form.elements].forEach(keep);
    if (who && !form.hasAttribute("hx-post")) store((all) => (all.sent = [here, action(form)]));
  },
  true,
);

// --- What is sent ---

let flying; // the entry of the queue that is on its way
let again; // it was on its way before
let away; // the server did not answer last time
let timer;
let to; // the page to which one goes when all is answered

function leave() {
  if (to) location.assign(to);
  to = "";
}

// Is there text that waits for its button?
const isWaiting = () =>
  [...document.querySelectorAll("form[data-keep]:not([hx-post])")]
    .flatMap(texts)
    .some((field) => field.value !== field.defaultValue);

function show() {
  const state = find("save-state");
  if (!state) return;
  const kept = store((all, queue) => queue.length);
  const unsent = find("unsent");
  const bad = unsent || find("not-saved");
  state.dataset.saveState = away && kept ? "offline" : flying ? "busy" : bad ? "bad" : isWaiting() ? "waiting" : "saved";
  find("kept").textContent = kept;
  find("retry").hidden = !unsent && !away;
}

function drain() {
  clearTimeout(timer);
  again = !flying && store((all, queue) => queue[0]);
  if (again) {
    const values = new FormData();
    [...again.values, ["once", again.id]].forEach((pair) => values.append(...pair));
    // What was typed has pinned the version that it saw; anything else is meant for the page as it stands here by now.
    const { version, step } = owner(again.url)?.elements ?? {};
    const seen = document.querySelector("#seen");
    for (const field of [version, step, seen]) if (values.has(field?.name)) values.set(field.name, field.value);
    window.htmx.ajax("POST", again.url, { source: "body", swap: "none", values }).catch(() => {});
    again = undefined;
  } else if (!flying) leave();
  show();
}

// Written: what was sent is no longer kept, and what was typed since stands on the new version.
function taken(url, sent) {
  const form = owner(url);
  if (!form) return;
  form.removeAttribute("data-unsent");
  const isOwn = url === action(form);
  const forms = isOwn ? [...document.forms].filter((one) => action(one) === url) : [form]; // two may lead there
  store(({ fields }) => {
    for (const field of forms.flatMap(texts)) {
      const draft = fields[key(field)];
      if (draft && draft[0] === sent[field.name] && (isOnce(form) || isOwn)) {
        field.defaultValue = draft[0];
        delete fields[key(field)];
      } else if (draft) draft[1] = "";
    }
  });
}

// Answered, and not written. What was to be added goes back into its field, unless the next is being typed there.
function refused(form, sent, status) {
  const field = isOnce(form) && texts(form)[0];
  const isPasted = /\n/.test(sent[field?.name]); // one line cannot hold it, and whoever pasted it has it
  const isGone = isPasted && (status === 413 || status === 422);
  if (field && !isGone) {
    store(({ fields }) => {
      if (isPasted || fields[key(field)]) say(`${words.gone} ${sent[field.name]}`);
      else fields[key(field)] = [sent[field.name], "", here, tab];
    });
  }
  if (!isGone && status !== 409 && status !== 422) form.dataset.unsent = "";
}

function tell(xhr, lost, held) {
  const { status } = xhr;
  if (lost) return (held && away) || say(held ? words.queued : words.offline);
  if (status < 400 || status === 409 || status === 422) return;
  if (xhr.getResponseHeader("HX-Trigger")?.includes("toast")) return; // it said itself what happened
  say(status < 500 ? words.refused : words.failed);
}

document.addEventListener("htmx:configRequest", (event) => {
  const { path, parameters, triggeringEvent } = event.detail;
  const form = event.target.closest("form");
  if (!form) return;
  if (path === action(form)) form.timer = clearTimeout(form.timer);
  // Leaving a field whose text was answered already: another answer would take the button away that is being clicked.
  if (triggeringEvent?.type === "change" && form.answered === typed(form)) event.preventDefault();
  if (triggeringEvent?.type === "submit") form.answered = typed(form); // and so is one that is on its way
  if (triggeringEvent?.type === "autosave") parameters.append("typing", "1");
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const { xhr, elt, requestConfig } = event.detail;
  const { verb, path: url, formData } = requestConfig;
  // htmx would send what is typed next to where this button leads; it forgets it when the button loses the focus.
  elt.querySelector("button")?.dispatchEvent(new Event("focusout", { bubbles: true }));
  const resent = again;
  let held = verb !== "get" && (resent || elt.closest("[data-queue]"));
  const form = owner(url);
  const saves = form && url === action(form); // and not one of its buttons
  const values = [...formData].filter(([name]) => name !== "csrfmiddlewaretoken");
  const entry = resent || { id: word(), tab, url, values };
  const sent = Object.fromEntries(entry.values);
  if (held && !resent) {
    // Before it is sent: a tab that is closed now sends it when the page is opened again. Later text takes the place of
    // earlier. One at a time, and all from the queue: an answer may take away the form of another request, and htmx then
    // has no place for that one's answer, nor sends what waits at that form.
    held = store((all, queue) => {
      const isText = saves && form.matches("[data-keep]:not([data-once])");
      const same = isText && queue.find((one) => one.url === url && one.id !== flying?.id);
      if (same) Object.assign(same, { id: word(), values }); // the text before it may be written, and no answer came
      else all.queue[here].push(entry);
      return true;
    });
    if (held) {
      if (isOnce(form)) forget(form);
      event.preventDefault();
      window.htmx.trigger(elt, "htmx:afterRequest", { ...event.detail, successful: true });
      return drain();
    }
  }
  const before = form && texts(form).map(({ name }) => sent[name]).join("\n");
  if (held) flying = entry;
  show();
  let lost;
  xhr.addEventListener("error", () => (lost = true));
  const isAnswer = (from, to) => xhr.status >= from && xhr.status < to && xhr.status !== 202; // 202: read, not written
  const signedOut = () => xhr.responseURL?.includes(LOGIN);
  xhr.onreadystatechange = () => {
    if (xhr.readyState !== 4) return; // before anything is swapped
    if (signedOut()) {
      // Show it as a page, and come back here afterwards.
      store((all) => (all.sent = []));
      location.assign(`${LOGIN}?next=${encodeURIComponent(here + location.search)}`);
    } else if (verb !== "get" && isAnswer(200, 400)) taken(url, sent);
  };
  xhr.onloadend = () => {
    lost ||= xhr.status === 502 || xhr.status === 504;
    tell(xhr, lost, held);
    if (held) {
      flying = undefined;
      away = lost;
      if (!lost && xhr.status && !signedOut()) {
        store(({ queue }) => (queue[here] = queue[here].filter(({ id }) => id !== entry.id)));
        if (saves && isAnswer(400, 600)) refused(form, sent, xhr.status);
        if (before && isAnswer(200, 500)) form.answered = before;
      }
    }
    putBack();
    if (lost) timer = setTimeout(drain, AGAIN);
    if (lost || signedOut()) show();
    else drain();
  };
});

// What waits is as good as sent for whoever sent it: the quick entry is free for the next line.
document.addEventListener("htmx:afterRequest", ({ detail }) => flying && (detail.successful ||= !detail.xhr.status), true);

// --- By hand, and when the page or the connection is there again ---

document.addEventListener(
  "click",
  ({ target }) => {
    const form = target.closest("[data-drop]")?.closest("form");
    if (form) {
      forget(form);
      form.reset();
    }
    if (!target.closest("[data-retry]")) return;
    document.querySelectorAll("[data-unsent]").forEach((one) => one.requestSubmit());
    drain();
  },
  true,
);

addEventListener("online", drain);

// The page behind a link shows what was typed here just before.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (link.hash && link.pathname + link.search === here + location.search) return;
  const typing = [...document.forms].filter((form) => form.timer);
  if (away || !(typing[0] || store((all, queue) => queue[0]))) return;
  event.preventDefault();
  to = link.href;
  setTimeout(leave, 2000);
  typing.forEach(autosave);
});

// Who lives holds a lock. What others left in the queue of this page is sent from here as soon as they are gone.
const gone = (one, then) => (navigator.locks ? navigator.locks.request(`kept:${one}`, then) : then());
if (navigator.locks) gone(tab, () => new Promise(() => {}));

function adopt(one) {
  gone(one, () => {
    store(({ queue }) => queue[here].forEach((entry) => entry.tab === one && (entry.tab = tab)));
    drain();
  });
}

// When every module listens; also on the way back to a page that the browser had put aside.
addEventListener("pageshow", () => {
  store((all) => {
    const { sent, fields } = all;
    delete all.sent; // an error page knows nobody: what it refused stays
    if (!sent) return;
    if (!who && here === LOGIN && !find("toast-text")) say(words.ended); // unless the server says why
    if (!who || find("not-saved") || !document.referrer.split("?")[0].endsWith(sent[0])) return;
    Object.keys(fields).forEach((name) => name.startsWith(`${sent[1]} `) && delete fields[name]);
  });
  if (!who) return;
  putBack(true);
  drain();
  new Set(store(({ queue }) => queue[here].map((entry) => entry.tab))).forEach((one) => one === tab || adopt(one));
});
