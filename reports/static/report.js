/* What the pages can do beyond standing there: sort any table, and the worklist. Everything reads without it. */
(() => {
  "use strict";

  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

  /* Sortable tables: each heading of a table[data-sort] with text becomes a button. */
  const worth = (text) => {
    const number = parseFloat(text.replace(/[,+%]/g, "").replace("<", "0."));
    return Number.isNaN(number) ? null : number;
  };
  const sortTable = (table, place, heading) => {
    const down = heading.getAttribute("aria-sort") === "descending";
    const numeric = heading.classList.contains("n");
    const up = numeric ? down : heading.getAttribute("aria-sort") !== "ascending";
    const keyed = [...table.tBodies[0].rows].map((row) => [row, row.cells[place].textContent.trim()]);
    keyed.sort(([, a], [, b]) => {
      if (!numeric) return up ? collator.compare(a, b) : collator.compare(b, a);
      const [x, y] = [worth(a), worth(b)];
      if (x === null || y === null) return (x === null) - (y === null);
      return up ? x - y : y - x;
    });
    table.tBodies[0].append(...keyed.map(([row]) => row));
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", up ? "ascending" : "descending");
  };
  const withButton = (heading, act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", act);
  };
  for (const table of document.querySelectorAll("table[data-sort]")) {
    [...table.tHead.rows[0].cells].forEach((heading, place) => {
      const cell = table.tBodies[0].rows[0]?.cells[place];
      if (!cell || (cell.querySelector("svg") && !cell.textContent.trim())) return;
      withButton(heading, () => sortTable(table, place, heading));
    });
  }

  const shards = document.getElementById("shards");
  if (shards) viewer(JSON.parse(shards.textContent));

  /* One entry by its address: its own file, or the shard that holds it, loaded as a script that calls back. */
  function viewer(data) {
    const missing = document.getElementById("missing");
    const loaded = new Map();
    const asked = () => {
      try {
        return decodeURIComponent(location.hash.slice(1));
      } catch {
        return "";
      }
    };
    function show() {
      const name = asked();
      if (name === "main") return; /* the link that skips to the content */
      missing.hidden = true;
      if (data.files) {
        if (data.files.includes(name)) location.replace(`entries/${encodeURIComponent(name)}.html`);
        else missing.hidden = false;
        return;
      }
      const number = data.first.findLastIndex((first) => first <= name);
      const shard = loaded.get(number);
      if (number < 0 || shard === null || (shard && !Object.hasOwn(shard.entries, name))) missing.hidden = false;
      else if (shard) fill(shard, name);
      else load(number);
    }
    function load(number) {
      const script = document.createElement("script");
      script.src = `entries/${number}.js`;
      script.addEventListener("error", () => { loaded.set(number, null); show(); });
      document.head.append(script);
    }
    function fill(shard, name) {
      const [label, title, lines] = shard.entries[name];
      document.title = `${title} · pharmaudit`;
      document.getElementById("label").textContent = label;
      /* Written by the same templates as the pages: what entries say is escaped in it. */
      const html = lines.map((place) => shard.lines[place]).join("\n");
      const parsed = new DOMParser().parseFromString(html, "text/html"); /* runs no script */
      document.getElementById("entry").replaceChildren(...parsed.body.childNodes);
      scrollTo(0, 0);
    }
    window.pharmaudit = { shard(number, lines, entries) { loaded.set(number, { lines, entries }); show(); } };
    addEventListener("hashchange", show);
    show();
  }

  const holder = document.getElementById("rows");
  if (holder) worklist(JSON.parse(holder.textContent));

  /* The worklist: 14,000 rows in memory, about forty in the page. */
  function worklist(data) {
    const HEIGHT = 32;
    const MARGIN = 12;
    const form = document.getElementById("filters");
    const box = document.getElementById("work");
    const table = box.querySelector("table");
    const body = table.tBodies[0];
    const shown = document.getElementById("shown");
    const reason = document.getElementById("reason");
    const rows = data.rows.map(read);
    const fields = ["q", "cohort", "group", "stub", "grade", "section", "rule", "demand", "quick", "held", "show"];
    const hidden = new Set();
    const format = new Intl.NumberFormat("en");
    const columns = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
    let view = [];
    let ordered = { named: "rank false", rows };
    let sort = { key: "rank", down: false };
    let here = -1;
    let drawn = "";

    function read(row, place) {
      const [id, name, page, cohort, groups, stub, completeness, grade, demand, rules, priority, deficit, safety, minutes, gain, held, write] = row;
      const ranked = place < data.ranked;
      return {
        id, name, completeness, demand,
        page: page || id,
        cohort: data.cohorts[cohort],
        groups: data.groups[groups].split("|"),
        stub: data.stubs[stub],
        grade: data.grades[grade],
        band: Object.keys(data.bands).find((band) => demand >= data.bands[band]),
        rank: ranked ? place + 1 : null,
        priority: ranked ? priority : null,
        deficit: ranked ? deficit : null,
        safety: ranked ? safety : null,
        minutes: ranked ? minutes : null,
        gain: ranked ? gain : null,
        write: ranked ? write.map((one) => data.fields[one]).join("; ") : "",
        rules: rules.map((one) => data.rules[one]),
        sections: ranked ? write.map((one) => data.sections[one]) : [],
        held: ranked && held > 0,
        text: `${id}\n${name}`.toLowerCase(),
      };
    }

    function address(row) {
      const page = encodeURIComponent(row.page);
      return data.pages ? data.pages + page : `entries/${page}.html`;
    }

    function options(name, words) {
      for (const word of words) form.elements[name].add(new Option(word, word));
    }

    function fromAddress() {
      const asked = new URLSearchParams(location.search);
      for (const name of fields) {
        const input = form.elements[name];
        if (input.type === "checkbox") input.checked = asked.get(name) === input.value;
        else input.value = asked.get(name) || "";
      }
      hidden.clear();
      for (const name of (asked.get("hide") || "").split(",")) if (columns.includes(name) && name !== "Entry") hidden.add(name);
      for (const box of document.querySelectorAll("#columns input")) box.checked = !hidden.has(box.value);
      const key = asked.get("sort") || "rank";
      sort = { key: key.replace(/^-/, ""), down: key.startsWith("-") };
      if (!heading(sort.key)) sort = { key: "rank", down: false };
    }

    function heading(key) {
      return [...table.tHead.rows[0].cells].find((cell) => cell.dataset.key === key);
    }

    function toAddress() {
      const told = new URLSearchParams();
      for (const [name, value] of new FormData(form)) if (value) told.append(name, value);
      if (sort.key !== "rank" || sort.down) told.set("sort", (sort.down ? "-" : "") + sort.key);
      if (hidden.size) told.set("hide", [...hidden].join(","));
      const query = told.toString();
      try {
        history.replaceState(null, "", query ? `?${query}` : location.pathname);
      } catch {
        /* A browser that forbids it for files: the filters work, the address stays. */
      }
    }

    function update() {
      const asked = Object.fromEntries(fields.map((name) => {
        const input = form.elements[name]; /* read once, not for every row */
        return [name, input.type === "checkbox" ? input.checked : input.value];
      }));
      const words = asked.q.trim().toLowerCase().split(/\s+/).filter(Boolean);
      const is = (wanted, value) => !wanted || wanted === value;
      const has = (wanted, values) => !wanted || values.includes(wanted);
      shorn(table.tHead.rows[0]);
      view = order().filter((row) =>
        (row.rank !== null || asked.show) &&
        words.every((word) => row.text.includes(word)) &&
        is(asked.cohort, row.cohort) && is(asked.stub, row.stub) && is(asked.grade, row.grade) &&
        is(asked.demand, row.band) &&
        has(asked.section, row.sections) && has(asked.rule, row.rules) && has(asked.group, row.groups) &&
        (!asked.held || row.held) &&
        (!asked.quick || (row.minutes !== null && row.minutes <= data.quick)));
      const minutes = view.reduce((sum, row) => sum + (row.minutes || 0), 0);
      const hours = minutes >= 60 ? `${format.format(Math.floor(minutes / 60))} h ` : "";
      shown.textContent = `${format.format(view.length)} of ${format.format(rows.length)} entries, ${hours}${minutes % 60} min of work.`;
      here = -1;
      box.scrollTop = 0;
      explain();
      draw(true);
    }

    /* All rows as they are to be sorted; sorted anew only where that is asked for, for filters keep the order. */
    function order() {
      const { key, down } = sort;
      for (const cell of table.tHead.rows[0].cells) cell.removeAttribute("aria-sort");
      heading(key).setAttribute("aria-sort", down ? "descending" : "ascending");
      const named = `${key} ${down}`;
      if (ordered.named === named) return ordered.rows;
      const sign = down ? -1 : 1;
      const text = (row) => (key === "name" ? row.name || row.id : row[key]);
      ordered = { named, rows: [...rows].sort((a, b) => {
        const [x, y] = [text(a), text(b)];
        if (x === null || y === null) return (x === null) - (y === null);
        if (key === "stub") return sign * (data.stubs.indexOf(x) - data.stubs.indexOf(y));
        return sign * (typeof x === "number" ? x - y : collator.compare(x, y));
      }) };
      return ordered.rows;
    }

    function cell(row, tag, text, css) {
      const made = document.createElement(tag);
      if (css) made.className = css;
      made.textContent = text === null ? "–" : text;
      if (made.textContent.length > 14) made.title = made.textContent;
      row.append(made);
      return made;
    }

    function bar(made, share) {
      made.classList.add("priority");
      const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      svg.setAttribute("viewBox", "0 0 100 3");
      svg.setAttribute("preserveAspectRatio", "none");
      svg.setAttribute("aria-hidden", "true");
      rect.setAttribute("width", Math.max(1, share));
      rect.setAttribute("height", 3);
      svg.append(rect);
      made.append(svg);
    }

    const fixed = (value, digits) => (value === null ? null : value.toFixed(digits));

    function line(row, place) {
      const made = document.createElement("tr");
      made.setAttribute("aria-rowindex", place + 2);
      made.dataset.place = place;
      if (place === here) made.className = "here";
      cell(made, "td", row.rank === null ? null : format.format(row.rank), "n");
      const priority = cell(made, "td", fixed(row.priority, 1), "n");
      if (row.priority !== null) {
        priority.title = factors(row);
        bar(priority, row.priority);
      }
      const head = cell(made, "th", "");
      head.scope = "row";
      const link = document.createElement("a");
      link.href = address(row);
      const name = document.createElement("bdi");
      name.textContent = row.name || row.id || row.page;
      link.append(name);
      const id = document.createElement("bdi");
      id.textContent = row.id;
      const small = document.createElement("small");
      small.append(id);
      head.title = row.name;
      head.append(link, " ", small);
      cell(made, "td", row.cohort);
      cell(made, "td", row.stub);
      cell(made, "td", fixed(row.completeness, 1), "n");
      cell(made, "td", row.grade);
      cell(made, "td", fixed(row.demand, 2), "n");
      cell(made, "td", row.write || "–");
      cell(made, "td", row.minutes, "n");
      cell(made, "td", row.gain === null ? null : `+${row.gain.toFixed(1)}`, "n");
      return shorn(made);
    }

    /* A row without the columns that the reader has put away. */
    function shorn(row) {
      columns.forEach((name, place) => { row.cells[place].hidden = hidden.has(name); });
      return row;
    }

    function pick() {
      const holder = document.getElementById("columns");
      for (const name of columns.filter((one) => one !== "Entry")) {
        const label = document.createElement("label");
        const input = document.createElement("input");
        Object.assign(input, { type: "checkbox", value: name, defaultChecked: true });
        input.addEventListener("input", () => {
          if (input.checked) hidden.delete(name);
          else hidden.add(name);
        });
        label.className = "tick";
        label.append(input, ` ${name}`);
        holder.append(label);
      }
    }

    function gap(height) {
      const made = document.createElement("tr");
      made.className = "gap";
      made.setAttribute("aria-hidden", "true");
      const inside = document.createElement("td");
      inside.colSpan = table.tHead.rows[0].cells.length;
      made.append(inside);
      made.style.height = `${height}px`;
      return made;
    }

    function draw(anew) {
      const first = Math.max(0, Math.floor(box.scrollTop / HEIGHT) - MARGIN);
      const last = Math.min(view.length, Math.ceil((box.scrollTop + box.clientHeight) / HEIGHT) + MARGIN);
      const key = `${first}-${last}`;
      if (!anew && key === drawn) return;
      drawn = key;
      const lines = view.slice(first, last).map((row, place) => line(row, first + place));
      body.replaceChildren(gap(first * HEIGHT), ...lines, gap((view.length - last) * HEIGHT));
      table.setAttribute("aria-rowcount", view.length + 1);
    }

    function factors(row) {
      const safety = row.safety > 1 ? ` × safety ${row.safety}` : "";
      return `demand ${row.demand.toFixed(2)} × deficit ${row.deficit.toFixed(2)}${safety} ÷ (${data.overhead} + ${row.minutes}) min`;
    }

    function explain() {
      const row = view[here];
      if (!row) reason.textContent = "Choose a row with j and k to see why it stands where it does.";
      else if (row.rank === null) reason.textContent = `${row.name || row.id}: not ranked, nothing to write lifts it.`;
      else reason.textContent = `${row.name || row.id}: priority ${row.priority.toFixed(1)} = ${factors(row)}, scaled. Write ${row.write}.`;
    }

    function go(to) {
      if (!view.length) return;
      here = Math.max(0, Math.min(view.length - 1, to));
      const top = here * HEIGHT;
      const head = table.tHead.offsetHeight;
      if (top < box.scrollTop) box.scrollTop = top;
      else if (top + HEIGHT + head > box.scrollTop + box.clientHeight) box.scrollTop = top + HEIGHT + head - box.clientHeight;
      explain();
      draw(true);
    }

    function save() {
      const heads = { priority: "Priority", rank: "Rank", cohort: "Cohort", stub: "Verdict", completeness: "Complete", grade: "Grade", demand: "Demand", write: "Write", minutes: "Minutes", gain: "Gain" };
      const kept = ["rank", "priority", "id", "name", "cohort", "stub", "completeness", "grade", "demand", "write", "minutes", "gain"].filter((key) => !hidden.has(heads[key]));
      /* A leading =, +, - or @ would be a formula in a spreadsheet. */
      const quote = (value) => {
        if (typeof value === "number") return String(value);
        const text = value === null ? "" : value.replace(/^[=+\-@\t\r]/, "'$&");
        return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
      };
      const lines = [kept, ...view.map((row) => kept.map((name) => row[name]))];
      const text = "\ufeff" + lines.map((one) => one.map(quote).join(",")).join("\r\n") + "\r\n";
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
      link.download = "worklist.csv";
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    }

    options("cohort", [...data.cohorts].sort(collator.compare));
    options("group", [...new Set(data.groups.flatMap((one) => one.split("|")))].filter(Boolean).sort(collator.compare));
    options("stub", data.stubs);
    options("grade", data.grades);
    options("section", [...new Set(data.sections)].sort(collator.compare));
    options("rule", data.rules);
    pick();
    options("demand", Object.keys(data.bands));
    for (const each of table.tHead.rows[0].cells) {
      const key = each.dataset.key;
      if (!key) continue;
      const most = ["priority", "demand", "gain"].includes(key);
      withButton(each, () => {
        sort = { key, down: sort.key === key ? !sort.down : most };
        toAddress();
        update();
      });
    }
    for (const each of [form, box, shown, reason, document.getElementById("keys")]) each.hidden = false;
    box.classList.add("live");
    fromAddress();
    update();

    form.addEventListener("input", () => { toAddress(); update(); });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => { hidden.clear(); sort = { key: "rank", down: false }; toAddress(); update(); }));
    document.getElementById("export").addEventListener("click", save);
    addEventListener("popstate", () => { fromAddress(); update(); });
    addEventListener("resize", () => draw(true));
    box.addEventListener("scroll", () => requestAnimationFrame(() => draw(false)));
    body.addEventListener("click", (event) => {
      const place = event.target.closest("tr")?.dataset.place;
      if (place !== undefined) { here = Number(place); explain(); draw(true); }
    });
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target.matches("input, select, textarea")) {
        if (event.key === "Escape") event.target.blur();
        return;
      }
      if (event.key === "j") go(here + 1);
      else if (event.key === "k") go(here - 1);
      else if (event.key === "/") { event.preventDefault(); form.elements.q.focus(); }
      else if (event.key === "Enter" && view[here] && !event.target.matches("a, button")) {
        location.href = address(view[here]);
      }
    });
  }
})();
