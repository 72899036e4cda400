// The selected pending files: some, or all except some. It holds ids, not checkboxes, so it
// survives paging and filters.

export class Selection {
  /** Sizes of the selected files by id, unless all are selected. */
  #sizes = new Map();
  /** {q, total, except} if all are selected, else null. */
  #all = null;
  #anchor = null;

  get isAll() {
    return this.#all !== null;
  }

  /** The text that names must contain if all files with it are selected, or "". */
  get filter() {
    return this.#all?.q ?? '';
  }

  get size() {
    return this.#all ? Math.max(0, this.#all.total - this.#all.except.size) : this.#sizes.size;
  }

  /** Total bytes, or null if unknown. */
  get bytes() {
    return this.#all ? null : [...this.#sizes.values()].reduce((sum, size) => sum + size, 0);
  }

  has(file) {
    return this.#all
      ? this.isSelectable(file) && !this.#all.except.has(file.id)
      : this.#sizes.has(file.id);
  }

  /** False if all files with a text are selected, and the name does not contain it. */
  isSelectable(file) {
    return file.name.toLowerCase().includes(this.filter.toLowerCase());
  }

  set(file, selected) {
    if (!this.isSelectable(file)) return;
    if (this.#all) {
      selected ? this.#all.except.delete(file.id) : this.#all.except.add(file.id);
    } else {
      selected ? this.#sizes.set(file.id, file.size) : this.#sizes.delete(file.id);
    }
  }

  /** One checkbox; with shift, all from the last one clicked to this one. */
  click(files, index, selected, shift) {
    const from = shift && this.#anchor !== null
      ? files.findIndex(file => file.id === this.#anchor)
      : -1;
    const [first, last] = from < 0 ? [index, index] : [Math.min(from, index), Math.max(from, index)];
    files.slice(first, last + 1).forEach(file => this.set(file, selected));
    this.#anchor = files[index].id;
  }

  /** Whether none, some or all of these files are selected. */
  state(files) {
    const selectable = files.filter(file => this.isSelectable(file));
    const selected = selectable.filter(file => this.has(file)).length;
    return selected === 0 ? 'none' : selected === selectable.length ? 'all' : 'some';
  }

  selectAll(q, total) {
    this.#sizes.clear();
    this.#all = {q, total, except: new Set()};
  }

  clear() {
    this.#sizes.clear();
    this.#all = null;
    this.#anchor = null;
  }

  /** Corrects the total: the server refuses a selection whose expected count is wrong. */
  setTotal(total) {
    if (this.#all) this.#all.total = total;
  }

  /** As the API takes it. */
  toJson() {
    if (!this.#all) return {files: [...this.#sizes.keys()]};
    const {q, except} = this.#all;
    return {all: true, except: [...except], ...(q && {q}), expected: this.size};
  }
}
