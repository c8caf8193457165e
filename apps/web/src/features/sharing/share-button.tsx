import { Button, Drawer } from '@mantine/core';
import type { PortfolioAccess } from '@riskoptimizer/contracts';
import { useState } from 'react';
import { TextButton } from '../../components/text-button.tsx';
import { useAccount } from '../../platform/use-account.ts';
import { SharingPanel } from './sharing-panel.tsx';

interface ShareButtonProps {
  readonly portfolio: { readonly id: string; readonly name: string; readonly access: PortfolioAccess };
  /** In a row of a table. */
  readonly isSmall?: boolean;
}

/** Opens who may see a portfolio; only its owner is offered it, and nobody in the demo, which has no accounts to share with. */
export function ShareButton({ portfolio, isSmall = false }: ShareButtonProps) {
  const account = useAccount();
  const [isOpen, setIsOpen] = useState(false);
  const mayShare = account?.permissions.includes('portfolio:share') ?? false;
  if (!account || account.isDemo || !mayShare || portfolio.access !== 'owner') return null;
  const open = () => setIsOpen(true);
  return (
    <>
      {isSmall ? (
        <TextButton label={`Share ${portfolio.name}`} onClick={open}>
          Share
        </TextButton>
      ) : (
        <Button variant="default" onClick={open}>
          Share
        </Button>
      )}
      <Drawer
        opened={isOpen}
        onClose={() => setIsOpen(false)}
        position="right"
        size={560}
        title={`Who may see “${portfolio.name}”`}
        closeButtonProps={{ 'aria-label': 'Close', size: 44 }}
      >
        <SharingPanel portfolioId={portfolio.id} />
      </Drawer>
    </>
  );
}
