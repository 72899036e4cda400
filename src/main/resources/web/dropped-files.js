// Files that were chosen or dropped on the page, those in folders included: {name, file}. The name
// of a file in a folder is its path, beginning with that folder.

export const chosenFiles = files => [...files].map(file => ({name: file.webkitRelativePath || file.name, file}));

export async function droppedFiles(items) {
  // Before the first await: the browser clears the items after the event.
  const entries = [...items].map(item => item.webkitGetAsEntry?.() ?? item.getAsFile()).filter(Boolean);
  const files = [];
  for (const entry of entries) await collect(entry, files);
  return files;
}

async function collect(entry, files) {
  if (entry instanceof File) {
    files.push({name: entry.name, file: entry});
    return;
  }
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    files.push({name: entry.fullPath.replace(/^\//, ''), file});
    return;
  }
  const reader = entry.createReader();
  // Returns at most a hundred entries at a time, and none at the end.
  for (;;) {
    const batch = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!batch.length) return;
    for (const inner of batch) await collect(inner, files);
  }
}

/**
 * Separates names that start with _ or ., or whose folders do: lake readers ignore them, and _SUCCESS
 * starts a reload. Windows keeps two files in folders that are no data either.
 */
export function splitHidden(all) {
  const isHidden = file => /(^|\/)([_.]|(thumbs\.db|desktop\.ini)$)/i.test(file.name);
  return {files: all.filter(file => !isHidden(file)), hidden: all.filter(isHidden)};
}
