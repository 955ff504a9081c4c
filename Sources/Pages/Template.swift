/// The page. Two braces escape what they print, three print drawings, whose words are escaped already.
let pageTemplate = framed(
  #"""
  <h1 data-answers="which gap">{{title}}</h1>
  <p class="how" data-answers="sure">{{sure}}</p>
  <div class="reasons">{{#reasons}}<div data-answers="{{answers}}"><h3>{{heading}}</h3><p>{{words}}</p></div>{{/reasons}}</div>
  {{#matrix}}<table class="matrix"><thead><tr><th>Design, best first</th>{{#headings}}<th>{{heading}}<br>{{needs}}</th>{{/headings}}
  <th class="n">Lost min<br>a year</th><th class="n">1 year in<br>10 over</th>{{#isPriced}}<th class="n">{{money}} M<br>a year</th><th class="n">over<br>no DR</th>{{/isPriced}}</tr></thead>
  <tbody>{{#rows}}{{> row}}{{/rows}}
  {{#hasDominated}}<tr><td class="apart" colspan="{{columns}}">Another design is no dearer and no worse</td></tr>{{/hasDominated}}
  {{#dominated}}{{> row}}{{/dominated}}</tbody></table>{{/matrix}}
  <p class="fine">{{provenance}} {{reality}}</p>
  {{#matrix}}{{#all}}{{> table}}{{/all}}{{/matrix}}

  {{#trade}}<h2>{{title}}</h2>
  <div class="cols">{{#isPriced}}{{#scatter}}<figure style="margin:0">{{{wide}}}{{{narrow}}}<figcaption>Left and down is better. Open marks: another design costs no more and loses no more.</figcaption></figure>{{/scatter}}{{/isPriced}}
  {{#rows}}<figure style="margin:0">{{{wide}}}{{{narrow}}}<figcaption>Dark: 95 % interval of the mean. Pale: nine in ten of what the uncertain inputs allow. ◇: one year in ten is worse. {{paired}}</figcaption></figure>{{/rows}}</div>
  <p class="how">{{inputs}}</p>{{#data}}{{> table}}{{/data}}{{#pairs}}{{> table}}{{/pairs}}
  {{#strip}}<h2>{{title}}</h2>{{#chart}}{{{wide}}}{{{narrow}}}{{/chart}}<p class="how">{{how}}</p>{{#data}}{{> table}}{{/data}}{{/strip}}{{/trade}}

  {{#badYear}}<h2>{{title}}</h2><p class="how">{{how}}</p>{{> curves}}{{/badYear}}
  {{#recovery}}<h2>{{title}}</h2><p class="how">{{how}}</p>{{#near}}<p class="how">{{.}}</p>{{/near}}{{> curves}}{{#others}}{{> table}}{{/others}}{{/recovery}}

  {{#causes}}<h2>{{title}}</h2><ul class="legend parts">{{#legend}}<li><span class="key {{swatch}}"></span>{{name}}</li>{{/legend}}</ul>
  {{#chart}}{{{wide}}}{{{narrow}}}{{/chart}}<p class="how">Lost minutes a year. What strikes every site at once no further site mends.</p>{{#data}}{{> table}}{{/data}}
  {{#removals}}<h3>{{title}}</h3><div class="scroll" tabindex="0" role="region" aria-label="{{title}}"><table><thead><tr>{{#heads}}<th>{{text}}</th>{{/heads}}</tr></thead>
  <tbody>{{#rows}}<tr><td>{{name}}</td>{{#cells}}<td class="{{verdict}}">{{text}}</td>{{/cells}}</tr>{{/rows}}</tbody></table></div>
  <p class="how">The same years less what the ledger books to the cause. ✓ meets, ✗ misses, ? undecided.</p>{{#data}}{{> table}}{{/data}}{{/removals}}{{/causes}}

  {{#services}}<h2>{{title}}</h2><p class="how">{{how}}</p>{{#data}}{{> table}}{{/data}}

  {{/services}}{{#outages}}<h2>{{title}}</h2><p class="how">{{how}}</p>{{#chart}}{{{wide}}}{{{narrow}}}{{/chart}}
  <p class="fine copy">Play it: <code>{{command}}</code></p>{{#phases}}{{> table}}{{/phases}}{{#course}}{{> table}}{{/course}}{{/outages}}

  {{#meanPhases}}<h2>{{title}}</h2><ul class="legend parts">{{#legend}}<li><span class="key {{swatch}}"></span>{{name}}</li>{{/legend}}</ul>
  {{#chart}}{{{wide}}}{{{narrow}}}{{/chart}}<p class="how">{{how}}</p>{{#data}}{{> table}}{{/data}}{{/meanPhases}}

  {{#week}}<h2>{{title}}</h2><p class="how">{{how}}</p>{{#chart}}{{{wide}}}{{{narrow}}}{{/chart}}{{#data}}{{> table}}{{/data}}{{/week}}

  {{#money}}<h2>{{title}}</h2><ul class="legend parts">{{#legend}}<li><span class="key {{swatch}}"></span>{{name}}</li>{{/legend}}</ul>
  {{#chart}}{{{wide}}}{{{narrow}}}{{/chart}}
  <p class="how">{{how}}</p>{{#data}}{{> table}}{{/data}}
  {{#hasMonths}}<h3>{{design}} by month</h3>{{#months}}{{{wide}}}{{{narrow}}}{{/months}}{{#monthsData}}{{> table}}{{/monthsData}}{{/hasMonths}}{{/money}}

  {{#influences}}<h2>{{title}}</h2>{{#hasRows}}<div class="scroll"><table>
  <tbody>{{#rows}}<tr><td>{{input}}</td><td>{{design}}</td><td><svg class="chart bar" width="100" height="10" viewBox="0 0 100 10" role="img" aria-label="{{input}} {{figure}}"><rect class="track" width="100" height="10"/><rect class="f-on0" width="{{width}}" height="10"/></svg></td><td class="n">{{figure}}</td></tr>{{/rows}}</tbody></table></div>{{/hasRows}}
  <p class="how">Rank correlation with the lost minutes of the design that it moves most; those are named that chance reaches once in a hundred at most.</p>{{#data}}{{> table}}{{/data}}{{/influences}}

  {{#assumptions}}<h2>{{title}}</h2><p class="how">{{how}}</p>{{#data}}{{> table}}{{/data}}{{/assumptions}}
  {{#notModelled}}<h2>What is not modelled</h2><p class="how">{{.}}</p>{{/notModelled}}
  <h2>Words used here</h2><p class="how"><b>Lost minutes</b>: the share of a year's requests that were not answered, times the minutes of the year.
  <b>Back</b>: from the fault until 95 % of demand is answered, whatever ended it. <b>Meets</b>: the 95 % interval of the share lies at or above what is needed;
  <b>misses</b>: below; <b>?</b>: undecided at this number of years. <b>Site-loss reserve</b>: stands so that the other sites carry what a lost one served.</p>
  """#)

/// A row of the first screen's table.
let rowTemplate = #"""
  <tr><td class="name {{edge}}"><b>{{name}}</b><small>{{detail}}</small></td>{{#cells}}<td>{{#none}}<span class="open">not judged</span>{{/none}}{{^none}}<small class="narrow fine">{{short}}</small><span class="cell">{{{bar}}}<span class="{{verdict}}">{{sign}} {{figure}}</span></span>{{/none}}</td>{{/cells}}
  <td class="n less">{{minutes}}</td><td class="n less">{{bad}}</td>{{#isPriced}}<td class="n less">{{cost}}</td><td class="n less">{{premium}}</td>{{/isPriced}}<td class="n cost narrow">{{costWords}}{{#isPriced}}<span class="fine">{{minutesWords}}</span>{{/isPriced}}</td></tr>
  """#

/// A chart of curves with its legend beside it.
let curvesTemplate = #"""
  <div class="split"><div>{{#chart}}{{{wide}}}{{{narrow}}}{{/chart}}</div><div><p class="fine">{{legendTitle}}</p><ul class="legend">{{#legend}}<li><span class="key {{swatch}}"></span>{{name}}<b>{{figure}}</b></li>{{/legend}}</ul></div></div>
  {{#data}}{{> table}}{{/data}}
  """#
