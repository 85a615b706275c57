extension Page {
    static let script = """
        "use strict";
        \(words)
        \(looks)
        \(knobs)
        """

    private static let looks = #"""
        const $ = (id) => document.getElementById(id);
        let language = new URLSearchParams(location.search).get("lang") === "en" ? "en" : "zh";
        let chosen = null, state = null, last = null, busy = false, again = false, told = 0;
        // The picture that is looked at, whether a finger is on it, and the order in which its moves are sent.
        let looked = 0, pressing = false, sending = Promise.resolve();

        function say(text) {
          $("said").textContent = text;
          clearTimeout(told);
          told = setTimeout(() => { $("said").textContent = ""; }, 3500);
        }

        async function post(path, body) {
          const answer = await fetch(path, { method: "POST", body: JSON.stringify(body ?? {}) });
          if (!answer.ok) {
            const problem = await answer.json().catch(() => null);
            say(problem?.error?.message ?? `${answer.status}`);
          }
          return answer.ok;
        }

        function face(card) {
          const button = document.createElement("button");
          button.className = "card " + card.label.look;
          button.dataset.name = card.name;
          const add = (tag, text, name) => {
            const part = document.createElement(tag);
            part.textContent = text;
            if (name) part.className = name;
            return button.appendChild(part);
          };
          add("b", card.label[language]);
          if (card.label.story) add("p", card.label.story[language], "story");
          else add("small", card.name + " · " + { ev1: "DESFire EV1", ev2: "DESFire EV2", ev3: "DESFire EV3",
            foreign: "DESFire", ntag215: "NTAG215", ultralight: "Ultralight", classic1k: "Classic 1K",
            bank: "EMV", phone: "HCE" }[card.profile]);
          const foot = add("div", "", "foot");
          const left = document.createElement("small"), right = document.createElement("small");
          left.textContent = card.label.story ? "" : card.uid.replace(/(..)(?=.)/g, "$1 ");
          if (card.odometers) {
            // What the card itself carries: an odometer, not a balance. It is for whoever wants to know.
            const yuan = (card.odometers.fen / 100).toFixed(2);
            button.title = `${card.uid} · ${words[language].spent}: ¥${yuan}, ${card.odometers.points} `
              + words[language].points;
          }
          foot.append(left, right);
          if (card.hasFault) add("span", "⚡ " + words[language].armed, "flash");
          if (card.isOnReader) button.setAttribute("aria-pressed", "true");
          return button;
        }

        function drawCards() {
          const focused = document.activeElement?.dataset?.name;
          const inSlot = $("slot").contains(document.activeElement);
          const lying = [state.onReader, state.beside].map((name) => state.cards.find((card) => card.name === name))
            .filter((card) => card);
          $("cards").replaceChildren(...state.cards.map((card) => {
            const button = face(card);
            if (card.isOnReader) { button.classList.add("away"); button.title = words[language].onReader; }
            return button;
          }));
          const before = new Set([...$("slot").children].map((card) => card.dataset.name));
          $("slot").replaceChildren(...lying.map((card) => {
            const button = face(card);
            button.title = words[language].lift;
            if (before.has(card.name)) button.style.animation = "none";
            return button;
          }));
          if (last && lying[0] && last.exchanged !== lying[0].exchanged) {
            $("pad").classList.remove("busy");
            void $("pad").offsetWidth;
            $("pad").classList.add("busy");
          }
          last = lying[0] ?? null;
          if (focused) {
            const place = inSlot && lying.length > 0 ? $("slot") : $("cards");
            place.querySelector(`[data-name="${focused}"]`)?.focus({ preventScroll: true });
          }
        }

        function drawRegions() {
          const focused = document.activeElement?.dataset?.region;
          $("regions").replaceChildren(...state.regions.map((region) => {
            const button = document.createElement("button");
            button.dataset.region = region.name;
            button.setAttribute("aria-label", `${words[language].touch}: ${region.name}`);
            button.style.left = `${100 * region.x / state.width}%`;
            button.style.top = `${100 * region.y / state.height}%`;
            button.style.width = `${100 * region.w / state.width}%`;
            button.style.height = `${100 * region.h / state.height}%`;
            return button;
          }));
          if (focused) $("regions").querySelector(`[data-region="${focused}"]`)?.focus({ preventScroll: true });
        }

        function drawWords() {
          document.documentElement.lang = language;
          const all = (selector) => document.querySelectorAll(selector);
          for (const part of all("[data-t]")) part.textContent = words[language][part.dataset.t];
          for (const part of all("[data-h]")) part.title = words[language][part.dataset.h];
          for (const part of all("[data-l]")) part.setAttribute("aria-label", words[language][part.dataset.l]);
        }

        function draw(old) {
          $("link").textContent = words[language][state.isConnected ? "on" : "off"];
          $("link").className = state.isConnected ? "on" : "";
          drawCards();
          drawKnobs(old);
          if (state.sequence !== undefined && state.sequence !== old?.sequence) {
            const picture = new Image();
            const sequence = state.sequence;
            picture.onload = () => { $("screen").src = picture.src; looked = sequence; };
            picture.src = `/api/screen.png?${sequence}`;
            $("screen").alt = state.texts.join(" · ");
            $("glass").style.aspectRatio = `${state.width} / ${state.height}`;
            drawRegions();
          }
          for (const radio of document.getElementsByName("ms")) radio.checked = Number(radio.value) === state.latencyMs;
        }

        async function refresh() {
          if (busy) { again = true; return; }
          busy = true;
          do {
            again = false;
            try {
              const old = state;
              state = await (await fetch("/api/state")).json();
              draw(old);
            } catch (problem) { $("link").textContent = words[language].off; $("link").className = ""; }
          } while (again);
          busy = false;
        }

        async function move(name) {
          const card = state.cards.find((each) => each.name === name);
          chosen = name;
          await post(`/api/cards/${name}/${card.isOnReader ? "remove" : "insert"}`);
        }

        for (const place of ["cards", "slot"]) {
          $(place).addEventListener("click", (event) => {
            const card = event.target.closest(".card");
            if (card) move(card.dataset.name);
          });
        }
        // A key of the keyboard has no place: the region is pressed by name.
        $("regions").addEventListener("click", (event) => {
          const name = event.target.dataset.region;
          if (name && event.detail === 0) post("/api/touch", { name });
        });
        function touch(action, event) {
          if (!state?.width) return;
          const glass = $("glass").getBoundingClientRect();
          const at = (part, whole, size) => Math.min(size - 1, Math.max(0, Math.floor(part * size / whole)));
          const body = { action, sequence: looked, x: at(event.clientX - glass.left, glass.width, state.width),
            y: at(event.clientY - glass.top, glass.height, state.height) };
          sending = sending.then(() => post("/api/touch", body));
        }
        $("glass").addEventListener("pointerdown", (event) => {
          if (event.button !== 0) return;
          pressing = true;
          touch("down", event);
        });
        for (const end of ["pointerup", "pointercancel"]) {
          document.addEventListener(end, (event) => {
            if (pressing) touch("up", event);
            pressing = false;
          });
        }
        $("faults").addEventListener("click", (event) => {
          const fault = event.target.dataset.fault;
          const name = state.onReader ?? chosen;
          if (!fault) return;
          if (!name) { say(words[language].which); return; }
          post(`/api/cards/${name}/fault`, JSON.parse(fault));
        });
        $("latency").addEventListener("change", (event) => post("/api/latency", { ms: Number(event.target.value) }));
        $("new").addEventListener("submit", (event) => {
          event.preventDefault();
          const profile = $("profile").value;
          const taken = new Set(state.cards.map((card) => card.name));
          let number = 1;
          while (taken.has(`${profile}-${number}`)) number += 1;
          post("/api/cards", { name: `${profile}-${number}`, profile });
        });
        $("language").addEventListener("click", () => {
          language = language === "zh" ? "en" : "zh";
          history.replaceState(null, "", `?lang=${language}`);
          drawWords();
          if (state) { draw(state); drawRegions(); }
        });
        drawWords();
        const events = new EventSource("/api/events");
        events.addEventListener("change", refresh);
        events.onerror = () => { $("link").textContent = words[language].off; $("link").className = ""; };
        """#
}
