/// Plays an outage: two designs under the same failure, on one clock.
let outageScript = #"""
  let played=null,clock=0,ends=[0,1],timer=null,last=0;
  const longest=60;
  async function outages(){if(!ready())return;const n=number,r=await fetch(base+'/outages/'+n);if(!r.ok||n!==number)return;played=(await r.json()).outages;
    $('outages').replaceChildren(...played.map((o,i)=>new Option(`${o.cause}: ${o.reason} (${o.key})`,i)));
    if(played.length)stage();else $('sides').textContent='No outage yet that could be played.'}
  function stage(){halt();const o=played[$('outages').value||0];
    ends=[Math.min(...o.sides.map(s=>s.from)),Math.max(...o.sides.map(s=>s.to))];
    $('sides').replaceChildren(...o.sides.map(s=>{const d=document.createElement('div');const h=document.createElement('h3');h.textContent=s.design+(s.open?', not over in a day':s.over?'':', which answered all through');
      const c=document.createElement('p');c.className='counts';const p=document.createElement('div');p.className='playing';p.innerHTML=s.chart;
      const head=document.createElement('div');head.className='head';p.append(head);
      const sites=s.sites.map(site=>{const e=document.createElement('div');e.className='site';const name=document.createElement('span');name.textContent=site.name;
        const nodes=document.createElement('span');nodes.className='nodes';const flow=document.createElement('span');flow.className='flow';e.append(name,nodes,flow);return e});
      d.append(h,c,...sites,p);return d}));
    seek(0)}
  // Ten seconds a second until the target is passed, then fast enough to be over within a minute.
  const pace=o=>{const target=Math.max(...o.sides.map(s=>s.target||0)),over=Math.max(...o.sides.map(s=>s.over));
    return clock<target?10:Math.max(10,(over-target)/longest*3,(ends[1]-over)/longest*3)};
  function at_(s,t){let i=0,j=s.seconds.length-1;while(i<j){const m=(i+j+1)>>1;if(s.seconds[m]<=t)i=m;else j=m-1}return i}
  function seek(t){if(!played||!played.length)return;clock=Math.min(Math.max(t,ends[0]),ends[1]);const o=played[$('outages').value||0];
    $('scrub').value=Math.round(1000*(clock-ends[0])/(ends[1]-ends[0]));$('scrub').setAttribute('aria-valuetext',said(clock));$('clock').textContent=said(clock);
    o.sides.forEach((s,k)=>{const i=at_(s,clock),d=$('sides').children[k],n=x=>Math.round(x).toLocaleString('en-US');
      d.querySelector('.counts').textContent=`${n(s.lost[i])} requests lost; ${n(s.answered[i])} of ${n(s.demand[i])} answered a second`;
      const share=(clock-s.from)/(s.to-s.from),head=d.querySelector('.head');head.style.left=100*(s.left+(s.right-s.left)*Math.min(Math.max(share,0),1))+'%';
      s.sites.forEach((site,j)=>{const e=d.querySelectorAll('.site')[j],nodes=e.querySelector('.nodes'),want=site.ready[i]+','+site.starting[i];
        if(nodes.dataset.shown!==want){nodes.dataset.shown=want;const box=c=>{const b=document.createElement('i');b.className=c;return b};
          nodes.replaceChildren(...Array.from({length:Math.min(site.ready[i],200)},()=>box('ready')),...Array.from({length:Math.min(site.starting[i],200)},()=>box('starting')));
          nodes.title=`${site.ready[i]} ready, ${site.starting[i]} starting`}
        e.querySelector('.flow').style.width=100*Math.min(1,site.share[i])+'%'})})}
  const said=t=>{const a=Math.abs(t),h=Math.floor(a/3600),m=Math.floor(a/60)%60,s=Math.floor(a)%60,two=x=>String(x).padStart(2,'0');
    return(t<0?'−':'')+(h?h+':'+two(m):m)+':'+two(s)+' since the fault'};
  function halt(){if(timer)cancelAnimationFrame(timer);timer=null;$('play').textContent='Play'}
  function run(now){const o=played[$('outages').value||0];seek(clock+Math.min(0.1,(now-last)/1000)*pace(o));last=now;if(clock>=ends[1])halt();else timer=requestAnimationFrame(run)}
  $('play').onclick=()=>{if(!played||!played.length)return;if(timer){halt();return}if(clock>=ends[1])seek(ends[0]);$('play').textContent='Pause';last=performance.now();timer=requestAnimationFrame(run)};
  const step=by=>{halt();seek(clock+by)};
  $('back').onclick=()=>step(-10);$('step').onclick=()=>step(10);
  $('phase').onclick=()=>{if(!played||!played.length)return;halt();const o=played[$('outages').value||0],next=o.sides.flatMap(s=>[...s.starts,s.over]).sort((a,b)=>a-b).find(x=>x>clock+0.5);seek(next===undefined?ends[1]:next)};
  $('scrub').oninput=()=>{halt();seek(ends[0]+(ends[1]-ends[0])*$('scrub').value/1000)};
  $('outages').onchange=stage;
  $('panel-outage').onkeydown=e=>{if(e.target.tagName==='SELECT'||e.target.type==='range')return;
    if(e.key===' '&&e.target.tagName!=='BUTTON'){e.preventDefault();$('play').click()}
    const d={ArrowRight:10,ArrowLeft:-10}[e.key];if(d){e.preventDefault();step(d)}};
  wire();state=fromAddress();send({state});
  """#
