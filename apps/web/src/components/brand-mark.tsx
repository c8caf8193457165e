export function BrandMark() {
  return (
    <svg width="22" height="22" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="7" fill="var(--ro-accent)" />
      <path
        d="M6 25.5C10 13 16 8.5 26 7.5"
        fill="none"
        stroke="var(--ro-surface)"
        strokeWidth="2.6"
        strokeLinecap="round"
      />
      <circle cx="14.2" cy="13.4" r="3" fill="var(--ro-surface)" />
    </svg>
  );
}
