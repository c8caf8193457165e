import type { PortfolioRisk } from '@riskoptimizer/contracts';
import type { HowComputedProps } from '../../components/how-computed.tsx';
import { fileNameOf } from '../../platform/csv.ts';
import { type panelExplanations, panelExplanations as texts } from './explanations.ts';

export type PanelName = keyof typeof panelExplanations;

/** "How computed" of one part of the risk page. */
export function panelHow(panel: PanelName, risk: PortfolioRisk): Omit<HowComputedProps, 'name' | 'children'> {
  return { ...texts[panel], window: risk.window, certificate: risk.birthCertificate };
}

/** Name of a downloaded file: portfolio, part, last date. */
export function panelFileName(risk: PortfolioRisk, part: string): string {
  return fileNameOf(risk.portfolioName, part, risk.window.to ?? '');
}
