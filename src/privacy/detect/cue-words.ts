import { DOCUMENT, TRADE } from './flags.ts';
import { listed } from './word-list.ts';

/** Words that announce a value of a kind; what stands behind them is judged less strictly. */
export const cueWords = [
  listed(
    0,
    'card cards creditcard cc visa mastercard amex maestro discover diners kreditkarte karte kartennummer carte tarjeta carta creditcardnummer pan',
    'card',
  ),
  listed(TRADE, 'cookie cookies vertriebsweg zahlweg zahlungsweg versandweg transportweg'),
  listed(DOCUMENT, 'awb hawb mawb waybill hu'),
  listed(0, 'iban ibans kontoverbindung bankverbindung', 'iban'),
  listed(0, 'ssn ssns social itin', 'ssn'),
  listed(0, 'license licence licenses fuhrerschein fuhrerscheinnummer permis conducir patente rijbewijs rijbewijsnummer dl', 'licence'),
  listed(
    0,
    'passport passports reisepass reisepassnummer passnummer passeport pasaporte passaporto paspoort paspoortnummer ausweis personalausweis',
    'passport',
  ),
  listed(
    0,
    'bank checking savings routing aba bic swift sortcode konto kontonummer bankleitzahl blz bankrekening rekeningnummer',
    'account',
  ),
  listed(0, 'sort', 'sortCode'),
  listed(0, 'plate plates kennzeichen nummernschild autokennzeichen kenteken immatriculation matricula targa', 'plate'),
  listed(0, 'dot', 'dot'),
  listed(0, 'ne nee nes nees geb', 'birth'),
  listed(0, 'cvv cvc cvn kartenprufnummer prufziffer sicherheitscode', 'securityCode'),
  listed(0, 'tin taxid vat ein ust ustid steuernummer umsatzsteuer tva nif cif iva piva btw', 'taxId'),
  listed(
    0,
    `passe password passwords passwd pwd pw passphrase passcode pin secret apikey token bearer credentials passwort kennwort zugangsdaten motdepasse contrasena clave
     wachtwoord secretkey accesskey privatekey`,
    'secret',
  ),
  listed(
    0,
    'version versions ver build release firmware revision section chapter v fw upgrade upgraded schema driver index exemption clause paragraph rev',
    'version',
  ),
  listed(
    0,
    'ip ipv ipaddress ipv4 ipv6 host server client login subnet gateway ping router switch firewall proxy vpn dns drucker impresora imprimante',
    'ip',
  ),
];
