import { describe, expect, it } from 'vitest';
import { csvText, fileNameOf } from './csv.ts';

describe('csvText', () => {
  it('keeps full precision, leaves missing cells empty and quotes where needed', () => {
    const text = csvText({
      columns: ['asset', 'weight'],
      rows: [
        ['A, B', 0.1 + 0.2],
        ['say "x"', null],
        ['C', Number.NaN],
      ],
    });
    expect(text).toBe('asset,weight\r\n"A, B",0.30000000000000004\r\n"say ""x""",\r\nC,\r\n');
  });

  it('never lets a symbol start a spreadsheet formula, and leaves negative numbers alone', () => {
    expect(csvText({ columns: ['a', 'b'], rows: [['=cmd|x', -0.5]] })).toBe("a,b\r\n'=cmd|x,-0.5\r\n");
    expect(csvText({ columns: ['a'], rows: [['@SUM(A1)']] })).toContain("'@SUM");
  });
});

describe('fileNameOf', () => {
  it('makes a name that every file system takes', () => {
    expect(fileNameOf('Démo: Portfolio', 'risk')).toBe('de-mo-portfolio-risk');
    expect(fileNameOf('??')).toBe('riskoptimizer');
  });
});
