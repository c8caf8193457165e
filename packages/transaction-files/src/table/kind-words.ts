/** What brokers call the kinds of transactions. */
import type { KindMeaning } from '@riskoptimizer/contracts';
import { normaliseWords } from './normalise-words.ts';

/**
 * A kind, or how the row tells it: `trade` buys or sells by the sign of its quantity or amount, `cash` comes or goes by the sign
 * of its amount, `transfer-in` and `transfer-out` bring or take holdings or cash.
 */
export type WordMeaning = KindMeaning | 'trade' | 'cash' | 'transfer-in' | 'transfer-out';

const words: Partial<Record<WordMeaning, string>> = {
  buy: `buy|bought|you bought|purchase|market buy|limit buy|buy market|buy limit|b|bot|buy to open|buy to cover|reinvest shares|reinvestment|dividend reinvestment|drip|savings plan|savings plan execution|recurring buy|buytrade
    |kauf|ankauf|wertpapierkauf|sparplan|sparplankauf|sparplanausfuhrung|zeichnung|wiederanlage
    |achat|achat comptant|souscription|compra|suscripcion|acquisto|koop|aankoop`,
  sell: `sell|sold|you sold|sale|market sell|limit sell|sell market|sell limit|s|sld|redemption|sell to close|selltrade|verkauf|wertpapierverkauf|ruckzahlung|vente|vente comptant|rachat|venta|reembolso|vendita|verkoop|venda`,
  short: 'short|sell short|short sale|short sell|leerverkauf|vente a decouvert|venta en corto|sell to open',
  dividend: `dividend|dividends|cash dividend|qualified dividend|ordinary dividend|non qualified div|special dividend|special qual div|qual div|div|dividend received|reinvest dividend|qual div reinvest|pr yr cash div|distribution|payment in lieu of dividends|payment in lieu|long term cap gain|short term cap gain|cash in lieu
    |dividende|dividenden|ertrag|ertragnis|ausschuttung|ertragsgutschrift|dividendengutschrift|coupon|coupons|dividendo|dividendos|abono dividendo|dividendi`,
  interest: `interest|bank interest|credit interest|margin interest|interest payment|interest income|interest received|broker interest received|broker interest paid|bond interest
    |zinsen|zins|zinsgutschrift|habenzinsen|interets|interet|intereses|interes|interessi|rente`,
  fee: `fee|fees|service fee|management fee|adr mgmt fee|custody fee|advisor fee|other fees|foreign transaction fee|commission adjustment|gebuhr|gebuhren|depotgebuhr|entgelt|frais|droits de garde|comision|comisiones|commissioni|kosten`,
  tax: `tax|taxes|withholding tax|nra tax adj|foreign tax paid|tax withholding|transaction tax|vorabpauschale|steuer|steuern|quellensteuer|kapitalertragsteuer|steuerkorrektur|taxe|impot|impuesto|impuestos|retencion|imposta|bolli|belasting`,
  deposit: `deposit|cash deposit|contribution|funds received|wire received|wire funds received|customer inbound|transfer instant inbound|transfer inbound|deposits|bank deposit|einzahlung|einlage|uberweisungseingang|gutschrift|versement|depot|virement recu|ingreso|deposito|aportacion|versamento|storting`,
  withdrawal: `withdrawal|cash withdrawal|wire sent|funds paid|disbursement|customer outbound|transfer instant outbound|transfer outbound|withdrawals|auszahlung|entnahme|uberweisungsausgang|retrait|virement emis|retirada|retiro|prelievo|opname`,
  conversion:
    'conversion|fx|forex|currency conversion|exchange|wahrungsumrechnung|devisenkauf|devisenverkauf|change|cambio de divisa|valuta conversie',
  transfer: 'transfer|account transfer',
  'transfer-in':
    'transfer in|transferin|security transfer in|journaled shares in|einlieferung|depotubertrag eingang|transfert entrant|traspaso de entrada',
  'transfer-out':
    'transfer out|transferout|security transfer out|auslieferung|depotubertrag ausgang|transfert sortant|traspaso de salida',
  split: 'split|stock split|reverse split|forward split|aktiensplit|fractionnement|desdoblamiento|frazionamento',
  merger: 'merger|acquisition|fusion|ubernahme',
  'spin-off': 'spin off|spinoff|spin|abspaltung|scission',
  rename: 'rename|name change|symbol change|namechange|umbenennung|changement de nom',
  cash: 'moneylink transfer|moneylink deposit|journal|transfer cash|cash|wire funds|wire|ach|deposits withdrawals|ein auszahlung|uberweisung|virement|transferencia|bonifico|overboeking|eft',
  trade: 'trade|trades|order|execution|exchtrade|wertpapierabrechnung|handel|transaktion|operation|trading',
};

const known = new Map<string, WordMeaning>();
for (const [meaning, list] of Object.entries(words)) {
  for (const word of list.split('|')) known.set(word.trim(), meaning as WordMeaning);
}

/** The meaning of a word of the kind column; undefined when it is not known, and then it is asked for. */
export function kindOfWord(word: string): WordMeaning | undefined {
  return known.get(normaliseWords(word));
}
