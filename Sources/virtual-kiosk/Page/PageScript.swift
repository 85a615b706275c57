extension Page {
    static let script = #"""
        "use strict";
        const words = {
          zh: { title: "Peony 虚拟终端", language: "English", screen: "终端屏幕", cards: "旁边的卡",
            padHint: "点一张卡，放到读卡器上", noKiosk: "等待终端画面…", newCard: "再来一张 ", add: "拿出来",
            trouble: "出点状况", troubleNote: "作用于读卡器上的卡；读卡器空着时，作用于最后点过的卡。",
            early: "过早拿开（提交之前）", late: "过早拿开（提交之后）", reading: "读卡时拿开", mac: "报文被篡改",
            noFault: "恢复正常", latency: "每次读卡耗时", on: "终端已连接", off: "终端未连接", spent: "这张卡用过",
            points: "积分", lift: "点一下拿开", armed: "待触发", pForeign: "别家的 DESFire", pBank: "银行卡",
            pPhone: "手机", which: "先点一张卡", touch: "触摸", onReader: "在读卡器上" },
          en: { title: "Peony virtual kiosk", language: "中文", screen: "The kiosk's screen", cards: "Cards beside it",
            padHint: "Click a card to lay it on the reader", noKiosk: "Waiting for the kiosk's picture…",
            newCard: "One more ", add: "Take it out", trouble: "Make something go wrong",
            troubleNote: "To the card on the reader, or else to the card that was clicked last.",
            early: "Pull it away before the commit", late: "Pull it away after the commit",
            reading: "Pull it away while reading", mac: "Tamper with an answer", noFault: "All well again",
            latency: "Each exchange takes", on: "kiosk connected", off: "no kiosk", spent: "spent with this card",
            points: "points",
            lift: "click to lift it off", armed: "armed", pForeign: "another system's DESFire", pBank: "bank card",
            pPhone: "telephone", which: "click a card first", touch: "touch", onReader: "on the reader" } };
        const $ = (id) => document.getElementById(id);
        let language = "zh", chosen = null, state = null, last = null, busy = false, again = false, told = 0;
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
          const onReader = state.cards.find((card) => card.isOnReader);
          $("cards").replaceChildren(...state.cards.map((card) => {
            const button = face(card);
            if (card.isOnReader) { button.classList.add("away"); button.title = words[language].onReader; }
            return button;
          }));
          const before = $("slot").firstChild?.dataset?.name;
          if (onReader) {
            const button = face(onReader);
            button.title = words[language].lift;
            if (before === onReader.name) button.style.animation = "none";
            $("slot").replaceChildren(button);
            if (last && last.exchanged !== onReader.exchanged) {
              $("pad").classList.remove("busy");
              void $("pad").offsetWidth;
              $("pad").classList.add("busy");
            }
            last = onReader;
          } else { $("slot").replaceChildren(); last = null; }
          if (focused) {
            const place = inSlot && onReader ? $("slot") : $("cards");
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
          for (const part of document.querySelectorAll("[data-t]")) part.textContent = words[language][part.dataset.t];
        }

        function draw(old) {
          $("link").textContent = words[language][state.isConnected ? "on" : "off"];
          $("link").className = state.isConnected ? "on" : "";
          drawCards();
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
          drawWords();
          if (state) { draw(state); drawRegions(); }
        });
        drawWords();
        const events = new EventSource("/api/events");
        events.addEventListener("change", refresh);
        events.onerror = () => { $("link").textContent = words[language].off; $("link").className = ""; };
        """#
}
