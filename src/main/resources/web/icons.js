// Icons on a 24 by 24 grid. Hidden from screen readers, because a word always stands beside them.

import {html, svg} from './lit/lit-html.js';

const RING = 'M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z';
const SHAPES = {
  logo: 'M20 12a8 8 0 1 1-2.6-5.9L20 8.5M20 3.5v5h-5',
  pending: `${RING}M12 7v5l3.2 2`,
  processing: 'M20 12a8 8 0 1 1-2.6-5.9L20 8.5M20 3.5v5h-5',
  completed: `${RING}m-13 .2 2.7 2.7L16 9.5`,
  failed: `${RING}M9 9l6 6M15 9l-6 6`,
  rejected: `${RING}M6 6l12 12`,
  deleted: 'M4 7h16M9 7V4h6v3M6.5 7l.8 13h9.4l.8-13M10.2 11v5M13.8 11v5',
  superseded: 'M4 8h11M12 5l3 3-3 3M20 16H9M12 13l-3 3 3 3',
  info: `${RING}M12 11v5M12 7.8v.1`,
  warning: 'M12 4 2.8 20h18.4L12 4ZM12 10v4.5M12 17.2v.1',
  search: 'M17 11a6 6 0 1 1-12 0 6 6 0 0 1 12 0ZM20 20l-4.8-4.8',
  upload: 'M12 16V4M7 9l5-5 5 5M4 16v4h16v-4',
  download: 'M12 4v12M7 11l5 5 5-5M4 20h16',
  copy: 'M9 9h11v11H9ZM6 15H4V4h11v2',
  box: 'M4 8l8-4 8 4v8l-8 4-8-4ZM4 8l8 4 8-4M12 12v8',
  restore: 'M4 12a8 8 0 1 0 2.6-5.9L4 8.5M4 3.5v5h5',
};

export const icon = name => html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"
  >${svg`<path d=${SHAPES[name] ?? SHAPES.info} />`}</svg>`;
