/// The one page: no build step, nothing from elsewhere.
enum Page {
    static let html = """
        <!doctype html>
        <html lang="zh">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Peony 虚拟终端 · virtual kiosk</title>
        <link rel="icon" href="data:,">
        <style>\(style)</style>
        </head>
        <body>
        \(body)
        <script>\(script)</script>
        </body>
        </html>
        """

    private static let body = """
        <header>
          <h1><svg viewBox="0 0 32 32" aria-hidden="true"><g fill="currentColor"><circle cx="16" cy="9" r="6"/>
            <circle cx="9.4" cy="14" r="6"/><circle cx="22.6" cy="14" r="6"/><circle cx="12" cy="21.5" r="6"/>
            <circle cx="20" cy="21.5" r="6"/></g><circle cx="16" cy="15.5" r="3.6" fill="#e9c767"/></svg>
            <span data-t="title"></span></h1>
          <p id="link" role="status"></p>
          <button id="language" class="quiet" data-t="language"></button>
        </header>
        <nav id="knobs" data-l="around">
          <button data-knob="hub" data-around hidden><span data-t="hub"></span><b id="state-hub"></b></button>
          <button data-knob="reader" data-around hidden><span data-t="reader"></span><b id="state-reader"></b></button>
          <button data-knob="beside"><span data-t="beside"></span><b id="state-beside"></b></button>
          <button data-knob="theme" data-around hidden><span data-t="theme"></span><b id="state-theme"></b></button>
          <div id="clock" role="group" data-l="salonTime" data-around hidden>
            <p><span data-t="salonTime"></span><b id="state-clock"></b></p>
            <button data-knob="clock" data-to="hour" data-t="hour" data-h="clockNote"></button>
            <button data-knob="clock" data-to="day" data-t="day" data-h="clockNote"></button>
            <button data-knob="clock" data-to="month-end" data-t="month-end" data-h="clockNote"></button>
            <button data-knob="clock" data-to="now" data-t="now" data-h="nowNote" id="knob-now"></button>
          </div>
        </nav>
        <main>
          <section id="kiosk" aria-labelledby="kiosk-title">
            <h2 id="kiosk-title" class="unseen" data-t="screen"></h2>
            <div class="bezel">
              <div id="glass"><img id="screen" alt="" draggable="false"><div id="regions"></div>
                <p id="dark" data-t="noKiosk"></p></div>
            </div>
            <div class="stand">
              <div id="pad" aria-live="polite">
                <svg viewBox="0 0 48 48" aria-hidden="true"><g fill="none" stroke="currentColor" stroke-width="3"
                  stroke-linecap="round"><path d="M16 16a12 12 0 0 1 0 16"/><path d="M23 11a19 19 0 0 1 0 26"/>
                  <path d="M30 6a26 26 0 0 1 0 36"/></g></svg>
                <div id="slot"></div>
                <p id="slot-hint" data-t="padHint"></p>
              </div>
              <section aria-labelledby="trouble-title">
                <h2 id="trouble-title" data-t="trouble"></h2>
                <p class="note" data-t="troubleNote"></p>
                <div class="row" id="faults">
                  <button data-fault='{"effect":"tornBefore","ins":"C7"}' data-t="early"></button>
                  <button data-fault='{"effect":"tornAfter","ins":"C7"}' data-t="late"></button>
                  <button data-fault='{"effect":"tornBefore","command":4}' data-t="reading"></button>
                  <button data-fault='{"effect":"wrongMAC","command":5}' data-t="mac"></button>
                  <button data-fault='{"effect":"none"}' class="quiet" data-t="noFault"></button>
                </div>
                <fieldset id="latency"><legend data-t="latency"></legend>
                  <label><input type="radio" name="ms" value="0"> 0 ms</label>
                  <label><input type="radio" name="ms" value="15"> 15 ms</label>
                </fieldset>
              </section>
            </div>
          </section>
          <aside>
            <section aria-labelledby="cards-title">
              <h2 id="cards-title" data-t="cards"></h2>
              <div id="cards"></div>
              <form id="new">
                <label><span data-t="newCard"></span>
                  <select id="profile">
                    <option value="ev2">DESFire EV2</option><option value="ev3">DESFire EV3</option>
                    <option value="ev1">DESFire EV1</option><option value="foreign" data-t="pForeign"></option>
                    <option value="ntag215">NTAG215</option><option value="ultralight">Ultralight</option>
                    <option value="classic1k">Classic 1K</option><option value="bank" data-t="pBank"></option>
                    <option value="phone" data-t="pPhone"></option>
                  </select></label>
                <button class="quiet" data-t="add"></button>
              </form>
            </section>
          </aside>
        </main>
        <p id="said" role="alert"></p>
        """
}
