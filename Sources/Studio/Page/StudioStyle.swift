import Pages

/// The report's style sheet, and what a live page adds.
let studioStyle =
  pageStyle + """

    .phone{display:none}header{position:sticky;top:0;z-index:3;background:var(--ground);border-bottom:1px solid var(--rule);
    padding:8px 16px;display:flex;gap:12px 24px;justify-content:space-between;align-items:end;flex-wrap:wrap}
    header>div:first-child{flex:1 1 560px}.said{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}.exports li{padding:5px 0}
    header h1{max-width:none;font-size:18px;font-weight:500;margin:0;min-height:24px}header .question{margin:0;font-size:13px}
    .tools{display:flex;gap:8px;align-items:center}
    .studio{display:grid;grid-template-columns:340px minmax(0,1fr);gap:20px;padding:0 16px}.studio main{max-width:none;margin:0;padding:8px 0}
    aside{position:sticky;top:74px;max-height:calc(100vh - 74px);overflow-y:auto;padding:0 10px 30px 0}aside h2{margin:14px 0 4px}
    .input{padding:6px 0 5px;border-top:1px solid var(--rule);display:grid;grid-template-columns:minmax(0,1fr) 116px;gap:1px 8px;align-items:center}
    .input label{font-size:14px}.input small{grid-column:1/-1;color:var(--quiet);font-size:12px}.input.long label,.input.long .box{grid-column:1/-1}.input.changed label{font-weight:600}
    .input.wrong .box{outline:2px solid var(--bad)}.box{width:100%;min-height:26px;font:13px system-ui,sans-serif;padding:3px 5px;text-align:right}.long .box{text-align:left}
    select.box{text-align:left}.turn{grid-column:1/-1;display:flex;gap:6px;align-items:center}.track{flex:1;position:relative;height:28px}
    .track input{width:100%;margin:0;position:absolute;top:0;height:24px}.marks{position:absolute;left:7px;width:calc(100% - 14px);bottom:0;height:5px;fill:var(--quiet)}
    .less,.more{display:none}.search{display:block;margin:6px 0}.search input{width:100%}
    button,input,select,textarea{color:inherit;background:var(--card);border:1px solid var(--quiet);border-radius:4px;font:inherit}
    button{padding:4px 10px;cursor:pointer;min-height:28px;white-space:nowrap;flex:none}button:disabled{opacity:.55;cursor:default}:focus-visible{outline:2px solid var(--on0);outline-offset:1px}
    [role=tablist]{display:flex;flex-wrap:wrap;gap:4px;border-bottom:1px solid var(--rule);margin-bottom:8px}
    [role=tab]{border:0;border-radius:4px 4px 0 0;background:none}[role=tab][aria-selected=true]{background:var(--card);font-weight:600;box-shadow:inset 0 -2px var(--on0)}
    table.designs{font-size:13px}table.designs th small{white-space:nowrap}table.designs td small{white-space:nowrap;display:block}svg .band{fill:none;stroke-width:1.2;stroke-dasharray:3 2}#causes table,#influences table{max-width:560px}.site .nodes:empty::after{content:'no nodes';color:var(--quiet)}table.designs th.name{color:var(--ink);border-left:4px solid;padding-left:8px;border-top:1px solid var(--rule);font-size:14px;white-space:nowrap;vertical-align:middle}
    table.designs td small,.exact small{color:var(--quiet)}td.strip{padding:0 8px 0 0;min-width:190px}table.designs td.n{padding-left:4px}td.strip svg,#axis svg{display:block;width:100%;max-width:270px;height:auto}
    svg .arrow{stroke-width:2}tr.stale td:not(.exact){opacity:.7}tr.stale td small{color:inherit}tr.stale svg{opacity:.5}#problem{color:var(--bad);font-weight:600}
    .editor{display:grid;grid-template-columns:44px minmax(0,1fr);height:calc(100vh - 300px);min-height:260px;border:1px solid var(--rule)}
    #gutter,#text{font:13px/18px ui-monospace,"DejaVu Sans Mono",monospace;margin:0;padding:6px}#gutter{overflow:hidden;text-align:right;color:var(--quiet);background:var(--card)}
    #gutter b{color:var(--bad)}#text{border:0;border-radius:0;resize:none;background:var(--ground);white-space:pre;overflow:auto;width:100%;height:100%}
    #mistakes{padding-left:18px}#mistakes li{margin:3px 0}#mistakes .error{color:var(--bad)}#command{overflow-x:auto;background:var(--card);padding:8px;font-size:13px}
    fieldset{border:1px solid var(--rule);display:flex;flex-wrap:wrap;gap:4px 16px;margin:0 0 10px}fieldset input{vertical-align:-1px}
    #sides{display:grid;grid-template-columns:1fr 1fr;gap:20px}#sides>div{min-width:0}.playing{position:relative;max-width:520px}.playing svg{width:100%;display:block!important}
    .head{position:absolute;top:0;bottom:0;width:2px;background:var(--post);pointer-events:none}
    .site{display:grid;grid-template-columns:110px 1fr;gap:2px 8px;align-items:center;font-size:13px;margin:4px 0}.nodes{display:flex;flex-wrap:wrap;gap:2px}
    .nodes i{width:9px;height:9px;border-radius:2px;background:var(--d4)}.nodes i.starting{background:none;border:2px solid var(--p1)}
    .flow{grid-column:2;height:6px;background:var(--on0);border-radius:3px}.scrub{display:flex;gap:8px}.scrub input{flex:1}.counts{font-variant-numeric:tabular-nums}
    #sheet-close{display:none}.remedies{display:grid;grid-template-columns:repeat(auto-fill,minmax(240px,1fr));gap:10px}.remedy{background:var(--card);border-radius:6px;padding:8px 12px}
    .remedy button{background:var(--ground)}
    @media (max-width:1100px) and (min-width:761px){#sides{grid-template-columns:1fr}}
    @media (max-width:760px){.phone{display:block;font-size:13px;width:100%}.phone div{border-left:4px solid;padding-left:6px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
    header{padding:6px 12px;gap:2px;max-height:150px;overflow:hidden}header h1{font-size:14px;min-height:0;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
    header>div:first-child{width:100%}header .question{display:none}.tools button{padding:2px 8px}.tools{width:100%}#years{white-space:nowrap;overflow:hidden;text-overflow:ellipsis;font-size:12px}
    .studio{display:block;padding:0 12px 40px}aside{position:static;max-height:none;padding:0}.input .turn{display:none}
    .input.open{position:fixed;left:0;right:0;bottom:0;z-index:4;background:var(--ground);padding:12px 16px 16px;box-shadow:0 -3px 14px #0006}
    .input.open .turn{display:flex}.input.open .less,.input.open .more{display:block;min-width:44px;min-height:44px;font-size:20px}
    #sheet-close{display:block;grid-column:1/-1}
    table.designs,table.designs tbody{display:block}table.designs thead{display:none}table.designs tr{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:2px 8px;border-top:1px solid var(--rule);padding:8px 0}
    table.designs th.name{grid-column:1/3;border-top:0;padding:0 0 0 8px}table.designs td{border:0;padding:1px 0;white-space:normal;text-align:left}
    table.designs td.strip{grid-column:1/-1}table.designs td small{white-space:normal}table.designs td.n::before{content:attr(data-head);display:block;color:var(--quiet);font-size:12px}
    #sides{grid-template-columns:minmax(0,1fr)}}
    @media print{aside,.tools,[role=tablist]{display:none}.studio{display:block}header{position:static}}
    @media (prefers-reduced-motion:no-preference){.stale{transition:opacity .15s}}
    """
