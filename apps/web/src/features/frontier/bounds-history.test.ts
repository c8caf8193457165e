import { describe, expect, it } from 'vitest';
import { parseBounds } from './bounds.ts';
import { type BoundsStep, boundsHistory, historyOf, writtenBounds } from './bounds-history.ts';

const to = (upper: number, symbol: string | null = null) => ({ symbol, bound: { lower: 0, upper } });
const after = (start: string | null, ...steps: BoundsStep[]) => steps.reduce(boundsHistory, historyOf(start));

describe('the history of bounds', () => {
  it('computes with a dragged bound but keeps it only when it is let go', () => {
    const dragged = after(null, { kind: 'drag', ...to(0.5) }, { kind: 'drag', ...to(0.4) });
    expect(dragged.dragged).toEqual(parseBounds('0~40'));
    expect([writtenBounds(dragged.present), dragged.past.length, dragged.pending]).toEqual([null, 0, []]);
    const kept = boundsHistory(dragged, { kind: 'commit', ...to(0.4) });
    expect([writtenBounds(kept.present), kept.dragged, kept.past.length, kept.pending]).toEqual([
      '0~40',
      null,
      1,
      ['0~40'],
    ]);
  });

  it('forgets a drag that came back to where it began', () => {
    const back = after('0~40', { kind: 'drag', ...to(0.5) }, { kind: 'commit', ...to(0.4) });
    expect([back.dragged, back.past.length, back.pending]).toEqual([null, 0, []]);
  });

  it('undoes and redoes step by step, and drops what was undone when something else is changed', () => {
    const two = after(null, { kind: 'commit', ...to(0.5) }, { kind: 'commit', ...to(0.1, 'ACME') });
    const undone = boundsHistory(two, { kind: 'undo' });
    expect(writtenBounds(undone.present)).toBe('0~50');
    expect(writtenBounds(boundsHistory(undone, { kind: 'redo' }).present)).toBe('0~50,ACME:0~10');
    const other = boundsHistory(undone, { kind: 'reset' });
    expect([writtenBounds(other.present), other.future.length, other.past.length]).toEqual([null, 0, 2]);
    const start = historyOf(null);
    expect([boundsHistory(start, { kind: 'undo' }), boundsHistory(start, { kind: 'redo' })]).toEqual([start, start]);
  });

  it('takes its own writings for what they are, even when the address follows late or skips some', () => {
    const three = after(
      null,
      { kind: 'commit', ...to(0.5) },
      { kind: 'commit', ...to(0.4) },
      { kind: 'commit', ...to(0.3) },
    );
    const first = boundsHistory(three, { kind: 'address', written: '0~50' });
    expect([writtenBounds(first.present), first.past.length, first.pending]).toEqual(['0~30', 3, ['0~40', '0~30']]);
    const last = boundsHistory(first, { kind: 'address', written: '0~30' });
    expect([writtenBounds(last.present), last.seen, last.pending]).toEqual(['0~30', '0~30', []]);
  });

  it('reads an address that it did not write, and starts anew', () => {
    const linked = after(null, { kind: 'commit', ...to(0.5) }, { kind: 'address', written: '0~20' });
    expect(linked).toEqual(historyOf('0~20'));
  });
});
