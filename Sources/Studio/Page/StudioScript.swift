/// The page's own script: it sends states, puts pieces of HTML where they belong, and plays an outage. It works nothing out
/// that the server has not said.
let studioScript = stateScript + inputScript + textScript + outageScript

/// States: what is sent, what comes back at once, and what grows.
private let stateScript = #"""
  'use strict';
  const base=location.pathname.replace(/\/[^/]*$/,''),$=i=>document.getElementById(i),all=(q,e=document)=>[...e.querySelectorAll(q)];
  const bare=()=>({changes:[],without:[]});
  let state=bare(),past=[],number=null,live=null,words={},busy=false,waiting=null,values={},keys=[],draft=false;
  const ready=()=>number&&+document.body.dataset.number===number;
  const put=cells=>Object.entries(cells).forEach(([id,html])=>{const e=$(id);if(e&&e.innerHTML!==html)e.innerHTML=html});
  const problem=words=>{$('problem').textContent=words||'';$('problem').hidden=!words};
  const address=()=>{const s=state.changes.length||state.without.length?'#'+encodeURIComponent(JSON.stringify(state)):'';
    history.replaceState(null,'',location.pathname+s)};
  function go(next,remember=true){if(remember)past.push(JSON.stringify(state));state=next;send({state})}
  async function send(body){if(busy){waiting=body;return}busy=true;
    try{const r=await fetch(base+'/state',{method:'POST',headers:{'Content-Type':'application/json'},body:JSON.stringify({...body,words})});
      const said=await r.json();r.ok?took(said,body):problem(said.error)}
    catch(e){problem('The studio does not answer. Is it still running?')}
    busy=false;if(waiting){const next=waiting;waiting=null;send(next)}}
  function took(said,body){const anew=body.text!==undefined||body.add!==undefined;draft=body.text!==undefined&&!said.number;
    if(body.add!==undefined&&!said.number){problem(said.refused||said.diagnostics?.[0]?.message);return}if(anew){if(said.number)past.push(JSON.stringify(state));state=said.state}
    problem(said.refused);mistakes(said.diagnostics||[]);
    if(body.text===undefined&&$('text')!==document.activeElement)$('text').value=said.text;
    gutter(said.diagnostics||[]);$('undo').disabled=!past.length;$('reset').disabled=!state.changes.length&&!state.without.length;
    if(!said.number){if(body.text===undefined)mark(body.state);return}
    number=said.number;keys=said.keys;values=said.values;address();if(said.inputs){$('inputs').innerHTML=said.inputs;wire()}if(said.rows){$('rows').innerHTML=said.rows;$('like').innerHTML=said.likes;$('called').value=''}
    if($('remedies'))$('remedies').innerHTML='<p class="how">Remedies are tried after the last years.</p>';put(said.cells);show();stale(said.touched);follow()}
  const stale=touched=>all('#rows tr').forEach(r=>r.classList.toggle('stale',touched.includes(r.dataset.design)));
  function follow(){if(live)live.close();played=null;const mine=live=new EventSource(base+'/live/'+number);
    mine.onmessage=m=>{if(mine!==live)return;const a=JSON.parse(m.data);words=a.words;put(a.cells);stale([]);document.body.dataset.years=a.years;
      document.body.dataset.number=number;offers();if(a.last)mine.close()};
    mine.addEventListener('problem',m=>{problem(JSON.parse(m.data).error);mine.close()});
    mine.onerror=()=>{if(mine===live&&mine.readyState===2)problem('The studio has ended.')}}
  $('undo').onclick=()=>{if(past.length)go(JSON.parse(past.pop()),false)};
  $('reset').onclick=()=>go(bare());
  $('add').onclick=()=>send({state,add:$('called').value,like:$('like').value});
  addEventListener('keydown',e=>{if((e.ctrlKey||e.metaKey)&&e.key==='z'&&!/text|search/.test(e.target.type||'')){e.preventDefault();$('undo').click()}});
  function fromAddress(){let s=bare();try{const t=decodeURIComponent(location.hash.slice(1));if(t)s={...s,...JSON.parse(t)}}catch(e){problem('The address is not whole.')}return s}
  addEventListener('hashchange',()=>go(fromAddress()));
  const tabs=all('[role=tab]');
  function choose(tab){tabs.forEach(t=>{const on=t===tab;t.setAttribute('aria-selected',on);t.tabIndex=on?0:-1;$(t.getAttribute('aria-controls')).hidden=!on});
    if(tab.id==='tab-plan')gutter(null);if(tab.id==='tab-outage')offers()}
  tabs.forEach((t,i)=>{t.onclick=()=>choose(t);t.onkeydown=e=>{const d={ArrowRight:1,ArrowLeft:-1}[e.key];
    if(d){const n=tabs[(i+d+tabs.length)%tabs.length];choose(n);n.focus()}}});
  all('[data-cause]').forEach(c=>c.onchange=()=>go({...state,without:all('[data-cause]').filter(x=>!x.checked).map(x=>x.dataset.cause)}));
  async function offers(){if(!ready())return;all('[data-export]').forEach(a=>a.href=base+'/export/'+number+'/'+a.dataset.export);
    if(!$('panel-export').hidden||!$('command').textContent){const n=number,r=await fetch(base+'/export/'+n+'/command');if(r.ok&&n===number)$('command').textContent=await r.text()}
    if(!$('panel-outage').hidden&&!played)outages()}
  $('tab-export').addEventListener('click',()=>offers());
  const save=kind=>async()=>{if(kind==='plan'&&!confirm('Write over the plan that was opened?'))return;
    const r=await fetch(base+'/save/'+number+'/'+kind,{method:'POST',headers:{'Content-Type':'application/json'},body:'{}'}),a=await r.json();
    $('saved').textContent=r.ok?'Written to '+a.saved:a.error};
  $('save-new').onclick=save('new');$('save-plan').onclick=save('plan');

  """#

/// Inputs: sliders, boxes, choices, and the sheet on a phone.
private let inputScript = #"""
  const round=x=>Number(x.toPrecision(x>=100?3:2));
  function change(path,to,remember){if(draft){problem('The plan as text has a mistake: mend it first, or go back to the plan.');return}
    const rest=state.changes.filter(c=>c.path!==path);
    go({...state,changes:[...rest,{path,to}]},remember)}
  addEventListener('click',e=>{const b=e.target.closest('[data-apply]');if(b)change(b.dataset.apply,b.dataset.to,true)});
  function wire(){all('.input').forEach(row=>{const path=row.dataset.path,box=row.querySelector('.box'),slide=row.querySelector('[type=range]');
    box.onchange=()=>change(path,box.value,true);
    if(box.tagName==='INPUT')box.onkeydown=e=>{if(e.key==='Enter')box.onchange()};
    if(slide){let held=false;const d=slide.dataset,low=+d.low,high=+d.high;
      const value=()=>{const s=slide.value/1000,v=d.log?low*Math.pow(high/low,s):low+(high-low)*s;
        return d.whole?Math.max(1,Math.round(v)):s===0?low:s===1?high:round(v)};
      slide.oninput=()=>{const to=d.before+value()+d.after;if(to===box.value)return;box.value=to;slide.setAttribute('aria-valuetext',box.value);change(path,box.value,!held);held=true};
      slide.onpointerdown=slide.onblur=()=>held=false;
      const nudge=by=>{const old=box.value;let n=0;do{slide.value=+slide.value+by;n++}while(d.before+value()+d.after===old&&n<200&&slide.value>0&&slide.value<1000);slide.oninput();held=false};
      row.querySelector('.less').onclick=()=>nudge(-20);row.querySelector('.more').onclick=()=>nudge(20)}
    row.onclick=e=>{if(matchMedia('(max-width:760px)').matches&&!row.classList.contains('open')){all('.input.open').forEach(o=>o.classList.remove('open'));row.classList.add('open')}}})}
  addEventListener('click',e=>{if(!e.target.closest('.input'))all('.input.open').forEach(o=>o.classList.remove('open'))});
  addEventListener('keydown',e=>{if(e.key==='Escape')all('.input.open').forEach(o=>o.classList.remove('open'))});
  function show(){const changed=new Set(state.changes.map(c=>c.path));
    all('.input').forEach(row=>{const v=values[row.dataset.path],box=row.querySelector('.box'),slide=row.querySelector('[type=range]');
      row.classList.toggle('changed',changed.has(row.dataset.path));row.classList.remove('wrong');if(v===undefined)return;
      if(box!==document.activeElement||!box.value.length||box.tagName==='SELECT'||slide)box.value=v;
      if(slide){const d=slide.dataset,n=parseFloat(v.startsWith(d.before)?v.slice(d.before.length):'');
        if(!isNaN(n)&&slide!==document.activeElement)slide.value=1000*(d.log?Math.log(n/d.low)/Math.log(d.high/d.low):(n-d.low)/(d.high-d.low));
        slide.setAttribute('aria-valuetext',v)}});
    all('[data-cause]').forEach(c=>c.checked=!state.without.includes(c.dataset.cause))}
  function mark(s){const paths=s.changes.map(c=>c.path),p=paths[paths.length-1];all('.input').forEach(r=>r.classList.toggle('wrong',r.dataset.path===p))}
  addEventListener('input',e=>{if(e.target.id!=='search')return;const q=e.target.value.toLowerCase();
    all('#others .input').forEach(r=>r.hidden=!r.dataset.words.includes(q))});

  """#

/// The plan as text.
private let textScript = #"""
  let typing=null,found=[];
  $('text').oninput=()=>{clearTimeout(typing);typing=setTimeout(()=>send({text:$('text').value}),150);gutter(null)};
  $('text').onscroll=()=>$('gutter').scrollTop=$('text').scrollTop;
  $('text').onkeyup=$('text').onclick=()=>{const before=$('text').value.slice(0,$('text').selectionStart).split('\n'),column=[...before.at(-1)].length;
    const key=keys.find(k=>k[0]===before.length&&k[1]>=column);$('key').textContent=key?key[2]:''};
  function gutter(diagnostics){if(diagnostics)found=diagnostics;const bad=new Set(found.filter(d=>d.severity==='error').map(d=>d.line)),g=$('gutter');
    g.replaceChildren(...$('text').value.split('\n').flatMap((_,i)=>{const n=document.createElement(bad.has(i+1)?'b':'span');n.textContent=(bad.has(i+1)?'● ':'')+(i+1);return[n,'\n']}));
    g.scrollTop=$('text').scrollTop}
  function mistakes(list){const ul=$('mistakes');ul.replaceChildren(...list.map(d=>{const li=document.createElement('li'),go=document.createElement('button');
      go.type='button';go.className=d.severity;go.textContent=`line ${d.line}: ${d.message}. ${d.remedy}`;go.onclick=()=>at(d.line,d.column);li.append(go);
      if(d.right!==undefined){const mend=document.createElement('button');mend.type='button';mend.className='mend';mend.textContent=`Write '${d.right}'`;
        mend.onclick=()=>{const t=$('text'),lines=t.value.split('\n'),l=[...lines[d.line-1]],w=[...d.wrong];
          if(l.slice(d.column-1,d.column-1+w.length).join('')!==d.wrong)return;l.splice(d.column-1,w.length,d.right);lines[d.line-1]=l.join('');t.value=lines.join('\n');
          clearTimeout(typing);send({text:t.value})};li.append(' ',mend)}
      return li}));
    $('tab-plan').textContent='Plan as text'+(list.some(d=>d.severity==='error')?` (${list.filter(d=>d.severity==='error').length} wrong)`:'')}
  function at(l,c){const t=$('text'),i=t.value.split('\n').slice(0,l-1).join('\n').length+(l>1?1:0)+c-1;choose($('tab-plan'));t.focus();t.setSelectionRange(i,i);
    t.scrollTop=Math.max(0,(l-6)*18)}

  """#
