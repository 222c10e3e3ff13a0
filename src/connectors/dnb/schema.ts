import { z } from 'zod';

// Direct+ writes null for what it does not know; a missing member means the same.
const optional = <S extends z.ZodType>(schema: S) => schema.nullish().transform((value) => value ?? undefined);

export const TokenReply = z.object({ access_token: z.string().min(1) });

export const MatchReply = z.object({
  matchCandidates: optional(
    z.array(
      z.object({
        organization: z.object({ duns: z.string().regex(/^\d{9}$/) }),
        matchQualityInformation: z.object({
          confidenceCode: z.number().int().min(1).max(10),
          matchGradeComponents: optional(
            z.array(z.object({ componentType: z.string().max(40), componentRating: optional(z.string().max(4)) })),
          ),
        }),
      }),
    ),
  ),
});

const Address = z.object({
  addressCountry: optional(z.object({ isoAlpha2Code: optional(z.string()) })),
  addressLocality: optional(z.object({ name: optional(z.string()) })),
  postalCode: optional(z.string()),
  streetAddress: optional(z.object({ line1: optional(z.string()), line2: optional(z.string()) })),
});

export const DataReply = z.object({
  organization: z.object({
    duns: z.string().regex(/^\d{9}$/),
    primaryName: z.string().min(1),
    countryISOAlpha2Code: optional(z.string()),
    dunsControlStatus: optional(z.object({ operatingStatus: optional(z.object({ dnbCode: optional(z.number()) })) })),
    primaryAddress: optional(Address),
    telephone: optional(z.array(z.object({ telephoneNumber: optional(z.string()), isdCode: optional(z.string()) }))),
    registrationNumbers: optional(z.array(z.object({ registrationNumber: optional(z.string()), typeDescription: optional(z.string()) }))),
  }),
});
export type DataReply = z.infer<typeof DataReply>;
