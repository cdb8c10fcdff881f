"use strict";
// The page of a report. All data is in JSON elements; it is parsed when it is needed and put on the page as text only.
(() => {
  const ROW = 66;
  const $ = (id) => document.getElementById(id);
  const index = JSON.parse($("index").textContent);
  // Kinds of findings: rule, severity (or "label"), impact, confidence, category.
  const kinds = index.kinds.map(([rule, severity, impact, confidence, category]) => ({ rule, severity, impact, confidence, category }));
  const documents = index.documents.map(([number, file, id, title, url, lang, words, verdict, score, penalty, small, found], rank) => (
    { rank, number, file, id, title, url, lang, words, verdict, score, penalty, small, found }));
  const byKey = new Map(documents.map((one) => [`${one.file}\u0000${one.id}`, one]));
  const filter = { text: "", severity: new Set(), rule: "", category: "", verdict: "" };
  const SEVERITIES = ["error", "warning", "info", "label"];
  const NAMES = { error: "errors", warning: "warnings", info: "hints", label: "labels" };
  let shown = documents;
  let current = null; // the open document with its detail
  let picked = -1;

  const element = (tag, options = {}, ...children) => {
    const made = document.createElement(tag);
    for (const [key, value] of Object.entries(options)) {
      if (key === "on") for (const [name, what] of Object.entries(value)) made.addEventListener(name, what);
      else if (value !== null && value !== undefined && value !== false) made.setAttribute(key === "cls" ? "class" : key, value === true ? "" : value);
    }
    for (const child of children.flat()) if (child !== null && child !== undefined && child !== "") made.append(child);
    return made;
  };
  const number = (value) => value.toLocaleString("en");
  const counted = (count, one, many) => `${number(count)} ${count === 1 ? one : many}`;

  // What would reorder, hide or break a line is shown by its code.
  const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;
  const visible = (text) => {
    const parts = [];
    let at = 0;
    for (const match of text.matchAll(HIDDEN)) {
      if (match[0] === "\r" && text[match.index + 1] === "\n") { parts.push(text.slice(at, match.index)); at = match.index + 1; continue; }
      parts.push(text.slice(at, match.index));
      const code = match[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
      parts.push(element("span", { cls: "control" }, `U+${code}`));
      at = match.index + 1;
    }
    parts.push(text.slice(at));
    return parts;
  };
  const plain = (text) => text.replace(HIDDEN, (c) => `<U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}>`);
  const nameOf = (one) => plain(one.title || one.id);

  // Filters.
  const matches = (kind) => (filter.severity.size === 0 || filter.severity.has(kind.severity))
    && (!filter.rule || kind.rule === filter.rule) && (!filter.category || kind.category === filter.category);
  let passing = kinds.map(() => true);
  const filtersFindings = () => filter.severity.size > 0 || filter.rule !== "" || filter.category !== "";
  const matching = (one) => one.found.reduce((sum, kind) => sum + (passing[kind] ? 1 : 0), 0);

  const apply = () => {
    passing = kinds.map(matches);
    const wanted = filter.text.toLowerCase();
    const said = (one) => !wanted || `${one.title || ""}\n${one.id}\n${one.file}`.toLowerCase().includes(wanted);
    shown = documents.filter((one) => (!filter.verdict || one.verdict === filter.verdict) && said(one)
      && (!filtersFindings() || matching(one) > 0));
    const findings = shown.reduce((sum, one) => sum + matching(one), 0);
    $("count").textContent = `${counted(shown.length, "document", "documents")}, ${counted(findings, "finding", "findings")}`;
    $("list").scrollTop = 0;
    rows();
    if (current) article(); else overview();
  };

  // The list: only the rows in sight are on the page.
  const rows = () => {
    const list = $("list");
    const holder = $("rows");
    holder.style.height = `${shown.length * ROW}px`;
    const first = Math.max(0, Math.floor(list.scrollTop / ROW) - 4);
    const last = Math.min(shown.length, Math.ceil((list.scrollTop + Math.max(list.clientHeight, 400)) / ROW) + 4);
    holder.replaceChildren(...shown.slice(first, last).map((one, offset) => {
      const place = first + offset;
      const count = matching(one);
      const row = element("button", { cls: "row", "data-rank": one.rank, "aria-current": current && current.one === one ? "true" : null, on: { click: () => open(one) } },
        element("span", { cls: "name" }, nameOf(one)),
        element("span", { cls: "facts" },
          element("span", { cls: `chip ${one.verdict}` }, one.verdict),
          element("span", { title: one.small ? "fewer than 500 words: the score says little" : null }, `${one.score.toFixed(1)}${one.small ? "*" : ""}`),
          element("span", {}, count ? counted(count, "finding", "findings") : "no findings"),
          element("span", {}, counted(one.words, "word", "words"))));
      row.style.top = `${place * ROW}px`;
      return row;
    }));
  };

  // The overview: what there is, and the charts.
  const SVG = "http://www.w3.org/2000/svg";
  const svg = (tag, attributes, ...children) => {
    const made = document.createElementNS(SVG, tag);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };
  const chart = (title, key, most) => {
    const counts = new Map();
    for (const one of shown) for (const kind of one.found) if (passing[kind]) counts.set(kinds[kind][key], (counts.get(kinds[kind][key]) || 0) + 1);
    const all = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    const bars = all.slice(0, most);
    const greatest = bars.length ? bars[0][1] : 1;
    const figure = svg("svg", { viewBox: `0 0 720 ${Math.max(bars.length, 1) * 26}`, role: "group", "aria-label": title });
    bars.forEach(([name, count], line) => {
      const y = line * 26;
      const pick = () => { filter[key] = filter[key] === name ? "" : name; fill(); apply(); };
      const group = svg("g", { tabindex: "0", role: "button", "aria-label": `${plain(name)}: ${count}` },
        svg("rect", { x: 0, y, width: 720, height: 24, fill: "transparent" }),
        svg("rect", { class: "bar", x: 330, y: y + 4, width: Math.max(2, 320 * count / greatest), height: 16, rx: 3 }),
        svg("text", { x: 322, y: y + 17, "text-anchor": "end" }, plain(name).length > 46 ? `${plain(name).slice(0, 45)}…` : plain(name)),
        svg("text", { x: 338 + Math.max(2, 320 * count / greatest), y: y + 17 }, number(count)));
      group.append(svg("title", {}, plain(name)));
      group.addEventListener("click", pick);
      group.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); pick(); } });
      figure.append(group);
    });
    const more = all.length > most ? element("p", { cls: "soft small" }, `${number(all.length - most)} more`) : null;
    return element("div", { cls: "chart" }, element("h2", {}, title), bars.length ? figure : element("p", { cls: "soft" }, "nothing"), more);
  };
  const overview = () => {
    const tile = (value, name) => element("div", { cls: "tile" }, element("b", {}, number(value)), name);
    const verdicts = (name) => shown.filter((one) => one.verdict === name).length;
    $("middle").replaceChildren(element("section", { cls: "overview" },
      element("div", { cls: "tiles" }, tile(verdicts("hold"), "to hold"), tile(verdicts("review"), "to review"), tile(verdicts("publish"), "to publish"),
        ...SEVERITIES.map((name) => tile(shown.reduce((sum, one) => sum + one.found.filter((kind) => passing[kind] && kinds[kind].severity === name).length, 0), NAMES[name]))),
      chart("Findings by category", "category", 15), chart("Findings by rule", "rule", 25)));
    $("panel").replaceChildren(element("p", { cls: "soft" }, "Choose a document: the worst come first."),
      element("p", { cls: "soft small hint" }, "The score is 100 where nothing was found; findings nobody has confirmed yet count 25, 5 or 1 by their impact, for 1,000 words. * marks texts of fewer than 500 words."));
  };

  // One document.
  const detail = (one) => {
    const holder = one.number === null ? null : $(`d${one.number}`);
    const data = holder ? JSON.parse(holder.textContent) : { parts: [], findings: [] };
    const parts = data.parts.map(([field, text, before, after]) => ({ field, text, before, after }));
    const findings = data.findings.map(([kind, part, start, end, place, found, message, suggestions, related, fingerprint], id) => (
      { id, kind, part, start, end, place, found, message, suggestions, fingerprint,
        related: related.map(([key, relatedPart, from, to, where, text, says]) => ({ key, part: relatedPart, start: from, end: to, where, text, says })) }));
    return { one, parts, findings };
  };
  const open = (one, finding = -1) => {
    current = detail(one);
    picked = finding;
    document.body.dataset.open = "document";
    $("middle").scrollTop = 0;
    rows();
    article();
    if (picked < 0 && visibleFindings().length) pick(visibleFindings()[0].id, false);
    else if (picked >= 0) pick(picked, true);
    remember();
  };
  const visibleFindings = () => current ? current.findings.filter((finding) => passing[finding.kind]) : [];

  const article = () => {
    const { one, parts } = current;
    const findings = visibleFindings();
    const body = [];
    let field = null;
    parts.forEach((part, at) => {
      if (part.field !== field) body.push(element("div", { cls: "field" }, plain(part.field)));
      field = part.field;
      const title = part.field === "title";
      body.push(element("div", { cls: "text", dir: "auto", lang: one.lang, "data-title": title },
        part.before ? element("span", { cls: "cut" }, "… ") : null, ...marked(part.text, at, findings),
        part.after ? element("span", { cls: "cut" }, " …") : null));
    });
    if (!parts.length) body.push(element("p", { cls: "soft" }, "Nothing was found in this document; its text is not in the report."));
    const facts = [one.title ? plain(one.id) : null, plain(one.file), one.lang, counted(one.words, "word", "words"), `score ${one.score.toFixed(1)}`, `penalty ${one.penalty}`, one.small ? "small sample" : null];
    const url = one.url && /^https?:\/\//i.test(one.url) ? element("a", { href: one.url, rel: "noreferrer noopener" }, plain(one.url)) : null;
    $("middle").replaceChildren(element("article", {},
      element("h2", { dir: "auto" }, nameOf(one)),
      element("p", { cls: "meta" }, element("span", { cls: `chip ${one.verdict}` }, one.verdict), " ", facts.filter(Boolean).join(" · "), url ? " · " : "", url),
      ...body));
    cards(findings);
  };

  // The text of a part with its marks: cut at every place where a mark or a piece of evidence begins or ends.
  const marked = (text, part, findings) => {
    const spans = [];
    for (const finding of findings) {
      if (finding.part === part) spans.push({ start: finding.start, end: finding.end, finding });
      finding.related.forEach((related, number) => {
        if (related.part === part) spans.push({ start: related.start, end: related.end, evidence: `${finding.id}-${number}` });
      });
    }
    if (!spans.length) return visible(text);
    const cuts = [...new Set([0, text.length, ...spans.flatMap((span) => [span.start, span.end])])].sort((a, b) => a - b);
    spans.sort((a, b) => a.start - b.start);
    const nodes = [];
    let next = 0;
    let open = [];
    for (let i = 0; i < cuts.length; i++) {
      const [from, to] = [cuts[i], i + 1 < cuts.length ? cuts[i + 1] : cuts[i]];
      open = open.filter((span) => span.end > from);
      while (next < spans.length && spans[next].start <= from) {
        const span = spans[next++];
        if (span.end > span.start) open.push(span);
        else if (span.finding) nodes.push(mark([span.finding], [], "empty"));
      }
      if (to === from) continue;
      const content = visible(text.slice(from, to));
      const here = open.filter((span) => span.finding).map((span) => span.finding);
      const evidence = open.filter((span) => span.evidence).map((span) => span.evidence);
      let node = here.length ? mark(here, content) : null;
      if (evidence.length) node = element("span", { cls: "evidence", "data-evidence": evidence.join(" ") }, node || content);
      nodes.push(...(node ? [node] : content));
    }
    return nodes;
  };
  const mark = (findings, content, more = "") => {
    const worst = findings.reduce((a, b) => SEVERITIES.indexOf(kinds[a.kind].severity) <= SEVERITIES.indexOf(kinds[b.kind].severity) ? a : b);
    const ids = findings.map((finding) => finding.id);
    // A second click takes the next of several findings at one place.
    const click = () => pick(ids[(ids.indexOf(picked) + 1) % ids.length], false, true);
    return element("mark", { cls: `${kinds[worst.kind].severity} ${more}`, "data-findings": ids.join(" "), title: plain(worst.message), on: { click } }, ...content);
  };

  // The panel: a card a finding.
  const cards = (findings) => {
    const made = findings.map((finding) => {
      const kind = kinds[finding.kind];
      const why = index.explanations[kind.rule];
      const write = finding.suggestions.map(([text, safe, old]) => element("li", {},
        text === "" ? element("em", {}, "delete it") : element("span", { cls: "write", dir: "auto" }, ...visible(text)), old ? element("span", { cls: "soft small", dir: "auto" }, " for “", ...visible(old), "”") : null, safe ? null : element("span", { cls: "soft small" }, " (look first)"),
        text === "" ? null : element("button", { cls: "copy noprint", on: { click: (event) => copy(event, text) } }, "Copy")));
      const related = finding.related.map((other, number) => {
        const target = other.key ? byKey.get(other.key) : current.one;
        const go = () => (other.key ? target && open(target) : light(`${finding.id}-${number}`));
        const says = other.says ? ` ${plain(other.says)}` : "";
        const linked = other.key ? target : other.part >= 0;
        const found = element("span", { cls: "found", dir: "auto" }, "“", ...visible(other.text), "”");
        return element("li", {}, linked ? element("button", { cls: "link", on: { click: go } }, found) : found, `${says} `, element("code", {}, plain(other.where)));
      });
      return element("div", { cls: `card${finding.id === picked ? " picked" : ""}`, "data-card": finding.id, tabindex: "0",
        on: { click: () => finding.id !== picked && pick(finding.id, true), keydown: (event) => { if (event.key === "Enter" && event.target === event.currentTarget) pick(finding.id, true); } } },
      element("span", { cls: `chip ${kind.severity}` }, kind.severity === "info" ? "hint" : kind.severity), " ", element("code", {}, plain(kind.rule)),
      element("p", { dir: "auto" }, plain(finding.message)),
      element("div", { cls: "more" },
        finding.found ? element("p", {}, element("span", { cls: "soft" }, "Found "), element("span", { cls: "found", dir: "auto" }, ...visible(finding.found))) : null,
        write.length ? element("div", {}, element("span", { cls: "soft" }, "Write"), element("ul", {}, ...write)) : null,
        related.length ? element("div", {}, element("span", { cls: "soft" }, "See also"), element("ul", {}, ...related)) : null,
        why ? element("p", { cls: "small" }, plain(why)) : null,
        element("p", { cls: "soft small" }, `${plain(kind.category)} · impact ${kind.impact} · confidence ${kind.confidence} · ${finding.place} · ${finding.fingerprint}`)));
    });
    $("panel").replaceChildren(element("p", { cls: "soft small" }, `${counted(findings.length, "finding", "findings")} here`), ...made);
  };
  const copy = async (event, text) => {
    event.stopPropagation();
    const button = event.currentTarget;
    try { await navigator.clipboard.writeText(text); button.textContent = "Copied"; } catch { button.textContent = "Cannot copy"; }
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  };
  const pick = (id, scrollText, scrollCard = false) => {
    picked = id;
    for (const card of $("panel").querySelectorAll(".card")) card.classList.toggle("picked", Number(card.dataset.card) === id);
    let first = null;
    for (const one of $("middle").querySelectorAll("mark")) {
      const is = one.dataset.findings.split(" ").includes(String(id));
      one.classList.toggle("picked", is);
      if (is && !first) first = one;
    }
    if (scrollText && first) first.scrollIntoView({ block: "center" });
    const card = $("panel").querySelector(".card.picked");
    if (card && (scrollCard || scrollText)) card.scrollIntoView({ block: "nearest" });
    remember();
  };
  const light = (evidence) => {
    let first = null;
    for (const one of $("middle").querySelectorAll(".evidence")) {
      const is = one.dataset.evidence.split(" ").includes(evidence);
      one.classList.toggle("lit", is);
      if (is && !first) first = one;
    }
    if (first) first.scrollIntoView({ block: "center" });
  };
  const close = () => {
    current = null;
    picked = -1;
    delete document.body.dataset.open;
    rows();
    overview();
    remember();
  };
  const remember = () => {
    const hash = current ? `#${current.one.rank}${picked >= 0 ? `/${picked}` : ""}` : "#";
    if (location.hash !== hash) history.replaceState(null, "", hash);
  };

  // Moving about.
  const step = (by) => {
    const list = visibleFindings();
    const at = list.findIndex((finding) => finding.id === picked) + by;
    if (at >= 0 && at < list.length) pick(list[at].id, true);
  };
  const turn = (by) => {
    const at = current ? shown.indexOf(current.one) + by : (by > 0 ? 0 : -1);
    if (at < 0 || at >= shown.length) return;
    const list = $("list");
    if (at * ROW < list.scrollTop || (at + 1) * ROW > list.scrollTop + list.clientHeight) list.scrollTop = at * ROW - list.clientHeight / 2;
    open(shown[at]);
  };
  const KEYS = {
    j: () => step(1), k: () => step(-1), n: () => turn(1), p: () => turn(-1), "/": () => $("search").focus(), "?": () => $("help").showModal(), Escape: close,
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    if (typing) { if (event.key === "Escape") event.target.blur(); return; }
    if ($("help").open) return;
    const what = KEYS[event.key];
    if (what) { event.preventDefault(); what(); }
  });

  // The filters.
  const choices = (id, key, all) => {
    const select = $(id);
    const counts = new Map();
    for (const one of documents) for (const kind of one.found) counts.set(kinds[kind][key], (counts.get(kinds[kind][key]) || 0) + 1);
    select.append(element("option", { value: "" }, all), ...[...counts].sort((a, b) => (a[0] < b[0] ? -1 : 1))
      .map(([name, count]) => element("option", { value: name }, `${plain(name)} (${number(count)})`)));
    select.addEventListener("change", () => { filter[key] = select.value; apply(); });
  };
  const fill = () => { $("rule").value = filter.rule; $("category").value = filter.category; };
  choices("rule", "rule", "all rules");
  choices("category", "category", "all categories");
  for (const name of SEVERITIES) {
    if (!kinds.some((kind) => kind.severity === name)) continue;
    const button = element("button", { cls: "toggle", type: "button", "aria-pressed": "false", "data-severity": name, on: { click: () => {
      if (!filter.severity.delete(name)) filter.severity.add(name);
      button.setAttribute("aria-pressed", String(filter.severity.has(name)));
      apply();
    } } }, NAMES[name]);
    $("severities").append(button);
  }
  $("verdict").addEventListener("change", () => { filter.verdict = $("verdict").value; apply(); });
  let waiting = 0;
  $("search").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(() => { filter.text = $("search").value; apply(); }, 120); });
  $("clear").addEventListener("click", () => {
    Object.assign(filter, { text: "", rule: "", category: "", verdict: "" });
    filter.severity.clear();
    for (const button of $("severities").querySelectorAll("button")) button.setAttribute("aria-pressed", "false");
    $("search").value = $("verdict").value = "";
    fill();
    apply();
  });
  $("overview").addEventListener("click", () => { close(); document.body.dataset.open = "overview"; });
  $("back").addEventListener("click", close);
  $("keys").addEventListener("click", () => $("help").showModal());
  $("theme").addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });
  $("list").addEventListener("scroll", () => requestAnimationFrame(rows), { passive: true });
  addEventListener("resize", rows);

  const restore = () => {
    const [, rank, finding] = /^#(\d+)(?:\/(\d+))?$/.exec(location.hash) || [];
    if (rank !== undefined && documents[rank]) open(documents[rank], finding === undefined ? -1 : Number(finding));
  };
  apply();
  restore();
})();
