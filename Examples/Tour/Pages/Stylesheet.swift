import Aloft

/// The look of the tour, in the pages themselves: nothing is fetched from elsewhere.
enum Stylesheet {
  // Ours, and no value from outside in it.
  static let css = HTML(
    safe: """
      :root { --ink:#1d2433; --soft:#5c667a; --paper:#fbfaf7; --card:#fff; --line:#e5e1d8; --accent:#d9482b;
        --code:#172033; --code-ink:#e6eaf2; --good:#1c7c54; --bad:#b3261e;
        --mono: ui-monospace, SFMono-Regular, Menlo, "DejaVu Sans Mono", monospace; }
      @media (prefers-color-scheme: dark) { :root { --ink:#e8eaf0; --soft:#9aa4b8; --paper:#12161f; --card:#1a202c;
        --line:#2c3444; --accent:#ff7a5c; --code:#0c1018; --good:#5fd39f; --bad:#ff8a80; } }
      * { box-sizing:border-box }
      body { margin:0; background:var(--paper); color:var(--ink);
        font:17px/1.6 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif }
      a { color:var(--accent) }
      .bar { display:flex; gap:1.4rem; align-items:center; flex-wrap:wrap; padding:.8rem max(1.2rem, calc(50% - 34.8rem));
        border-bottom:1px solid var(--line); background:var(--card); font-size:.95rem }
      .bar a { color:var(--soft); text-decoration:none } .bar a:hover { color:var(--accent) }
      .bar .brand { color:var(--accent); font-weight:700; font-size:1.15rem; display:flex; gap:.4rem;
        align-items:center; margin-right:auto }
      main { max-width:72rem; margin:0 auto; padding:2.2rem 1.2rem 3rem }
      h1 { font-size:2.3rem; line-height:1.15; letter-spacing:-.02em; margin:0 0 .6rem }
      h2 { font-size:1.2rem; margin:0 0 .2rem; letter-spacing:-.01em }
      .lead p, .hero p { color:var(--soft); font-size:1.12rem; margin:0; max-width:46rem }
      .hero { display:grid; grid-template-columns:1fr 1.25fr; gap:2.4rem; align-items:center; padding:1rem 0 2rem }
      .part { margin-top:2rem } .part h2 { margin-bottom:.7rem }
      .cards { display:grid; grid-template-columns:repeat(auto-fill, minmax(12.4rem, 1fr)); gap:.9rem }
      .card { display:block; padding:1rem 1.1rem; background:var(--card); border:1px solid var(--line);
        border-radius:.7rem; text-decoration:none; color:var(--ink); transition:border-color .15s, transform .15s }
      .card:hover { border-color:var(--accent); transform:translateY(-2px) }
      .card b { display:block } .card span { color:var(--soft); font-size:.93rem; line-height:1.4; display:block }
      .sample { margin-top:2.4rem } .words p { margin:0 0 .7rem; color:var(--soft); max-width:50rem }
      .pair { display:grid; grid-template-columns:minmax(0, 1.15fr) minmax(0, 1fr); border:1px solid var(--line);
        border-radius:.7rem; overflow:hidden; background:var(--card) }
      .wide .pair { grid-template-columns:minmax(0, 1fr) }
      pre { margin:0; font:13px/1.6 var(--mono); white-space:pre-wrap; overflow-wrap:anywhere }
      .code { background:var(--code); color:var(--code-ink); padding:1.1rem 1.2rem; tab-size:2 }
      .hero .code { border-radius:.7rem; font-size:14px }
      .code i { font-style:normal } .code .keyword { color:#ff8f70 } .code .string { color:#a9dc8f }
      .code .type { color:#7fc8f8 } .code .comment { color:#8792a8; font-style:italic }
      .live { padding:1rem 1.1rem; min-width:0 }
      .trials { display:flex; flex-wrap:wrap; gap:.45rem; margin-bottom:.8rem }
      .trials a, button, .button { font:13px/1.3 var(--mono); padding:.35rem .65rem; border:1px solid var(--line);
        border-radius:99rem; background:var(--paper); color:var(--ink); text-decoration:none; cursor:pointer }
      .trials a:hover, button:hover { border-color:var(--accent) }
      .trials .on { background:var(--accent); border-color:var(--accent); color:#fff }
      .status { font:600 13.5px/1.5 var(--mono); margin:0 0 .3rem } .good { color:var(--good) } .bad { color:var(--bad) }
      .fields { color:var(--soft); font-size:12px; margin-bottom:.6rem }
      .body { border-top:1px dashed var(--line); padding-top:.6rem; max-height:20rem; overflow:auto }
      .hint { color:var(--soft); margin:0; font-size:.93rem }
      iframe, .shown { width:100%; border:1px solid var(--line); border-radius:.4rem; background:#fff; display:block;
        margin-top:.6rem } iframe { height:6.5rem } .live > iframe:first-child { margin-top:0 }
      img.shown { height:9rem; object-fit:contain }
      form.fields-of-form { display:grid; gap:.5rem; margin-bottom:.9rem }
      input, textarea { font:inherit; font-size:.95rem; padding:.45rem .6rem; border:1px solid var(--line);
        border-radius:.4rem; background:var(--paper); color:var(--ink); width:100% }
      form button { justify-self:start; background:var(--accent); color:#fff; border-color:var(--accent) }
      .entry { border-left:3px solid var(--accent); padding:.1rem .8rem; margin:.6rem 0 } .entry p { margin:0 }
      .clock { font:600 2rem/1.2 var(--mono); letter-spacing:-.03em }
      .neighbours { display:flex; margin-top:2.6rem } .neighbours .next { margin-left:auto }
      footer { color:var(--soft); text-align:center; font-size:.88rem; padding:1.5rem; border-top:1px solid var(--line) }
      @media (max-width:52rem) { .pair, .hero { grid-template-columns:1fr } h1 { font-size:1.8rem } }
      """)
}
