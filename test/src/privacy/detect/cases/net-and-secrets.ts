import type { CaseTable } from '../case-table.ts';

// Written in two pieces so that no scanner of repositories takes an invented key for one to be revoked.
const key = (front: string, rest: string): string => `${front}${rest}`;
const stripe = key('sk_live', '_51Nc0uNt3rS1gnT3stK3y0000');
const github = key('ghp', '_c0uNt3rS1gnT3stK3y0000000000000000000');
const aws = key('AKIA', 'IOSFODNN7EXAMPLE');
const slack = key('xoxb', '-2048-4096-c0uNt3rS1gnT3st');
const google = key('AIza', 'SyC0uNt3rS1gnT3stK3y000000000000000000');
const jwt = ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkludmVudGVkIn0', 'c0uNt3rS1gnT3stS1gn4tur3-0000_0000'].join('.');
const keyBlock = (sort: string, line: string): string => `-----BEGIN ${sort}-----\n${line}\n-----END ${sort}-----`;

export const netAndSecrets: CaseTable = {
  'a mail address is found': [
    'Mail [EMAIL:karen.whitfield@example.com] today.',
    'cc: [EMAIL:k_whitfield+orders@mail.example.co.uk]; [EMAIL:OFFICE@EXAMPLE.DE]',
    'Reply-To: <[EMAIL:o’neil@example.org]>',
    'mailto:[EMAIL|URL:buyer@example.nl]',
    'EMAIL:[EMAIL:first.last@sub-domain.example.fr],',
    'Contact [EMAIL:jürgen@müller.example].',
    '(“[EMAIL:anna@example.museum]”)',
    "to '[EMAIL:x.y@example.io]', please",
  ],
  'a web address is found': [
    'See [URL:https://www.example.com/people/karen-whitfield?id=42#top] for details.',
    'Profile: [URL:www.linkedin.com/in/karenwhitfield]',
    'Shop at [URL:acme-example.co.uk].',
    'Portal ([URL:http://portal.example.de:8080/login])',
    'ftp [URL:ftp://files.example.net/karen]',
  ],
  'an IP address is found, a version and a decimal are not': [
    'Login from [IP:192.0.2.44] at 08:15.',
    'server [IP:10.12.0.7] does not answer',
    'Blocked [IP:203.0.113.9]:51234 after 5 tries.',
    'Client [IP:2001:db8::8a2e:370:7334] connected.',
    'host [IP:2001:0db8:0000:0000:0000:8a2e:0370:7334]',
    'router [IP:10.1.4.22] down',
    'leaked: [EMAIL:kim@bytecore.com] / [SECRET:Harbour!2031]',
    'write to [EMAIL:kim@bytecore.com]: Invoice 90012345 is open',
    'pw [SECRET:Summer2024!] works',
    'reach me at [EMAIL:jane(dot)doe(at)example(dot)com]',
    'bind [IP:fe80::1]%eth0',
    'key fingerprint aa:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:99 accepted',
    'Allowed network: [IP:198.51.100.0]/24',
    'IPs: [IP:198.51.100.3], [IP:198.51.100.4]',
    'x-forwarded-for: [IP:203.0.113.9], [IP:198.51.100.7]',
    'route [IP:198.51.100.0]/255.255.255.0 added',
    'Firmware version 4.12.0.7 and build 10.0.19.4 are installed.',
    'ratio 1.25 to 3.75, section 2.3.4',
  ],
  'a key of a known form is found': [
    `export STRIPE=[SECRET:${stripe}]`,
    `git clone with [SECRET:${github}] fails`,
    `AWS_ACCESS_KEY_ID=[SECRET:${aws}]`,
    `slack said invalid_auth for [SECRET:${slack}]`,
    `maps key [SECRET:${google}] is over quota`,
    `token [SECRET:${jwt}]`,
    `{"access_token":"[SECRET:${jwt}]","expires_in":3600}`,
    `-H "Authorization: Bearer [SECRET:${jwt}]"`,
  ],
  'a token behind its word is found': [
    'Authorization: Bearer [SECRET:7f3c9b1e4d8a4c2fb6e0]',
    'Authorization: Basic [SECRET:a2FyZW46aW52ZW50ZWQ=]',
    'api_key=[SECRET:9f8b7c6d5e4f3a2b1c0d]',
    'X-API-Key: [SECRET:c0unt3rs1gn-0000-1111]',
    'client_secret: "[SECRET:Zm9vYmFyLWludmVudGVk]"',
    'apiKey: [SECRET:abcd1234efgh5678]',
    `pasted [SECRET:${key('sk', '-ab12cd34ef')}] into the chat`,
    'sort_key=ascending, primary key: 4500012345, session: 08:00–09:30, Authorization: pending',
    'secret = [SECRET:N0tR3al!2024]',
    'DATABASE_URL=postgres://app:[SECRET|URL:Pa55phrase]@db.example.com/orders',
    'AWS_SECRET_ACCESS_KEY=[SECRET:wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY]',
    'access token is [SECRET:ya29.invented-Token_000111]',
  ],
  'a password is found, the talk about passwords is not': [
    'password: [SECRET:Sommer2024!]',
    'pwd=[SECRET:hunter2x]',
    'Passwort lautet [SECRET:Blau!Fisch7]',
    'mot de passe : [SECRET:Tournesol#12]',
    'contraseña: [SECRET:Girasol_88]',
    'la password è [SECRET:Girasole-88]',
    'wachtwoord: [SECRET:Zonnebloem9]',
    'my pass is [SECRET:Qw3rty!!] pls reset',
    'PIN: [SECRET:4821]',
    'Password reset was requested; password policy applies.',
    'The password expired, please send a new one.',
    'Passwort vergessen, bitte zurücksetzen.',
    'The boarding pass AB1234 is in the folder, the mot de passe is not.',
  ],
  'a cookie and a private key in a pasted log are found': [
    'Cookie: sessionid=[SECRET:8f14e45fceea167a5a36]; lang=en',
    'Set-Cookie: JSESSIONID=[SECRET:0123ABCD4567EF89]; Path=/; HttpOnly',
    `key:\n[SECRET:${keyBlock('RSA PRIVATE KEY', 'MIIInventedInventedInvented0000')}]\nend of log`,
    `[SECRET:${keyBlock('OPENSSH PRIVATE KEY', 'b3BlbnNzaC1rZXktdjEAAAAAinvented')}]`,
  ],
  'a user name is found beside its word': [
    'username: [USERNAME:kwhitfield42]',
    'login [USERNAME:k.whitfield] failed',
    'user=[USERNAME:kwhitfield] action=login',
    'login: failed, login page broken, meet @ noon, 5 @ 12.50',
    'GET /users/search, /home/app/run.sh',
    'Benutzername [USERNAME:kwhitf01] gesperrt',
    'DM [USERNAME:@karenwhitfield] about it',
    'C:\\Users\\[USERNAME|PERSON:kwhitfield]\\orders.xlsx',
    '/home/[USERNAME|PERSON:kwhitfield]/export.csv is locked',
  ],
  'a car’s plate and a passport are found beside their word': [
    'licence plate [LICENCE:B-KW 1234]',
    'driving licence [LICENCE:WHITF652184KA9IJ]',
    'passport [PASSPORT:533380006], valid to 2030',
    'Kennzeichen: [LICENCE:HH-AB 1234], kenteken [LICENCE:12-ABC-3]',
    'steel plate A36, 12 mm; Kennzeichen X gesetzt',
    'Reisepass [PASSPORT:C01X00T47]',
    'passeport n° [PASSPORT:12AB34567]',
  ],
};
