/** The few pictograms of the app, drawn on a 20 by 20 grid. They decorate; words beside them say the same. */
import type { ReactNode } from 'react';

interface IconProps {
  readonly size?: number;
}

function icon(paths: ReactNode) {
  return function Icon({ size = 18 }: IconProps) {
    return (
      <svg
        width={size}
        height={size}
        viewBox="0 0 20 20"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        focusable="false"
      >
        {paths}
      </svg>
    );
  };
}

export const OverviewIcon = icon(<path d="M3 3h6v8H3zM11 3h6v4h-6zM11 9h6v8h-6zM3 13h6v4H3z" />);
export const RiskIcon = icon(<path d="M2.5 16.5h15M3 15.5c3 0 3.4-10.5 7-10.5s4 10.5 7 10.5M6.6 16V9.5" />);
export const FrontierIcon = icon(
  <>
    <path d="M3 3v14h14M5.5 15c.5-6 4-9 11-9.5" />
    <circle cx="9" cy="8.6" r="1.4" fill="currentColor" />
  </>,
);
export const ImportIcon = icon(<path d="M10 3v9M6.5 8.5 10 12l3.5-3.5M3 13.5V17h14v-3.5" />);
export const PortfoliosIcon = icon(<path d="M3 6.5h14V16H3zM7.5 6.5V4h5v2.5M3 10.5h14" />);
export const RebalanceIcon = icon(<path d="M10 3v14M6 17h8M4 6h12M4 6l-2 5h4zM16 6l-2 5h4z" />);
export const HoldingsIcon = icon(<path d="M3 5h9M3 10h14M3 15h6M15.5 5h1.5M12.5 15H17" />);
export const TransactionsIcon = icon(<path d="M4 7h12M13 4l3 3-3 3M16 13H4M7 10l-3 3 3 3" />);
export const PerformanceIcon = icon(<path d="M2.5 16.5h15M3 13l4-4.5 3.5 3L17 4M13 4h4v4" />);
export const AlertsIcon = icon(<path d="M5 14V9a5 5 0 0 1 10 0v5l1.5 1.5h-13zM8.5 17.5h3" />);
export const DataIcon = icon(
  <path d="M3.5 5c0-1.7 13-1.7 13 0v10c0 1.7-13 1.7-13 0zM3.5 5c0 1.7 13 1.7 13 0M3.5 10c0 1.7 13 1.7 13 0" />,
);
export const MoreIcon = icon(<path d="M4.5 10h.1M10 10h.1M15.5 10h.1" strokeWidth="2.6" />);
export const InfoIcon = icon(
  <>
    <circle cx="10" cy="10" r="7" />
    <path d="M10 9.2v4.3M10 6.5v.1" />
  </>,
);
export const SunIcon = icon(
  <>
    <circle cx="10" cy="10" r="3.4" />
    <path d="M10 2.2v1.6M10 16.2v1.6M2.2 10h1.6M16.2 10h1.6M4.5 4.5l1.1 1.1M14.4 14.4l1.1 1.1M4.5 15.5l1.1-1.1M14.4 5.6l1.1-1.1" />
  </>,
);
export const MoonIcon = icon(<path d="M16.5 12A7 7 0 0 1 8 3.5a7 7 0 1 0 8.5 8.5z" />);
export const SystemIcon = icon(<path d="M3 4h14v9.5H3zM7.5 16.5h5M10 13.5v3" />);
export const TrashIcon = icon(<path d="M4 5.5h12M8 5.5V3.6h4v1.9M5.5 5.5l.7 11h7.6l.7-11" />);
