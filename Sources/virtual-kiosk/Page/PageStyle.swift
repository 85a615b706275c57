extension Page {
    static let style = """
        :root { --ground: #f3ebe4; --paper: #fffdfb; --ink: #261c1b; --muted: #665a55; --edge: #8e7f78;
          --line: #e4d8cf; --accent: #8a1c4a; --petal: #b4486f; --warn: #84500b; --focus: #1d4ed8;
          /* Knobs, screen, reader and cards are seen together on a laptop: what the others leave of the height. */
          --glass: clamp(15rem, 100vh - 21.6rem, 46rem);
          --card: clamp(4.9rem, (100vh - 13.6rem) / 6 - .6rem, 7.2rem);
          /* All measures follow the letters, and these the window: 13 px at 1024, 16 from 1440 on. */
          font: clamp(13px, .72vw + 5.6px, 16px)/1.45 system-ui, "Noto Sans CJK SC", "Noto Sans SC", sans-serif;
          color: var(--ink); }
        * { box-sizing: border-box; }
        body { margin: 0; min-height: 100vh; background:
          radial-gradient(60rem 34rem at 85% -10%, #f6dfe3, transparent 70%),
          radial-gradient(50rem 30rem at -10% 110%, #efe0cf, transparent 70%), var(--ground); }
        header { display: flex; align-items: center; gap: 1.2rem; padding: .45rem 1.6rem; }
        h1 { display: flex; align-items: center; gap: .6rem; margin: 0; font-size: 1.25rem; font-weight: 650; }
        h1 svg { width: 2rem; color: var(--petal); }
        h2 { margin: 0 0 .4rem; font-size: .95rem; font-weight: 650; color: var(--muted); }
        #link { flex: 1; margin: 0; color: var(--muted); font-size: .9rem; }
        #link::before { content: ""; display: inline-block; width: .6em; height: .6em; margin-right: .45em;
          border-radius: 50%; background: var(--edge); }
        #link.on::before { background: #17673f; }
        #knobs { display: flex; flex-wrap: wrap; gap: .45rem; padding: 0 1.6rem .6rem; }
        #knobs button, #clock p { padding: .3rem .6rem; font-size: .92rem; }
        #knobs b { margin-left: .5em; font-weight: 650; font-variant-numeric: tabular-nums; }
        #knobs > button.turned, #clock.turned p { border-color: var(--warn); background: #fff4d6; color: var(--warn); }
        #knobs button:disabled { cursor: default; opacity: .55; }
        #knobs.turning { cursor: progress; }
        #clock { display: flex; flex-wrap: wrap; gap: .45rem; }
        #clock[hidden] { display: none; }
        #clock p { margin: 0; border: 1px solid var(--line); border-radius: .6rem; background: var(--paper); }

        main { display: grid;
          grid-template-columns: minmax(0, calc(var(--glass) * 1024 / 600 + 2rem)) minmax(22rem, 1fr);
          gap: 1.4rem; padding: .2rem 1.6rem .4rem; max-width: 112rem; margin: 0 auto; align-items: start; }
        @media (max-width: 860px) {
          main { grid-template-columns: 1fr; }
        }
        button, select { font: inherit; color: inherit; }
        button { cursor: pointer; border: 1px solid var(--edge); border-radius: .6rem; background: var(--paper);
          padding: .5rem .9rem; }
        button:hover { border-color: var(--accent); color: var(--accent); }
        .quiet { background: transparent; }
        :focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
        .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }

        .bezel { padding: 1rem; border-radius: 1.6rem; background: linear-gradient(160deg, #3a3331, #171311 70%);
          box-shadow: 0 2rem 4rem -1.6rem #5b3a3499, inset 0 0 0 2px #4d4441, inset 0 2px 6px #ffffff22; }
        #glass { position: relative; aspect-ratio: 1024 / 600; border-radius: .5rem; overflow: hidden;
          background: #0b0908; }
        #screen { display: block; width: 100%; height: 100%; cursor: pointer; user-select: none; }
        #screen:not([src]) { visibility: hidden; }
        #regions button { position: absolute; padding: 0; border: 0; border-radius: .5rem; background: transparent; }
        #regions button:active { background: #8a1c4a22; }
        #dark { position: absolute; inset: 0; display: grid; place-items: center; margin: 0; color: #c6b9b1; }
        #screen[src] ~ #dark { display: none; }
        .stand { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 1.2rem; padding-left: 1.6rem; }
        .stand section { padding-top: .7rem; }
        #pad { position: relative; width: 16.6rem; min-height: 10.6rem; margin-top: -2px; padding: .7rem;
          border-radius: 0 0 1.6rem 1.6rem; display: grid; place-items: center; color: #d9cbc3;
          background: linear-gradient(#171311, #2d2624 30%, #3b3330); box-shadow: 0 1.4rem 2.4rem -1.2rem #5b3a3499; }
        #pad > svg { position: absolute; width: 4.4rem; opacity: .5; top: 50%; margin-top: -2.2rem; }
        #slot { position: relative; width: 100%; min-height: 9rem; display: grid; place-items: center; }
        #slot-hint { position: absolute; bottom: .5rem; margin: 0; font-size: .92rem; opacity: .8; }
        #slot:not(:empty) ~ #slot-hint { display: none; }
        #pad.busy { animation: glow .8s ease-out; }
        @keyframes glow { 30% { box-shadow: 0 0 0 .35rem #e9c76755, 0 1.4rem 2.4rem -1.2rem #5b3a3499; } }

        #cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(8.6rem, 1fr)); gap: .6rem; }
        .card .story { margin: .1rem 0 0; font-size: .95rem; line-height: 1.3; z-index: 1; }
        .card { position: relative; width: 100%; height: var(--card); padding: .5rem .8rem;
          border: 0; border-radius: .85rem; text-align: left; display: flex; flex-direction: column;
          color: var(--c-ink); background: var(--c); overflow: hidden;
          box-shadow: 0 .5rem 1.1rem -.5rem #3a1c1a88, inset 0 0 0 1px #ffffff33;
          transition: transform .18s, box-shadow .18s; }
        .card:hover { color: var(--c-ink); transform: translateY(-.35rem) rotate(-.6deg);
          box-shadow: 0 1rem 1.6rem -.7rem #3a1c1aaa, inset 0 0 0 1px #ffffff55; }
        #slot .card { width: 12.4rem; height: auto; aspect-ratio: 85.6 / 54; animation: lay .28s ease-out; }
        #slot .card:not(:last-child) { justify-self: start; }
        #slot .card + .card { position: absolute; right: 0; top: 1.8rem; z-index: 3; }
        @keyframes lay { from { transform: translateY(-1.6rem) rotate(3deg); opacity: .2; } }
        .card b { font-size: 1rem; line-height: 1.35; font-weight: 650; z-index: 1; }
        .card small { font-size: .92rem; line-height: 1.35; opacity: .9; z-index: 1; }
        .card .foot { margin-top: auto; display: flex; justify-content: space-between; align-items: end; z-index: 1;
          font-variant-numeric: tabular-nums; }
        .card .foot small { white-space: nowrap; }
        .card .flash { position: absolute; top: .6rem; right: .7rem; font-size: .92rem; padding: 0 .5rem;
          border-radius: 1rem; background: #fff4d6; color: var(--warn); z-index: 2; }
        .card::after { content: ""; position: absolute; right: .4rem; bottom: .3rem; width: 2.6rem; height: 2.6rem;
          opacity: .22; background:
            radial-gradient(circle .6rem at 50% 26%, currentColor 97%, transparent),
            radial-gradient(circle .6rem at 26% 44%, currentColor 97%, transparent),
            radial-gradient(circle .6rem at 74% 44%, currentColor 97%, transparent),
            radial-gradient(circle .6rem at 35% 72%, currentColor 97%, transparent),
            radial-gradient(circle .6rem at 65% 72%, currentColor 97%, transparent),
            radial-gradient(circle .66rem at 50% 52%, currentColor 97%, transparent); }
        .member { --c: linear-gradient(135deg, #8a1c4a, #b4486f 60%, #d98aa0); --c-ink: #fff; }
        .blocked { --c: linear-gradient(135deg, #5d5254, #8b7c7e); --c-ink: #fff; }
        .blocked::before { content: ""; position: absolute; left: -10%; right: -10%; top: 47%; height: .5rem;
          background: #a3231fcc; transform: rotate(-14deg); }
        .blank { --c: linear-gradient(135deg, #fff, #eee6df); --c-ink: #4b403c; }
        .foreign { --c: linear-gradient(135deg, #135e63, #2a9d8f); --c-ink: #fff; }
        .tag { --c: linear-gradient(135deg, #f1e3c6, #d9bd85); --c-ink: #47330b; }
        .bank { --c: linear-gradient(135deg, #16233f, #375a9e); --c-ink: #fff; }
        .phone { --c: linear-gradient(135deg, #17171a, #46464e); --c-ink: #fff; }
        .foreign::after, .bank::after, .phone::after, .tag::after, .blocked::after, .blank::after { display: none; }
        .away { opacity: .28; box-shadow: none; transform: none !important; }

        form, .row { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; }
        .row button, form button { padding: .3rem .7rem; font-size: .9rem; }
        form { margin-top: .7rem; }
        label { font-size: .9rem; }
        select { padding: .3rem .4rem; font-size: .9rem; border: 1px solid var(--edge); border-radius: .6rem;
          background: var(--paper); }
        .note { margin: 0 0 .4rem; font-size: .92rem; line-height: 1.3; color: var(--muted); }
        fieldset { margin: .5rem 0 0; padding: 0; border: 0; display: flex; gap: 1.2rem; align-items: center; }
        legend { float: left; margin-right: 1rem; font-size: .9rem; }
        #said { position: fixed; left: 50%; bottom: 1.2rem; transform: translateX(-50%); margin: 0;
          padding: .6rem 1.1rem; border-radius: .7rem; background: #261c1b; color: #fff; transition: opacity .3s; }
        #said:empty { display: none; }
        @media (prefers-reduced-motion: reduce) { * { animation: none !important; transition: none !important; } }
        """
}
