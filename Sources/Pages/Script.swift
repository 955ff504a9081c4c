internal import Currencies

/// Beside a page that reads without it: tables sort by a button in each heading and are saved as CSV without being opened, every
/// number with all its digits (`data-v`, see `PageTable`) and its unit in the heading, a command is copied, tables open for paper, and the point of a curve next to the pointer says its values.
let pageScript = #"""
  const button=(words,kind,act)=>{const b=document.createElement('button');b.type='button';b.className=kind;b.textContent=words;b.onclick=act;return b};
  // A number of a cell in one unit, so that 900 k stands below 1.2 M and 90 s below 2 min.
  const units={k:1e3,M:1e6,B:1e9,ms:.001,s:1,min:60,h:3600,d:86400},
  number=x=>{const m=x.replace(/[,$]/g,'').replace('\u2212','-').match(/^[^\w-]*(-?\d*\.?\d+)(?:\s*(ms|min|[kMBshd])\b)?/);
  return m?parseFloat(m[1])*(units[m[2]]||1):NaN};
  document.querySelectorAll('details table').forEach(t=>{const heads=[...t.querySelectorAll('thead th')];
  heads.forEach((h,i)=>{h.scope='col';
  const words=h.textContent,sort=()=>{const b=t.tBodies[0],v=r=>r.cells[i].dataset.v||r.cells[i].textContent,
  up=h.getAttribute('aria-sort')!=='ascending',d=up?1:-1;
  heads.forEach(o=>o.removeAttribute('aria-sort'));h.setAttribute('aria-sort',up?'ascending':'descending');
  [...b.rows].sort((x,y)=>{const a=number(v(x)),c=number(v(y));return d*(isNaN(a)||isNaN(c)?v(x).localeCompare(v(y)):a-c)}).forEach(r=>b.append(r))};
  h.replaceChildren(button(words,'sort',sort))});
  const box=t.closest('details'),name=box.querySelector('summary').textContent;
  const save=button('Save as CSV','csv',()=>{const q=x=>/[",\n]/.test(x)?'"'+x.replace(/"/g,'""')+'"':x,
  parts=heads.map(h=>h.dataset.ends?['',' low',' high']:['']),
  head=heads.flatMap((h,i)=>parts[i].map(p=>h.textContent.trim()+p+(h.dataset.unit?' ['+h.dataset.unit+']':''))),
  body=[...t.tBodies[0].rows].map(r=>[...r.cells].flatMap((c,i)=>{const own=c.dataset.v??c.textContent.trim(),ends=own.split('|');
  return parts[i].length>1?parts[i].map((p,k)=>ends[k]||''):[own]})),
  text=[head,...body].map(r=>r.map(q).join(',')).join('\r\n')+'\r\n',a=document.createElement('a');
  a.href=URL.createObjectURL(new Blob([text],{type:'text/csv'}));
  a.download=name.toLowerCase().replace(/[^a-z0-9]+/g,'-')+'.csv';
  a.click();URL.revokeObjectURL(a.href)});save.setAttribute('aria-label','Save as CSV: '+name);box.after(save)});
  document.querySelectorAll('p.copy').forEach(p=>{const code=p.querySelector('code');
  const copy=button('Copy','csv',()=>{const by=navigator.clipboard?navigator.clipboard.writeText(code.textContent):Promise.reject();
  by.then(()=>{copy.textContent='Copied'},()=>{getSelection().selectAllChildren(code)})});p.append(' ',copy)});
  const shut=[];
  addEventListener('beforeprint',()=>document.querySelectorAll('details:not(.long):not([open])').forEach(d=>{d.open=true;shut.push(d)}));
  addEventListener('afterprint',()=>shut.splice(0).forEach(d=>{d.open=false}));
  const tip=document.createElement('div');tip.className='tip';tip.hidden=true;document.body.append(tip);
  document.querySelectorAll('svg.chart').forEach(s=>{
  const lines=[...s.querySelectorAll('[data-values]')].map(p=>({
  words:p.dataset.values.split('|').map(v=>{const a=v.split(';');return p.dataset.words.replace(/\{(\d)\}/g,(m,k)=>a[k])}),
  points:[...p.getAttribute('d').matchAll(/[ML](-?[0-9.]+) (-?[0-9.]+)/g)].map(m=>[+m[1],+m[2]])}));
  if(!lines.length)return;
  s.onmousemove=e=>{const at=new DOMPoint(e.clientX,e.clientY).matrixTransform(s.getScreenCTM().inverse());let near=null;
  lines.forEach(l=>l.points.forEach((c,i)=>{const far=Math.hypot(c[0]-at.x,c[1]-at.y);if(far<30&&(!near||far<near.far))near={far,words:l.words[i]}}));
  tip.hidden=!near;if(near){tip.textContent=near.words;
  tip.style.left=Math.min(e.clientX+14,innerWidth-tip.offsetWidth-8)+'px';tip.style.top=(e.clientY+16)+'px'}};
  s.onmouseleave=()=>{tip.hidden=true}});
  """#

/// The script of a page whose amounts begin with the sign of a currency: a number is read behind the sign's letters too.
func pageScript(in currency: Currency) -> String {
  let letters = currency.sign.filter(\.isLetter)
  return letters.isEmpty ? pageScript : pageScript.replacing("/[,$]/g", with: "/[,$]|\(letters) ?/g")
}
