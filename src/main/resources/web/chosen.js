// The files that were chosen or dropped, those in folders too.

/** Files of a drop: a folder tells what is in it a hundred at a time. */
export async function dropped(items) {
  // Entries have to be taken before anything is waited for.
  const entries = [...items].map(item => item.webkitGetAsEntry?.() ?? item.getAsFile()).filter(Boolean);
  const found = [];
  for (const entry of entries) await walk(entry, found);
  return found;
}

async function walk(entry, found) {
  if (entry instanceof File) {
    found.push(entry);
    return;
  }
  if (entry.isFile) {
    found.push(await new Promise((resolve, reject) => entry.file(resolve, reject)));
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    const page = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!page.length) return;
    for (const inner of page) await walk(inner, found);
  }
}

/** Readers of a lake do not see names that begin so, and one of them starts a reload. */
export function sorted(files) {
  const hidden = files.filter(file => /^[_.]/.test(file.name));
  return {files: files.filter(file => !/^[_.]/.test(file.name)), hidden};
}
