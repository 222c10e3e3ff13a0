/** The domain that stands for a company: of a web address or an e-mail, without what comes in front (`www`, `mail`, `shop`). */
export function webDomain(text: string): string | undefined {
  const host = /^(?:[a-z][a-z+.-]*:\/\/)?(?:[^/@\s]*@)?([^/:?#\s]+)/i.exec(text.trim())?.[1]?.toLowerCase().replace(/\.$/, '');
  if (host === undefined || !/^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+$/u.test(host) || /^[\d.]+$/.test(host)) return undefined;
  const labels = host.split('.');
  const isSecondLevel = labels.length > 2 && (labels.at(-1) ?? '').length === 2 && secondLevels.has(labels.at(-2) ?? '');
  return labels.slice(isSecondLevel ? -3 : -2).join('.');
}

export type EmailAddress = {
  /** Lower case, without a tag behind a plus sign. */
  readonly address: string;
  readonly local: string;
  /** Missing where the domain belongs to a provider of mailboxes and says nothing about a company. */
  readonly domain: string | undefined;
};

export function emailAddress(text: string): EmailAddress | undefined {
  const match = /^\s*<?([^\s@<>"']+)@([^\s@<>"']+)>?\s*$/.exec(text.replace(/^mailto:/i, ''));
  const domain = match?.[2] === undefined ? undefined : webDomain(match[2]);
  if (match?.[1] === undefined || domain === undefined) return undefined;
  const local = match[1].toLowerCase().replace(/\+.*$/, '');
  return { address: `${local}@${(match[2] ?? '').toLowerCase()}`, local, domain: companyDomain(domain) };
}

/** A domain that can stand for a company; undefined for one of a provider. */
export function companyDomain(domain: string | undefined): string | undefined {
  return domain === undefined || providers.has(domain) || domain.startsWith('example.') ? undefined : domain;
}

const secondLevels = new Set('co com ac org net gov edu or ne go ltd plc gob gouv'.split(' '));

/** Where anybody has a mailbox or a page. */
const providers = new Set(
  (
    'gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com icloud.com me.com mac.com aol.com gmx.de gmx.net gmx.at gmx.ch web.de ' +
    't-online.de freenet.de arcor.de online.de posteo.de mailbox.org proton.me protonmail.com orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it virgilio.it ' +
    'tin.it telefonica.net terra.es bluewin.ch hispeed.ch aon.at chello.at planet.nl ziggo.nl kpnmail.nl skynet.be telenet.be mail.ru yandex.ru qq.com 163.com 126.com ' +
    'hotmail.fr hotmail.de hotmail.it hotmail.es hotmail.co.uk yahoo.fr yahoo.de yahoo.it yahoo.es yahoo.co.uk yahoo.co.jp btinternet.com comcast.net verizon.net att.net sbcglobal.net ' +
    'facebook.com linkedin.com wordpress.com wixsite.com'
  ).split(' '),
);
