/**
 * OFX 1 is SGML: a header of lines, then elements whose end tags may be left out when they hold a value. What is still open
 * when an element around it ends was such a value, so what seemed to be within it belongs beside it.
 */
import { xmlDepthMax, xmlElementsMax } from '../limits.ts';
import { FileRefusal } from '../problem.ts';
import type { XmlElement } from '../xml/read-xml.ts';

interface OpenElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
  line: number;
}

const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&apos;': "'",
  '&nbsp;': ' ',
};

export function readSgml(text: string): XmlElement {
  const root = openElement('', 1);
  const stack = [root];
  let line = 1;
  let count = 0;
  let at = text.indexOf('<');
  line += lineEnds(text, 0, at);
  while (at !== -1) {
    const end = text.indexOf('>', at);
    if (end === -1) throw refusal(line, 'ends within a tag');
    const tag = text.slice(at + 1, end).trim();
    const next = text.indexOf('<', end);
    const value = text.slice(end + 1, next === -1 ? undefined : next).trim();
    count += 1;
    if (count > xmlElementsMax) throw refusal(line, `has more than ${xmlElementsMax} elements`);
    if (tag.startsWith('!')) throw refusal(line, 'has a document type or a comment, which no export of a broker needs');
    if (tag.startsWith('/')) closeElement(stack, tag.slice(1).toUpperCase());
    else if (!tag.startsWith('?')) {
      const element = openElement(tag.toUpperCase(), line);
      element.text = value.replaceAll(/&(?:lt|gt|amp|quot|apos|nbsp);/g, (entity) => entities[entity]!);
      // A value ends its element; its end tag, if it comes, finds nothing open.
      if (value === '') stack.push(element);
      else stack.at(-1)!.children.push(element);
      if (stack.length > xmlDepthMax) throw refusal(line, `is nested more than ${xmlDepthMax} deep`);
    }
    line += lineEnds(text, at, next === -1 ? text.length : next);
    at = next;
  }
  while (stack.length > 1) closeElement(stack, stack[1]!.name);
  const ofx = root.children.find(({ name }) => name === 'OFX');
  if (ofx === undefined) throw refusal(1, 'holds no <OFX> element');
  return ofx;
}

function openElement(name: string, line: number): OpenElement {
  return { name, attributes: {}, children: [], text: '', line };
}

function closeElement(stack: OpenElement[], name: string): void {
  const place = stack.findLastIndex((element) => element.name === name);
  if (place < 1) return;
  while (stack.length > place) {
    const element = stack.pop()!;
    const parent = stack.at(-1)!;
    const isUnclosedValue = stack.length > place;
    if (isUnclosedValue) parent.children.push({ ...element, children: [] }, ...element.children);
    else parent.children.push(element);
  }
}

function lineEnds(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

function refusal(line: number, sentence: string): FileRefusal {
  return new FileRefusal({
    message: `the OFX file ${sentence} (line ${line}).`,
    line,
    remedy: 'Export the file again, and do not edit it by hand.',
  });
}
