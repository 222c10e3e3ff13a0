import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { parsedBody } from '../core/control.ts';
import type { Face, FaceContext, FaceFactory, SandboxApp, SandboxContext } from '../core/face.ts';
import { onlyKnownHere } from './only-known-here.ts';
import { type Asked, score } from './score.ts';

/** The key and secret the sandbox knows. */
export const sandboxSubscription = { key: 'countersign', secret: 'countersign-sandbox-secret' } as const;

const Company = z.strictObject({
  name: z.string().min(1).max(200),
  country: z.string().regex(/^[A-Z]{2}$/),
  street: z.string().max(200).default(''),
  city: z.string().max(100).default(''),
  postalCode: z.string().max(20).default(''),
  phone: z.string().max(40).default(''),
  registrationNumber: z.string().max(40).default(''),
  isActive: z.boolean().default(true),
});
type Company = z.infer<typeof Company>;
type Held = Company & { readonly duns: string };

/** D&B Direct+ on the sandbox's server: the register of the same company's customers, and of companies only it knows. */
export function dnbFace(): FaceFactory {
  return (context) => createFace(context);
}

function createFace({ db, clock, ids }: FaceContext): Face {
  db.exec(`CREATE TABLE IF NOT EXISTS dnb_company (duns TEXT PRIMARY KEY, country TEXT NOT NULL, body TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS dnb_token (token TEXT PRIMARY KEY, expires_at INTEGER NOT NULL) STRICT;`);
  const register = registerOf(db);
  const isKnown = (c: SandboxContext): boolean => {
    const token = /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1] ?? '';
    const row = db.prepare<[string], { expires_at: number }>('SELECT expires_at FROM dnb_token WHERE token = ?').get(token);
    return row !== undefined && row.expires_at > clock.now().getTime();
  };
  return {
    name: 'dnb',
    prefixes: ['/v3/token', '/v1/match/', '/v1/data/'],
    mount(app) {
      app.post('/v3/token', async (c) => {
        const wanted = `Basic ${Buffer.from(`${sandboxSubscription.key}:${sandboxSubscription.secret}`).toString('base64')}`;
        const form = new URLSearchParams(await c.req.text());
        if (c.req.header('authorization') !== wanted || form.get('grant_type') !== 'client_credentials')
          return Response.json(problem(401, 'Invalid credentials'), { status: 401 });
        const token = ids.token('dnb:token');
        db.prepare('INSERT INTO dnb_token (token, expires_at) VALUES (?, ?)').run(token, clock.now().getTime() + 86_400_000);
        return c.json({ access_token: token, token_type: 'Bearer', expires_in: 86_400 });
      });
      app.get('/v1/match/cleanseMatch', (c) => (isKnown(c) ? match(c, register) : unauthorised()));
      app.get('/v1/data/duns/:duns', (c) => (isKnown(c) ? data(c, register) : unauthorised()));
      wireControl(app, register);
    },
    load(seed) {
      db.exec('DELETE FROM dnb_company');
      for (const { name, country, street, city, postalCode, phone } of seed.customers)
        register.add(Company.parse({ name, country, street, city, postalCode, phone }));
      for (const company of onlyKnownHere) register.add(Company.parse(company));
    },
    problem,
  };
}

const problem = (status: number, message: string) => ({ error: { errorCode: codeOf[status] ?? '00001', errorMessage: message } });
const codeOf: Readonly<Record<number, string>> = { 401: '00040', 404: '20505', 429: '00047', 503: '00003' };
const unauthorised = (): Response => Response.json(problem(401, 'Invalid access token'), { status: 401 });

type Register = {
  add(company: Company): string;
  get(duns: string): Held | undefined;
  of(country: string): readonly Held[];
};

