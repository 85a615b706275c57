extension Page {
    /// What is around the kiosk. The hub, the reader, the theme and the clock are there only while somebody runs the
    /// salon's programs.
    static let knobs = #"""
        // How far the salon's clock stands before the browser's, in milliseconds.
        let salonAheadMs = 0;

        function drawKnobs(old) {
          const around = state.surroundings;
          for (const part of document.querySelectorAll("#knobs [data-around]")) part.hidden = !around;
          for (const button of document.querySelectorAll("#knobs button")) button.disabled = Boolean(around?.turning);
          $("knobs").classList.toggle("turning", Boolean(around?.turning));
          const beside = state.cards.find((card) => card.name === state.beside);
          drawKnob("beside", beside ? beside.label[language] : words[language].none, Boolean(beside));
          if (!around) return;
          for (const [knob, usual] of [["hub", "on"], ["reader", "in"], ["theme", "light"]]) {
            const isTurning = around.turning === knob;
            drawKnob(knob, words[language][isTurning ? "turning" : `${knob}:${around[knob]}`], around[knob] !== usual);
          }
          $("knob-now").disabled ||= around.clockAheadSeconds === 0;
          salonAheadMs = state.salonMs - Date.now();
          drawTime();
          if (around.problem && around.problem !== old?.surroundings?.problem) say(around.problem);
        }

        function drawKnob(knob, text, isTurned) {
          $(`state-${knob}`).textContent = text;
          document.querySelector(`[data-knob="${knob}"]`).classList.toggle("turned", isTurned);
        }

        function drawTime() {
          const around = state?.surroundings;
          if (!around) return;
          $("state-clock").textContent = around.turning === "clock" ? words[language].turning
            : salonTime(new Date(Date.now() + salonAheadMs), around.timeZone);
          $("clock").classList.toggle("turned", around.clockAheadSeconds !== 0);
        }

        function salonTime(moment, timeZone) {
          const place = language === "zh" ? "zh-CN" : "en-GB";
          const part = (options) => new Intl.DateTimeFormat(place, { timeZone, ...options }).format(moment);
          const day = part({ month: "short", day: "numeric" }), weekday = part({ weekday: "short" });
          const time = part({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
          return (language === "zh" ? [day, weekday, time] : [weekday, day, time]).join(" ");
        }

        function turnBeside() {
          if (state.beside) return post(`/api/cards/${state.beside}/remove`);
          if (!state.onReader) return say(words[language].layFirst);
          const other = state.cards.find((card) => !card.isOnReader && card.label.look === "member");
          return other ? post(`/api/cards/${other.name}/beside`) : say(words[language].which);
        }

        const opposite = { on: "off", off: "on", in: "out", out: "in", light: "dark", dark: "light" };
        $("knobs").addEventListener("click", (event) => {
          const button = event.target.closest("button");
          const knob = button?.dataset.knob;
          if (!knob || !state) return;
          if (knob === "beside") { turnBeside(); return; }
          post(`/api/knobs/${knob}`, { to: button.dataset.to ?? opposite[state.surroundings[knob]] });
        });
        setInterval(drawTime, 1000);
        """#
}
