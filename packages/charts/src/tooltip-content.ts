/** The inside of a tooltip: a title and rows of name and value. Text is escaped, because names come from people's files. */

export interface TooltipRow {
  readonly name: string;
  readonly value: string;
  readonly color?: string;
}

/** HTML for a tooltip box. It has no inline style, so it also shows under a strict content security policy. */
export function tooltipContent(title: string, rows: readonly TooltipRow[], note = ''): string {
  const lines = rows.map(
    ({ name, value, color }) =>
      `<tr><td>${color === undefined ? '' : swatch(color)}${escapeHtml(name)}</td><td>${escapeHtml(value)}</td></tr>`,
  );
  const table = lines.length === 0 ? '' : `<table>${lines.join('')}</table>`;
  const footnote = note === '' ? '' : `<p>${escapeHtml(note)}</p>`;
  return `<strong>${escapeHtml(title)}</strong>${table}${footnote}`;
}

export function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

function swatch(color: string): string {
  return `<svg width="8" height="8" viewBox="0 0 8 8" aria-hidden="true"><rect width="8" height="8" rx="2" fill="${escapeHtml(color)}"/></svg>`;
}
