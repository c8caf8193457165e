/**
 * XML to elements, by a parser that knows no entities but the five of XML itself: a document type, which is where entity bombs
 * and files of others come in, is refused before anything of it is read.
 */
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { xmlDepthMax, xmlElementsMax } from '../limits.ts';
import { FileRefusal, shown } from '../problem.ts';

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
  readonly line: number;
}

export interface XmlEvents {
  open(name: string, attributes: Readonly<Record<string, string>>, line: number): void;
  text(text: string): void;
  close(name: string, line: number): void;
}

/** Parses a document piece by piece, without keeping any of it. @throws FileRefusal with the line of the first fault. */
export function parseXml(pieces: Iterable<string>, what: string, events: XmlEvents): void {
  const parser = new SaxesParser({ position: true, xmlns: false });
  let depth = 0;
  let count = 0;
  parser.on('doctype', () => {
    throw refusal(what, parser.line, 'has a document type (<!DOCTYPE>), which no export of a broker needs');
  });
  parser.on('error', (error) => {
    throw refusal(what, parser.line, `is no well-formed XML: ${shown(error.message)}`);
  });
  parser.on('opentag', ({ name, attributes }: SaxesTagPlain) => {
    depth += 1;
    count += 1;
    if (depth > xmlDepthMax) throw refusal(what, parser.line, `is nested more than ${xmlDepthMax} deep`);
    if (count > xmlElementsMax) throw refusal(what, parser.line, `has more than ${xmlElementsMax} elements`);
    events.open(name, attributes, parser.line);
  });
  parser.on('text', (text) => events.text(text));
  parser.on('cdata', (text) => events.text(text));
  parser.on('closetag', ({ name }) => {
    depth -= 1;
    events.close(name, parser.line);
  });
  for (const piece of pieces) parser.write(piece);
  parser.close();
}

function refusal(what: string, line: number, sentence: string): FileRefusal {
  return new FileRefusal({
    message: `${what} ${sentence} (line ${line}).`,
    line,
    remedy: 'Export the file again, and do not edit it by hand.',
  });
}

interface OpenElement {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: XmlElement[];
  text: string;
  line: number;
}

/** A whole document as a tree. */
export function readXmlTree(text: string): XmlElement {
  const root: OpenElement = { name: '', attributes: {}, children: [], text: '', line: 1 };
  const stack = [root];
  parseXml([text], 'the file', {
    open: (name, attributes, line) => void stack.push({ name, attributes, children: [], text: '', line }),
    text: (piece) => {
      stack.at(-1)!.text += piece;
    },
    close: () => {
      const element = stack.pop()!;
      stack.at(-1)!.children.push(element);
    },
  });
  return root.children[0]!;
}

/** The first child of a name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

/** All elements of a name, at any depth, in the order of the document. */
export function descendants(element: XmlElement, name: string): XmlElement[] {
  return element.children.flatMap((child) => (child.name === name ? [child] : descendants(child, name)));
}
