/** What columns are called, in the languages that brokers write: the first word of a list is the surest. */
import type { TransactionField } from '@riskoptimizer/contracts';
import { normaliseWords } from './normalise-words.ts';

const words: Partial<Record<TransactionField, string>> = {
  date: `trade date|tradedate|transaction date|run date|date|datetime|date time|activity date|execution date|value date|settlement date
    |handelstag|handelsdatum|ausfuhrungsdatum|buchungstag|buchungsdatum|datum|valuta|wertstellung|schlusstag
    |date de transaction|date d operation|date operation|date d execution|date de negociation
    |fecha de operacion|fecha operacion|fecha de ejecucion|fecha|data operazione|data|datum uitvoering`,
  kind: `kind|transaction type|activity type|action|type|buy sell|side|activity|transaction code|transaction|operation|order type
    |transaktionstyp|transaktionsart|umsatzart|buchungsart|geschaftsart|auftragsart|vorgang|typ|art|kauf verkauf
    |type d operation|type operation|type de transaction|nature de l operation|nature|sens
    |tipo de operacion|tipo operacion|tipo de transaccion|operacion|tipo|tipo operazione|operazione|soort|soort transactie`,
  account: `account|account name|account number|clientaccountid|client account id|portfolio|konto|depot|depotnummer|kontonummer|compte|cuenta|conto|rekening`,
  symbol: `symbol|ticker|ticker symbol|security symbol|instrument symbol|kurzel|symbole|simbolo|mnemonic|code|instrument`,
  isin: 'isin|isin code|security isin|code isin|codigo isin|isin nummer',
  figi: 'figi|composite figi|compositefigi|share class figi',
  assetName: `asset name|security name|security|security description|description|name|product|instrument name|company|holding
    |wertpapier|wertpapiername|bezeichnung|wertpapierbezeichnung|produkt|titel|titre|valeur|libelle|nom|valor|producto|titulo|nombre|titolo|nome`,
  quantity: `quantity|shares|units|qty|no of shares|number of shares|amount of shares|filled qty|executed quantity
    |anzahl|stuck|stuckzahl|stucke|menge|nominale|stucke nominale|quantite|nombre|nombre de titres|cantidad|titulos|participaciones|quantita|aantal|quantidade`,
  price: `price|unit price|tradeprice|trade price|price per share|price share|execution price|avg price|average price|fill price|share price|cost per share
    |kurs|preis|ausfuhrungskurs|kurs pro stuck|stuckpreis|preis pro anteil|cours|prix|prix unitaire|cours d execution|precio|precio unitario|prezzo|koers|preco`,
  amount: `gross amount|amount gross|principal|proceeds|trade value|market value|kurswert|brutto|bruttobetrag|montant brut|importe bruto|importo lordo`,
  netAmount: `net amount|netcash|net cash|amount net|net|amount|total amount|total|total value|value|cash flow|cash amount
    |betrag|endbetrag|gesamtbetrag|ausmachender betrag|netto|nettobetrag|gesamt|wert|umsatz|summe
    |montant net|montant|montant total|importe neto|importe|importe total|importo netto|importo|controvalore|totaal|bedrag|valor total`,
  currency: `currency|currencyprimary|currency primary|trade currency|price currency|currency code|ccy|instrument currency
    |wahrung|devise|monnaie|divisa|moneda|valuta code|munt|moeda`,
  amountCurrency: 'amount currency|total currency|currency total|currency amount|cash currency|wahrung betrag',
  feeCurrency: 'fee currency|commission currency|ibcommissioncurrency|charge currency|wahrung gebuhr',
  fee: `fee|fees|commission|commissions|fees comm|fees commissions|fees commission|ibcommission|brokerage|charges|transaction fee|transaction fees|transaction and or third|transaction and or third party costs|autofx fee
    |gebuhr|gebuhren|provision|entgelt|spesen|kosten|transaktionsgebuhren|ordergebuhr|fremdkosten|frais|commission brokerage|courtage|comision|comisiones|gastos|commissione|commissioni|transactiekosten en of|transactiekosten`,
  tax: `tax|taxes|withholding tax|tax withheld|stamp duty|steuer|steuern|kapitalertragsteuer|quellensteuer|abgeltungsteuer|taxe|taxes et prelevements|impot|impots|retenue a la source|impuesto|impuestos|retencion|imposta|imposte|tasse|belasting`,
  ratio: 'ratio|split ratio|verhaltnis|parite',
  note: 'note|notes|comment|comments|memo|notiz|bemerkung|anmerkung|kommentar|verwendungszweck|commentaire|remarque|nota|notas|comentario|observaciones|opmerking',
  externalId: `external id|externalid|transaction id|transactionid|transaction number|trade id|tradeid|order id|orderid|reference|reference number|confirmation number|id
    |transaktionsnummer|ordernummer|auftragsnummer|referenz|referenznummer|numero d operation|numero de orden|referencia|numero ordine`,
};

/** Words of all fields with their rank: of two columns for one field the surer name wins. */
const known = new Map<string, { field: TransactionField; rank: number }>();
for (const [field, list] of Object.entries(words)) {
  for (const [rank, word] of list.split('|').entries())
    known.set(word.trim(), { field: field as TransactionField, rank });
}

/** What a column's name says: its field, how surely, and the currency that stands in names such as "Betrag (EUR)". */
export function headerMeaning(
  name: string,
): { field: TransactionField; rank: number; currency: string | null } | undefined {
  const word = normaliseWords(name);
  const direct = known.get(word);
  if (direct !== undefined) return { ...direct, currency: null };
  const withCurrency = /^(.+?)(?: in)? ([a-z]{3})$/.exec(word);
  const found = withCurrency === null ? undefined : known.get(withCurrency[1]!);
  return found === undefined ? undefined : { ...found, currency: withCurrency![2]!.toUpperCase() };
}
