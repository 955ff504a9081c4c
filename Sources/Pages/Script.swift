/// Beside a page that reads without it: tables sort by a click on a heading and are saved as CSV, and the point of a curve next
/// to the pointer says its values.
let pageScript = #"""
  document.querySelectorAll('details table').forEach(t=>{t.querySelectorAll('th').forEach((h,i)=>{h.tabIndex=0;
  const s=()=>{const b=t.tBodies[0],v=r=>r.cells[i].textContent,n=x=>parseFloat(x.replace(/[^0-9.-]/g,'')),d=h.dataset.d=h.dataset.d==='1'?'-1':'1';
  [...b.rows].sort((x,y)=>{const a=n(v(x)),c=n(v(y));return d*(isNaN(a)||isNaN(c)?v(x).localeCompare(v(y)):a-c)}).forEach(r=>b.append(r))};
  h.onclick=s;h.onkeydown=e=>{if(e.key==='Enter')s()}});
  const save=document.createElement('button');save.type='button';save.className='csv';save.textContent='Save as CSV';
  save.onclick=()=>{const q=x=>/[",\n]/.test(x)?'"'+x.replace(/"/g,'""')+'"':x,
  text=[...t.rows].map(r=>[...r.cells].map(c=>q(c.textContent.trim())).join(',')).join('\r\n')+'\r\n',a=document.createElement('a');
  a.href=URL.createObjectURL(new Blob([text],{type:'text/csv'}));
  a.download=t.closest('details').querySelector('summary').textContent.toLowerCase().replace(/[^a-z0-9]+/g,'-')+'.csv';
  a.click();URL.revokeObjectURL(a.href)};t.closest('.scroll').before(save)});
  const tip=document.createElement('div');tip.className='tip';tip.hidden=true;document.body.append(tip);
  document.querySelectorAll('svg.chart').forEach(s=>{
  const lines=[...s.querySelectorAll('[data-values]')].map(p=>({words:p.dataset.values.split('|'),
  points:[...p.getAttribute('d').matchAll(/[ML](-?[0-9.]+) (-?[0-9.]+)/g)].map(m=>[+m[1],+m[2]])}));
  if(!lines.length)return;
  s.onmousemove=e=>{const at=new DOMPoint(e.clientX,e.clientY).matrixTransform(s.getScreenCTM().inverse());let near=null;
  lines.forEach(l=>l.points.forEach((c,i)=>{const far=Math.hypot(c[0]-at.x,c[1]-at.y);if(far<30&&(!near||far<near.far))near={far,words:l.words[i]}}));
  tip.hidden=!near;if(near){tip.textContent=near.words;
  tip.style.left=Math.min(e.clientX+14,innerWidth-tip.offsetWidth-8)+'px';tip.style.top=(e.clientY+16)+'px'}};
  s.onmouseleave=()=>{tip.hidden=true}});
  """#
