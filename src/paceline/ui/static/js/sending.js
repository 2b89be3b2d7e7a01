// How files travel: what was dropped, in groups, or one large file in parts that go on after a lost connection.
const TOGETHER = 50;
const TOGETHER_BYTES = 20_000_000;
const TRIES = 6;

/** Sends a file from where `place` says; the server knows how much has arrived. Throws with the place to go on from. */
export async function inParts(url, file, place, tell) {
  let at = place;
  try {
    if (!at) at = await asked(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ name: file.name, size: file.size }) });
    for (let failures = 0; at.received < file.size;) {
      try {
        at = await asked(`${url}/${at.id}?offset=${at.received}`, { method: 'PUT', body: file.slice(at.received, at.received + at.part_size) });
        failures = 0;
        tell(at.received / file.size);
      } catch (problem) {
        if (problem.status && problem.status < 500 && problem.status !== 409) throw problem;
        failures += 1;
        if (failures > TRIES) throw problem;
        tell(at.received / file.size, 'The connection was lost. We go on by ourselves.');
        await new Promise((resolve) => setTimeout(resolve, Math.min(30_000, 1000 * 2 ** failures)));
        at = await asked(`${url}/${at.id}`, {}).catch(() => at);
      }
    }
    return at;
  } catch (problem) {
    throw Object.assign(new Error(problem.status ? problem.message : 'It did not arrive. Check your connection.'), { place: at });
  }
}

async function asked(url, options) {
  const answer = await fetch(url, options);
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw Object.assign(new Error(told.detail || 'It could not be sent.'), { status: answer.status });
  return told;
}

/** Files and the files in folders; what cannot be walked comes as the plain list. */
export async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.some((entry) => entry.isDirectory)) return [...transfer.files];
  const found = [];
  const walk = async (entry) => {
    if (entry.name.startsWith('.')) return;
    if (entry.isFile) { found.push(await new Promise((resolve, reject) => entry.file(resolve, reject))); return; }
    const reader = entry.createReader();
    for (let some = await read(reader); some.length; some = await read(reader)) for (const one of some) await walk(one);
  };
  for (const entry of entries) await walk(entry);
  return found;
}

const read = (reader) => new Promise((resolve, reject) => reader.readEntries(resolve, reject));

/** Groups that fit into one request each. */
export function together(files) {
  const groups = [];
  let size = Infinity;
  for (const file of files) {
    if (size + file.size > TOGETHER_BYTES || groups.at(-1)?.length >= TOGETHER) { groups.push([]); size = 0; }
    groups.at(-1).push(file);
    size += file.size;
  }
  return groups;
}

/** The import a group of files became. */
export function joined(request) {
  try { return JSON.parse(request.responseText).import_id || null; } catch { return null; }
}

/** What the server said, from a JSON problem or a short text; never markup. */
export function words(request) {
  const kind = request.getResponseHeader('Content-Type') || '';
  try {
    if (kind.includes('json')) { const told = JSON.parse(request.responseText); return told.detail || told.message || told.title || ''; }
  } catch { return ''; }
  return kind.startsWith('text/plain') ? request.responseText.slice(0, 200) : '';
}