function registerOf(db: Database): Register {
  const held = ({ duns, body }: { duns: string; body: string }): Held => ({ duns, ...Company.parse(JSON.parse(body)) });
  return {
    add(company) {
      // The same company is the same number in every sandbox.
      const digest = createHash('sha256').update(`${company.name}/${company.country}/${company.postalCode}`).digest();
      const duns = String(100_000_000 + (digest.readUInt32BE(0) % 900_000_000));
      db.prepare('INSERT OR REPLACE INTO dnb_company (duns, country, body) VALUES (?, ?, ?)').run(
        duns,
        company.country,
        JSON.stringify(company),
      );
      return duns;
    },
    get(duns) {
      const row = db.prepare<[string], { duns: string; body: string }>('SELECT duns, body FROM dnb_company WHERE duns = ?').get(duns);
      return row && held(row);
    },
    of: (country) =>
      db
        .prepare<[string], { duns: string; body: string }>('SELECT duns, body FROM dnb_company WHERE country = ? ORDER BY duns')
        .all(country)
        .map(held),
  };
}

function match(c: SandboxContext, register: Register): Response {
  const asked = (name: string): string => c.req.query(name) ?? '';
  const country = asked('countryISOAlpha2Code');
  if (country === '' || asked('name') === '') return Response.json(problem(400, 'Name and country are needed'), { status: 400 });
  const question: Asked = {
    name: asked('name'),
    street: asked('streetAddressLine1'),
    city: asked('addressLocality'),
    postalCode: asked('postalCode'),
    registrationNumber: asked('registrationNumber'),
  };
  const found = register
    .of(country)
    .flatMap((company) => {
      const scored = score(question, company);
      return scored ? [{ company, ...scored }] : [];
    })
    .toSorted((a, b) => b.confidence - a.confidence)
    .slice(0, Math.min(10, Number(asked('candidateMaximumQuantity')) || 10));
  if (found.length === 0) return Response.json(problem(404, 'No Match found for the requested input'), { status: 404 });
  return Response.json({
    inquiryDetail: Object.fromEntries(new URL(c.req.url).searchParams),
    candidatesMatchedQuantity: found.length,
    matchDataCriteria: 'Name and Address Lookup',
    matchCandidates: found.map(({ company, confidence, grades }, at) => ({
      displaySequence: at + 1,
      organization: { duns: company.duns, primaryName: company.name, primaryAddress: addressOf(company) },
      matchQualityInformation: {
        confidenceCode: confidence,
        matchGrade: grades.map(({ componentRating }) => componentRating).join(''),
        matchGradeComponentsCount: grades.length,
        matchGradeComponents: grades,
      },
    })),
  });
}

function data(c: SandboxContext, register: Register): Response {
  const duns = c.req.param('duns') ?? '';
  const blocks = (c.req.query('blockIDs') ?? '').split(',');
  const company = register.get(duns);
  if (!company) return Response.json(problem(404, 'Requested DUNS not available in D&B data'), { status: 404 });
  if (!blocks.some((block) => /^companyinfo_L[1-3]_v1$/.test(block)))
    return Response.json(problem(403, 'Not entitled to this block'), { status: 403 });
  return Response.json({
    inquiryDetail: { duns, blockIDs: blocks },
    organization: {
      duns,
      primaryName: company.name,
      countryISOAlpha2Code: company.country,
      dunsControlStatus: {
        operatingStatus: company.isActive ? { description: 'Active', dnbCode: 9074 } : { description: 'Out of Business', dnbCode: 403 },
      },
      primaryAddress: addressOf(company),
      telephone: company.phone === '' ? [] : [{ telephoneNumber: company.phone, isdCode: null }],
      registrationNumbers:
        company.registrationNumber === '' ? [] : [{ registrationNumber: company.registrationNumber, typeDescription: 'VAT Number' }],
    },
  });
}

const addressOf = ({ country, street, city, postalCode }: Company) => ({
  addressCountry: { isoAlpha2Code: country },
  addressLocality: { name: city },
  postalCode,
  streetAddress: { line1: street, line2: null },
});

/** `POST /_sandbox/dnb/companies`: the register learns a company. */
function wireControl(app: SandboxApp, register: Register): void {
  app.post('/_sandbox/dnb/companies', async (c) => {
    const parsed = await parsedBody(c, Company);
    return parsed.ok ? c.json({ duns: register.add(parsed.value) }, 201) : parsed.response;
  });
}
