/// The page's own style sheet: two colour schemes, one page at any width, and print.
///
/// Design colours keep apart at a delta E of 20 and more, also for red-green colour blindness, and stand 3:1 against both
/// grounds; text is always in ink.
public let pageStyle = """
  :root{color-scheme:light dark;--ground:#fff;--card:#f4f6f8;--ink:#1b1f24;--quiet:#5b636d;--rule:#d9dee4;--track:#e2e6eb;
  --good:#0b6b2d;--bad:#a81e14;--post:#b3261e;--lost:#f3d6d3;
  --d0:#3f3f3d;--d1:#9e370a;--d2:#b88a14;--d3:#c56df3;--d4:#51a289;--d5:#002755;--d6:#0300eb;--d7:#317986;--dx:#9aa1a9;
  --ev0:#8f2d22;--ev1:#c76a5c;--ev2:#e3aaa0;--on0:#2f6ea8;--on1:#74a5d1;--on2:#b3cee6;
  --p0:#2f6ea8;--p1:#c8871a;--p2:#2c7a5b;--p3:#7a52b3;--p4:#b0473b;--p5:#5f7d95;--p6:#8a7a1f;--p7:#4b4f9e}
  @media (prefers-color-scheme:dark){:root{--ground:#14171b;--card:#1d2228;--ink:#e9ecf0;--quiet:#a3acb6;--rule:#333a42;
  --track:#333a42;--good:#5fd38a;--bad:#ff8f85;--post:#ff8f85;--lost:#4a2623;
  --d0:#9a9c9f;--d1:#c83810;--d2:#c6b60f;--d3:#93515e;--d4:#98efbc;--d5:#34a3fd;--d6:#5c56c2;--d7:#6cefff;--dx:#7b838c;
  --ev0:#c2564a;--ev1:#dd8d82;--ev2:#eec0b9;--on0:#5f9bd6;--on1:#8fbce6;--on2:#c2daf0;
  --p0:#5f9bd6;--p1:#e0a84a;--p2:#58b78e;--p3:#a98be0;--p4:#e07f73;--p5:#93b0c6;--p6:#c4b24e;--p7:#8b90e0}}
  *{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);
  font:15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;overflow-wrap:anywhere}
  main{max-width:1132px;margin:0 auto;padding:16px}h1{font-size:26px;line-height:1.2;margin:2px 0 10px;max-width:34em}
  h2{font-size:19px;line-height:1.25;margin:34px 0 4px}h3{font-size:14px;margin:0 0 3px;color:var(--quiet);font-weight:600}
  p{margin:4px 0}.question,.how,.fine,figcaption{color:var(--quiet)}.how,.fine,figcaption{font-size:13.5px;max-width:64em}
  .reasons{display:grid;grid-template-columns:repeat(3,1fr);gap:10px;margin:8px 0}.reasons>div{background:var(--card);
  border-radius:6px;padding:8px 12px}.cols{display:grid;grid-template-columns:1fr 1fr;gap:20px}.cols>*{min-width:0}
  .split{display:grid;grid-template-columns:minmax(0,820px) minmax(200px,1fr);gap:20px;align-items:center}
  table{border-collapse:collapse;width:100%;font-size:14px}th{font-weight:400;color:var(--quiet);text-align:left;
  vertical-align:bottom;padding:4px 8px 4px 0;font-size:13px}td{padding:5px 8px 5px 0;border-top:1px solid var(--rule)}
  td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}td.name{border-left:4px solid;padding-left:8px}
  td.name small{display:block;color:var(--quiet);font-size:12.5px}td.apart{color:var(--quiet);font-size:13px;padding-top:12px}
  .meets{color:var(--good)}.misses{color:var(--bad)}.open{color:var(--ink)}.cell{display:inline-flex;gap:8px;align-items:center;
  white-space:nowrap}.legend{list-style:none;margin:0;padding:0;font-size:13.5px}.legend li{display:flex;gap:8px;
  align-items:center;padding:2px 0}.legend b{margin-left:auto;font-weight:600;white-space:nowrap}.key{flex:none;width:14px;height:10px;border-radius:2px}
  .key.hollow{background:none!important;border:2px solid}.parts{display:flex;flex-wrap:wrap;gap:4px 14px}
  svg.chart{display:block;max-width:100%;height:auto;margin-top:6px}svg.bar{display:inline-block;margin:0}
  .narrow{display:none!important}svg text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;fill:var(--ink)}
  svg .quiet{fill:var(--quiet)}svg .strong{font-weight:600}svg .post-ink,svg .lost-ink{fill:var(--bad)}svg .halo{paint-order:stroke;
  stroke:var(--ground);stroke-width:4px;stroke-linejoin:round}svg .lost-ink{font-weight:600;stroke:var(--lost)}
  svg .grid{stroke:var(--rule);stroke-width:1}svg .zero{stroke:var(--ink)}svg .post{stroke:var(--post);stroke-width:2.5}
  svg .thin{stroke-width:1.2;stroke-dasharray:3 3}svg .over{stroke:var(--post);stroke-dasharray:3 3}svg .level{stroke:var(--quiet);
  stroke-dasharray:2 4}svg .leader{stroke:var(--quiet);stroke-width:.8}svg .line{fill:none;stroke-width:2;stroke-linejoin:round}
  svg .dashed{stroke-dasharray:5 3}svg .stair{stroke:var(--rule);stroke-width:1.2}svg .hollow{fill:var(--ground);stroke-width:2}
  svg .pale{opacity:.28}svg .track{fill:var(--track)}svg .tick{stroke:var(--ink);stroke-width:2}svg .lost{fill:var(--lost)}
  svg .demand{stroke:var(--ink)}svg .fan{fill:var(--ink);opacity:.16}
  svg .ordered{stroke:var(--p3);stroke-width:1.5;stroke-dasharray:5 3}svg .answered{stroke:var(--d4);stroke-width:2.5}svg .capacity{stroke:var(--d5);stroke-width:1.5}
  \(tints)
  .csv{font:inherit;font-size:13px;color:var(--quiet);background:none;border:1px solid var(--rule);border-radius:4px;padding:2px 8px;margin:6px 0;cursor:pointer}
  .sort{font:inherit;color:inherit;background:none;border:0;padding:0;text-align:inherit;vertical-align:inherit;cursor:pointer}
  th[aria-sort] .sort::after{content:" \\2191"}th[aria-sort=descending] .sort::after{content:" \\2193"}
  .tip{position:fixed;z-index:1;max-width:260px;padding:4px 8px;background:var(--ink);color:var(--ground);font-size:13px;border-radius:4px;pointer-events:none}
  details{margin:6px 0}details:not([open]){display:inline-block;margin-right:10px}.csv{margin-right:18px!important}summary{cursor:pointer;color:var(--quiet);font-size:13.5px}.scroll{overflow-x:auto;overflow-wrap:normal}
  .scroll td.meets,.scroll td.misses,.scroll td.open{white-space:nowrap}
  code{font-size:13px;overflow-wrap:anywhere}a{color:inherit}
  @media screen and (max-width:760px){main{padding:14px 16px}h1{font-size:21px}.reasons,.cols,.split{grid-template-columns:minmax(0,1fr)}
  .reasons>div{background:none;padding:0}.wide{display:none!important}.narrow{display:block!important}
  table.matrix,table.matrix tbody{display:block}table.matrix tr{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:0 8px;
  border-top:1px solid var(--rule);padding:6px 0}table.matrix thead{display:none}table.matrix td{border:0;padding:1px 0}
  table.matrix td.name{grid-column:1/3;order:-2;padding-left:8px;border-left:4px solid}table.matrix td.cost{grid-column:3;order:-1}
  table.matrix tr:not(:first-child) td>small.narrow{display:none!important}table.matrix td.cost .fine{display:block}
  table.matrix td.less{display:none}table.matrix td.apart{grid-column:1/-1}.cell{flex-wrap:wrap;gap:0 6px}.cell small{display:block}
  td.name small{font-size:12px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}}
  @media print,(min-width:761px){.cell small{display:none}}
  @media print{main{max-width:none;padding:0;zoom:.78}h2,h3,h2+.how,h2+ul{break-after:avoid}figure,tr,.reasons,.split,svg{break-inside:avoid}
  .cols,.split{grid-template-columns:minmax(0,1fr)}.split .legend{columns:2}svg.chart{max-height:230mm}
  details.long,.csv{display:none!important}details:not([open]){display:block}details::details-content{content-visibility:visible;block-size:auto}
  .scroll{overflow:visible;overflow-wrap:break-word}.scroll table{font-size:12px}.scroll td,.scroll th{white-space:normal!important;padding:3px 8px 3px 0}
  .wide{display:block!important}svg.bar.wide{display:inline-block!important}.narrow{display:none!important}}
  @page{size:auto;margin:14mm}
  """

/// Fill, stroke and swatch of each tint.
private let tints = [
  "d0", "d1", "d2", "d3", "d4", "d5", "d6", "d7", "dx", "ev0", "ev1", "ev2", "on0", "on1", "on2", "p0", "p1", "p2",
  "p3",
  "p4", "p5", "p6", "p7",
].map {
  "svg .f-\($0){fill:var(--\($0))}svg .s-\($0){stroke:var(--\($0))}.b-\($0){background:var(--\($0))}.e-\($0){border-left-color:var(--\($0))!important}.key.e-\($0){border-color:var(--\($0))!important}"
}
.joined()
